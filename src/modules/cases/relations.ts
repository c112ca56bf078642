// What a case has to do with others: merged, linked, of the same person; only what its reader may see, named or counted.
import { sql } from 'kysely'
import { type Ctx, handle } from '#engine/ctx.ts'
import { within } from '#engine/permit.ts'
import { maskName } from '#kernel/mask.ts'
import { notFound } from '#kernel/refusal.ts'
import { cases } from './contract.ts'
import { clockRules } from './due.ts'
import { caseLifecycle } from './lifecycle.ts'
import type { OtherCase } from './shapes.ts'

type Why = 'into' | 'carried-by' | 'merged' | 'carried' | 'link' | 'person'
type Row = Omit<OtherCase, 'who' | 'kind'> & {
  why: Why
  matter: OtherCase['kind']
  linked: 'related' | 'repeat' | 'split' | null
  words: string
  name: string | null
}

const day = 86_400_000

const otherOf = ({ id, number, matter, category, status, receivedAt, text, name, channel }: Row): OtherCase => ({
  ...{ id, number, kind: matter, category, status, receivedAt, text, channel },
  who: name ? maskName(name) : null,
})

/** How a matter of the same person stands to this one: near enough to be the same, or to be linked. */
const suggested = (
  it: { category: string; status: string; received_at: Date },
  other: Row,
  near: number,
): 'merge' | 'link' | null => {
  const apart = Math.abs(it.received_at.getTime() - other.receivedAt.getTime()) / day
  if (other.category !== it.category || apart > near) return null
  const from = caseLifecycle.acts.find(([verb]) => verb === 'merge')![1]
  return from.includes(it.status) && from.includes(other.status) ? 'merge' : 'link'
}

/** The others of a case: those merged into it, the one that it is merged into, links, and the same person's of a year. */
export const related = handle(cases.related, async (ctx, { id }) => {
  const { rows: own } = await sql<{ category: string; status: string; received_at: Date }>`
    select category, status, received_at from cases where id = ${id} and ${within(ctx.me, 'case.read', 'cases')}`.execute(
    ctx.tx,
  )
  if (!own[0]) throw notFound()
  const year = new Date(ctx.now.getTime() - 365 * day)
  const { rows } = await sql<Row>`
    with this as (
      select cases.id, patient_id, merged_into_id, reporters.phone
      from cases left join reporters on reporters.case_id = cases.id where cases.id = ${id}
    ),
    near as (
      select merged_into_id as id, 'into' as why, null as linked, '' as words, 1 as rank from this where merged_into_id is not null
      union all select m.survivor_id, 'carried-by', null, '', 2 from merges m join this on m.case_id = this.id where m.ended = 'carried'
      union all select c.id, 'merged', null, '', 3 from cases c join this on c.merged_into_id = this.id
      union all select m.case_id, 'carried', null, '', 4 from merges m join this on m.survivor_id = this.id where m.ended = 'carried'
      union all select case when l.case_id = this.id then l.other_id else l.case_id end, 'link', l.kind, l.words, 5
        from links l join this on this.id in (l.case_id, l.other_id) where l.ended_at is null
      union all select c.id, 'person', null, '', 6
        from cases c join this on c.patient_id = this.patient_id and c.id <> this.id where c.received_at > ${year}
      union all select c.id, 'person', null, '', 7
        from reporters r join this on r.phone = this.phone and r.case_id <> this.id join cases c on c.id = r.case_id
        where c.received_at > ${year}
    ),
    first as (select distinct on (id, why = 'link') * from near order by id, why = 'link', rank)
    select first.why, first.linked, first.words, cases.id, cases.number, cases.kind as matter, cases.channel, cases.category,
      cases.status, cases.received_at as "receivedAt", left(cases.text, 80) as text,
      coalesce(nullif(reporters.name, ''), patients.name) as name
    from first join cases on cases.id = first.id
    left join patients on patients.id = cases.patient_id left join reporters on reporters.case_id = cases.id
    where ${within(ctx.me, 'case.read', 'cases')} order by cases.received_at desc, cases.id limit 100`.execute(ctx.tx)
  const of = (...whys: Why[]) => rows.filter(({ why }) => whys.includes(why))
  const { standard } = await clockRules(ctx)
  const linked = new Set(of('link').map((row) => row.id))
  const into = of('into', 'carried-by')[0]
  return {
    into: into ? { ...otherOf(into), carried: into.why === 'carried-by' } : null,
    merged: of('merged', 'carried').map((row) => ({ ...otherOf(row), carried: row.why === 'carried' })),
    links: of('link').map((row) => ({ ...otherOf(row), link: row.linked!, words: row.words })),
    samePerson: of('person')
      .filter((row) => !linked.has(row.id))
      .map((row) => ({ ...otherOf(row), suggests: suggested(own[0]!, row, standard('repeatWithin')) })),
  }
})

/** The numbers of those cases that the reader may see. */
export const numbersOf = async (ctx: Ctx, ids: readonly string[]): Promise<ReadonlyMap<string, string>> => {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ id: string; number: string }>`
    select id, number from cases where id = any(${ids}::uuid[]) and ${within(ctx.me, 'case.read', 'cases')}`.execute(
    ctx.tx,
  )
  return new Map(rows.map(({ id, number }) => [id, number]))
}
