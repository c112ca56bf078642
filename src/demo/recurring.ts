// What keeps coming back in the demo: five people in three weeks say of one scanner what nobody said before; and every night is looked at.
import type { OpenHouse } from '#engine/house.ts'
import { answer, pass } from '#modules/cases/commands.ts'
import { open } from '#modules/cases/opening.ts'
import { tell } from '#modules/cases/recalls.ts'
import { look } from '#modules/improvements/looking.ts'
import { act, unlessRefused } from './acting.ts'
import type { DemoHospital } from './hospital.ts'

type Said = readonly [channel: 'phone' | 'desk', login: 'xiaoman' | 'yinuo', text: string]

/** By how many days before today, each in the words of somebody else. */
const said: Readonly<Record<number, Said>> = {
  16: ['phone', 'xiaoman', '核磁做到一半机器停了，让改天再来，白白空腹一上午'],
  12: ['desk', 'yinuo', '核磁机器又停机，等了三个小时改约到下周'],
  9: ['phone', 'xiaoman', '母亲从外地来做核磁，进去躺下才说机器故障，改天重来'],
  5: ['phone', 'yinuo', '预约好的核磁临时通知机器停机，住旅馆等了两天'],
  2: ['desk', 'xiaoman', '核磁停机没有人提前通知，空腹白跑一趟'],
}
const phoneOf = (left: number) => `199000083${String(left).padStart(2, '0')}`

/** On some mornings somebody speaks of it; each of the first is answered for itself within days, which is how nobody sees it. */
export const scanner = async (house: OpenHouse, { people }: DemoHospital, left: number): Promise<void> => {
  const it = said[left]
  if (it) {
    const [channel, login, text] = it
    await act(house, people[login]!, open, {
      ...{ text, channel, kind: 'complaint', category: 'D4', place: '影像楼核磁室' },
      reporter: { name: '', phone: phoneOf(left), relation: 'self' },
    })
  }
  if (!said[left + 3]) return
  const row = await house.db
    .selectFrom('reporters')
    .where('phone', '=', phoneOf(left + 3))
    .select('case_id as id')
    .executeTakeFirst()
  if (!row) return
  const found = { findings: '当日机器报错，工程师下午修复。', measures: '已致歉并优先补做检查。' }
  await unlessRefused(act(house, people.menzhen!, answer, { id: row.id, ...found }))
  await unlessRefused(act(house, people.jiancha!, pass, { id: row.id }))
  await unlessRefused(act(house, people.zuzhang!, tell, { id: row.id, how: 'call', what: '已补做检查并致歉' }))
}

/** The look of the night before, as every hospital has it. */
export const night = (house: OpenHouse): Promise<void> => house.asSystem(look)
