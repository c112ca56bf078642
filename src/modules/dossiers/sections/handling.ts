// What was done: each round with its findings and answer, inquiries, assisting departments, measures and whether they hold.

import { sql } from 'kysely'
import type { Block } from '#engine/pdf/paper.ts'
import { within } from '#engine/permit.ts'
import { momentText } from '#kernel/time.ts'
import { sayWays } from '#modules/cases/ways.ts'
import { tellWords, wordsOf } from '#modules/cases/words.ts'
import { grades } from '#modules/patients/words.ts'
import { by, facts, heading, type SectionOf } from '../section.ts'

/** 各轮办理: dispatch, findings, opinion, measures, review, consent, what the person was told and said. */
export const rounds: SectionOf = (_ctx, { sheet }) => {
  const all = sheet.rounds.map(({ inquiries: _, ...round }) => round)
  return {
    key: 'rounds',
    title: '办理',
    blocks: all.flatMap((round): Block[] => [
      heading(`第 ${round.number} 轮`),
      facts([
        ['承办科室', round.department],
        ['转办', by(round.dispatchedBy, round.dispatchedAt)],
        ['办理要求', round.demand],
        ['时限', momentText(round.dueAt)],
        ['调查核实情况', round.findings],
        ['处理意见', round.opinion],
        ['整改措施', round.measures],
        ['提交', by(round.answeredBy, round.answeredAt)],
        ['是否按时', round.inTime === null ? '' : round.inTime ? '按时' : '逾期'],
        ['审核意见', round.review],
        ['审核', by(round.reviewedBy, round.reviewedAt)],
        ['院领导同意', by(round.consentedBy, round.consentedAt)],
        ['答复反映人', round.toldAt ? `${wordsOf(tellWords, round.toldHow ?? '').zh}：${round.toldWhat ?? ''}` : ''],
        ['答复', by(round.toldBy, round.toldAt)],
        ['告知途径', sayWays(round.ways)],
        ['反映人评价', [round.outcome ? grades[round.outcome].zh : '', round.outcomeWords].filter(Boolean).join('：')],
        ['结果来自', round.carriedFrom],
      ]),
    ]),
    data: all,
  }
}

const inquiryKinds: Readonly<Record<string, string>> = { material: '调取材料', interview: '询问', fact: '认定事实' }

/** 调查记录: materials, interviews, findings of fact. */
export const inquiries: SectionOf = (_ctx, { sheet }) => {
  const names = new Map(sheet.files.map(({ id, name }) => [id, name]))
  const rows = sheet.rounds.flatMap(({ number, inquiries: made }) =>
    made.map(({ fileId, ...it }) => ({ round: number, ...it, file: fileId && (names.get(fileId) ?? '附件') })),
  )
  if (rows.length === 0) return null
  return {
    key: 'inquiries',
    title: '调查记录',
    blocks: [
      {
        kind: 'table',
        head: ['轮次', '方式', '对象或出处', '时间', '查明', '记录'],
        widths: [7, 10, 16, 15, 34, 18],
        rows: rows.map((row) => [
          `${row.round}`,
          inquiryKinds[row.kind] ?? row.kind,
          row.whom,
          momentText(row.happenedAt),
          row.file ? `${row.found}（附：${row.file}）` : row.found,
          by(row.by, row.at),
        ]),
      },
    ],
    data: rows,
  }
}

const assistStates = { asked: '待反馈', answered: '已反馈', objected: '已退回', withdrawn: '已撤回' } as const

/** 协办: what other departments were asked for. */
export const assists: SectionOf = (_ctx, { sheet }) => {
  if (sheet.assists.length === 0) return null
  return {
    key: 'assists',
    title: '协办',
    blocks: [
      {
        kind: 'table',
        head: ['轮次', '科室', '要求', '时限', '结果'],
        widths: [7, 15, 28, 15, 35],
        rows: sheet.assists.map((it) => [
          `${it.round}`,
          it.department,
          `${it.demand}（${by(it.askedBy, it.askedAt)}）`,
          momentText(it.dueAt),
          [assistStates[it.status], it.findings, it.reason, by(it.answeredBy, it.answeredAt)]
            .filter(Boolean)
            .join('；'),
        ]),
      },
    ],
    data: sheet.assists.map(({ can: _, ...it }) => it),
  }
}

type Measure = {
  round: number
  status: string
  what: string
  department: string
  owner: string | null
  dueOn: string
  doneBy: string | null
  doneAt: Date | null
  doneWords: string
  verifiedBy: string | null
  verifiedAt: Date | null
  outcome: string
}
const measureStates: Readonly<Record<string, string>> = {
  planned: '进行中',
  done: '待验证',
  verified: '已验证',
  cancelled: '已取消',
}

/** 整改措施: what, who, by when, and who saw that it was done. */
export const measures: SectionOf = async (ctx, { sheet }) => {
  const { rows } = await sql<Measure>`
    select m.round, m.status, m.what, d.name as department, o.name as owner, m.due_on as "dueOn",
      x.name as "doneBy", m.done_at as "doneAt", m.done_words as "doneWords",
      v.name as "verifiedBy", m.verified_at as "verifiedAt", m.outcome
    from measures m join departments d on d.id = m.department_id left join staff o on o.id = m.owner_id
    left join staff x on x.id = m.done_by_id left join staff v on v.id = m.verified_by_id
    where m.case_id = ${sheet.id} and ${within(ctx.me, 'measure.read', 'm')} order by m.round, m.due_on, m.id`.execute(
    ctx.tx,
  )
  if (rows.length === 0) return null
  return {
    key: 'measures',
    title: '整改与验证',
    blocks: [
      {
        kind: 'table',
        head: ['轮次', '措施', '责任', '期限', '完成', '验证'],
        widths: [7, 28, 16, 12, 18, 19],
        rows: rows.map((row) => [
          `${row.round}`,
          row.what,
          [row.department, row.owner].filter(Boolean).join(' '),
          row.dueOn,
          [row.doneWords, by(row.doneBy, row.doneAt)].filter(Boolean).join('；'),
          [measureStates[row.status] ?? row.status, row.outcome, by(row.verifiedBy, row.verifiedAt)]
            .filter(Boolean)
            .join('；'),
        ]),
      },
    ],
    data: rows,
  }
}

type Addition = { at: Date; text: string }

/** What the person added later by his receipt. */
export const additions: SectionOf = async (ctx, { sheet }) => {
  const { rows } = await sql<Addition>`
    select at, text from additions where case_id = ${sheet.id} order by at, id`.execute(ctx.tx)
  if (rows.length === 0) return null
  return {
    key: 'additions',
    title: '反映人补充',
    blocks: [
      {
        kind: 'table',
        head: ['时间', '内容'],
        widths: [20, 80],
        rows: rows.map((row) => [momentText(row.at), row.text]),
      },
    ],
    data: rows,
  }
}
