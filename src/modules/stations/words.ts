// The words of the mobile station: why two entries stand beside each other, how people look around, and how they calm somebody.
import { w } from '#kernel/words.ts'

export const wayWords = {
  look: w('看', 'Look'),
  ask: w('问', 'Ask'),
  fault: w('找茬', 'Find fault'),
} as const

export const contestWords = {
  'answered-twice': w('同一项有两份不同的记录', 'The same item was answered twice'),
  'patrol-changed': w('记录时用的清单已经改了', 'The list has changed since'),
  'station-cancelled': w('这个站点已经取消', 'The station was cancelled'),
  'case-moved': w('登记之后已有人办理', 'Somebody has worked on it since'),
} as const

export const surveyWords = {
  overall: w('总体满意吗？', 'Satisfied on the whole?'),
  attitude: w('工作人员态度', 'How staff treated you'),
  waiting: w('排队等候', 'Waiting'),
  surroundings: w('环境和指引', 'Surroundings and signs'),
} as const

/** 现场安抚常用语: what works in a corridor, to be taken over with one touch and changed. */
export const phrases: readonly string[] = [
  '先请到一旁坐下，倒了水，听完全部经过。',
  '已当面致歉，说明会如实记录并转交科室。',
  '已联系科室当场说明原因，本人表示理解。',
  '已告知办理时限和答复方式，留了联系电话。',
  '已陪同到相关窗口办理。',
]
