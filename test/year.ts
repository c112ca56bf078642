// A hospital’s year, made anew: invented people whose stays and calls come to exactly the figures that the hospital gave.
import { addDays, type Day } from '#kernel/time.ts'
import { type Chance, chanceFrom } from '#src/demo/chance.ts'

/** One stay and what became of it, as a list of discharges and an old register of calls tell it. */
export type LivedStay = {
  readonly recordNumber: string
  readonly sex: '男' | '女'
  readonly age: number
  readonly department: '心内科' | '普外科' | '产科' | '儿科'
  readonly dischargedOn: Day
  readonly died: boolean
  /** 未访原因; null: reached. */
  readonly reason: string | null
  readonly tries: number
  /** Days after discharge on which the first call is made. */
  readonly firstAfter: number
  readonly grade: '满意' | '基本满意' | '不满意' | null
  readonly category: string | null
}

const groups = { 普外科: '外科', 心内科: '内科', 产科: '妇产科', 儿科: '儿科' } as const
type Department = keyof typeof groups

/** The figures of a year, in the keys of the yearly report. Those that a hospital reported; what they leave unsaid is ours. */
export const seedYear = {
  discharges: 8830,
  reached: 8123,
  unreached: 707,
  died: 20,
  reached_by_group: { 外科: 1882, 内科: 2081, 妇产科: 2300, 儿科: 1860 } as Record<string, number>,
  unreached_by_reason: { 号码错误: 297, 多次未接: 282, 拒访: 108, 死亡: 20 } as Record<string, number>,
  satisfied: 7749,
  fairly: 285,
  dissatisfied: 89,
  opinions: 536,
  attempts: 13592,
  // 39 %.
  male: 3444,
}
export type YearFigures = typeof seedYear

const categories = ['服务态度', '沟通与知情', '流程与等候', '收费与医保', '环境设施', '后勤餐饮', '行风廉洁']
export const categoryCodes: Readonly<Record<string, string>> = {
  服务态度: 'B1',
  沟通与知情: 'C3',
  流程与等候: 'D6',
  收费与医保: 'E2',
  环境设施: 'F2',
  后勤餐饮: 'G1',
  行风廉洁: 'I1',
}

/** As many of each as said, in an order by chance. */
const shuffled = <T>(chance: Chance, counts: readonly (readonly [T, number])[]): T[] => {
  const list = counts.flatMap(([one, n]) => Array.from({ length: n }, () => one))
  for (let i = list.length - 1; i > 0; i--) {
    const j = chance.whole(0, i)
    ;[list[i], list[j]] = [list[j]!, list[i]!]
  }
  return list
}

const triesOf = (reason: string | null): number => (reason === '死亡' ? 0 : reason === '多次未接' ? 3 : 1)

export type Lived = {
  readonly figures: YearFigures
  /** Discharged from this day on, for so many days. */
  readonly from: Day
  readonly days: number
  readonly seed: number
  /** Called so many days later at most. */
  readonly within?: number
  readonly about?: readonly string[]
  /** The first of them by its record number. */
  readonly first?: number
}

/** The stays of a span that come to these figures. */
export const livedStays = (it: Lived): LivedStay[] => {
  const { figures, from, days, seed, within = 9, about = categories, first = 20_000_000 } = it
  const chance = chanceFrom(seed)
  const departments = Object.keys(groups) as Department[]
  const reasons = shuffled(chance, Object.entries(figures.unreached_by_reason))
  const unreachedTries = reasons.reduce((sum, reason) => sum + triesOf(reason), 0)
  // Of those reached after more than one try, a third took three.
  const more = figures.attempts - unreachedTries - figures.reached
  const thirds = Math.floor(more / 4)
  const seconds = more - 2 * thirds
  const tries = shuffled(chance, [
    [1, figures.reached - thirds - seconds],
    [2, seconds],
    [3, thirds],
  ])
  const grades = shuffled(chance, [
    ['满意', figures.satisfied],
    ['基本满意', figures.fairly],
    ['不满意', figures.dissatisfied],
  ] as const)
  const sexes = shuffled(chance, [
    ['男', figures.male],
    ['女', figures.discharges - figures.male],
  ] as const)
  const where = shuffled(chance, [...departments.map((one) => [one, figures.reached_by_group[groups[one]]!] as const)])
  // Whoever is less than satisfied says why; some of the satisfied say something too.
  let fromSatisfied = figures.opinions - figures.fairly - figures.dissatisfied
  return Array.from({ length: figures.discharges }, (_, i): LivedStay => {
    const reached = i < figures.reached
    const reason = reached ? null : reasons[i - figures.reached]!
    const grade = reached ? grades[i]! : null
    const department = reached ? where[i]! : chance.one(departments)
    const speaks = reached && (grade !== '满意' || fromSatisfied-- > 0)
    const child = department === '儿科'
    return {
      recordNumber: String(first + i),
      sex: sexes[i]!,
      age: child ? chance.whole(0, 13) : chance.whole(18, 89),
      department,
      dischargedOn: addDays(from, Math.floor(chance.next() * days)),
      died: reason === '死亡',
      reason,
      tries: reached ? tries[i]! : triesOf(reason),
      firstAfter: chance.whole(1, within),
      grade,
      category: speaks ? chance.one(about) : null,
    }
  })
}

/** The stays of a year that comes to these figures. */
export const livedYear = (year: number, figures: YearFigures = seedYear, seed = 2011): LivedStay[] =>
  livedStays({ figures, from: `${year}-01-01`, days: 365, seed })

const listHeader = '病案号,住院次数,姓名,性别,年龄,联系电话,院区,出院科室,入院日期,出院日期,出院诊断,离院方式'
const registerHeader = '病案号,住院次数,结果,未访原因,拨打次数,首访日期,满意度,意见类别,意见'

/** The discharge list as the hospital would export it. */
export const listOf = (stays: readonly LivedStay[]): Uint8Array =>
  new TextEncoder().encode(
    [
      listHeader,
      ...stays.map((it) =>
        [
          it.recordNumber,
          1,
          '安若水',
          it.sex,
          it.age,
          `199${it.recordNumber}`,
          '本部',
          it.department,
          addDays(it.dischargedOn, -6),
          it.dischargedOn,
          '待核实',
          it.died ? '死亡' : '医嘱离院',
        ].join(','),
      ),
    ].join('\r\n'),
  )

/** The register of calls that the hospital kept until now. */
export const registerOf = (stays: readonly LivedStay[]): Uint8Array =>
  new TextEncoder().encode(
    [
      registerHeader,
      ...stays.map((it) =>
        [
          it.recordNumber,
          1,
          it.reason === null ? '已访' : '未访',
          it.reason ?? '',
          it.tries,
          it.tries === 0 ? '' : addDays(it.dischargedOn, it.firstAfter),
          it.grade ?? '',
          it.category ?? '',
          it.category === null ? '' : '病房夜里太吵',
        ].join(','),
      ),
    ].join('\r\n'),
  )
