// The permission matrix at work: the same scope guards one row and filters a list.
import { type RawBuilder, sql } from 'kysely'
import { type Lifecycle, type Living, possibleVerbs } from '#kernel/lifecycle.ts'
import { admits, type Condition, type Me, roles, type Scope } from '#kernel/permission.ts'
import { notAllowed } from '#kernel/refusal.ts'
import { matrix, scopes, type Verb } from '#src/permissions.ts'
import { systemId } from './ledger.ts'

/** Whether an API token was given the verb; people are not limited by scopes. */
const inScopes = (me: Me, verb: string): boolean => !me.scopes || me.scopes.includes('*') || me.scopes.includes(verb)

// An actor lives as long as his request; a page of fifty rows asks for the same dozen scopes fifty times.
const known = new WeakMap<Me, Map<Verb, Scope>>()

/** The rows to which the actor may do the verb; none for a verb that his role does not have. */
export const scopeOf = (me: Me, verb: Verb): Scope => {
  const mine = known.get(me) ?? new Map<Verb, Scope>()
  known.set(me, mine)
  const scope = mine.get(verb) ?? reckon(me, verb)
  mine.set(verb, scope)
  return scope
}

const reckon = (me: Me, verb: Verb): Scope => {
  if (me.id === systemId) return [{}]
  if (!inScopes(me, verb)) return []
  const name = matrix[verb][roles.indexOf(me.role)]!
  if (name === '-') return []
  const noun = verb.slice(0, verb.indexOf('.')) as keyof typeof scopes
  const scope = (scopes[noun] as Record<string, (me: Me) => Scope>)[name]
  if (!scope) throw new Error(`the matrix names the unknown scope ${name} for ${verb}`)
  return scope(me)
}

/** May the actor do the verb at all, to some row? */
export const mayEver = (me: Me, verb: Verb): boolean => scopeOf(me, verb).length > 0

/** May the actor do the verb to this row? */
export const may = (me: Me, verb: Verb, row: object): boolean => admits(scopeOf(me, verb), row)

/** Refuses an actor whose role does not have the verb. */
export const mustEver = (me: Me, verb: Verb): void => {
  if (!mayEver(me, verb))
    throw notAllowed('您的岗位没有这项权限。如需办理，请联系负责人。', 'Your role may not do this.')
}

const conditionSql = (column: string, condition: Condition): RawBuilder<boolean> => {
  const ref = sql.ref(column)
  if ('lacks' in condition) return sql<boolean>`not (${condition.lacks} = any(${ref}))`
  if ('bare' in condition) return sql<boolean>`cardinality(${ref}) = 0`
  if ('has' in condition) return sql<boolean>`${condition.has} = any(${ref})`
  if (condition.length === 0) return sql<boolean>`false`
  if (condition.length === 1) return sql<boolean>`${ref} = ${condition[0]}`
  return sql<boolean>`${ref} = any(${condition})`
}

/** A scope as a condition on `table`. */
export const scopeSql = (scope: Scope, table: string): RawBuilder<boolean> => {
  const alternatives = scope.map((alternative) => {
    const parts = Object.entries(alternative).map(([column, condition]) =>
      conditionSql(`${table}.${column}`, condition),
    )
    return parts.length === 0 ? sql<boolean>`true` : sql<boolean>`(${sql.join(parts, sql` and `)})`
  })
  return alternatives.length === 0 ? sql<boolean>`false` : sql<boolean>`(${sql.join(alternatives, sql` or `)})`
}

/** The scope of a verb as a condition on `table`: rows outside it are as if they did not exist. */
export const within = (me: Me, verb: Verb, table: string): RawBuilder<boolean> => scopeSql(scopeOf(me, verb), table)

/** What the actor may do to the row now: lifecycle ∩ rules ∩ permission. */
export const can = (me: Me, life: Lifecycle, row: Living & Readonly<Record<string, unknown>>): string[] =>
  possibleVerbs(life, row).filter((verb) => may(me, `${life.noun}.${verb}` as Verb, row))
