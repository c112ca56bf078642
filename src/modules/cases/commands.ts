// What is done to a case between the first word and the answer: dispatch, investigation, review, consent.
import { advance, advanceLocked } from '#engine/advance.ts'
import { type Ctx, handle } from '#engine/ctx.ts'
import { record, systemId } from '#engine/ledger.ts'
import { may } from '#engine/permit.ts'
import { newId } from '#kernel/ids.ts'
import { conflict, invalid, notAllowed } from '#kernel/refusal.ts'
import { w } from '#kernel/words.ts'
import { placeCall } from '#modules/calls/placing.ts'
import { askAll, dismissAssists } from './assists.ts'
import { fileCall } from './called.ts'
import { runClocks } from './clocks.ts'
import { cases } from './contract.ts'
import { dueAnew } from './due.ts'
import { withdrawRequest } from './extensions.ts'
import { caseLifecycle } from './lifecycle.ts'
import { planMeasure } from './measures.ts'
import { carryMerged, mustKeepWalls, wallMerged } from './merges.ts'
import { resumeIfPaused } from './pauses.ts'
import { mayBeCalled } from './reporters.ts'
import { barredBy, isForSupervision, isIntegrity, isStaffVoice, mustBeCategory, ownerFor } from './routing.ts'
import { activeDepartment, type CaseRow, held, keepRound, sealSource } from './rows.ts'
import { receipt } from './sheet.ts'

/**
 * Hands a case to a department. Ten working days where several departments are concerned, judged anew once and never
 * back: the demand says why. After an escalation it is the next round, whose clock began with the escalation.
 */
export const dispatch = handle(cases.dispatch, async (ctx, { id, departmentId, demand, workdays, assisting }) => {
  const row = await held(ctx, id)
  const department = await activeDepartment(ctx, departmentId)
  if (!department)
    throw invalid('没有这个科室。', 'There is no such department.', [
      { field: 'departmentId', reason: '请从科室名单中选择' },
    ])
  const nextRound = row.status === 'escalated'
  const number = nextRound ? row.round + 1 : row.round
  const due = await dueAnew(ctx, row, workdays === 10 ? 'feedbackManyDepartments' : 'feedback')
  const longer = due.workdays > row.workdays ? due : {}
  const after = await advanceLocked<CaseRow>(
    ctx,
    caseLifecycle,
    'dispatch',
    row,
    {
      handling_department_id: departmentId,
      round: number,
      ...longer,
      ...(workdays === 10 && row.many_reason === null ? { many_reason: demand } : {}),
    },
    { department, departmentId, demand, round: number, workdays: Math.max(due.workdays, row.workdays) },
  )
  const round = {
    department_id: departmentId,
    dispatched_at: ctx.now,
    dispatched_by_id: ctx.me.id === systemId ? null : ctx.me.id,
    demand,
    due_at: after.due_at,
  }
  await ctx.tx
    .insertInto('rounds')
    .values({ id: newId(ctx.now), case_id: id, number, ...round })
    .onConflict((same) => same.columns(['case_id', 'number']).doUpdateSet(round))
    .execute()
  await askAll(ctx, after, assisting, demand)
  return receipt(ctx, id)
})

/** 督办: whoever watches over the matter asks the department to hurry; how often is counted. */
export const urge = handle(cases.urge, async (ctx, { id, words }) => {
  const row = await held(ctx, id)
  const times = row.urged + 1
  await advanceLocked(ctx, caseLifecycle, 'urge', row, { urged: times }, { words, times })
  return receipt(ctx, id)
})

/** An ordinary matter put right while the person is still there; a call afterwards still asks whether it is. */
export const settle = handle(cases.settle, async (ctx, { id, how }) => {
  const row = await held(ctx, id)
  await advanceLocked(ctx, caseLifecycle, 'settle', row, { told_at: ctx.now }, { how })
  const told = { told_at: ctx.now, told_by_id: ctx.me.id, told_how: 'on-the-spot', told_what: how }
  await keepRound(ctx, row, { answered_at: ctx.now, answered_by_id: ctx.me.id, measures: how, ...told })
  await carryMerged(ctx, id)
  return receipt(ctx, id)
})

