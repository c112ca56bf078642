// Who may do what to which rows: scopes as data, one definition that guards a row and filters a list.
import type { Words } from './words.ts'

export const roles = ['agent', 'lead', 'department', 'supervision', 'leadership', 'admin'] as const
export type Role = (typeof roles)[number]

export const roleWords: Record<Role, Words> = {
  agent: { zh: '回访员', en: 'Agent' },
  lead: { zh: '组长', en: 'Lead' },
  department: { zh: '科室', en: 'Department' },
  supervision: { zh: '监察室', en: 'Supervision' },
  leadership: { zh: '院领导', en: 'Leadership' },
  admin: { zh: '信息科', en: 'Administrator' },
}

/** The one who acts. `departments` are those he answers for; `scopes` limit an API token to some verbs. */
export type Me = {
  readonly id: string
  readonly name: string
  readonly role: Role
  readonly departments: readonly string[]
  readonly scopes?: readonly string[] | undefined
}

type Value = string | number | boolean
/**
 * A column holds one of these values; `lacks`: an array column does not contain the value; `has`: it does; `bare`: it contains
 * nothing at all.
 */
export type Condition = readonly Value[] | { readonly lacks: Value } | { readonly has: Value } | { readonly bare: true }
/** All conditions hold. */
export type Alternative = { readonly [column: string]: Condition }
/** Any alternative holds; no alternative at all means nobody. */
export type Scope = readonly Alternative[]

/** The scopes of one noun by name; columns are those of its table. */
export type Scopes = Readonly<Record<string, (me: Me) => Scope>>

/** Does this row lie within the scope? The same data that `within()` turns into SQL. */
export const admits = (scope: Scope, row: object): boolean =>
  scope.some((alternative) =>
    Object.entries(alternative).every(([column, condition]) => {
      const value = (row as Record<string, unknown>)[column]
      if ('lacks' in condition) return !(value as readonly Value[] | null)?.includes(condition.lacks)
      if ('bare' in condition) return (value as readonly Value[] | null)?.length === 0
      if ('has' in condition) return (value as readonly Value[] | null)?.includes(condition.has) === true
      return (condition as readonly Value[]).includes(value as Value)
    }),
  )
