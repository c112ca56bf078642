// Reads a hospital's old register of follow-up calls, so that the years before the centre count in its reports.
import { type Words, w } from '#kernel/words.ts'
import type { Grade } from '../words.ts'
import { halfWidth, present, tidy } from './clean.ts'
import { readDate } from './dates.ts'
import { readCount, readRecordNumber } from './numbers.ts'
import { readReason, type UnreachedReason } from './reasons.ts'
import { type Rejection, type RejectionCode, type Row, rowDamage, type Warning } from './rejection.ts'

type RegisterNames = { words: Words; names: string }

export const registerFields = {
  recordNumber: { words: w('病案号', 'Record number'), names: '病案号 病历号 住院号 A48 BAH ZYH record_number' },
  admissionCount: {
    words: w('住院次数', 'Admission'),
    names: '住院次数 次数 入院次数 第几次住院 A49 ZYCS admission_count',
  },
  result: {
    words: w('结果', 'Result'),
    names: '结果 回访结果 随访结果 访问结果 是否访到 是否接通 是否成功 接通情况 回访状态 随访状态 状态 result',
  },
  reason: {
    words: w('未访原因', 'Reason'),
    names: '未访原因 未访到原因 未接通原因 失访原因 未回访原因 未随访原因 失败原因 reason',
  },
  attempts: {
    words: w('拨打次数', 'Attempts'),
    names: '拨打次数 电话次数 呼叫次数 拨号次数 回访次数 随访次数 attempts',
  },
  firstContactOn: {
    words: w('首访日期', 'First contact'),
    names:
      '首访日期 首次回访日期 首次随访日期 回访日期 随访日期 首访时间 回访时间 随访时间 拨打日期 拨打时间 first_contact_on',
  },
  satisfaction: {
    words: w('满意度', 'Satisfaction'),
    names: '满意度 满意程度 满意情况 满意度评价 总体满意度 评价 是否满意 satisfaction',
  },
  opinionCategory: {
    words: w('意见类别', 'Category of opinion'),
    names: '意见类别 意见分类 意见类型 问题类别 问题分类 类别 opinion_category',
  },
  opinion: {
    words: w('意见', 'Opinion'),
    names: '意见 意见内容 意见建议 意见和建议 意见与建议 患者意见 建议 反馈意见 opinion',
  },
} as const satisfies Record<string, RegisterNames>

export type RegisterField = keyof typeof registerFields
export type RegisterMapping = Record<RegisterField, number | null>

/** What a register says about one stay. */
export type RegisterEntry = {
  readonly recordNumber: string
  readonly admissionCount: number
  readonly result: 'reached' | 'unreached'
  /** Only of the unreached; the hospital's own words stand in `reasonText`. */
  readonly reason: UnreachedReason | null
  readonly reasonText: string | null
  readonly attempts: number
  readonly firstContactOn: string | null
  /** Only of the reached; null if nobody asked. */
  readonly satisfaction: Grade | null
  readonly opinionCategory: string | null
  readonly opinion: string | null
}

export type ReadRegister =
  | { readonly ok: RegisterEntry; readonly rejected: null; readonly warnings: Warning[] }
  | { readonly ok: null; readonly rejected: Rejection; readonly warnings: Warning[] }

const bare = (heading: string): string =>
  halfWidth(heading)
    .toLowerCase()
    .replace(/[\s_*:]+|\(.*?\)/g, '')

/** Which column is what; the earlier names of a field outrank the later ones. */
export function guessRegisterColumns(header: readonly string[]): {
  mapping: RegisterMapping
  unknown: string[]
  missing: RegisterField[]
} {
  const names = header.map(bare)
  const taken = new Set<number>()
  const find = (field: RegisterField): number | null => {
    for (const name of registerFields[field].names.split(' ')) {
      const column = names.indexOf(bare(name))
      if (column >= 0 && !taken.has(column)) {
        taken.add(column)
        return column
      }
    }
    return null
  }
  const mapping = Object.fromEntries(
    Object.keys(registerFields).map((field) => [field, find(field as RegisterField)]),
  ) as RegisterMapping
  return {
    mapping,
    unknown: header.filter((heading, column) => heading !== '' && !taken.has(column)),
    missing: (['recordNumber', 'result'] as const).filter((field) => mapping[field] === null),
  }
}

