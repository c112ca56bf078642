// How a month, an answer to a check and the places in a recording are said.
import { type Words, w } from '#kernel/words.ts'
import { t } from '#web/ui/language.ts'

export const monthWords = (month: string): string =>
  t(
    `${month.slice(0, 4)} 年 ${Number(month.slice(5))} 月`,
    new Date(`${month}-15`).toLocaleDateString('en-GB', { month: 'long', year: 'numeric' }),
  )

export const recallWords: Readonly<Record<string, Words>> = {
  waiting: w('等待复核', 'Waits'),
  answered: w('已复核', 'Called again'),
  unreached: w('复核未接通', 'Not reached'),
  cancelled: w('复核已取消', 'Called off'),
}

export const methodWords: Readonly<Record<string, Words>> = {
  heard: w('听录音', 'Heard'),
  read: w('看记录', 'Read'),
}

export const beforeWords: Readonly<Record<string, Words>> = {
  yes: w('接到过回访', 'was called'),
  no: w('没有接到过回访', 'was not called'),
  unsure: w('记不清', 'cannot say'),
}
