// What the person is told and answers: the only ways to the archive, for the case's own screen and for a recall's.
import { sql } from 'kysely'
import { advanceLocked, mustBeAble } from '#engine/advance.ts'
import { type Ctx, handle } from '#engine/ctx.ts'
import { systemId } from '#engine/ledger.ts'
import { newId } from '#kernel/ids.ts'
import { refusedBecause } from '#kernel/lifecycle.ts'
import { conflict, invalid } from '#kernel/refusal.ts'
import { w } from '#kernel/words.ts'
import { fileCall } from './called.ts'
import { cases } from './contract.ts'
import { dueIn } from './due.ts'
import { caseLifecycle } from './lifecycle.ts'
import { mayBeCalled } from './reporters.ts'
import { type CaseRow, held, keepRound } from './rows.ts'
import { receipt } from './sheet.ts'
import { legalWays, sayWays } from './ways.ts'
import { tellWords, wordsOf } from './words.ts'

type Grade = 'satisfied' | 'fairly' | 'dissatisfied'

/** Where to turn next, as far as it was told in this round: once told is told. */
const keepWays = async (ctx: Ctx, row: CaseRow, ways: readonly string[]): Promise<void> => {
  if (ways.length === 0) return
  await sql`
    update rounds set ways = array(select distinct unnest(ways || ${ways}::text[]))
    where case_id = ${row.id} and number = ${row.round}`.execute(ctx.tx)
}

/** What was found and changed is told to the person; whether it contents them is asked by another call. */
export const tell = handle(cases.tell, async (ctx, { id, how, what, ways, callId }) => {
  const row = await held(ctx, id)
  await advanceLocked(ctx, caseLifecycle, 'tell', row, { told_at: ctx.now }, { how, what, round: row.round, ways })
  if (how === 'call' && !(await mayBeCalled(ctx, row)))
    throw conflict(w('患者已去世或要求勿扰，不得致电。', 'The patient has died or asked not to be called.'))
  await keepRound(ctx, row, { told_at: ctx.now, told_by_id: ctx.me.id, told_how: how, told_what: what })
  await keepWays(ctx, row, ways)
  await fileCall(ctx, row, callId, { reached: true, words: what })
  return receipt(ctx, id)
})

const confirmHeld = async (ctx: Ctx, row: CaseRow, satisfaction: 'satisfied' | 'fairly', words: string) => {
  const changes = { archived_at: ctx.now, archived_by: 'person', satisfaction }
  await advanceLocked(ctx, caseLifecycle, 'confirm', row, changes, { satisfaction, words })
  await keepRound(ctx, row, { outcome: satisfaction, outcome_words: words })
}

type Refused = { readonly words: string; readonly ways?: readonly string[] }

const reopenHeld = async (ctx: Ctx, row: CaseRow, { words, ways = [] }: Refused) => {
  const round = row.round + 1
  const due = await dueIn(ctx, ctx.now, 'feedback')
  const changes = { ...due, round, told_at: null, failed_recalls: 0 }
  await advanceLocked(ctx, caseLifecycle, 'reopen', row, changes, { words, round, ways })
  await keepWays(ctx, row, ways)
  await keepRound(ctx, row, { outcome: 'dissatisfied', outcome_words: words })
  await ctx.tx
    .insertInto('rounds')
    .values({
      id: newId(ctx.now),
      case_id: row.id,
      number: round,
      department_id: row.handling_department_id,
      dispatched_at: ctx.now,
      dispatched_by_id: ctx.me.id === systemId ? null : ctx.me.id,
      demand: words,
      due_at: due.due_at,
    })
    .execute()
}

/** The person is not content: the same department handles it again, in a round and within a deadline of its own. */
export const reopenCase = async (ctx: Ctx, id: string, it: Refused) => reopenHeld(ctx, await held(ctx, id), it)

const escalateHeld = async (ctx: Ctx, row: CaseRow, { words, ways = [] }: Refused) => {
  const due = await dueIn(ctx, ctx.now, 'feedback')
  const changes = { ...due, leadership: true, told_at: null, failed_recalls: 0 }
  await advanceLocked(ctx, caseLifecycle, 'escalate', row, changes, { words, round: row.round, ways })
  await keepWays(ctx, row, ways)
  await keepRound(ctx, row, { outcome: 'dissatisfied', outcome_words: words })
}

/** Still not content: leadership sees it, and the clock of the next round begins now, before it is dispatched. */
export const escalateCase = async (ctx: Ctx, id: string, it: Refused) => escalateHeld(ctx, await held(ctx, id), it)

