// Reads a hospital's old register of complaints, suggestions and enquiries, so that what came before the centre counts and is not lost.
import { type Words, w } from '#kernel/words.ts'
import { type Grade, grades } from '../words.ts'
import { type OldKind, readChannel, readDepartments, readKind, readRound, readSeverity } from './case-words.ts'
import { halfWidth, present, tidy } from './clean.ts'
import { readDate } from './dates.ts'
import { readRecordNumber } from './numbers.ts'
import { gradeOf } from './register.ts'
import { type Rejection, type RejectionCode, type Row, rowDamage, type Warning } from './rejection.ts'

type Names = { words: Words; names: string }

export const caseFields = {
  number: {
    words: w('登记号', 'Register number'),
    names:
      '登记号 登记编号 登记序号 受理编号 受理号 投诉编号 诉求编号 事项编号 案件编号 案件号 工单编号 工单号 编号 单号 流水号 序号 case_number register_number',
  },
  kind: {
    words: w('类型', 'Kind'),
    names: '类型 诉求类型 事项类型 登记类型 投诉类型 反映类型 来访类型 诉求性质 事项性质 性质 种类 登记种类 kind type',
  },
  channel: {
    words: w('渠道', 'Way in'),
    names:
      '渠道 来源渠道 受理渠道 登记渠道 诉求渠道 投诉渠道 反映渠道 来源 诉求来源 受理方式 投诉方式 反映方式 方式 途径 channel source',
  },
  receivedAt: {
    words: w('登记时间', 'Received'),
    names:
      '登记时间 登记日期 受理时间 受理日期 接诉时间 接诉日期 投诉时间 投诉日期 接待时间 接待日期 来访时间 来访日期 收到时间 收到日期 反映时间 反映日期 日期 时间 received_at received',
  },
  departments: {
    words: w('涉及科室', 'Departments'),
    names:
      '涉及科室 涉及部门 责任科室 责任部门 相关科室 被投诉科室 投诉科室 当事科室 反映科室 承办科室 科室 部门 科室名称 departments department',
  },
  category: {
    words: w('类别', 'Category'),
    names:
      '类别 问题类别 投诉类别 诉求类别 意见类别 问题分类 投诉分类 诉求分类 一级分类 分类 问题类型 投诉性质 category',
  },
  severity: {
    words: w('严重度', 'Severity'),
    names: '严重度 严重程度 严重等级 投诉等级 诉求等级 事项等级 分级 等级 级别 severity',
  },
  text: {
    words: w('内容', 'What was said'),
    names:
      '内容 诉求内容 投诉内容 反映内容 意见内容 主要内容 内容摘要 投诉事由 主要诉求 事由 事项 反映问题 问题描述 情况 text content',
  },
  answeredOn: {
    words: w('答复日期', 'Answered'),
    names:
      '答复日期 答复时间 反馈日期 反馈时间 回复日期 回复时间 答复患者日期 办结日期 办结时间 结案日期 结案时间 处理日期 完成日期 answered_on answered',
  },
  satisfaction: {
    words: w('满意度', 'Satisfaction'),
    names: '满意度 满意程度 满意情况 回访满意度 满意度评价 答复满意度 是否满意 评价 回访结果 satisfaction',
  },
  round: {
    words: w('轮次', 'Round'),
    names: '轮次 办理轮次 处理轮次 答复轮次 第几轮 办理次数 处理次数 次数 round',
  },
  answer: {
    words: w('处理结果', 'What was answered'),
    names: '处理结果 办理结果 处理意见 处理情况 办理情况 答复内容 答复意见 反馈内容 回复内容 整改措施 answer',
  },
} as const satisfies Record<string, Names>

export type CaseField = keyof typeof caseFields
export type CaseMapping = Record<CaseField, number | null>

/** Without a column for these, no row can be taken. */
export const requiredCaseFields = ['number', 'kind', 'receivedAt'] as const satisfies readonly CaseField[]

/** What a register says about one matter. */
export type CaseEntry = {
  /** 登记号, under which it is known. */
  readonly number: string
  readonly kind: OldKind
  readonly channel: string
  /** The hour where the register knows it. */
  readonly receivedOn: string
  readonly receivedTime: string | null
  /** As the register names them. */
  readonly departments: readonly string[]
  /** In the register's own words; null where it says nothing. */
  readonly category: string | null
  readonly severity: number
  readonly text: string
  /** A day without an hour; null: it is still open. */
  readonly answeredOn: string | null
  readonly answer: string | null
  readonly satisfaction: Grade | null
  readonly round: number
  /** The register's own words for what has become a code here. */
  readonly kindText: string
  readonly channelText: string
}

