// `deadline`: until when something has to be done, with every day in between explained.
import { stateCalendar } from '#kernel/calendar.ts'
import { deadline as compute, deadlineAsJson, explainDeadline } from '#kernel/deadline.ts'
import { w } from '#kernel/words.ts'
import { type Call, WrongUse } from './command.ts'

/** Works without a database: the state's calendar alone, without the hospital's own days. */
export const deadline = async ({ operands: [start = '', count = ''], answer }: Call): Promise<undefined> => {
  const shape = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/
  const at = shape.test(start) ? new Date(start) : new Date(Number.NaN)
  if (Number.isNaN(at.getTime()))
    throw new WrongUse(
      w(
        `“${start}”不是时间，应写作 2024-10-08T10:00+08:00。`,
        `“${start}” is not a time; write it as 2024-10-08T10:00+08:00.`,
      ),
    )
  const workdays = Number(count)
  if (!/^\d{1,3}$/.test(count))
    throw new WrongUse(
      w(`“${count}”不是工作日数，应为 0 到 999 的整数。`, `“${count}” is not a number of working days: 0 to 999.`),
    )
  const found = compute(at, workdays, stateCalendar)
  answer(deadlineAsJson(found), `${explainDeadline(found, 'zh')}\n\n${explainDeadline(found, 'en')}`)
  return undefined
}