/** The department's findings and measures; in time when the round's deadline has not passed. */
export const answer = handle(cases.answer, async (ctx, { id, findings, measures, opinion, plans }) => {
  const row = await resumeIfPaused(ctx, await held(ctx, id), '科室已答复')
  await advanceLocked(
    ctx,
    caseLifecycle,
    'answer',
    row,
    { time_asked: false },
    { findings, measures, opinion, round: row.round },
  )
  await withdrawRequest(ctx, row)
  await keepRound(ctx, row, { findings, measures, opinion, answered_at: ctx.now, answered_by_id: ctx.me.id })
  for (const one of plans) await planMeasure(ctx, row, one)
  return receipt(ctx, id)
})

/** The department says that it is not theirs; it goes back to those who dispatch, and the clock goes on. */
export const object = handle(cases.object, async (ctx, { id, reason }) => {
  const row = await resumeIfPaused(ctx, await held(ctx, id), '科室已退回')
  const department = row.handling_department_id && (await activeDepartment(ctx, row.handling_department_id))
  const changes = { handling_department_id: null, time_asked: false }
  await advanceLocked(ctx, caseLifecycle, 'object', row, changes, { reason, department })
  await withdrawRequest(ctx, row)
  await dismissAssists(ctx, row)
  await keepRound(ctx, row, { department_id: null, dispatched_at: null, dispatched_by_id: null })
  return receipt(ctx, id)
})

/** What was handed in is not enough: the answer counts as not yet given, so it cannot have been in time. */
const back = async (ctx: Ctx, verb: 'sendBack' | 'decline', id: string, words: string, changes: object) => {
  const row = await held(ctx, id)
  await advanceLocked(ctx, caseLifecycle, verb, row, {}, { words, round: row.round })
  await keepRound(ctx, row, { answered_at: null, answered_by_id: null, ...changes })
  return receipt(ctx, id)
}

const reviewed = (ctx: Ctx, words: string) => ({ reviewed_at: ctx.now, reviewed_by_id: ctx.me.id, review: words })

/** Supervision wants more. */
export const sendBack = handle(cases.sendBack, (ctx, { id, words }) =>
  back(ctx, 'sendBack', id, words, reviewed(ctx, words)),
)

/** Leadership does not consent. */
export const decline = handle(cases.decline, (ctx, { id, words }) => back(ctx, 'decline', id, words, {}))

/** Supervision is content with the answer. */
export const pass = handle(cases.pass, async (ctx, { id, words }) => {
  const row = await held(ctx, id)
  await advanceLocked(ctx, caseLifecycle, 'pass', row, {}, { words })
  await keepRound(ctx, row, reviewed(ctx, words))
  await carryMerged(ctx, id)
  return receipt(ctx, id)
})

/** Supervision puts the answer before leadership, which sees the case from now on. */
export const propose = handle(cases.propose, async (ctx, { id, words }) => {
  const row = await held(ctx, id)
  await advanceLocked(ctx, caseLifecycle, 'propose', row, { leadership: true }, { words })
  await keepRound(ctx, row, reviewed(ctx, words))
  return receipt(ctx, id)
})

/** Leadership consents to what will be told (院部同意, the hospital’s rules for follow-up calls). */
export const consent = handle(cases.consent, async (ctx, { id, words }) => {
  const row = await held(ctx, id)
  await advanceLocked(ctx, caseLifecycle, 'consent', row, {}, { words })
  await keepRound(ctx, row, { consented_at: ctx.now, consented_by_id: ctx.me.id })
  await carryMerged(ctx, id)
  return receipt(ctx, id)
})

/** A staff voice stays one and nothing else becomes one: its identity lies in the vault or nowhere. */
export const kindAfter = (row: CaseRow, category: string, wanted: string | undefined): string => {
  const kind = wanted ?? row.kind
  if ((kind === 'staff') !== (row.kind === 'staff') || (isStaffVoice(category) && row.kind !== 'staff'))
    throw conflict(
      w('员工声音与患者诉求不能互相改换。', 'A staff voice and a patient’s matter do not become one another.'),
    )
  return kind
}

/**
 * Judges the matter anew. One that turns out grave, heated or about integrity leaves the department and the centre's
 * sight for supervision's, and gets an owner there; the accused, when named anew, replace the earlier ones.
 */
