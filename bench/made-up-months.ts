// Synthetic months of follow-up calls with records among them that were made up: of what kinds, and what honest ones look like.

import { type CallRecord, type Heard, secondsFor } from '#modules/checks/evidence.ts'
import { satisfaction } from '#modules/followups/content/satisfaction.ts'
import { surgerySafety } from '#modules/followups/content/surgery.ts'
import { optionsOf, type Question } from '#modules/followups/questions.ts'
import { chanceFrom } from '#src/demo/chance.ts'

/** What was done instead of calling. */
export const kinds = [
  'no-call',
  'copied',
  'eight-seconds',
  'other-number',
  'burst',
  'unanswered',
  'half-a-minute',
] as const
export type PlantedKind = (typeof kinds)[number]
/** Of twenty: what costs the least is done the most. */
const shares = [5, 4, 4, 3, 2, 1, 1] as const
const twenty = kinds.flatMap((kind, i) => Array.from({ length: shares[i]! }, () => kind))

export type MadeMonth = { readonly records: CallRecord[]; readonly planted: ReadonlyMap<string, PlantedKind> }

const minute = 60_000
const first = Date.UTC(2026, 2, 1, 0, 0)

const stock = [
  '恢复好',
  '恢复良好，无不适',
  '患者满意',
  '对服务满意，无意见',
  '一切都好，谢谢医护人员',
  '无特殊',
  '已告知按时复诊',
  '伤口愈合好，饮食正常',
]
const parts = [
  [
    '伤口有点痒',
    '走路还有点疼',
    '夜里睡不好',
    '胃口一般',
    '昨天有点头晕',
    '咳嗽还没全好',
    '腿有些肿',
    '拆线后恢复不错',
  ],
  [
    '已建议门诊复查',
    '嘱继续观察',
    '女儿代接',
    '老伴代接',
    '方言听得慢',
    '说下周二来复查',
    '问药能不能停，已请医生回电',
    '表扬了责任护士',
  ],
  [
    '反映停车难',
    '希望病区安静些',
    '说饭菜偏咸',
    '对出院流程满意',
    '等检查时间长',
    '没有其他意见',
    '费用有疑问已解释',
    '感谢主任',
  ],
]

/**
 * A month of about `size` calls by eight callers. Among the honest: quick experienced nurses, short happy patients, people
 * who are satisfied with everything, stock phrases, records saved in a batch, a telephone that fails for half a day, calls
 * made from another telephone, numbers that the family gave on the way, one caller who never uses this telephone. The
 * planted are by callers who do use it.
 */
