// A sheet's own clock: until when it is signed for, objected to and replied, and how each was reckoned.
import type { Calendar } from '#kernel/calendar.ts'
import { type Deadline, deadline, explainDeadline } from '#kernel/deadline.ts'
import { addDays, dayOf, endOfDay, momentText } from '#kernel/time.ts'

export type Term = { readonly amount: number; readonly unit: 'workdays' | 'days' | 'hours' }

const numerals = '零一二三四五六七八九十'
const numberOf = (text: string): number => {
  if (/^\d+$/.test(text)) return Number(text)
  if (text === '两') return 2
  const [tens, ones] = text.includes('十') ? text.split('十') : [undefined, text]
  const digit = (one: string) => Math.max(0, numerals.indexOf(one))
  return tens === undefined ? digit(ones!) : (tens === '' ? 1 : digit(tens)) * 10 + (ones ? digit(ones) : 0)
}

/** `5个工作日`, `三天`, `24小时`, or a bare number of working days; null where nothing of the kind is said. */
export const readTerm = (text: string): Term | null => {
  const found = /(\d{1,3}|[一二两三四五六七八九十]{1,3})\s*个?\s*(工作日|自然日|小时|时|天|日)?/.exec(
    text.normalize('NFKC'),
  )
  if (!found) return null
  const amount = numberOf(found[1]!)
  if (amount < 1 || amount > 365) return null
  const unit = found[2]
  if (unit === '小时' || unit === '时') return { amount, unit: 'hours' }
  return { amount, unit: unit === undefined || unit === '工作日' ? 'workdays' : 'days' }
}

type SheetClock = {
  readonly signBy: Date
  readonly objectBy: Date
  /** Null: the sheet names no term. */
  readonly replyBy: Date | null
  /** A line each, as it is explained to whoever asks. */
  readonly explained: readonly string[]
}

const counted = (d: Deadline): string => explainDeadline(d, 'zh').replaceAll('\n', '；')

/**
 * The clock of a sheet that was dispatched at `from`. What the line says outranks what is usual; a term in working days
 * is counted by the hospital's calendar as every other, so that the day of dispatch does not count.
 */
export const clockOfSheet = (
  from: Date,
  said: { readonly signBy: Date | null; readonly replyBy: Date | null; readonly term: Term | null },
  usual: { readonly sign: number; readonly object: number },
  calendar: Calendar,
): SheetClock => {
  const explained = [`派单：${momentText(from)}`]
  const workdays = (what: string, amount: number): Date => {
    const reckoned = deadline(from, amount, calendar)
    explained.push(`${what}：派单后 ${amount} 个工作日。${counted(reckoned)}`)
    return reckoned.by
  }
  const given = (what: string, instant: Date): Date => {
    explained.push(`${what}：工单写明 ${momentText(instant)}`)
    return instant
  }
  const ofTerm = ({ amount, unit }: Term): Date => {
    if (unit === 'workdays') return workdays('回复', amount)
    const by = unit === 'hours' ? new Date(from.getTime() + amount * 3_600_000) : endOfDay(addDays(dayOf(from), amount))
    explained.push(`回复：派单后 ${amount} ${unit === 'hours' ? '小时' : '个自然日'}，至 ${momentText(by)}`)
    return by
  }
  const signBy = said.signBy ? given('签收', said.signBy) : workdays('签收', usual.sign)
  const objectBy = workdays('异议', usual.object)
  const replyBy = said.replyBy ? given('回复', said.replyBy) : said.term ? ofTerm(said.term) : null
  if (!replyBy) explained.push('回复：工单没有写办结期限，按诉求的法定期限')
  return { signBy, objectBy, replyBy, explained }
}

/** Which of the two clocks ends first; a case that has been told or archived has kept its own. */
export const earlier = (
  replyBy: Date | null,
  { dueAt, running }: { readonly dueAt: Date; readonly running: boolean },
): { readonly dueAt: Date; readonly by: 'sheet' | 'law' } =>
  replyBy === null || (running && dueAt < replyBy) ? { dueAt, by: 'law' } : { dueAt: replyBy, by: 'sheet' }
