// The demo's past: the year before the centre began, as old registers that were taken over.
import type { OpenHouse } from '#engine/house.ts'
import { newId } from '#kernel/ids.ts'
import { addDays, type Day, monthOf } from '#kernel/time.ts'
import { importFile } from '#modules/patients/importing.ts'
import { type Chance, chanceFrom } from './chance.ts'
import { dischargeList } from './discharges.ts'
import type { DemoHospital, DepartmentName, OfficeName } from './hospital.ts'

const days = 335
const dischargesADay = 9
/** Telephones of the past are nobody's of today. */
const first = 1000

/** What people said of which department, in the words of the register. */
const said: readonly (readonly [category: string, department: DepartmentName | OfficeName, text: string])[] = [
  ['候诊', '门诊办', '候诊时间太长，叫号看不清'],
  ['出入院手续', '心内科', '出院手续办了一上午'],
  ['冷漠不耐烦', '普外科', '护士说话不耐烦'],
  ['出院指导不清', '骨科', '没有讲清楚康复怎么做'],
  ['用药检查未告知', '消化内科', '检查前没有说明注意事项'],
  ['价格不明', '财务科', '费用清单看不懂'],
  ['空调水电', '后勤科', '病房空调不制冷'],
  ['噪音', '产科', '夜里走廊太吵'],
  ['餐食质量', '食堂', '饭菜送来已经凉了'],
]
const praised = ['产科', '儿科', '心内科', '骨科', '神经内科'] as const

const opinions = ['等候时间长', '饭菜凉了', '病房夜里吵', '出院指导不够清楚']
const reasons = ['号码错误', '多次未接', '拒访', '多次未接']

/** How many of a hundred were reached, by month: it got better when the second caller came. */
const reachOf = (index: number): number => (index < 240 ? 0.78 : 0.85)

const csv = (rows: readonly (readonly string[])[]): Buffer => Buffer.from(rows.map((row) => row.join(',')).join('\r\n'))

/** The register of calls for a discharge list: one row for everybody who left alive. */
const callsOf = (chance: Chance, list: string, index: number): string[][] =>
  list
    .split('\r\n')
    .slice(1)
    .map((line) => line.split(','))
    .filter((row) => row.at(-1) !== '死亡')
    .map((row) => {
      const day = row[12]!
      const calledOn = addDays(day, chance.whole(2, 7))
      const tries = String(chance.whole(1, 3))
      if (!chance.happens(reachOf(index)))
        return [row[0]!, '1', '未访', chance.one(reasons), tries, calledOn, '', '', '']
      const grade = chance.happens(0.95) ? '满意' : chance.happens(0.7) ? '基本满意' : '不满意'
      const opinion = grade === '满意' && !chance.happens(0.03) ? '' : chance.one(opinions)
      return [row[0]!, '1', '已访', '', tries, calledOn, grade, opinion ? '流程与等候' : '', opinion]
    })

/** The register of cases of one day; the last of them were answered before the centre began. */
const casesOf = (chance: Chance, day: Day, index: number, last: Day, number: () => string): string[][] => {
  const rows: string[][] = []
  const row = (kind: string, [category, department, text]: readonly [string, string, string]) => {
    const took = addDays(day, chance.happens(0.85) ? chance.whole(1, 5) : chance.whole(8, 14))
    const grade = kind === '表扬' ? '' : chance.happens(0.9) ? '满意' : '基本满意'
    const answered = took < last ? took : last
    rows.push([
      number(),
      kind,
      chance.one(['电话', '现场', '回访']),
      `${day} 10:00`,
      department,
      category,
      '1',
      text,
      answered,
      grade,
      '1',
    ])
  }
  if (chance.happens(0.45)) row(chance.one(['意见', '建议', '患者投诉']), chance.one(said))
  if (chance.happens(0.25)) row('患者投诉', chance.one(said))
  if (chance.happens(0.06)) row('员工投诉', ['员工声音', '后勤科', '值班室空调坏了'])
  if (chance.happens(0.12)) row('表扬', ['', chance.one(praised), '护士很耐心，特此感谢'])
  // What grew of late: the air conditioning.
  if (index > days - 34 && chance.happens(0.22)) row('意见', ['空调水电', '后勤科', '病房空调坏了一周还没修'])
  return rows
}

/** Which department the register meant where several campuses have one of the name: those of the first. */
const confirmPlaces = (house: OpenHouse, { placeOf }: DemoHospital): Promise<void> =>
  house.asSystem(async ({ tx, now }) => {
    const names = [...new Set([...said.map(([, name]) => name), ...praised])]
    await tx
      .insertInto('department_aliases')
      .values(
        names.map((name) => ({
          ...{ id: newId(now), campus: '', name, department_id: placeOf(name) },
          ...{ first_seen_at: now, confirmed_at: now },
        })),
      )
      .execute()
  })

/** Takes over the year before `until`: three lists as a hospital has them, so that figures have something to be compared with. */
export const takePast = async (house: OpenHouse, hospital: DemoHospital, until: Day): Promise<void> => {
  await confirmPlaces(house, hospital)
  const chance = chanceFrom(20_100_101)
  const by = hospital.people.xinxike!.id
  const last = addDays(until, -1)
  let n = 0
  const number = () => `旧${String(++n).padStart(4, '0')}`
  const lists: string[] = []
  const calls: string[][] = []
  const cases: string[][] = []
  for (let index = 0; index < days; index++) {
    const day = addDays(until, index - days)
    const list = dischargeList(chance, day, first + index * dischargesADay, dischargesADay)
    lists.push(index === 0 ? list : list.slice(list.indexOf('\r\n') + 2))
    calls.push(...callsOf(chance, list, index))
    cases.push(...casesOf(chance, day, index, last, number))
  }
  const take = (kind: 'discharges' | 'register' | 'cases', content: Buffer, fileName: string) =>
    importFile(house, { kind, content, fileName, by })
  const named = `${monthOf(addDays(until, -days))}至${monthOf(last)}`
  await take('discharges', Buffer.from(lists.join('\r\n')), `出院名单-${named}.csv`)
  const callHead = ['病案号', '住院次数', '结果', '未访原因', '拨打次数', '首访日期', '满意度', '意见类别', '意见']
  await take('register', csv([callHead, ...calls]), `回访登记本-${named}.csv`)
  const caseHead = [
    '登记号',
    '类型',
    '渠道',
    '登记时间',
    '涉及科室',
    '类别',
    '严重度',
    '内容',
    '答复日期',
    '满意度',
    '轮次',
  ]
  await take('cases', csv([caseHead, ...cases]), `诉求登记本-${named}.csv`)
}
