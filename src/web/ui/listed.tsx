// A list that is no table: being read, broken, empty, or its rows as the screen draws them, with a button for more.
import type { ComponentProps, ReactNode } from 'react'
import { MoreButton } from './more.tsx'
import { ErrorNote, Skeleton } from './states.tsx'

/** `list` as `useAskPages` gives it; what was read stays when reading it again fails. `more` says how its button looks. */
export const Listed = <R,>({
  list,
  lines = 6,
  empty,
  more,
  children,
}: {
  list: {
    readonly rows: readonly R[] | undefined
    readonly error: unknown
    readonly retry: () => unknown
    readonly more: ComponentProps<typeof MoreButton>['more']
  }
  lines?: number
  empty: ReactNode
  more?: Omit<ComponentProps<typeof MoreButton>, 'more'>
  children: (rows: readonly R[]) => ReactNode
}) => {
  if (list.rows === undefined)
    return list.error ? <ErrorNote error={list.error} retry={list.retry} /> : <Skeleton lines={lines} />
  return (
    <>
      {list.rows.length === 0 ? empty : children(list.rows)}
      <MoreButton {...more} more={list.more} />
    </>
  )
}
