// Good practice as its reader may see it: the list, one with what it rests on, what fits a matter, and how far it has spread.
import { type RawBuilder, sql } from 'kysely'
import { type Ctx, handle } from '#engine/ctx.ts'
import { dayIn } from '#engine/day.ts'
import { afterInstant, paged } from '#engine/page.ts'
import { can, mustEver, within } from '#engine/permit.ts'
import type { ParsedOf, ReplyOf } from '#kernel/contract.ts'
import { notFound } from '#kernel/refusal.ts'
import { searchQuery } from '#kernel/search.ts'
import { categoryWords, subcategoryOf } from '#modules/cases/taxonomy.ts'
import { departmentName } from '#modules/directory/departments.ts'
import { type Practice, type PracticeLine, practices } from './contract.ts'
import { practiceLifecycle } from './lifecycle.ts'

type Row = Omit<PracticeLine, 'can' | 'categoryName'> & { nominated_by_id: string; hands: string[]; audience: string[] }

const select = (ctx: Ctx): RawBuilder<Row> => sql<Row>`
  select practices.id, practices.status, practices.title, practices.what, practices.category,
    practices.department_id as "departmentId", ${departmentName} as department, s.name as "nominatedBy",
    practices.nominated_at as "nominatedAt", practices.decided_at as "decidedAt", practices.nominated_by_id,
    practices.hands, practices.audience, t.told, t.learned, t.adopted,
    case when t.mine_adopted then 'adopted' when t.mine_learned then 'learned' when t.mine then 'told' else '' end as mine
  from practices left join departments d on d.id = practices.department_id join staff s on s.id = practices.nominated_by_id
  cross join lateral (
    select count(*)::int as told, count(learned_at)::int as learned, count(adopted_at)::int as adopted,
      coalesce(bool_or(department_id = any(${[...ctx.me.departments]}::uuid[])), false) as mine,
      coalesce(bool_and(learned_at is not null) filter (where department_id = any(${[...ctx.me.departments]}::uuid[])), false) as mine_learned,
      coalesce(bool_and(adopted_at is not null) filter (where department_id = any(${[...ctx.me.departments]}::uuid[])), false) as mine_adopted
    from practice_tellings where practice_id = practices.id) t`

/** Its category by name: the first level, or the second where it is that fine. */
const nameOf = (category: string | null): string | null =>
  category === null ? null : (subcategoryOf(category)?.name.zh ?? categoryWords(category).zh)

const lineOf = (ctx: Ctx, { nominated_by_id, hands, audience, ...row }: Row): PracticeLine => ({
  ...row,
  categoryName: nameOf(row.category),
  can: can(ctx.me, practiceLifecycle, { status: row.status, nominated_by_id, hands, audience }).filter(
    (verb) =>
      !(verb === 'learn' && ['learned', 'adopted'].includes(row.mine)) && !(verb === 'adopt' && row.mine === 'adopted'),
  ),
})

const isRead = (ctx: Ctx) => within(ctx.me, 'practice.read', 'practices')
/** Recognised and still good. */
const isGood = sql<boolean>`practices.status in ('recognised', 'told')`
const isAbout = (category: string) =>
  category.length === 1
    ? sql<boolean>`left(practices.category, 1) = ${category}`
    : sql<boolean>`practices.category = ${category}`

/** Newest first; those that are recognised unless another state is asked for. */
export const list = handle(
  practices.list,
  async (ctx, { status, q, category, departmentId, toLearn, after, limit }) => {
    const place = afterInstant(after)
    const words = q ? searchQuery(q) : null
    if (q && words === null) return { rows: [], next: null }
    const where: RawBuilder<boolean>[] = [
      isRead(ctx),
      status ? sql<boolean>`practices.status = ${status}` : isGood,
      ...(category ? [isAbout(category)] : []),
      ...(departmentId ? [sql<boolean>`practices.department_id = ${departmentId}`] : []),
      ...(words
        ? [
            sql<boolean>`exists (select from practice_search f where f.practice_id = practices.id and f.search @@ ${words}::tsquery)`,
          ]
        : []),
      ...(toLearn
        ? [
            sql<boolean>`exists (select from practice_tellings l where l.practice_id = practices.id and l.learned_at is null
            and l.department_id = any(${[...ctx.me.departments]}::uuid[]))`,
          ]
        : []),
      ...(place ? [sql<boolean>`(practices.nominated_at, practices.id) < (${place.key}, ${place.id}::uuid)`] : []),
    ]
    const { rows } = await sql<Row>`
    ${select(ctx)} where ${sql.join(where, sql` and `)}
    order by practices.nominated_at desc, practices.id desc limit ${limit + 1}`.execute(ctx.tx)
    const { page, next } = paged(rows, limit, (row) => ({ key: row.nominatedAt, id: row.id }))
    return { rows: page.map((row) => lineOf(ctx, row)), next }
  },
)

