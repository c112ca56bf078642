// Every night: the finished records of the last weeks, which of them look made up, and which no longer do.
import { sql } from 'kysely'
import { advanceLocked } from '#engine/advance.ts'
import type { Ctx } from '#engine/ctx.ts'
import { record } from '#engine/ledger.ts'
import { newId } from '#kernel/ids.ts'
import { dayOf, startOfDay } from '#kernel/time.ts'
import { w } from '#kernel/words.ts'
import { usualOf } from './evidence.ts'
import { suspicionLifecycle } from './lifecycle.ts'
import { type Judged, judgeAll, threshold } from './made-up.ts'
import { type Read, readRecords } from './reading.ts'

const day = 86_400_000
/** What is usual is reckoned from so many days, and from so many records at most. */
const span = 31
const most = 20_000
/** The first look judges all of them, each later one those of the last days and what is open. */
const recent = 3
/** From fewer nobody can say what is usual. */
const enough = 100

type Kept = {
  id: string
  status: string
  task_id: string
  reasons: { rule: string; weight: number; zh: string; en: string }[]
}

const kept = async (ctx: Ctx, tasks: readonly string[]): Promise<Map<string, Kept>> => {
  const { rows } = await sql<Kept>`select * from suspicions where task_id = any(${tasks}::uuid[]) for update`.execute(
    ctx.tx,
  )
  return new Map(rows.map((row) => [row.task_id, row]))
}

const life = suspicionLifecycle as never
const told = ({ reasons }: Judged) => reasons.map(({ rule, weight, words }) => ({ rule, weight, ...words }))

/** What the patient said is kept whatever is reckoned later. */
const bySaying = 'patient-says-no'
const saidWeight = 3

const raise = async (ctx: Ctx, { record: one, departmentId, barred }: Read, judged: Judged): Promise<void> => {
  const id = newId(ctx.now)
  await ctx.tx
    .insertInto('suspicions')
    .values({
      ...{ id, status: 'flagged', task_id: one.id, staff_id: one.staffId, department_id: departmentId },
      ...{ called_at: new Date(one.at), score: judged.score, reasons: JSON.stringify(told(judged)) },
      ...{ barred_staff: [...barred], found_at: ctx.now, updated_at: ctx.now },
    })
    .execute()
  const rules = judged.reasons.map(({ rule }) => rule)
  await record(ctx, 'suspicion.raise', { subject: id, to: 'flagged', data: { rules }, restricted: true })
}

const follow = async (ctx: Ctx, row: Kept, judged: Judged): Promise<void> => {
  const said = row.reasons.filter(({ rule }) => rule === bySaying)
  const score = judged.score + said.reduce((sum, { weight }) => sum + weight, 0)
  const changes = { score, reasons: JSON.stringify([...said, ...told(judged)]) }
  const looks = score >= threshold || said.length > 0
  const same =
    JSON.stringify(row.reasons.map(({ rule }) => rule).sort()) ===
    JSON.stringify([...said, ...told(judged)].map(({ rule }) => rule).sort())
  if (row.status === 'lapsed' && looks) await advanceLocked(ctx, life, 'rise', row as never, changes)
  else if (row.status === 'flagged' && !looks) await advanceLocked(ctx, life, 'lapse', row as never, changes)
  // What is asked about stays as it was when it was asked.
  else if (row.status === 'flagged' && !same) await advanceLocked(ctx, life, 'renew', row as never, changes)
}

/** Judges what is new, and again what is open, once a day; what was decided stays decided. */
export const look = async (ctx: Ctx): Promise<void> => {
  const today = dayOf(ctx.now)
  const { rows: looks } = await sql<{ day: string }>`select max(day) as day from suspicion_looks`.execute(ctx.tx)
  const last = looks[0]?.day
  if (last && last >= today) return
  const reads = await readRecords(ctx, sql<boolean>`t.reached_at >= ${new Date(ctx.now.getTime() - span * day)}`, most)
  if (reads.length < enough) return
  const records = reads.map((one) => one.record)
  const usual = usualOf(records)
  const before = await kept(
    ctx,
    records.map(({ id }) => id),
  )
  // Days on which the server was off are looked at too.
  const since = last ? startOfDay(last).getTime() - recent * day : 0
  const wanted = records.filter((one) => one.savedAt >= since || before.has(one.id))
  // All of them: what else a caller wrote in these weeks counts.
  const judged = judgeAll(records, usual)
  const looked = new Set(wanted.map(({ id }) => id))
  let raised = 0
  for (const read of reads) {
    if (!looked.has(read.record.id)) continue
    const it = judged.get(read.record.id)!
    const row = before.get(read.record.id)
    if (row) await follow(ctx, row, it)
    else if (it.score >= threshold) {
      await raise(ctx, read, it)
      raised++
    }
  }
  await ctx.tx.insertInto('suspicion_looks').values({ day: today, judged: wanted.length, raised }).execute()
}

/** The patient was called again and says that nobody had called: a doubt, since people forget. */
export const doubtByPatient = async (ctx: Ctx, taskId: string): Promise<void> => {
  const words = w('复核时患者说没有接到过回访', 'called again, the patient says that nobody had called')
  const reason = { rule: bySaying, weight: saidWeight, ...words }
  const row = (await kept(ctx, [taskId])).get(taskId)
  if (!row) {
    const [read] = await readRecords(ctx, sql<boolean>`t.id = ${taskId}`, 1)
    if (!read) return
    const judged = { score: saidWeight, reasons: [{ rule: bySaying as never, weight: saidWeight, words }] }
    return raise(ctx, read, judged)
  }
  const reasons = [reason, ...row.reasons.filter(({ rule }) => rule !== bySaying)]
  const changes = { reasons: JSON.stringify(reasons), score: reasons.reduce((sum, { weight }) => sum + weight, 0) }
  if (row.status === 'lapsed') await advanceLocked(ctx, life, 'rise', row as never, changes)
  else if (row.status === 'flagged' || row.status === 'asked')
    await advanceLocked(ctx, life, 'renew', row as never, changes)
}
