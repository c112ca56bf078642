// The demo's scorecards of the month that it lived in, one seen with a word of its caller's, one talked over, and what to practise.
import type { OpenHouse } from '#engine/house.ts'
import { addDays, dayOf, monthOf } from '#kernel/time.ts'
import { comment, see, talk } from '#modules/scorecards/cards.ts'
import { makeMonth } from '#modules/scorecards/making.ts'
import { create, finish } from '#modules/scorecards/notes.ts'
import { act } from './acting.ts'
import type { DemoHospital } from './hospital.ts'

export const scorecards = async (house: OpenHouse, { people }: DemoHospital): Promise<void> => {
  const { jiancha, zuzhang } = people
  // The month in which most of the demo's days lie, be it over or not.
  const month = monthOf(addDays(dayOf(house.clock.now()), -8))
  await house.asSystem((ctx) => makeMonth(ctx, month))
  const cards = await house.db
    .selectFrom('scorecards')
    .where('caller_role', '=', 'agent')
    .select(['id', 'staff_id'])
    .orderBy('id')
    .execute()
  const me = (staffId: string) => Object.values(people).find(({ id }) => id === staffId)
  const callers = cards.flatMap(({ id, staff_id }) => {
    const caller = me(staff_id)
    return caller && caller !== people.xiaoman ? [{ id, caller }] : []
  })
  for (const [i, { id, caller }] of callers.slice(0, 2).entries()) {
    await act(house, caller, see, { id })
    if (i === 0)
      await act(house, caller, comment, { id, words: '这个月多半打的是晚上七点以后的电话，外科的患者那时才有空。' })
    else await act(house, zuzhang!, talk, { id, words: '看了各时段接通率，约定把上午的名单多留一些给她，月底再看。' })
  }
  const until = addDays(dayOf(house.clock.now()), 10)
  const agents = [people.xiaoman, callers[0]?.caller].filter((one) => one !== undefined)
  for (const [i, agent] of agents.entries()) {
    const note = (await act(house, i === 0 ? zuzhang! : jiancha!, create, {
      staffId: agent.id,
      words:
        i === 0
          ? '患者没说完先不接下一题：数三下，再用自己的话重复一遍。'
          : '结束前把答应的事说一遍：什么事、什么时候、谁来打电话。',
      until,
    })) as { id: string }
    if (i === 1) await act(house, agent, finish, { id: note.id, answer: '这周的电话都这样做了，患者问得少了。' })
  }
}
