// How a patient left the hospital (RC019), in codes and in all the words for it; above all whether the patient died.
import { type Words, w } from '#kernel/words.ts'
import { halfWidth } from './clean.ts'

/** RC019 离院方式 (value_sets.csv) with its national codes. */
export const leavingWays = {
  advised: { code: '1', words: w('医嘱离院', 'On medical advice') },
  transferred: { code: '2', words: w('医嘱转院', 'Transferred to another hospital') },
  community: { code: '3', words: w('医嘱转社区', 'Transferred to community care') },
  'against-advice': { code: '4', words: w('非医嘱离院', 'Against medical advice') },
  died: { code: '5', words: w('死亡', 'Died') },
  other: { code: '9', words: w('其他', 'Other') },
} as const satisfies Record<string, { code: string; words: Words }>

export type Leaving = keyof typeof leavingWays

const byCode: ReadonlyMap<string, Leaving> = new Map(
  Object.entries(leavingWays).map(([way, { code }]) => [code, way as Leaving]),
)

const death = /死亡|病故|亡故|去世|身故|逝世|辞世|已故|过世|猝死|抢救无效|^亡$|^死$|died|dead|death|deceased|expired/i
const denied = /(未|非|无|没有?|否认)\s*(死亡|病故)/

/** True for every way of saying that the patient died. */
const saysDied = (text: string): boolean => death.test(text) && !denied.test(text)

const words: readonly (readonly [RegExp, Leaving])[] = [
  [/非医嘱|自动|自行|自愿|强行|放弃|逃/, 'against-advice'],
  [/社区|乡镇|卫生院|卫生服务/, 'community'],
  [/转院|转上级|转外院|外院|转往|转诊|转.*医院|transfer/i, 'transferred'],
  [/医嘱|正常|治愈|好转|痊愈|康复|回家|^出院$|^离院$|home|advice/i, 'advised'],
  [/其他|其它|other/i, 'other'],
]

/** Reads RC019 codes (`5`, `05`, `5.死亡`) and words; null for what means neither. Words outrank a code beside them. */
export function readLeaving(cell: string): Leaving | null {
  const text = halfWidth(cell).replace(/\s+/g, '')
  if (saysDied(text)) return 'died'
  const said = words.find(([pattern]) => pattern.test(text))
  if (said) return said[1]
  const code = /^0?(\d)(\.0)?(?:$|[^\d])/.exec(text)?.[1]
  return (code && byCode.get(code)) || null
}

/** The older sheet's 出院情况 (1 治愈 2 好转 3 未愈 4 死亡 5 其他): true if it says that the patient died. */
export function outcomeSaysDied(cell: string, codesCount: boolean): boolean {
  const text = halfWidth(cell)
  return saysDied(text) || (codesCount && /^0?4(\.0)?$/.test(text))
}