export const monthOf = (seed: number, size = 2000, made = 20): MadeMonth => {
  const chance = chanceFrom(seed * 7919 + 13)
  const normal = () => Math.sqrt(-2 * Math.log(1 - chance.next())) * Math.cos(2 * Math.PI * chance.next())
  const days = Array.from({ length: 31 }, (_, i) => i).filter((i) => i % 7 < 6)
  const callers = Array.from({ length: 8 }, (_, i) => ({
    id: `caller-${i}`,
    pace: [0.6, 0.7, 0.85, 0.9, 1, 1, 1.1, 1.2][i]!,
    notes: 0.25 + 0.6 * chance.next(),
    stock: [chance.one(stock), chance.one(stock)],
    fromElsewhere: i === 7 && chance.happens(0.5),
  }))
  const outage = chance.happens(0.5) ? { day: chance.one(days), afternoon: chance.happens(0.5) } : null
  const records: CallRecord[] = []
  let number = 0

  const answersOf = (questions: readonly Question[]) => {
    const mood = chance.next()
    const given: Record<string, string> = {}
    for (const question of questions) {
      if (question.kind === 'text' || question.onlyIf) continue
      const options = optionsOf(question).map(({ value }) => value)
      if (question.kind === 'number') given[question.key] = (36.2 + Math.round(chance.next() * 9) / 10).toFixed(1)
      else if (question.kind === 'scale') given[question.key] = String(chance.happens(0.45) ? 0 : chance.whole(1, 5))
      else if (question.kind === 'grade')
        given[question.key] =
          mood < 0.6 || chance.happens(0.85) ? 'satisfied' : chance.happens(0.7) ? 'fairly' : 'dissatisfied'
      else if (question.kind === 'yesno') given[question.key] = chance.happens(0.04) ? 'yes' : 'no'
      else given[question.key] = mood < 0.6 && chance.happens(0.9) ? options[0]! : chance.one(options)
    }
    return given
  }
  const noteOf = (caller: (typeof callers)[number]) => {
    if (!chance.happens(caller.notes)) return ''
    if (chance.happens(0.55)) return chance.one(caller.stock)
    return parts
      .filter(() => chance.happens(0.7))
      .map((list) => chance.one(list))
      .join('，')
  }
  const begun = (caller: (typeof callers)[number], at: number) => {
    const questions = (chance.happens(0.5) ? satisfaction : surgerySafety).questions
    return {
      id: `record-${number++}`,
      staffId: caller.id,
      at,
      asked: questions
        .filter((one) => !one.onlyIf && one.kind !== 'text')
        .map((one) => [one.key, one.ask.zh.length] as const),
      answers: answersOf(questions),
      note: noteOf(caller),
    }
  }
  const honest = (caller: (typeof callers)[number], at: number): CallRecord => {
    const one = begun(caller, at)
    const happy = chance.happens(0.08) ? 0.5 : 1
    const talk = Math.max(
      20,
      secondsFor({ ...one, savedAt: 0, heard: [] }) * caller.pace * happy * Math.exp(0.3 * normal()),
    )
    const savedAt = at + talk * 1000 + (15 + 75 * chance.next()) * 1000
    const day = Math.floor((at - first) / 86_400_000)
    const failed = outage && outage.day === day && outage.afternoon === (at - first) % 86_400_000 >= 5 * 60 * minute
    const chanced = chance.next()
    const spoken: Heard = { whose: 'theirs', from: at, talk }
    const heard: Heard[] =
      caller.fromElsewhere || failed || chanced < 0.005
        ? []
        : chanced < 0.0065
          ? [{ ...spoken, whose: 'other' }]
          : chanced < 0.0105
            ? [
                { ...spoken, talk: 14 },
                { ...spoken, whose: 'other' },
              ]
            : chanced < 0.0125
              ? [{ ...spoken, talk: 10 + 20 * chance.next() }]
              : chanced < 0.014
                ? [{ ...spoken, talk: 0 }]
                : chanced < 0.03
                  ? [{ ...spoken, talk: 12 }, spoken]
                  : [spoken]
    return { ...one, savedAt, heard }
  }

  const perDay = size / days.length / callers.length
  for (const day of days)
    for (const caller of callers) {
      const mine: CallRecord[] = []
      // From eight to twelve and from two to half past six, hospital time.
      let at = first + day * 86_400_000 + 10 * minute * chance.next()
      const many = Math.round(perDay * (0.7 + 0.6 * chance.next()))
      for (let i = 0; i < many; i++) {
        const record = honest(caller, at)
        mine.push(record)
        at = record.savedAt + (2 + 22 * chance.next()) * minute
        const noon = first + day * 86_400_000 + 4 * 60 * minute
        if (at > noon && at < noon + 120 * minute) at += 120 * minute
      }
      // Some write on paper first and save several one after the other.
      for (let i = 0; i + 3 < mine.length; i += 4)
        if (chance.happens(0.06))
          for (let k = 0; k < 3; k++)
            mine[i + k] = { ...mine[i + k]!, savedAt: mine[i + 3]!.savedAt - (3 - k) * (9 + 10 * chance.next()) * 1000 }
      records.push(...mine)
    }

  const planted = new Map<string, PlantedKind>()
  const guilty = callers
    .filter((one) => !one.fromElsewhere)
    .toSorted(() => chance.next() - 0.5)
    .slice(0, chance.whole(1, 4))
  for (let i = 0; i < made; i++) {
    const kind = twenty[i % twenty.length]!
    const caller = chance.one(guilty)
    const day = chance.one(days)
    // At hours at which honest calls are made: nobody is betrayed by the clock alone.
    const into = kind === 'burst' ? 10 * 60 * minute : (chance.one(records).at - first) % 86_400_000
    const at = first + day * 86_400_000 + into
    const one = begun(caller, at)
    const own = records.filter(({ staffId, at: when }) => staffId === caller.id && when < at).slice(-60)
    const easy = Object.fromEntries(
      Object.keys(one.answers).map((key) => [key, chance.happens(0.75) ? commonest(records, key) : one.answers[key]!]),
    )
    const spoken = (talk: number, whose: Heard['whose'] = 'theirs'): Heard[] => [{ whose, from: at, talk }]
    const wait = (40 + 160 * chance.next()) * 1000
    const record = ((): CallRecord => {
      const plausible = { ...one, answers: easy, savedAt: at + wait, heard: [] as Heard[] }
      switch (kind) {
        case 'no-call':
          return plausible
        case 'eight-seconds':
          return { ...plausible, heard: spoken(5 + 6 * chance.next()) }
        case 'other-number':
          return { ...plausible, heard: spoken(30 + 120 * chance.next(), 'other') }
        case 'unanswered':
          return { ...plausible, heard: spoken(0) }
        case 'burst':
          return { ...plausible, savedAt: at + (i + 1) * 15_000 }
        case 'half-a-minute':
          return { ...plausible, heard: spoken(15 + 20 * chance.next()) }
        case 'copied': {
          const source = own.length > 0 ? chance.one(own) : one
          const [changed] = Object.keys(source.answers).toSorted(() => chance.next() - 0.5)
          return {
            ...plausible,
            asked: source.asked,
            answers: { ...source.answers, [changed!]: easy[changed!] ?? source.answers[changed!]! },
            note: source.note.length > 6 ? `${source.note.slice(0, -2)}了` : source.note,
            heard: chance.happens(0.5) ? [] : spoken(12 + 20 * chance.next()),
          }
        }
      }
    })()
    records.push(record)
    planted.set(record.id, kind)
  }
  return { records, planted }
}

const commonest = (records: readonly CallRecord[], key: string): string => {
  const counts = new Map<string, number>()
  for (const { answers } of records.slice(0, 300))
    if (answers[key]) counts.set(answers[key], (counts.get(answers[key]) ?? 0) + 1)
  return [...counts].reduce((a, b) => (b[1] > a[1] ? b : a), ['', 0] as [string, number])[0]
}
