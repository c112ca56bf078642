// The register as a file: exactly the rows that the screen has under the same filters, without anybody's name or words.
import { type Ctx, handleFile } from '#engine/ctx.ts'
import { record } from '#engine/ledger.ts'
import { type OutRow, writeCsv, writeXlsx } from '#engine/tables/write.ts'
import { dayOf, momentText } from '#kernel/time.ts'
import { severityOf, urgencyOf } from '#modules/cases/grades.ts'
import { caseLifecycle } from '#modules/cases/lifecycle.ts'
import { channelWords, kindWords, wordsOf } from '#modules/cases/words.ts'
import { settingsOf } from '#modules/directory/settings.ts'
import { grades } from '#modules/patients/words.ts'
import { judgedWords, waitingWords } from './case-words.ts'
import { register } from './contract.ts'
import { standingOf } from './matters.ts'
import { type Filter, lineOf, registerRows } from './register.ts'

/** The most rows of one file. */
const most = 100_000

const header = [
  '编号',
  '登记号',
  '类型',
  '渠道',
  '登记时间',
  '状态',
  '等谁',
  '分类',
  '严重度',
  '紧急度',
  '科室',
  '负责人',
  '轮次',
  '反馈期限',
  '答复日期',
  '按期与否',
  '满意度',
  '接管',
]

const rowOf = (line: ReturnType<typeof lineOf>): OutRow => [
  line.number,
  line.takenOver ? (line.externalNumber ?? '') : '',
  wordsOf(kindWords, line.kind).zh,
  wordsOf(channelWords, line.channel).zh,
  momentText(line.receivedAt),
  caseLifecycle.states[line.status]?.zh ?? line.status,
  line.waiting ? waitingWords[line.waiting].zh : '',
  line.categoryName,
  severityOf(line.severity)?.name.zh ?? line.severity,
  urgencyOf(line.urgency)?.name.zh ?? line.urgency,
  line.department ?? '',
  line.owner ?? '',
  line.round,
  dayOf(line.dueAt),
  line.toldOn ?? '',
  judgedWords[line.judged]?.zh ?? line.judged,
  line.grade ? grades[line.grade].zh : '',
  line.takenOver ? '旧登记本' : '',
]

/** The conditions in the words of the address, for the file and the ledger. */
const asked = ({ after: _, limit: __, format: ___, ...filter }: Filter & { format: string }) =>
  Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined))

const sheetsOf = async (ctx: Ctx, filter: Filter & { format: string }, rows: readonly OutRow[]) => {
  const { hospitalName } = await settingsOf(ctx, 'hospitalName')
  const about: OutRow[] = [
    ['医院', hospitalName],
    ['导出', `${ctx.me.name}　${momentText(ctx.now)}`],
    ['行数', rows.length],
    ...Object.entries(asked(filter)).map(([name, value]): OutRow => [`条件 ${name}`, String(value)]),
    ['说明', `已去标识：不含患者、反映人的姓名与电话，也不含反映内容；最多 ${most} 行。请勿外传。`],
  ]
  return [
    { name: '登记簿', header, rows },
    { name: '说明', header: ['项目', '内容'], rows: about, widths: [16, 80] },
  ]
}

/** CSV or XLSX; who took it, under which filters and how many rows it held is an event. */
export const exportRegister = handleFile(register.export, async (ctx, filter) => {
  const standing = await standingOf(ctx, filter.asOf ?? dayOf(ctx.now))
  const found = await registerRows(ctx, { ...filter, after: undefined }, { standing, limit: most })
  const rows = found.map((row) => rowOf(lineOf(row)))
  await record(ctx, 'register.export', { subject: null, data: { ...asked(filter), rows: rows.length } })
  const name = `诉求登记簿-${dayOf(ctx.now)}`
  if (filter.format === 'csv') {
    const parts: string[] = []
    for await (const part of writeCsv(header, rows)) parts.push(part)
    return { name: `${name}.csv`, type: 'text/csv; charset=utf-8', content: parts.join('') }
  }
  return {
    name: `${name}.xlsx`,
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    content: Buffer.from(await writeXlsx(await sheetsOf(ctx, filter, rows))),
  }
})
