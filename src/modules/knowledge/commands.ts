// How guidance comes to be: written, approved by a doctor, replaced, withdrawn; and the departments' notes for the caller.
import { sql } from 'kysely'
import { advance } from '#engine/advance.ts'
import { type Ctx, handle } from '#engine/ctx.ts'
import { record } from '#engine/ledger.ts'
import { mustEver } from '#engine/permit.ts'
import { newId } from '#kernel/ids.ts'
import { invalid } from '#kernel/refusal.ts'
import { searchVector } from '#kernel/search.ts'
import { soundsLikeTreatment } from './boundary.ts'
import { careNotes, guidance } from './contract.ts'
import { guidanceLifecycle } from './lifecycle.ts'
import { guidanceEntry, notesWhere } from './queries.ts'

export type Draft = {
  readonly group: string | null
  readonly title: string
  readonly text: string
  readonly turnTo: string
}

/** Guidance explains, reminds and says where to turn; what sounds like treatment is the doctor's (《互联网诊疗管理办法（试行）》). */
const mustStayWithin = (draft: Draft): void => {
  const found = (['title', 'text', 'turnTo'] as const).flatMap((field) => {
    const match = soundsLikeTreatment(draft[field])
    return match ? [{ field, reason: `“${match.text}”${match.says.zh}` }] : []
  })
  if (found.length > 0)
    throw invalid(
      '指导里有像诊断、用量或改药的话，请改写。',
      'It sounds like a diagnosis, a dose or a change of medicine.',
      found,
    )
}

/** Writes an entry as a draft; the same title for the same group is its next version. Answers its id. */
export const draftGuidance = async (ctx: Ctx, draft: Draft): Promise<string> => {
  mustStayWithin(draft)
  const id = newId(ctx.now)
  const { group, title, text, turnTo } = draft
  await sql`
    insert into guidance (id, department_group, title, text, turn_to, version, status, updated_at, search)
    select ${id}, ${group}, ${title}, ${text}, ${turnTo}, coalesce(max(version), 0) + 1, 'draft', ${ctx.now},
      ${searchVector(title, text, turnTo)}::tsvector
    from guidance where title = ${title} and department_group is not distinct from ${group}`.execute(ctx.tx)
  await record(ctx, 'guidance.create', { subject: id, to: 'draft', data: { title, group } })
  return id
}

export const create = handle(guidance.create, async (ctx, draft) => guidanceEntry(ctx, await draftGuidance(ctx, draft)))

/** A doctor answers for the entry from now on; the version before it is withdrawn in the same moment. */
export const approveGuidance = async (ctx: Ctx, id: string): Promise<void> => {
  const approved = { approved_by_id: ctx.me.id, approved_at: ctx.now }
  const entry = await advance(ctx, guidanceLifecycle, 'approve', id, approved)
  const { rows } = await sql<{ id: string }>`
    select id from guidance where title = ${entry.title} and id <> ${id} and status = 'approved'
      and department_group is not distinct from ${entry.department_group}`.execute(ctx.tx)
  for (const before of rows) await advance(ctx, guidanceLifecycle, 'withdraw', before.id, {}, { replacedBy: id })
}

export const approve = handle(guidance.approve, async (ctx, { id }) => {
  await approveGuidance(ctx, id)
  return guidanceEntry(ctx, id)
})

export const withdraw = handle(guidance.withdraw, async (ctx, { id }) => {
  await advance(ctx, guidanceLifecycle, 'withdraw', id)
  return guidanceEntry(ctx, id)
})

type Note = {
  readonly group: string
  readonly diagnosis: string
  readonly medicines: string
  readonly cautions: string
}

/** Two who set the same note at once must not make two of it. */
const lockNote = (ctx: Ctx, { group, diagnosis }: Pick<Note, 'group' | 'diagnosis'>) =>
  sql`select pg_advisory_xact_lock(hashtext(${`care note ${group} ${diagnosis}`}))`.execute(ctx.tx)

const keepNote = async (ctx: Ctx, { group, diagnosis, medicines, cautions }: Note): Promise<string> => {
  const note = { medicines, cautions, by_id: ctx.me.id, at: ctx.now }
  const before = await ctx.tx
    .updateTable('care_notes')
    .set(note)
    .where('department_group', '=', group)
    .where('diagnosis', '=', diagnosis)
    .returning('id')
    .executeTakeFirst()
  const id = before?.id ?? newId(ctx.now)
  if (!before)
    await ctx.tx
      .insertInto('care_notes')
      .values({ id, department_group: group, diagnosis, ...note })
      .execute()
  await record(ctx, 'careNote.set', { subject: id, data: { group, diagnosis, medicines, cautions } })
  return id
}

/** Sets what a caller should know; one note for a group and a diagnosis, and both texts empty take it from the desk. */
export const setNote = handle(careNotes.set, async (ctx, note) => {
  await lockNote(ctx, note)
  const [kept] = await notesWhere(ctx, sql<boolean>`n.id = ${await keepNote(ctx, note)}`)
  return kept!
})

/** Adds a caution to what a caller of a group's patients should know, and answers the note's id. Refused to who may set none. */
export const addCaution = async (ctx: Ctx, group: string, words: string): Promise<string> => {
  mustEver(ctx.me, 'careNote.set')
  await lockNote(ctx, { group, diagnosis: '' })
  const [before] = await notesWhere(ctx, sql<boolean>`n.department_group = ${group} and n.diagnosis = ''`)
  const cautions = [before?.cautions ?? '', words].filter((part) => part !== '').join('\n')
  if (cautions.length > 1000)
    throw invalid('这个组别的注意事项已满，请先精简。', 'The note of this group is full; shorten it first.', [
      { field: 'text', reason: '合计不超过 1000 字' },
    ])
  return keepNote(ctx, { group, diagnosis: '', medicines: before?.medicines ?? '', cautions })
}
