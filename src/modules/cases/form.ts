// 《回访意见反馈表》: one case on one A4 page, as it goes from hand to hand and into the file (seed 000).
import { handleFile } from '#engine/ctx.ts'
import { notFound } from '#kernel/refusal.ts'
import { clockOf, dayOf } from '#kernel/time.ts'
import { settingsOf } from '#modules/directory/settings.ts'
import { grades, sexWords } from '#modules/patients/words.ts'
import { type CaseSheet, cases } from './contract.ts'
import { fit, page, type Row } from './fit.ts'
import { severityOf, urgencyOf } from './grades.ts'
import { caseSheet } from './sheet.ts'
import { categoryWords } from './taxonomy.ts'
import { channelWords, tellWords, wordsOf } from './words.ts'

const moment = (at: Date | null): string => (at ? `${dayOf(at)} ${clockOf(at)}` : '')
const by = (name: string | null, at: Date | null): string => [name, moment(at)].filter(Boolean).join(' ')
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
  return `${moment(sheet.archivedAt)} ${why}`
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
      { label: '回访时间', value: moment(sheet.call?.at ?? sheet.receivedAt) },
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
      { label: '转办科室', value: [round.department, moment(round.dispatchedAt)].filter(Boolean).join(' ') },
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

/** Text as HTML shows it; control and direction-turning characters have no place on paper. */
export const escaped = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{C}\n]|[\u2028\u2029]/gu, ' ')
    .replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`)

const style = (points: number) => `
@page { size: A4; margin: 12mm }
* { box-sizing: border-box }
body { margin: 0 auto; width: ${page.width}mm; color: #000; background: #fff; font-family: "Songti SC", SimSun, "Noto Serif CJK SC", "Noto Sans CJK SC", serif }
main { display: flex; flex-direction: column; height: ${page.height}mm; overflow: hidden }
h1 { margin: 0; height: 10mm; font-size: 16pt; line-height: 10mm; text-align: center; letter-spacing: .1em }
.grows { flex: 1 0 auto }
header { display: flex; justify-content: space-between; height: 6mm; font-size: 9pt; line-height: 6mm }
footer { height: 5mm; font-size: 7.5pt; line-height: 5mm; text-align: right; color: #444 }
.row { display: flex; border: solid #000; border-width: 0 .2mm .2mm; font-size: ${points}pt; line-height: ${page.leading} }
header + .row { border-top-width: .2mm }
.box { display: flex; flex: 1 1 0; min-width: 0 }
.box + .box { border-left: .2mm solid #000 }
.label { flex: none; width: ${page.label}mm; padding: .9mm; border-right: .2mm solid #000; text-align: center; font-weight: 600; white-space: pre-wrap; display: grid; place-content: center }
.value { flex: 1; min-width: 0; padding: .9mm 1mm; white-space: pre-wrap; overflow-wrap: anywhere; line-break: anywhere; display: flex; flex-direction: column; justify-content: center }
.value:has(.foot) { justify-content: space-between }
.grows .value:not(:has(.foot)) { justify-content: start }
.foot { text-align: right }
@media screen { body { padding: 8mm 0 } }`

/** The whole page, without a script: it is printed from the browser's own menu. */
const formPage = (hospital: string, sheet: CaseSheet, number: number, printedAt: Date): string => {
  const cleaned = formRows(sheet, number).map((row) =>
    row.map((box) => ({
      ...box,
      value: box.value
        .replace(/\r\n?/g, '\n')
        .replace(/\n{2,}/g, '\n')
        .trim(),
    })),
  )
  const { points, rows } = fit(cleaned)
  const body = rows
    .map((row) => {
      const boxes = row.map(({ label, value, foot, least }) => {
        const shown = `<div>${escaped(value)}</div>${foot === undefined ? '' : `<div class="foot">${escaped(foot)}</div>`}`
        const height = least ? ` style="min-height:${least}mm"` : ''
        return `<div class="box"${height}><div class="label">${escaped(label)}</div><div class="value">${shown}</div></div>`
      })
      // What is written by hand takes the room that is left.
      const grows = row.some(({ least = 0 }) => least >= 13)
      return `<div class="row${grows ? ' grows' : ''}">${boxes.join('')}</div>`
    })
    .join('\n')
  const secret = sheet.restricted ? '限监察室' : ''
  return `<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><title>回访意见反馈表 ${escaped(sheet.number)}</title><style>${style(points)}</style></head>
<body><main>
<h1>回访意见反馈表</h1>
<header><span>${escaped(hospital)}</span><span>${secret}</span><span>受理：${moment(sheet.receivedAt)}</span></header>
${body}
<footer>${escaped(sheet.number)} · 打印于 ${moment(printedAt)}</footer>
</main></body>
</html>
`
}

/** The form of a case, of its latest round unless another is asked for. */
export const form = handleFile(cases.form, async (ctx, { id, round }) => {
  const sheet = await caseSheet(ctx, id)
  const { hospitalName } = await settingsOf(ctx, 'hospitalName')
  const content = formPage(hospitalName, sheet, round ?? sheet.round, ctx.now)
  return { name: `回访意见反馈表-${sheet.number}.html`, type: 'text/html; charset=utf-8', content, inline: true }
})