/** What fits a matter that the reader may read, or a category: the same category first, then its first letter, then the department’s own. */
export const like = handle(practices.like, async (ctx, { caseId, ...asked }) => {
  mustEver(ctx.me, 'practice.read')
  let { category, departmentId } = asked
  if (caseId) {
    const { rows } = await sql<{ category: string; department_id: string | null }>`
      select category, coalesce(handling_department_id, department_id) as department_id from cases
      where id = ${caseId} and ${within(ctx.me, 'case.read', 'cases')}`.execute(ctx.tx)
    if (!rows[0]) throw notFound()
    category = rows[0].category
    departmentId = rows[0].department_id ?? undefined
  }
  if (!category) return { rows: [] }
  const { rows } = await sql<Row>`
    ${select(ctx)} where ${isRead(ctx)} and ${isGood} and left(practices.category, 1) = left(${category}, 1)
    order by practices.category = ${category} desc, practices.department_id is not distinct from ${departmentId ?? null}::uuid desc,
      t.adopted desc, practices.decided_at desc, practices.id limit 5`.execute(ctx.tx)
  return { rows: rows.map((row) => lineOf(ctx, row)) }
})

/** One practice; *not found* to those who may not know of it yet. */
export const practiceOf = async (ctx: Ctx, id: string): Promise<Practice> => {
  const { rows } = await sql<Row>`${select(ctx)} where practices.id = ${id} and ${isRead(ctx)}`.execute(ctx.tx)
  if (!rows[0]) throw notFound()
  const { rows: more } = await sql<Pick<Practice, 'why' | 'how' | 'staffNames' | 'decidedBy' | 'words' | 'projectId'>>`
    select p.why, p.how, p.staff_names as "staffNames", s.name as "decidedBy", p.words, p.project_id as "projectId"
    from practices p left join staff s on s.id = p.decided_by_id where p.id = ${id}`.execute(ctx.tx)
  const { rows: found } = await sql<NonNullable<Practice['finding']>>`
    select findings.id, ${dayIn(sql`findings.found_at`)}::text as day, findings.place,
      concat_ws('：', findings.item_text, nullif(findings.words, '')) as text, findings.how
    from findings where findings.id = (select finding_id from practices where id = ${id})
      and ${within(ctx.me, 'finding.read', 'findings')}`.execute(ctx.tx)
  const { rows: behind } = await sql<Practice['behind'][number]>`
    select cases.id, cases.number, cases.kind, cases.category, cases.status, d.name as department,
      cases.received_at as "receivedAt", left(cases.text, 80) as text
    from practice_cases pc join cases on cases.id = pc.case_id left join departments d on d.id = cases.department_id
    where pc.practice_id = ${id} and ${within(ctx.me, 'case.read', 'cases')}
    order by cases.received_at desc, cases.id limit 50`.execute(ctx.tx)
  const { rows: tellings } = await sql<Practice['tellings'][number]>`
    select t.department_id as "departmentId", ${departmentName} as department, t.told_at as "toldAt", t.learned_at as "learnedAt",
      l.name as "learnedBy", t.adopted_at as "adoptedAt", a.name as "adoptedBy", t.did
    from practice_tellings t join departments d on d.id = t.department_id
    left join staff l on l.id = t.learned_by_id left join staff a on a.id = t.adopted_by_id
    where t.practice_id = ${id} order by t.adopted_at nulls last, t.learned_at nulls last, d.name`.execute(ctx.tx)
  return { ...lineOf(ctx, rows[0]), ...more[0]!, finding: found[0] ?? null, behind, tellings }
}

export const get = handle(practices.get, (ctx, { id }) => practiceOf(ctx, id))

/** How many were recognised, told, learned and adopted between two days, and by which departments. */
export const spreadOf = async (
  ctx: Ctx,
  { from = '1900-01-01', to = '2199-12-31' }: ParsedOf<typeof practices.spread>,
): Promise<ReplyOf<typeof practices.spread>> => {
  mustEver(ctx.me, 'practice.read')
  const within_ = (column: string) => sql`${dayIn(sql.ref(column))} between ${from}::date and ${to}::date`
  type Part = { id: string; name: string; own: number; told: number; learned: number; adopted: number }
  const { rows } = await sql<Part>`
    select d.id, ${departmentName} as name,
      (select count(*)::int from practices p where p.department_id = d.id and p.status in ('recognised', 'told', 'retired')
        and p.decided_at is not null and ${within_('p.decided_at')}) as own,
      (select count(*)::int from practice_tellings t where t.department_id = d.id and ${within_('t.told_at')}) as told,
      (select count(*)::int from practice_tellings t where t.department_id = d.id and ${within_('t.learned_at')}) as learned,
      (select count(*)::int from practice_tellings t where t.department_id = d.id and ${within_('t.adopted_at')}) as adopted
    from departments d order by adopted desc, own desc, d.name, d.id`.execute(ctx.tx)
  const { rows: all } = await sql<{ n: number }>`
    select count(*)::int as n from practices p where p.status in ('recognised', 'told', 'retired')
      and p.decided_at is not null and ${within_('p.decided_at')}`.execute(ctx.tx)
  const { rows: waiting } = await sql<{ id: string; title: string; department: string; toldAt: Date }>`
    select p.id, p.title, ${departmentName} as department, t.told_at as "toldAt"
    from practice_tellings t join practices p on p.id = t.practice_id join departments d on d.id = t.department_id
    where t.learned_at is null and p.status = 'told' and d.active order by t.told_at, d.name, p.id limit 200`.execute(
    ctx.tx,
  )
  const sum = (of: (part: Part) => number) => rows.reduce((so, part) => so + of(part), 0)
  return {
    recognised: all[0]!.n,
    told: sum(({ told }) => told),
    learned: sum(({ learned }) => learned),
    adopted: sum(({ adopted }) => adopted),
    departments: rows.filter(({ own, told, learned, adopted }) => own + told + learned + adopted > 0),
    waiting,
  }
}

export const spread = handle(practices.spread, spreadOf)
