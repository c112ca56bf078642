// 《回访意见反馈表》: one case on one A4 page, as it goes from hand to hand and into the file (the hospital’s rules for follow-up calls).
import { handleFile } from '#engine/ctx.ts'
import { notFound } from '#kernel/refusal.ts'
import { dayOf, momentText } from '#kernel/time.ts'
import { settingsOf } from '#modules/directory/settings.ts'
import { grades, sexWords } from '#modules/patients/words.ts'
import { cases } from './contract.ts'
import type { Row } from './fit.ts'
import { severityOf, urgencyOf } from './grades.ts'
import { sheetOfPaper } from './paper.ts'
import type { CaseSheet } from './shapes.ts'
import { caseSheet } from './sheet.ts'
import { categoryWords } from './taxonomy.ts'
import { channelWords, tellWords, wordsOf } from './words.ts'

const by = (name: string | null, at: Date | null): string => [name, momentText(at)].filter(Boolean).join(' ')
/** A line to be signed by hand, printed with what the system knows already. */
const signature = (who: string, name: string | null, at: Date | null): string =>
  `${who}：${name ?? '____________'}    签字：____________    日期：${at ? dayOf(at) : '____________'}`

const patientWords = ({ patient }: CaseSheet): string =>
  patient
    ? `${[patient.name, sexWords[patient.sex].zh, patient.age === null ? '' : `${patient.age} 岁`].filter(Boolean).join(' ')}\n${patient.recordNumber}`
    : '—'

const dueWords = ({ deadline }: CaseSheet, due: Date): string => {
  const received = deadline.days[0]?.day ?? ''
  const first = deadline.days.find((day) => day.counts)?.day ?? ''
  return `${received} 接到，${first} 为第 1 个工作日\n至 ${dayOf(due)}`
}

const archiveWords = (sheet: CaseSheet): string => {
  if (!sheet.archivedAt) return '未归档'
  const why = sheet.archivedBy === 'person' ? '患者认可' : `经批准归档：${sheet.archiveReason ?? ''}`
  return `${momentText(sheet.archivedAt)} ${why}`
}

/** The boxes of the form for one round of handling. */
const formRows = (sheet: CaseSheet, number: number): Row[] => {
  const round = sheet.rounds.find((one) => one.number === number)
  if (!round) throw notFound()
  const current = number === sheet.round
  const consent = sheet.timeline.findLast(
    ({ verb, at }) => verb === 'case.consent' && at.getTime() === round.consentedAt?.getTime(),
  )
  const told = round.toldAt ? `${wordsOf(tellWords, round.toldHow ?? '').zh}告知：${round.toldWhat ?? ''}` : ''
  const outcome = [round.outcome ? grades[round.outcome].zh : '', round.outcomeWords].filter(Boolean).join('：')
  const failed = current && sheet.failedRecalls > 0 ? `回访未接通 ${sheet.failedRecalls} 次` : ''
  return [
    [
      { label: '编号', value: sheet.number },
      { label: '来源', value: wordsOf(channelWords, sheet.channel).zh },
      { label: '办理轮次', value: `第 ${number} 轮` },
    ],
    [
      { label: '患者', value: patientWords(sheet) },
      { label: '科室', value: sheet.department ?? '' },
      { label: '出院日期', value: sheet.dischargedOn ?? '' },
    ],
    [
      { label: '回访时间', value: momentText(sheet.call?.at ?? sheet.receivedAt) },
      { label: '回访员', value: sheet.call?.by ?? sheet.timeline[0]?.by ?? '' },
      { label: '责任人', value: sheet.owner },
    ],
    [{ label: '意见内容', value: sheet.text }],
    [
      { label: '分类', value: categoryWords(sheet.category).zh },
      { label: '严重度', value: `${severityOf(sheet.severity)?.name.zh ?? ''}${sheet.heated ? '（情绪激烈）' : ''}` },
      { label: '紧急度', value: urgencyOf(sheet.urgency)?.name.zh ?? '' },
    ],
    [{ label: '诉求', value: sheet.demand || '—' }],
    [
      { label: '转办科室', value: [round.department, momentText(round.dispatchedAt)].filter(Boolean).join(' ') },
      { label: '办理时限', value: current ? dueWords(sheet, round.dueAt) : `至 ${dayOf(round.dueAt)}` },
    ],
    [{ label: '调查核实\n情况', value: round.findings ?? '', least: 18 }],
    [{ label: '整改措施', value: round.measures ?? '', least: 18 }],
    [{ label: '科室签字', value: signature('填报人', round.answeredBy, round.answeredAt), least: 9 }],
    [
      {
        label: '监察室\n审核意见',
        value: round.review || (round.reviewedAt ? '审核通过。' : ''),
        foot: signature('审核人', round.reviewedBy, round.reviewedAt),
        least: 13,
      },
    ],
    [
      {
        label: '院领导意见',
        value: consent?.words || (round.consentedAt ? '同意。' : ''),
        foot: signature('院领导', round.consentedBy, round.consentedAt),
        least: 13,
      },
    ],
    [{ label: '反馈患者\n情况', value: told, foot: by(round.toldBy, round.toldAt), least: 11 }],
    [{ label: '再次回访\n结果', value: [outcome, failed].filter(Boolean).join('；'), least: 9 }],
    [{ label: '归档', value: archiveWords(sheet), least: 7 }],
  ]
}

/** The whole page of one round. */
const formPage = (hospital: string, sheet: CaseSheet, number: number, printedAt: Date): string =>
  sheetOfPaper({
    title: '回访意见反馈表',
    number: sheet.number,
    head: [hospital, sheet.restricted ? '限监察室' : '', `受理：${momentText(sheet.receivedAt)}`],
    rows: formRows(sheet, number),
    printedAt,
  })

/** The form of a case, of its latest round unless another is asked for. */
export const form = handleFile(cases.form, async (ctx, { id, round }) => {
  const sheet = await caseSheet(ctx, id)
  const { hospitalName } = await settingsOf(ctx, 'hospitalName')
  const content = formPage(hospitalName, sheet, round ?? sheet.round, ctx.now)
  return { name: `回访意见反馈表-${sheet.number}.html`, type: 'text/html; charset=utf-8', content, inline: true }
})
