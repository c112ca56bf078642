// Whom to tell what changed, and that each was told, once; or why not.
import { sql } from 'kysely'
import { type Ctx, handle } from '#engine/ctx.ts'
import { record } from '#engine/ledger.ts'
import { afterId, paged } from '#engine/page.ts'
import { within } from '#engine/permit.ts'
import { maskName, maskPhone } from '#kernel/mask.ts'
import { conflict, invalid, notFound } from '#kernel/refusal.ts'
import { dayOf } from '#kernel/time.ts'
import { w } from '#kernel/words.ts'
import { settingsOf } from '#modules/directory/settings.ts'
import { takesTexts } from '#modules/messages/texting.ts'
import { textLink } from '#modules/voices/links.ts'
import { postNews } from '#modules/voices/news.ts'
import { projects } from './contract-projects.ts'
import { projectOf } from './project-queries.ts'
import { type Held, heldProject, step } from './project-rows.ts'
import type { PersonLine } from './shapes-projects.ts'
import { isKnown, standing, unableWords } from './told.ts'

type Row = Omit<PersonLine, 'texts'> & { project_id: string }

/** Only of matters that the reader may see; of a follow-up call, what every caller may who is not kept from it. */
export const seen = (ctx: Ctx) => sql<boolean>`(${isKnown(ctx.me)} and (pp.case_id is null
  or exists (select from cases where cases.id = pp.case_id and ${within(ctx.me, 'case.read', 'cases')})))`

/** Whom to tell, those who wait first. */
export const people = handle(projects.people, async (ctx, { id, status, after, limit }) => {
  const cursor = afterId(after)
  const { rows } = await sql<Row>`
    select pp.id, ${standing} as status, pp.channel, pp.reason, pp.case_id as "caseId", pp.patient_id as "patientId", c.number,
      coalesce(nullif(r.name, ''), p.name, '') as name, coalesce(r.phone, p.phones->0->>'number') as phone,
      left(coalesce(c.text, t.opinion, ''), 80) as raised, pp.told_at as "toldAt", s.name as "toldBy", pp.project_id
    from projects join project_people pp on pp.project_id = projects.id
    left join cases c on c.id = pp.case_id left join reporters r on r.case_id = c.id left join tasks t on t.id = pp.task_id
    left join patients p on p.id = pp.patient_id left join staff s on s.id = pp.told_by_id
    where projects.id = ${id} and ${within(ctx.me, 'project.tell', 'projects')} and ${seen(ctx)}
      and (${status ?? null}::text is null or ${standing} = ${status ?? null})
      and (${cursor}::uuid is null or pp.id > ${cursor}::uuid)
    order by pp.id limit ${limit + 1}`.execute(ctx.tx)
  if (rows.length === 0) {
    const { rows: there } = await sql`
      select from projects where id = ${id} and ${within(ctx.me, 'project.tell', 'projects')}`.execute(ctx.tx)
    if (there.length === 0) throw notFound()
  }
  const { page, next } = paged(rows, limit, (row) => ({ id: row.id }))
  return {
    rows: page.map(({ project_id: _, ...row }) => ({
      ...row,
      reason: unableWords[row.reason]?.zh ?? row.reason,
      name: row.channel === 'receipt' || row.name === '' ? '' : maskName(row.name),
      texts: row.caseId !== null && row.phone !== null && takesTexts(row.phone),
      phone: row.channel === 'receipt' || row.phone === null ? null : maskPhone(row.phone),
    })),
    next,
  }
})

/** Tells one of them, once: on the telephone, by a text with a link, by letter, in person; or says why that is not possible. */
export const tell = handle(projects.tell, async (ctx, { id, personId, how, reason }) => {
  const row = await heldProject(ctx, 'tell', id)
  const { rows } = await sql<{ case_id: string | null; status: string }>`
    select pp.case_id, ${standing} as status from project_people pp
    where pp.id = ${personId} and pp.project_id = ${id} and ${seen(ctx)} for update of pp`.execute(ctx.tx)
  const person = rows[0]
  if (!person)
    throw invalid('名单里没有这个人。', 'He is not on the list.', [{ field: 'personId', reason: '请刷新后再选' }])
  if (person.status === 'told' || person.status === 'unable')
    throw conflict(w('这个人已经告知过，或不能告知。', 'He was told already, or cannot be told.'))
  if (how === 'unable' && reason.length < 2)
    throw invalid('请写明为什么没有告知到。', 'Say why he could not be told.', [{ field: 'reason', reason: '请填写' }])
  const told = { told_at: ctx.now, told_by_id: ctx.me.id }
  const changes =
    how === 'unable'
      ? { status: 'unable', reason, ...told }
      : {
          status: 'told',
          channel: how,
          ...told,
          message_id: how === 'sms' ? await textOf(ctx, row, person.case_id) : null,
        }
  await ctx.tx.updateTable('project_people').set(changes).where('id', '=', personId).execute()
  await step(ctx, row, 'tell', {}, how === 'unable' ? reason : '')
  return projectOf(ctx, id)
})

/** The letters that wait, each with its address: what is printed names people, so who prints them is recorded as a reveal is. */
export const letters = handle(projects.letters, async (ctx, { id }) => {
  const row = await heldProject(ctx, 'tell', id)
  const { rows } = await sql<{ personId: string; name: string; address: string; number: string; at: Date }>`
    select pp.id as "personId", coalesce(nullif(r.name, ''), p.name, '') as name, r.address, c.number, c.received_at as at
    from project_people pp join cases c on c.id = pp.case_id join reporters r on r.case_id = c.id
    left join patients p on p.id = pp.patient_id
    where pp.project_id = ${id} and pp.channel = 'letter' and ${standing} = 'due' and r.address <> '' and ${seen(ctx)}
    order by pp.id limit 200`.execute(ctx.tx)
  if (rows.length === 0) throw conflict(w('没有等着寄的信件。', 'No letter waits to be sent.'))
  await record(ctx, 'project.printLetters', {
    subject: id,
    restricted: row.restricted,
    data: { people: rows.map(({ personId }) => personId), words: `${rows.length} 封` },
  })
  const { hospitalName, hotline } = await settingsOf(ctx, 'hospitalName', 'hotline')
  return {
    ...{ hospital: hospitalName, hotline, on: dayOf(ctx.now), news: row.news },
    rows: rows.map(({ at, ...one }) => ({ ...one, raisedOn: dayOf(at) })),
  }
})

const textOf = async (ctx: Ctx, row: Held, caseId: string | null): Promise<string> => {
  if (caseId === null)
    throw conflict(w('这个人没有诉求编号，请打电话告知。', 'There is no matter of his to link to; call him.'))
  await postNews(ctx, { caseId, key: `project ${row.id}`, text: row.news })
  return textLink(ctx, caseId, 'improved')
}