/** What a register says, field by field in its own words: as it is shown, kept, and compared with what it says later. */
export const saidOfCase = (it: CaseEntry): Record<CaseField, string> => ({
  number: it.number,
  kind: it.kindText,
  channel: it.channelText,
  receivedAt: it.receivedTime ? `${it.receivedOn} ${it.receivedTime}` : it.receivedOn,
  departments: it.departments.join('、'),
  category: it.category ?? '',
  severity: String(it.severity),
  text: it.text,
  answeredOn: it.answeredOn ?? '',
  satisfaction: it.satisfaction ? grades[it.satisfaction].zh : '',
  round: String(it.round),
  answer: it.answer ?? '',
})

export type ReadCase =
  | { readonly ok: CaseEntry; readonly rejected: null; readonly warnings: Warning[] }
  | { readonly ok: null; readonly rejected: Rejection; readonly warnings: Warning[] }

const bare = (heading: string): string =>
  halfWidth(heading)
    .toLowerCase()
    .replace(/[\s_*:"'.]+|\(.*?\)|\[.*?\]|【.*?】/g, '')

/** Which column is what; the earlier names of a field outrank the later ones, and an exact one any field's. */
export function guessCaseColumns(header: readonly string[]): {
  mapping: CaseMapping
  unknown: string[]
  missing: CaseField[]
} {
  const names = header.map(bare)
  const taken = new Set<number>()
  const mapping = Object.fromEntries(Object.keys(caseFields).map((field) => [field, null])) as CaseMapping
  const known = Object.entries(caseFields).map(
    ([field, { names: own }]) => [field as CaseField, own.split(' ')] as const,
  )
  // First what a register of this layout calls it, then rank by rank: 类型 is never taken for a 问题类型.
  const ranks = Math.max(...known.map(([, own]) => own.length))
  for (let rank = 0; rank < ranks; rank++)
    for (const [field, own] of known) {
      if (mapping[field] !== null || own[rank] === undefined) continue
      const column = names.findIndex((name, i) => !taken.has(i) && name === bare(own[rank]!))
      if (column < 0) continue
      taken.add(column)
      mapping[field] = column
    }
  return {
    mapping,
    unknown: header.filter((heading, column) => heading !== '' && !taken.has(column)),
    missing: requiredCaseFields.filter((field) => mapping[field] === null),
  }
}

/**
 * Reads one row. Refused are rows that cannot be known again (no number), cannot be counted (no kind, no day of receipt)
 * or contradict themselves: answered before they came in, received or answered in the future, a grade without an answer.
 * A missing department, category, severity or text is taken with a warning.
 */
export function readCase(
  row: Row,
  mapping: CaseMapping,
  options: { today: string; header?: readonly string[] },
): ReadCase {
  const { header = [], today } = options
  const warnings: Warning[] = []
  const cell = (field: CaseField): string => (mapping[field] === null ? '' : (row.cells[mapping[field]] ?? ''))
  const column = (field: CaseField): string =>
    mapping[field] === null ? caseFields[field].words.zh : (header[mapping[field]] ?? caseFields[field].words.zh)
  const warn = (field: CaseField, zh: string, en: string) =>
    warnings.push({ column: column(field), value: cell(field), words: w(zh, en) })
  const refuse = (code: RejectionCode, field: CaseField, reason: Words, remedy: Words): ReadCase => ({
    ok: null,
    rejected: { code, column: column(field), value: cell(field), reason, remedy },
    warnings,
  })

  const damage = rowDamage(row, header, Object.values(mapping))
  if (damage && 'rejected' in damage) return { ok: null, rejected: damage.rejected, warnings }
  if (damage) warnings.push(damage.warning)

  const number = readRecordNumber(cell('number'))
  if (!number)
    return refuse(
      'number',
      'number',
      w('没有可用的登记号', 'There is no usable number'),
      w('请填写登记号；再次导入时以它认出同一件。', 'Fill in the number; by it the same matter is known again.'),
    )

  const kindText = tidy(cell('kind'))
  const kind = readKind(kindText)
  if (!kind)
    return refuse(
      'kind',
      'kind',
      kindText
        ? w(`类型“${kindText.slice(0, 20)}”无法识别`, 'The kind is not known')
        : w('没有类型', 'There is no kind'),
      w(
        '请写患者投诉、员工投诉、意见建议、表扬、咨询或求助。',
        'Write 患者投诉, 员工投诉, 意见建议, 表扬, 咨询 or 求助.',
      ),
    )

  const form = w('请改写为 2024-07-28 的形式。', 'Write it as 2024-07-28.')
  const received = readDate(cell('receivedAt'))
  if (received.kind === 'missing')
    return refuse('received', 'receivedAt', w('没有登记时间', 'There is no day of receipt'), form)
  if (received.kind === 'unreadable')
    return refuse(
      'received',
      'receivedAt',
      w(`登记时间无法识别：${received.why.zh}`, `The day of receipt cannot be read: ${received.why.en}`),
      form,
    )
  if (received.date > today)
    return refuse(
      'future',
      'receivedAt',
      w(`登记时间在今天（${today}）之后`, `It was received after today (${today})`),
      w('请核对登记时间。', 'Check the day of receipt.'),
    )

  const severity = readSeverity(cell('severity'))
  if (severity === null)
    return refuse(
      'severity',
      'severity',
      w('严重度无法识别', 'The severity is not known'),
      w('请写 0（轻微）、1（一般）、2（较重）或 3（重大）。', 'Write 0, 1, 2 or 3.'),
    )
  if (severity === 'empty') warn('severity', '没有严重度，按“一般”计', 'no severity; taken as 1')

  const answered = readDate(cell('answeredOn'))
  if (answered.kind === 'unreadable')
    return refuse(
      'answered',
      'answeredOn',
      w(`答复日期无法识别：${answered.why.zh}`, `The day of the answer cannot be read: ${answered.why.en}`),
      form,
    )
  const answeredOn = answered.kind === 'date' ? answered.date : null
  if (answeredOn && answeredOn < received.date)
    return refuse(
      'dates reversed',
      'answeredOn',
      w(`答复日期早于登记时间（${received.date}）`, `Answered before it was received (${received.date})`),
      w('请核对两个日期。', 'Check both days.'),
    )
  if (answeredOn && answeredOn > today)
    return refuse(
      'future',
      'answeredOn',
      w(`答复日期在今天（${today}）之后`, `Answered after today (${today})`),
      w('请核对答复日期；尚未答复的留空。', 'Check the day; leave it empty if it is not answered yet.'),
    )

  const gradeText = present(cell('satisfaction'))
  const satisfaction = gradeText === null ? null : gradeOf(gradeText)
  const unasked = gradeText !== null && /^(未评价|未评|未回访|未表态|无评价|未反馈|未接通)$/.test(tidy(gradeText))
  if (gradeText !== null && !satisfaction && !unasked)
    return refuse(
      'satisfaction',
      'satisfaction',
      w('满意度无法识别', 'The grade is not known'),
      w('请写“满意”“基本满意”或“不满意”；没有评价的留空。', 'Write 满意, 基本满意 or 不满意, or leave it empty.'),
    )
  if (satisfaction && !answeredOn)
    return refuse(
      'satisfaction',
      'satisfaction',
      w('没有答复日期却填了满意度', 'A grade although it was not answered'),
      w('请补上答复日期，或删去满意度。', 'Fill in the day of the answer or remove the grade.'),
    )

  const round = readRound(cell('round'))
  if (round === null)
    return refuse(
      'round',
      'round',
      w('轮次不是 1 到 9 的整数', 'The round is not a whole number from 1 to 9'),
      w('请写 1、2、3……', 'Write 1, 2, 3 …'),
    )

  const departments = readDepartments(cell('departments'))
  if (departments.length === 0) warn('departments', '没有涉及科室', 'no department named')
  const category = present(cell('category'))
  if (category === null) warn('category', '没有类别，记为“未分类”', 'no category; kept as not classified')
  const text = present(cell('text'))
  if (text === null) warn('text', '没有内容', 'nothing is said')

  return {
    ok: {
      number,
      kind,
      kindText,
      channel: readChannel(cell('channel')),
      channelText: tidy(cell('channel')),
      receivedOn: received.date,
      receivedTime: received.time,
      departments,
      category: category?.slice(0, 100) ?? null,
      severity: severity === 'empty' ? 1 : severity,
      text: text ?? '',
      answeredOn,
      answer: present(cell('answer')),
      satisfaction,
      round,
    },
    rejected: null,
    warnings,
  }
}