export const grade = handle(cases.grade, async (ctx, { id, accusedIds, reason, kind, aspects, ...graded }) => {
  for (const code of [graded.category, ...(aspects ?? [])]) mustBeCategory(code)
  const row = await held(ctx, id)
  const becomes = kindAfter(row, graded.category, kind)
  const integrity = isIntegrity(graded)
  const restricted = isForSupervision({ ...graded, channel: row.channel })
  // Who calls again blind is kept from it for some days, and accused of nothing.
  const walled = row.barred_staff.filter((one) => !row.blind_staff.includes(one))
  const named = accusedIds !== undefined || (integrity && walled.length === 0)
  const accused = named ? await barredBy(ctx, accusedIds ?? [], row.department_id, integrity) : walled
  const blind = row.blind_staff.filter((one) => !accused.includes(one))
  const barred = [...accused, ...blind]
  const withLeadership = ['consenting', 'escalated'].includes(row.status)
  const leadership = integrity
    ? row.leadership && (row.integrity || withLeadership)
    : row.leadership || graded.severity >= 3
  const moves = (restricted && !row.restricted) || barred.includes(row.owner_id)
  const changes = {
    ...graded,
    kind: becomes,
    ...(aspects ? { aspects: aspects.filter((code) => code !== graded.category) } : {}),
    integrity,
    restricted,
    leadership,
    barred_staff: barred,
    blind_staff: blind,
    ...(moves ? { owner_id: await ownerFor(ctx, restricted, barred) } : {}),
    ...(restricted && !row.restricted && row.status === 'investigating'
      ? { handling_department_id: null, time_asked: false }
      : {}),
    ...(restricted && !row.restricted ? { assisting: [] } : {}),
  }
  const data = { reason, from: `${row.category}/${row.severity}`, to: `${graded.category}/${graded.severity}` }
  await mustKeepWalls(ctx, row, { restricted, barred_staff: barred })
  const after = await advanceLocked<CaseRow>(ctx, caseLifecycle, 'grade', row, changes, data)
  await wallMerged(ctx, row, after)
  if (graded.urgency !== row.urgency) await runClocks(ctx, id, graded.urgency)
  if (row.contact_id && (restricted || row.restricted || named)) await sealSource(ctx, row.contact_id, row.patient_id)
  if ('time_asked' in changes) await withdrawRequest(ctx, row)
  if ('assisting' in changes) await dismissAssists(ctx, row)
  return receipt(ctx, id)
})

export const comment = handle(cases.comment, async (ctx, { id, words, callId }) => {
  const row = (await advance(ctx, caseLifecycle, 'comment', id, {}, { words })) as CaseRow
  await fileCall(ctx, row, callId, { reached: true, words })
  return receipt(ctx, id)
})

/**
 * The number that the sheet shows masked: of who raised it where he left one, else the patient's best. Who asked not to
 * be called is not, but for family.
 */
const numberOf = async (ctx: Ctx, id: string, verb: 'case.reveal' | 'case.dial') => {
  const row = await held(ctx, id)
  if (!may(ctx.me, verb, row)) throw notAllowed('您不能查看这条诉求的电话。', 'You may not see this number.')
  if (row.status === 'archived')
    throw conflict(w('诉求已归档，号码不再显示。', 'The case is archived; its number is no longer shown.'))
  if (!(await mayBeCalled(ctx, row)))
    throw conflict(w('患者已去世或要求勿扰，不得致电。', 'The patient has died or asked not to be called.'))
  const patient = await ctx.tx
    .selectFrom('patients')
    .where('id', '=', row.patient_id)
    .select('phones')
    .executeTakeFirst()
  const reporter = await ctx.tx
    .selectFrom('reporters')
    .where('case_id', '=', id)
    .where('phone', 'is not', null)
    .select(['phone as number', 'relation as owner'])
    .executeTakeFirst()
  const best = reporter ?? (patient?.phones as { number: string; owner: string }[] | undefined)?.[0]
  if (!best) throw conflict(w('没有可用的号码。', 'There is no number.'))
  return { row, number: best.number!, owner: best.owner }
}

/** The number in clear, for the call that follows; who looked and why is an event, the number is not. */
export const reveal = handle(cases.reveal, async (ctx, { id, reason }) => {
  const { row, number, owner } = await numberOf(ctx, id, 'case.reveal')
  await record(ctx, 'case.reveal', { subject: id, data: { reason, owner }, restricted: row.restricted })
  return { number }
})

/** The right to dial that number once; nobody gets to see it. */
export const dial = handle(cases.dial, async (ctx, { id }) => {
  const { row, number, owner } = await numberOf(ctx, id, 'case.dial')
  const placed = await placeCall(ctx, {
    ...{ number, owner, patientId: row.patient_id, encounterId: row.encounter_id },
    about: { noun: 'case', id },
    secrecy: row,
  })
  const data = { callId: placed.callId, owner, shown: placed.shown }
  await record(ctx, 'case.dial', { subject: id, data, restricted: row.restricted })
  return placed
})
