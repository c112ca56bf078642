// Where one is: links, the way elsewhere, and the filters of a screen, which live in the address.
import { Link, useLocation, useNavigate, useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'

/** `?view=mine&q=张` as plain text pairs, in both directions. */
export const readSearch = (text: string): Record<string, string> => Object.fromEntries(new URLSearchParams(text))
export const writeSearch = (search: Record<string, unknown>): string => {
  const pairs = Object.entries(search).filter(([, value]) => value !== undefined && value !== null && value !== '')
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs.map(([k, v]) => [k, String(v)]))}`
}

/** A link to a screen: `<Go to="/cases" with={{ status: 'received' }}>`. */
export const Go = ({
  to,
  with: search,
  children,
  className,
}: {
  to: string
  with?: Record<string, string>
  children: ReactNode
  className?: string
}) => (
  <Link to={to} {...(search ? { search: search as never } : {})} className={className ?? 'link'}>
    {children}
  </Link>
)

/** Goes to a screen from code. */
export const useGo = () => {
  const navigate = useNavigate()
  return (to: string, search: Record<string, string> = {}) => void navigate({ to, search: search as never })
}

/** A name in the path: `useParam('id')` on `/cases/$id`. */
export const useParam = (name: string): string => (useParams({ strict: false }) as Record<string, string>)[name] ?? ''

/**
 * The filters of this screen, kept in the address so that a link, a reload and the back key show the same. `set` changes
 * some; an empty one is dropped. `back: true` makes a step that the back key returns from.
 */
export const useFilters = <K extends string>() => {
  const navigate = useNavigate()
  const search = useLocation().search as unknown as Record<string, string>
  const set = (patch: { readonly [P in K]?: string | undefined }, { back = false } = {}) => {
    const next: Record<string, unknown> = { ...search, ...patch }
    for (const [key, value] of Object.entries(next)) if (value === undefined || value === '') delete next[key]
    void navigate({ to: '.', search: next as never, replace: !back })
  }
  return [search as { readonly [P in K]?: string }, set] as const
}
