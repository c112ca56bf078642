// What people do by chance around the clock: who is on shift, who answers an alarm, who takes over a card.

import { usualShifts } from '#modules/directory/shift-times.ts'
import { type Chance, chanceFrom } from '#src/demo/chance.ts'
import type { Person } from './desk.ts'
import { dayOf } from './time.ts'
import type { World } from './verbs.ts'

type Errand = { readonly verb: string; act(person: Person, name: string, world: World, its: Chance): Promise<unknown> }

/** Who is at the centre by day and night, and who is rung at last. */
const hands = ['nurse', 'nurse2', 'lead', 'lead', 'supervision', 'director', 'cardiology'] as const

const nowhere = '019c0000-0000-7000-8000-00000000dead'

export const watches: readonly Errand[] = [
  {
    verb: 'duty.set',
    act: ({ duties }, _, { desk }, its) => {
      const { ids } = desk.people
      const staffIds = its.happens(0.2) ? [] : [its.one([ids.nurse, ids.nurse2]), its.one([ids.nurse2, ids.lead])]
      return duties.set({ day: dayOf(desk.clock.now()), shiftId: its.one(usualShifts).id, staffIds })
    },
  },
  {
    verb: 'ring.answer',
    act: async ({ rings }, name) => {
      // Whoever may hear of no alarm is refused here as he would be there.
      const { rows } = await rings.mine()
      return rings.answer({ id: rows[0]?.id ?? nowhere, words: `正在处理 ${name}` })
    },
  },
  {
    verb: 'handover.take',
    act: async ({ handovers }, name) => {
      const { rows } = await handovers.list({ limit: 20 })
      const given = rows.find(({ status }) => status === 'given')
      return handovers.take({ id: given?.id ?? nowhere, words: `已接 ${name}` })
    },
  },
]

/** One of them, with a chance of its own that is the same from run to run. */
export const watch = (world: World, chance: Chance, name: string) => {
  const { verb, act } = chance.one(watches)
  const who = chance.one(hands)
  const its = chance.whole(0, 2 ** 31)
  return { who, verb, act: (person: Person) => act(person, name, world, chanceFrom(its)) }
}
