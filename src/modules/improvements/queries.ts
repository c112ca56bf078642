// What keeps coming back, as its reader may see it: the list, and one with the cases behind it.
import { type RawBuilder, sql } from 'kysely'
import { type Ctx, handle } from '#engine/ctx.ts'
import { afterInstant, paged } from '#engine/page.ts'
import { can, within } from '#engine/permit.ts'
import { notFound } from '#kernel/refusal.ts'
import { alikeOf, wordsOf } from './alike.ts'
import { type Proposal, type ProposalLine, proposals } from './contract.ts'
import { proposalLifecycle } from './lifecycle.ts'
import { sentenceOf, titleOf } from './words.ts'

type Row = Omit<ProposalLine, 'can' | 'title' | 'sentence' | 'words'> & {
  barred_staff: string[]
  where: string | null
  texts: string[] | null
}

/** The place is shown as people wrote it the last time; words are those of cases that the reader may read. */
const select = (ctx: Ctx): RawBuilder<Row> => sql<Row>`
  select proposals.id, proposals.status, proposals.category, d.name as department, proposals.place, proposals.hours,
    proposals.weekday, proposals.span, proposals.observed, proposals.expected, proposals.by_chance as "byChance",
    proposals.since, proposals.latest, proposals.found_at as "foundAt", proposals.risen, proposals.restricted,
    proposals.barred_staff, s.name as "decidedBy", proposals.decided_at as "decidedAt", proposals.reason,
    (select count(*) from proposal_cases pc join cases on cases.id = pc.case_id
     where pc.proposal_id = proposals.id and ${within(ctx.me, 'case.read', 'cases')}) as cases,
    (select json_build_object('id', projects.id, 'number', projects.number, 'title', projects.title)
     from project_proposals pp join projects on projects.id = pp.project_id
     where pp.proposal_id = proposals.id and ${within(ctx.me, 'project.read', 'projects')}) as project,
    case when proposals.place is not null then (
      select cases.place from proposal_cases pc join cases on cases.id = pc.case_id
      where pc.proposal_id = proposals.id and ${within(ctx.me, 'case.read', 'cases')}
      order by cases.received_at desc, cases.id limit 1) end as where,
    case when proposals.near is not null then array(
      select left(cases.text, 200) from proposal_cases pc join cases on cases.id = pc.case_id
      where pc.proposal_id = proposals.id and ${within(ctx.me, 'case.read', 'cases')}
      order by cases.received_at, cases.id limit 8) end as texts
  from proposals left join departments d on d.id = proposals.department_id left join staff s on s.id = proposals.decided_by_id`

const lineOf = (ctx: Ctx, { barred_staff, where, texts, ...row }: Row): ProposalLine => {
  const shown = { ...row, place: where ?? row.place, words: texts && wordsOf(texts) }
  return {
    ...shown,
    title: titleOf(shown),
    sentence: sentenceOf(shown),
    can: can(ctx.me, proposalLifecycle, { ...row, barred_staff }),
  }
}

/** Proposals of one state, newest first. */
export const list = handle(proposals.list, async (ctx, { status, after, limit }) => {
  const place = afterInstant(after)
  const beyond = place
    ? sql<boolean>`(proposals.found_at, proposals.id) < (${place.key}, ${place.id}::uuid)`
    : sql<boolean>`true`
  const { rows } = await sql<Row>`
    ${select(ctx)} where proposals.status = ${status} and ${within(ctx.me, 'proposal.read', 'proposals')} and ${beyond}
    order by proposals.found_at desc, proposals.id desc limit ${limit + 1}`.execute(ctx.tx)
  const { page, next } = paged(rows, limit, (row) => ({ key: row.foundAt, id: row.id }))
  return { rows: page.map((row) => lineOf(ctx, row)), next }
})

/** One proposal with the cases behind it; *not found* to those who may not know of it. */
export const proposalOf = async (ctx: Ctx, id: string): Promise<Proposal> => {
  const { rows } = await sql<Row>`
    ${select(ctx)} where proposals.id = ${id} and ${within(ctx.me, 'proposal.read', 'proposals')}`.execute(ctx.tx)
  if (!rows[0]) throw notFound()
  const { rows: behind } = await sql<Omit<Proposal['behind'][number], 'alike'>>`
    select cases.id, cases.number, cases.kind, cases.category, cases.status, d.name as department, cases.place,
      cases.received_at as "receivedAt", left(cases.text, 80) as text
    from proposal_cases pc join cases on cases.id = pc.case_id left join departments d on d.id = cases.department_id
    where pc.proposal_id = ${id} and ${within(ctx.me, 'case.read', 'cases')}
    order by cases.received_at desc, cases.id limit 200`.execute(ctx.tx)
  const alike = alikeOf(behind)
  return {
    ...lineOf(ctx, rows[0]),
    behind: behind.map((one) => ({ ...one, alike: alike?.ids.has(one.id) ?? false })),
    alike: alike && { count: alike.ids.size, words: [...alike.words] },
  }
}

export const get = handle(proposals.get, (ctx, { id }) => proposalOf(ctx, id))
