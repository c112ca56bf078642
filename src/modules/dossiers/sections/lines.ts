// What came and went beside the handling: sheets of another line with their own clock, and alarms that somebody had to answer.

import { sql } from 'kysely'
import { within } from '#engine/permit.ts'
import { momentText } from '#kernel/time.ts'
import { by, facts, heading, type SectionOf } from '../section.ts'

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

const heard: Readonly<Record<string, string>> = { satisfied: '满意', dissatisfied: '不满意' }

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
  return {
    key: 'sheets',
    title: '热线工单',
    blocks: rows.flatMap((row) => [
      heading(`${row.source} ${row.number}（第 ${row.round} 次派单）`),
      facts([
        ['派单', momentText(row.dispatchedAt)],
        ['签收', `${momentText(row.signedAt) || '未签收'}（期限 ${momentText(row.signBy)}）`],
        ['异议', row.objection ? `${momentText(row.objectedAt)} ${row.objection}` : null],
        ['异议审核', row.verdict],
        ['回复', `${momentText(row.repliedAt) || '未回复'}${row.replyBy ? `（期限 ${momentText(row.replyBy)}）` : ''}`],
        ['回复内容', row.handling],
        ['热线回访', row.outcome ? (heard[row.outcome] ?? row.outcome) : null],
      ]),
    ]),
    data: rows,
  }
}

type Ring = {
  alarm: string
  status: string
  startedAt: Date
  step: number
  answeredAt: Date | null
  by: string | null
  answer: string
}
const alarms: Readonly<Record<string, string>> = { danger: '危急', urgent: '紧急', grave: '重大' }
const ends: Readonly<Record<string, string>> = { ringing: '呼叫中', answered: '已应答', ceased: '已停止' }

/** 呼叫: who was rung for it, and who answered when. */
export const rings: SectionOf = async (ctx, { sheet }) => {
  const { rows } = await sql<Ring>`
    select rings.alarm, rings.status, rings.started_at as "startedAt", rings.step, rings.answered_at as "answeredAt",
      s.name as by, rings.answer
    from rings left join staff s on s.id = rings.answered_by_id
    where rings.case_id = ${sheet.id} and ${within(ctx.me, 'ring.read', 'rings')} order by rings.started_at, rings.id`.execute(
    ctx.tx,
  )
  if (rows.length === 0) return null
  return {
    key: 'rings',
    title: '呼叫',
    blocks: [
      {
        kind: 'table',
        head: ['级别', '开始', '结果', '应答', '说明'],
        widths: [12, 20, 14, 24, 30],
        rows: rows.map((row) => [
          alarms[row.alarm] ?? row.alarm,
          momentText(row.startedAt),
          ends[row.status] ?? row.status,
          by(row.by, row.answeredAt),
          row.answer,
        ]),
      },
    ],
    data: rows,
  }
}
