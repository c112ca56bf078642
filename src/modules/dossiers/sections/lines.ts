// What another line sent and was told of the matter: its sheets (12345, 12320) with their own clock.
import { sql } from 'kysely'
import { within } from '#engine/permit.ts'
import { facts, heading, moment, type SectionOf } from '../section.ts'

type Sheet = {
  source: string
  number: string
  round: number
  status: string
  dispatchedAt: Date
  signBy: Date
  signedAt: Date | null
  replyBy: Date | null
  repliedAt: Date | null
  objectedAt: Date | null
  objection: string | null
  verdict: string | null
  handling: string | null
  outcome: string | null
}

/** 热线工单: numbers, terms of the line, objections and what was answered. */
export const sheets: SectionOf = async (ctx, { sheet }) => {
  const { rows } = await sql<Sheet>`
    select source, number, round, status, dispatched_at as "dispatchedAt", sign_by as "signBy", signed_at as "signedAt",
      reply_by as "replyBy", replied_at as "repliedAt", objected_at as "objectedAt", objection, verdict,
      reply->>'handling' as handling, outcome
    from sheets where case_id = ${sheet.id} and ${within(ctx.me, 'sheet.read', 'sheets')} order by dispatched_at, round`.execute(
    ctx.tx,
  )
  if (rows.length === 0) return null
  const ends: Readonly<Record<string, string>> = { satisfied: '满意', dissatisfied: '不满意' }
  return {
    key: 'sheets',
    title: '热线工单',
    blocks: rows.flatMap((row) => [
      heading(`${row.source} ${row.number}（第 ${row.round} 次派单）`),
      facts([
        ['派单', moment(row.dispatchedAt)],
        ['签收', `${moment(row.signedAt) || '未签收'}（期限 ${moment(row.signBy)}）`],
        ['异议', row.objection ? `${moment(row.objectedAt)} ${row.objection}` : null],
        ['异议审核', row.verdict],
        ['回复', `${moment(row.repliedAt) || '未回复'}${row.replyBy ? `（期限 ${moment(row.replyBy)}）` : ''}`],
        ['回复内容', row.handling],
        ['热线回访', row.outcome ? ends[row.outcome] : null],
      ]),
    ]),
    data: rows,
  }
}
