// What time it took: the deadline day by day, extensions, stopped and natural clocks, calls, and everything in its order.
import { sql } from 'kysely'
import type { Block } from '#engine/pdf/paper.ts'
import { momentText, sayWeekday } from '#kernel/time.ts'
import { wordsOfDisposition } from '#modules/contacts/dispositions.ts'
import { mayKnowWords } from '#modules/contacts/queries.ts'
import { by, facts, heading, note, type SectionOf, yes } from '../section.ts'

const pauseReasons = {
  material: '等待材料',
  appraisal: '等待鉴定',
  outside: '等待外单位',
  person: '反映人要求',
} as const

/** 时限: how the working days were counted, one by one, and what moved the day. */
export const deadlines: SectionOf = (_ctx, { sheet }) => {
  const { deadline, extensions, pauses, clocks } = sheet
  const blocks: Block[] = [
    facts([
      ['工作日', `${deadline.workdays} 个`],
      ['十个工作日的理由', sheet.manyReason],
      ['到期', momentText(deadline.by)],
      ['提醒', deadline.warnings.join('')],
    ]),
    heading('逐日计算'),
    {
      kind: 'table',
      head: ['日期', '星期', '计入', '第几日', '说明'],
      widths: [18, 12, 10, 12, 48],
      rows: deadline.days.map(({ day, counts, number, why }) => [
        day,
        sayWeekday(day, 'zh'),
        yes(counts),
        `${number ?? ''}`,
        why,
      ]),
    },
  ]
  if (extensions.length > 0)
    blocks.push(heading('延期'), {
      kind: 'table',
      head: ['轮次', '申请', '延至', '理由', '决定'],
      widths: [8, 22, 18, 30, 22],
      rows: extensions.map((x) => [
        `${x.round}`,
        by(x.by, x.at),
        momentText(x.until),
        x.reason,
        [x.granted === null ? '未决定' : x.granted ? '同意' : '不同意', x.decidedBy, x.words]
          .filter(Boolean)
          .join('；'),
      ]),
    })
  if (pauses.length > 0)
    blocks.push(heading('停钟'), {
      kind: 'table',
      head: ['轮次', '原因', '说明', '开始', '最迟恢复', '恢复'],
      widths: [8, 14, 28, 20, 14, 16],
      rows: pauses.map((p) => [
        `${p.round}`,
        pauseReasons[p.reason],
        p.words,
        by(p.beganBy, p.beganAt),
        p.untilOn,
        momentText(p.endedAt),
      ]),
    })
  if (clocks.length > 0)
    blocks.push(heading('自然时钟'), {
      kind: 'table',
      head: ['要求', '开始', '期限', '完成', '说明'],
      widths: [28, 18, 18, 18, 18],
      rows: clocks.map((c) => [
        c.title,
        momentText(c.beganAt),
        momentText(c.dueAt),
        c.cancelledAt ? `已取消 ${momentText(c.cancelledAt)}` : by(c.metBy, c.metAt),
        [c.late ? '超时' : '', c.how].filter(Boolean).join('；'),
      ]),
    })
  return {
    key: 'deadlines',
    title: '时限',
    blocks,
    data: { ...deadline, extensions, pauses, clocks, urged: sheet.urged },
  }
}

type Call = { at: Date; by: string | null; kind: string; disposition: string; note: string; known: boolean }

/** 联系: the call it came from and the recalls; words only for those who may know them. */
export const calls: SectionOf = async (ctx, { sheet }) => {
  const { rows } = await sql<Call>`
    select t.started_at as at, s.name as by, x.kind, t.disposition, ${mayKnowWords(ctx.me, 't')} as known,
      case when ${mayKnowWords(ctx.me, 't')} then t.note else '' end as note
    from (
      select contact_id, '来源' as kind from cases where id = ${sheet.id} and contact_id is not null
      union all
      select a.contact_id, '再次回访' from attempts a join tasks k on k.id = a.task_id where k.case_id = ${sheet.id}
    ) x join contacts t on t.id = x.contact_id left join staff s on s.id = t.staff_id
    order by t.started_at, t.id`.execute(ctx.tx)
  if (rows.length === 0) return null
  return {
    key: 'calls',
    title: '联系与回访',
    blocks: [
      {
        kind: 'table',
        head: ['时间', '事由', '人员', '结果', '内容'],
        widths: [18, 14, 12, 16, 40],
        rows: rows.map((row) => [
          momentText(row.at),
          row.kind,
          row.by ?? '',
          wordsOfDisposition(row.disposition).zh,
          row.known ? row.note : '（您无权查看谈话内容）',
        ]),
      },
    ],
    data: rows.map(({ known: _, ...row }) => row),
  }
}

/** 经过: every step with its words, and how it ended. */
export const story: SectionOf = (_ctx, { sheet }) => {
  const ends = {
    person: '反映人认可',
    approval: '经批准归档',
    answered: '答复后办结',
    referred: '转法定途径',
    'taken-over': '旧登记接管',
  }
  return {
    key: 'story',
    title: '经过',
    blocks: [
      {
        kind: 'table',
        head: ['时间', '动作', '人员', '内容'],
        widths: [18, 18, 12, 52],
        rows: sheet.timeline.map((it) => [momentText(it.at), it.title, it.by ?? '系统', it.words]),
      },
      sheet.archivedAt
        ? facts([
            ['归档', `${momentText(sheet.archivedAt)} ${ends[sheet.archivedBy ?? 'approval']}`],
            ['理由', sheet.archiveReason],
          ])
        : note('尚未归档。'),
    ],
    data: {
      timeline: sheet.timeline,
      archivedAt: sheet.archivedAt,
      archivedBy: sheet.archivedBy,
      archiveReason: sheet.archiveReason,
      satisfaction: sheet.satisfaction,
    },
  }
}
