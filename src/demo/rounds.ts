// The demo's measures and the one matter that three people raise: what was planned is done, and seen by somebody else.
import { sql } from 'kysely'
import type { OpenHouse } from '#engine/house.ts'
import { dayOf } from '#kernel/time.ts'
import { inquire } from '#modules/cases/inquiries.ts'
import { finish, verify } from '#modules/cases/measures.ts'
import { merge } from '#modules/cases/merges.ts'
import { openCase, opinionOf } from '#modules/cases/opening.ts'
import { act, unlessRefused } from './acting.ts'
import type { Chance } from './chance.ts'
import type { DemoHospital } from './hospital.ts'

/** Departments report what is done; on the day somebody of supervision or the lead goes and looks. Some of it stays late. */
export const measures = async (house: OpenHouse, chance: Chance, { people, headOf }: DemoHospital): Promise<void> => {
  const today = dayOf(house.clock.now())
  const { rows } = await sql<{ id: string; status: string; department: string; restricted: boolean }>`
    select id, status, department_id as department, restricted from measures
    where status in ('planned', 'done') and due_on <= ${today} order by due_on, id`.execute(house.db)
  for (const { id, status, department, restricted } of rows) {
    const head = headOf(department)
    if (status === 'planned' && head && chance.happens(0.5))
      await unlessRefused(act(house, head, finish, { id, words: '已落实，全科人员已知晓' }))
    if (status === 'done' && chance.happens(0.4))
      await unlessRefused(
        act(house, (restricted ? people.jiancha : people.zuzhang)!, verify, { id, words: '到病区查看，确已落实' }),
      )
  }
}

const said = [
  {
    channel: 'phone',
    text: '昨晚病房空调停了一夜，老人热得睡不着',
    name: '钱进',
    phone: '19900001111',
    speaksFor: '钱老',
  },
  { channel: 'web', text: '心内科病房空调半夜停了，没有人通知', name: '', phone: '19900002222', speaksFor: '' },
  {
    channel: 'desk',
    text: '空调坏了，问护士也说不知道什么时候修好',
    name: '孙平',
    phone: '19900003333',
    speaksFor: '',
  },
] as const

/** One night without air, raised by telephone, on the page and at the desk: handled once. */
export const oneMatter = async (house: OpenHouse, { people, headOf }: DemoHospital): Promise<void> => {
  const { rows } = await sql<{ id: string }>`
    select d.id from departments d join campuses c on c.id = d.campus_id
    where d.name = '心内科' order by c.name = '本部' desc, d.id limit 1`.execute(house.db)
  const departmentId = rows[0]!.id
  const ids: string[] = []
  for (const { channel, text, ...who } of said) {
    const opinion = opinionOf({ text, departmentId, category: 'F1', kind: 'complaint', demand: '请说明原因' })
    const reporter = { ...who, relation: 'family', reach: 'phone', address: '' } as const
    const { id } = await house.run(people.xiaoman!, (ctx) => openCase(ctx, { opinion, channel, reporter }))
    ids.push(id)
  }
  const [first, ...others] = ids
  for (const id of others)
    await unlessRefused(act(house, people.zuzhang!, merge, { id, intoId: first, reason: '同一晚的空调停机' }))
  const head = headOf(departmentId)
  const asked = { id: first, kind: 'interview', whom: '总务科值班员', happenedAt: house.clock.now().toISOString() }
  if (head)
    await unlessRefused(act(house, head, inquire, { ...asked, found: '22:10 至次日 6:20 停机检修，未通知病区' }))
}