const reached =
  /^(已访|访到|已访到|已回访|已随访|成功|回访成功|随访成功|接通|已接通|完成|已完成|是|有效|y|yes|1|true|reached)$/i
const unreached =
  /^(未访|未访到|未回访|未随访|失访|失败|回访失败|随访失败|未接通|未完成|否|无效|n|no|0|false|unreached)$/i

/** Registers with five grades fold into the three (非常满意, 很不满意), with four likewise (一般). */
const gradesRead: readonly (readonly [RegExp, Grade])[] = [
  [/^(不满意|不太满意|很不满意|非常不满意|较不满意|差|3|dissatisfied)$/i, 'dissatisfied'],
  [/^(基本满意|较满意|比较满意|一般|尚可|2|fairly)$/i, 'fairly'],
  [/^(满意|很满意|非常满意|十分满意|1|satisfied)$/i, 'satisfied'],
]

/** The grade that a word stands for; null where it is none of the three. */
export const gradeOf = (text: string): Grade | null => {
  const word = halfWidth(text).replace(/\s+/g, '')
  return gradesRead.find(([pattern]) => pattern.test(word))?.[1] ?? null
}

/**
 * Reads one row. Refused are rows that contradict themselves, because either half may be the true one: a grade or a
 * date-less success, a reason beside a success, a grade beside a failure, negative or fractional attempts, words that
 * nobody defined. A reached person without a grade is taken (nobody asked), and so is a failure without a reason
 * (as `other`), each with a warning; neither can be called wrong.
 */
