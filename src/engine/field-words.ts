// What is wrong with a field when its contract says nothing of its own: short, in Chinese, without a word of the library.
import { z } from 'zod'

const formats: Readonly<Record<string, string>> = {
  date: '应为日期',
  datetime: '应为时间',
  uuid: '没有这一项',
  regex: '格式不对',
}

/** A text that was left empty is simply not filled in; how long it should be is said only when something is there. */
const tooSmall = (origin: string, minimum: number | bigint, input: unknown): string => {
  if (origin === 'string') return typeof input === 'string' && input.trim() === '' ? '请填写' : `至少 ${minimum} 个字`
  if (origin === 'array') return Number(minimum) === 1 ? '至少选一项' : `至少 ${minimum} 项`
  return `不能小于 ${minimum}`
}

const tooBig = (origin: string, maximum: number | bigint): string =>
  origin === 'string' ? `至多 ${maximum} 个字` : origin === 'array' ? `至多 ${maximum} 项` : `不能大于 ${maximum}`

const say = (issue: z.core.$ZodRawIssue): string => {
  if (issue.code === 'too_small') return tooSmall(issue.origin, issue.minimum, issue.input)
  if (issue.code === 'too_big') return tooBig(issue.origin, issue.maximum)
  if (issue.code === 'invalid_type') {
    if (issue.input === undefined || issue.input === null) return '请填写'
    return issue.expected === 'number' || issue.expected === 'int' ? '应填写数字' : '填写不对'
  }
  if (issue.code === 'invalid_format') {
    // Of a pattern, too: what is empty was not filled in.
    if (typeof issue.input === 'string' && issue.input.trim() === '') return '请填写'
    return formats[issue.format] ?? '格式不对'
  }
  if (issue.code === 'invalid_value') return '请从给出的选项中选择'
  if (issue.code === 'unrecognized_keys') return `没有这一项：${issue.keys.join('、')}`
  return '填写不对'
}

/** Set once for the process; a contract's own sentence goes before these. */
z.config({ localeError: say })
