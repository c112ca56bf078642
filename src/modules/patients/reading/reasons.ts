// Why somebody was not reached: the twelve reasons of the trade and the words of old registers for them.
import { type Words, w } from '#kernel/words.ts'
import { halfWidth } from './clean.ts'

export const unreachedReasons = {
  'wrong-number': w('号码错误', 'Wrong number'),
  'out-of-service': w('停机或空号', 'Out of service'),
  'no-answer': w('多次未接', 'No answer'),
  'powered-off': w('关机', 'Switched off'),
  refused: w('拒访', 'Refused'),
  'not-the-person': w('非本人且不便转达', 'Not the person'),
  died: w('死亡', 'Died'),
  readmitted: w('再入院', 'Readmitted'),
  transferred: w('转院', 'Transferred'),
  'language-or-hearing': w('语言或听力障碍', 'Language or hearing'),
  'department-did': w('科室已随访', 'Done by the department'),
  other: w('其他', 'Other'),
} as const satisfies Record<string, Words>

export type UnreachedReason = keyof typeof unreachedReasons

/** In this order: what is grave or particular is recognised before what merely sounds like it. */
const said: readonly (readonly [RegExp, UnreachedReason])[] = [
  [/死亡|病故|亡故|去世|过世|已故|身故|逝世|died|dead|deceased/i, 'died'],
  [/再次?(入|住)院|重新(入|住)院|又(入|住)院|仍在院|在院|readmi/i, 'readmitted'],
  [/转院|转外院|转上级|transfer/i, 'transferred'],
  [/科室.*(随访|回访)|已.*(随访|回访)|医生.*(随访|回访)|department/i, 'department-did'],
  [/听力|耳聋|听不(清|见|懂)|聋|语言|方言|听不懂|沟通障碍|无法沟通|language|hearing/i, 'language-or-hearing'],
  [/拒|不愿|不接受|不配合|挂断|挂机|refus/i, 'refused'],
  [/停机|空号|不存在|注销|欠费|暂停服务|停用|out.?of.?service/i, 'out-of-service'],
  [/关机|powered.?off|switched.?off/i, 'powered-off'],
  [/错|有误|无号码|无电话|没有电话|不正确|号码不对|打错|wrong/i, 'wrong-number'],
  [/非本人|不是本人|不认识|他人|不便转达|转达|家属.*不|not.?the.?person/i, 'not-the-person'],
  [/未接|无人接|不接|没人接|无应答|忙|占线|打不通|未通|不通|无法接通|不在服务区|多次|no.?answer|busy/i, 'no-answer'],
]

/** The reason that a word of an old register means; unknown words are `other`, and the caller keeps the words. */
export function readReason(cell: string): UnreachedReason {
  const text = halfWidth(cell).replace(/\s+/g, '')
  if (Object.hasOwn(unreachedReasons, text)) return text as UnreachedReason
  const number = /^0?(\d{1,2})$/.exec(text)
  if (number) return (Object.keys(unreachedReasons)[Number(number[1]) - 1] ?? 'other') as UnreachedReason
  return said.find(([pattern]) => pattern.test(text))?.[1] ?? 'other'
}