const failHeld = (ctx: Ctx, row: CaseRow, words: string) => {
  const times = row.failed_recalls + 1
  return advanceLocked(ctx, caseLifecycle, 'failRecall', row, { failed_recalls: times }, { words, times })
}

/**
 * What a recall heard: satisfied or fairly so archives, anything else begins the next round or goes to leadership. A
 * case that has moved on meanwhile stays as it is; the call itself is kept by its task.
 */
export const recallAnswered = async (ctx: Ctx, id: string, heard: Grade, words: string): Promise<void> => {
  const row = await held(ctx, id)
  if (row.status !== 'told') return
  if (heard !== 'dissatisfied') await confirmHeld(ctx, row, heard, words)
  else if (refusedBecause(caseLifecycle, 'reopen', row) === null) await reopenHeld(ctx, row, { words })
  else await escalateHeld(ctx, row, { words })
}

/** A recall that reached nobody; counted only while the case waits for the person. */
export const failRecallOfCase = async (ctx: Ctx, id: string, { words }: { words: string }): Promise<void> => {
  const row = await held(ctx, id)
  if (row.status === 'told') await failHeld(ctx, row, words)
}

/** The person is content: archived by their own answer. */
export const confirm = handle(cases.confirm, async (ctx, { id, callId, ...it }) => {
  const row = await held(ctx, id)
  await confirmHeld(ctx, row, it.satisfaction, it.words)
  await fileCall(ctx, row, callId, { reached: true, words: it.words })
  return receipt(ctx, id)
})

export const reopen = handle(cases.reopen, async (ctx, { id, callId, ...it }) => {
  const row = await held(ctx, id)
  await reopenHeld(ctx, row, it)
  await fileCall(ctx, row, callId, { reached: true, words: it.words })
  return receipt(ctx, id)
})

export const escalate = handle(cases.escalate, async (ctx, { id, callId, ...it }) => {
  const row = await held(ctx, id)
  await escalateHeld(ctx, row, it)
  await fileCall(ctx, row, callId, { reached: true, words: it.words })
  return receipt(ctx, id)
})

export const failRecall = handle(cases.failRecall, async (ctx, { id, words, callId }) => {
  const row = await held(ctx, id)
  await failHeld(ctx, row, words)
  await fileCall(ctx, row, callId, { reached: false, words })
  return receipt(ctx, id)
})

/** The one way past the person: three failed recalls, or nobody who may be called, and a lead's reason. */
export const approve = handle(cases.approve, async (ctx, { id, reason }) => {
  const row = await held(ctx, id)
  const asked = { ...row, callable: await mayBeCalled(ctx, row) }
  const changes = { archived_at: ctx.now, archived_by: 'approval', archive_reason: reason }
  await advanceLocked(ctx, caseLifecycle, 'approve', asked, changes, { reason })
  return receipt(ctx, id)
})

/**
 * 转法定途径: three rounds have not contented the person, who is told where the law lets him turn; the matter ends here as
 * refused, and counts so (house rule). Leadership does it; supervision where leadership consented to this round's answer.
 */
export const refer = handle(cases.refer, async (ctx, { id, ways, how, words }) => {
  const row = await held(ctx, id)
  mustBeAble(ctx, caseLifecycle, 'refer', row)
  const missing = legalWays.filter((way) => !ways.includes(way))
  if (missing.length > 0)
    throw invalid(`还须告知：${sayWays(missing)}。`, 'All the ways of the law have to be told.', [
      { field: 'ways', reason: `须包括${sayWays(missing)}` },
    ])
  const round = await ctx.tx
    .selectFrom('rounds')
    .where('case_id', '=', id)
    .where('number', '=', row.round)
    .select(['consented_at', 'told_at'])
    .executeTakeFirst()
  if (ctx.me.role !== 'leadership' && !round?.consented_at)
    throw conflict(w('须先经院领导同意，或由院领导办结。', 'Leadership has to have consented, or has to do it.'))
  const ended = {
    archived_at: ctx.now,
    archived_by: 'referred',
    archive_reason: `${wordsOf(tellWords, how).zh}告知法定途径：${sayWays(ways)}`,
    satisfaction: 'dissatisfied',
    // What was told lies with its round, also where the person refused it at once.
    told_at: row.told_at ?? round?.told_at ?? ctx.now,
  }
  await advanceLocked(ctx, caseLifecycle, 'refer', row, ended, { ways, how, words, round: row.round })
  await keepWays(ctx, row, ways)
  await keepRound(ctx, row, { outcome: 'dissatisfied', outcome_words: words })
  return receipt(ctx, id)
})
