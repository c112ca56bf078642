// The demo's mobile station: planned by the lead, walked by two agents, what they found mended the same day or still waiting.
import type { OpenHouse } from '#engine/house.ts'
import { newId } from '#kernel/ids.ts'
import { addDays, at, type Day, dayOf } from '#kernel/time.ts'
import { mend } from '#modules/stations/findings.ts'
import { create } from '#modules/stations/patrols.ts'
import { send } from '#modules/stations/sending.ts'
import { plan } from '#modules/stations/stations.ts'
import { enrol } from '#modules/stations/tablets.ts'
import { act } from './acting.ts'
import type { DemoHospital } from './hospital.ts'

const items = [
  { key: 'floor', way: 'look', place: '一楼大厅', text: '地面有没有水，防滑垫是否铺好' },
  { key: 'chairs', way: 'look', place: '一楼大厅', text: '轮椅够不够，有没有坏的' },
  { key: 'machines', way: 'look', place: '一楼大厅', text: '自助机是否都能用' },
  { key: 'queue', way: 'ask', place: '收费处', text: '排队多久了，知不知道可以手机缴费' },
  { key: 'called', way: 'ask', place: '候诊区', text: '知道前面还有几个人吗' },
  { key: 'signs', way: 'fault', place: '电梯口', text: '指引牌和实际科室对得上吗' },
  { key: 'toilet', way: 'fault', place: '卫生间', text: '有没有纸，呼叫铃响不响' },
] as const

type Said = readonly [key: string, found?: string]
type Asked = readonly [overall: string, words?: string]
type Round = { readonly said: readonly Said[]; readonly asked: readonly Asked[]; readonly mended: readonly string[] }

/** By how many days before today. */
const walked: Readonly<Record<number, Round>> = {
  7: {
    said: [
      ['floor'],
      ['chairs', '三辆轮椅刹车不灵'],
      ['machines'],
      ['queue'],
      ['called'],
      ['signs', '五楼已搬走的科室还在牌上'],
      ['toilet'],
    ],
    asked: [
      ['satisfied'],
      ['satisfied'],
      ['fairly', '希望多几个轮椅'],
      ['dissatisfied', '找不到核磁，问了三个人'],
      ['satisfied'],
    ],
    mended: ['轮椅已送修，先从住院部调来三辆', '已贴临时指引，新牌已报后勤'],
  },
  0: {
    said: [['floor', '东门进来一片水，险些滑倒'], ['chairs'], ['machines', '两台自助机黑屏']],
    asked: [['satisfied'], ['fairly', '停车太难'], ['satisfied', '志愿者很热心']],
    mended: ['已拖干并铺防滑垫'],
  },
}

/** What happens at the station on a day that lies so many days back. */
export const station = async (house: OpenHouse, { people }: DemoHospital, left: number): Promise<void> => {
  const round = walked[left]
  const [lead, agent] = [people.zuzhang, people.xiaoman]
  if (!round || !lead || !agent) return
  const now = house.clock.now()
  const day: Day = dayOf(now)
  const known = await house.db.selectFrom('patrols').where('status', '=', 'current').select('id').executeTakeFirst()
  const { id: patrolId } = known ?? ((await act(house, lead, create, { name: '门诊巡查', items })) as { id: string })
  const campus = await house.db.selectFrom('campuses').orderBy('sort').select('id').executeTakeFirstOrThrow()
  const planned = (on: Day, place: string, from: string, until: string) =>
    act(house, lead, plan, {
      campusId: campus.id,
      place,
      startsAt: at(on, from).toISOString(),
      endsAt: at(on, until).toISOString(),
      staffIds: [agent.id],
      patrolId,
    }) as Promise<{ id: string }>
  const { id: stationId } = await planned(day, '门诊一楼大厅', '08:00', '11:30')
  await planned(day, '住院部一楼电梯厅', '14:30', '17:00')
  if (left === 0) await planned(addDays(day, 1), '急诊候诊区', '08:00', '11:30')
  const tabletId = newId(now)
  await act(house, agent, enrol, { id: tabletId, name: left === 0 ? '门诊 1 号' : '门诊 2 号' })
  const entry = (more: object) =>
    act(house, agent, send, {
      id: newId(now),
      tabletId,
      by: agent.id,
      madeAt: now.toISOString(),
      stationId,
      ...more,
    }) as Promise<{
      id: string
    }>
  const mended = [...round.mended]
  for (const [itemKey, found] of round.said) {
    const { text, place } = items.find(({ key }) => key === itemKey)!
    const outcome = found ? 'found' : 'ok'
    const { id } = await entry({
      kind: 'answer',
      answer: { patrolId, itemKey, itemText: text, place, outcome, words: found ?? '' },
    })
    const how = found ? mended.shift() : undefined
    if (how) await act(house, agent, mend, { id, how })
  }
  for (const [overall, words = ''] of round.asked) await entry({ kind: 'survey', survey: { overall, words } })
}