export function readRegister(
  row: Row,
  mapping: RegisterMapping,
  options: { today: string; header?: readonly string[] },
): ReadRegister {
  const { header = [], today } = options
  const warnings: Warning[] = []
  const cell = (field: RegisterField): string => (mapping[field] === null ? '' : (row.cells[mapping[field]] ?? ''))
  const text = (field: RegisterField): string | null => present(cell(field))
  const column = (field: RegisterField): string =>
    mapping[field] === null
      ? registerFields[field].words.zh
      : (header[mapping[field]] ?? registerFields[field].words.zh)
  const warn = (field: RegisterField, zh: string, en: string) =>
    warnings.push({ column: column(field), value: cell(field), words: w(zh, en) })
  const refuse = (code: RejectionCode, field: RegisterField, zh: string, en: string, remedy: Words): ReadRegister => ({
    ok: null,
    rejected: { code, column: column(field), value: cell(field), reason: w(zh, en), remedy },
    warnings,
  })

  const damage = rowDamage(row, header, Object.values(mapping))
  if (damage && 'rejected' in damage) return { ok: null, rejected: damage.rejected, warnings }
  if (damage) warnings.push(damage.warning)

  const recordNumber = readRecordNumber(cell('recordNumber'))
  if (!recordNumber)
    return refuse(
      'number',
      'recordNumber',
      '没有可用的病案号',
      'There is no usable record number',
      w('请填写病案号。', 'Fill in the record number.'),
    )
  const admissionCount = readCount(cell('admissionCount'))
  if (admissionCount === null) {
    return refuse(
      'admission count',
      'admissionCount',
      '住院次数不是正整数',
      'The admission is not a positive whole number',
      w('请填写 1、2、3……', 'Write 1, 2, 3 …'),
    )
  }

  const resultText = halfWidth(tidy(cell('result'))).replace(/\s+/g, '')
  const result = reached.test(resultText) ? 'reached' : unreached.test(resultText) ? 'unreached' : null
  if (!result)
    return refuse(
      'result',
      'result',
      '结果无法识别',
      'The result is not known',
      w('请写“已访”或“未访”。', 'Write 已访 or 未访.'),
    )

  const reasonText = text('reason')
  if (result === 'reached' && reasonText) {
    return refuse(
      'reason',
      'reason',
      '已访的行又写了未访原因',
      'Reached, and yet a reason for not being reached',
      w('请改正结果或删去未访原因。', 'Correct the result or remove the reason.'),
    )
  }
  if (result === 'unreached' && !reasonText)
    warn('reason', '没有未访原因，记为“其他”', 'no reason given; taken as “other”')
  const reason = result === 'unreached' ? (reasonText ? readReason(reasonText) : 'other') : null
  if (reason === 'other' && reasonText && !/^(其他|其它|other|12)$/i.test(reasonText))
    warn(
      'reason',
      '未访原因不在十二项之内，记为“其他”并保留原文',
      'not one of the twelve reasons; kept as “other” with its words',
    )

  const attemptsText = halfWidth(text('attempts') ?? '')
    .replace(/\s*次$/, '')
    .replace(/\.0+$/, '')
  if (attemptsText !== '' && !/^\d{1,3}$/.test(attemptsText)) {
    return refuse(
      'attempts',
      'attempts',
      '拨打次数不是 0 或正整数',
      'The attempts are not a whole number',
      w('请填写实际拨打的次数。', 'Fill in how often it was tried.'),
    )
  }
  if (attemptsText === '' && result === 'reached')
    warn('attempts', '没有拨打次数，按 1 次计', 'no attempts given; counted as one')
  const attempts = attemptsText === '' ? (result === 'reached' ? 1 : 0) : Number(attemptsText)
  if (result === 'reached' && attempts === 0) {
    return refuse(
      'attempts',
      'attempts',
      '已访却拨打 0 次',
      'Reached without an attempt',
      w('请填写实际拨打的次数。', 'Fill in how often it was tried.'),
    )
  }

  const first = readDate(cell('firstContactOn'))
  const form = w('请改写为 2011-07-28 的形式。', 'Write it as 2011-07-28.')
  if (first.kind === 'unreadable')
    return refuse(
      'contact date',
      'firstContactOn',
      `首访日期无法识别：${first.why.zh}`,
      `The date cannot be read: ${first.why.en}`,
      form,
    )
  if (first.kind === 'missing' && result === 'reached')
    return refuse('contact date', 'firstContactOn', '已访却没有首访日期', 'Reached without a date', form)
  const firstContactOn = first.kind === 'date' ? first.date : null
  if (firstContactOn && firstContactOn > today) {
    return refuse(
      'contact date',
      'firstContactOn',
      `首访日期在今天（${today}）之后`,
      `The contact is after today (${today})`,
      w('请核对首访日期。', 'Check the date.'),
    )
  }

  const gradeText = text('satisfaction')
  const satisfaction = gradeText === null ? null : gradeOf(gradeText)
  const known = w('请写“满意”“基本满意”或“不满意”。', 'Write 满意, 基本满意 or 不满意.')
  if (gradeText && !satisfaction)
    return refuse('satisfaction', 'satisfaction', '满意度无法识别', 'The grade is not known', known)
  if (satisfaction && result === 'unreached') {
    return refuse(
      'satisfaction',
      'satisfaction',
      '未访的行填了满意度',
      'A grade although nobody was reached',
      w('请改正结果或删去满意度。', 'Correct the result or remove the grade.'),
    )
  }
  if (result === 'reached' && !satisfaction)
    warn('satisfaction', '没有满意度，不计入满意率', 'no grade; not counted in the rate of satisfaction')

  return {
    ok: {
      recordNumber,
      admissionCount,
      result,
      reason,
      reasonText,
      attempts,
      firstContactOn,
      satisfaction,
      opinionCategory: text('opinionCategory'),
      opinion: text('opinion'),
    },
    rejected: null,
    warnings,
  }
}
