// A sheet, and a year of sheets, as workbooks: the numbers of the screen as numbers, with who took them away.
import { type Ctx, type Download, handleFileLong } from '#engine/ctx.ts'
import type { Db } from '#engine/database.ts'
import { record } from '#engine/ledger.ts'
import { snapshot, step } from '#engine/step.ts'
import type { OutCell, OutRow } from '#engine/tables/write.ts'
import { type BookSheet, writeBook } from '#engine/tables/write-book.ts'
import { momentText } from '#kernel/time.ts'
import { settingsOf } from '#modules/directory/settings.ts'
import { type Assessment, assessments, type YearSheet } from './contract.ts'
import { assessmentLifecycle } from './lifecycle.ts'
import { sheetOf, yearOf } from './queries.ts'

/** Hundredths as the number that people add up. */
const points = (hundredths: number): number => hundredths / 100

const stateOf = (status: string): string => assessmentLifecycle.states[status]!.zh

const toneWords = { praise: '表扬', criticism: '批评', plain: '' } as const
const kindWords = { rule: '按规则', manual: '监察室', correction: '更正' } as const

const objectionOf = ({ objection, upheld, answer }: Assessment['lines'][number]): OutCell[] =>
  objection === null ? ['', '', ''] : [objection, upheld === null ? '待答复' : upheld ? '采纳' : '不采纳', answer ?? '']

/** The sheets of a workbook of one department and month. */
export const bookOfSheet = (it: Assessment, hospital: string): BookSheet[] => {
  const said = (name: string | null, at: Date | null): string => (name && at ? `${name} ${momentText(at)}` : '')
  const about: OutRow[] = [
    ['医院', hospital],
    ['科室', it.department],
    ['月份', it.month],
    ['状态', stateOf(it.status)],
    ['考核办法', `${it.ruleSetName}（第 ${it.ruleSetNumber} 版）`],
    ['总分', points(it.total)],
    ['位次', it.rank ?? '出院不足 30 人次，不排'],
    ['科室确认', said(it.acceptedBy, it.acceptedAt)],
    ['院领导同意', said(it.consentedBy, it.consentedAt)],
    ['定稿', said(it.finalBy, it.finalAt)],
    ['口径', '数字与月报同一口径，起草时定格；定稿后的变化记在以后月份的“更正”行。限监察室知悉的诉求不在其中。'],
  ]
  const lines: OutRow[] = [
    ['起评分', '', '', '', '', points(it.base), points(it.base), '', '', '', ''],
    ...it.lines.map(
      (line): OutRow => [
        line.words.zh,
        line.sentence?.zh ?? '',
        kindWords[line.kind],
        toneWords[line.tone],
        [line.reason, line.source && `依据：${line.source}`].filter(Boolean).join('；'),
        points(line.reckoned),
        points(line.points),
        ...objectionOf(line),
        [
          ...line.cases.map(({ number }) => number),
          ...(line.casesHidden > 0 ? [`另有 ${line.casesHidden} 件不在查看范围`] : []),
        ].join('、'),
      ],
    ),
    ['合计', '', '', '', '', null, points(it.total), '', '', '', ''],
  ]
  return [
    {
      name: '考核单',
      header: ['事项', '规则', '由来', '性质', '事由', '计算得分', '得分', '异议', '是否采纳', '答复', '依据的诉求'],
      rows: lines,
      widths: [36, 40, 10, 8, 36, 10, 10, 30, 10, 30, 30],
    },
    { name: '说明', header: ['项目', '内容'], rows: about, widths: [14, 80] },
  ]
}

const twelve = Array.from({ length: 12 }, (_, i) => String(i + 1).padStart(2, '0'))

/** The sheets of a workbook of a year: every department’s months, and by which rules its points moved. */
export const bookOfYear = ({ year, departments }: YearSheet, hospital: string): BookSheet[] => {
  const months = departments.map((one): OutRow => {
    const of = new Map(one.months.map((it) => [it.month.slice(5), it]))
    return [
      one.name,
      one.final,
      points(one.sum),
      one.mean === null ? null : points(one.mean),
      one.praised,
      one.criticised,
      ...twelve.map((month) => {
        const it = of.get(month)
        return it?.status === 'final'
          ? points(it.total)
          : it
            ? `${points(it.total).toFixed(2)}（${stateOf(it.status)}）`
            : null
      }),
    ]
  })
  const items = departments.flatMap(({ name, items: own }) =>
    own.map((item): OutRow => [name, item.words.zh, item.months, points(item.points)]),
  )
  return [
    {
      name: '各科室',
      header: ['科室', '定稿月数', '合计', '月均', '表扬', '批评', ...twelve.map((month) => `${Number(month)} 月`)],
      rows: months,
      widths: [18, 10, 10, 10, 8, 8, ...twelve.map(() => 14)],
    },
    {
      name: '加减在哪里',
      header: ['科室', '规则', '月数', '全年加减分'],
      rows: items,
      widths: [18, 70, 8, 12],
    },
    {
      name: '说明',
      header: ['项目', '内容'],
      rows: [
        ['医院', hospital],
        ['年度', year],
        ['口径', '合计、月均、表扬、批评和加减分只算已定稿的月份；没有定稿的月份写明状态，不计入。'],
      ],
      widths: [14, 80],
    },
  ]
}

type LongCtx = Ctx & { readonly tx: Db }

/** Reads it, makes the workbook outside of any transaction, and records who took it. */
const taken = async <T>(
  ctx: LongCtx,
  read: (inside: Ctx) => Promise<T>,
  make: (it: T, hospital: string) => BookSheet[],
  name: (it: T) => string,
  about: { readonly subject: string | null; readonly data: Record<string, unknown> },
): Promise<Download> => {
  const { it, hospital } = await snapshot(ctx, async (inside) => ({
    it: await read(inside),
    hospital: (await settingsOf(inside, 'hospitalName')).hospitalName,
  }))
  const mark = `内部资料 请勿外传　${ctx.me.name}　${momentText(ctx.now)}`
  const pieces: Buffer[] = []
  for await (const piece of writeBook({ sheets: make(it, hospital), mark, at: ctx.now })) pieces.push(piece)
  await step(ctx, (inside) => record(inside, 'assessment.download', about))
  return {
    name: `${name(it).replace(/[\\/:*?"<>|\s]/g, '')}.xlsx`,
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    content: Buffer.concat(pieces),
  }
}

/** One sheet, for whoever may read it. */
export const xlsx = handleFileLong(assessments.xlsx, (ctx, { id }) =>
  taken(
    ctx,
    (inside) => sheetOf(inside, id),
    bookOfSheet,
    (it) => `${it.department}${it.month}考核单`,
    { subject: id, data: { format: 'xlsx' } },
  ),
)

/** A year: the whole hospital’s, or one’s own department’s. */
export const yearXlsx = handleFileLong(assessments.yearXlsx, (ctx, asked) =>
  taken(
    ctx,
    (inside) => yearOf(inside, asked),
    bookOfYear,
    (it) => `${it.year}年度科室考核`,
    { subject: null, data: { format: 'xlsx', ...asked } },
  ),
)
