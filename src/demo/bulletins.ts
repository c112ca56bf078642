// The demo's bulletins: the month before last is out and partly signed for, last month's are drafts with a first word.
import type { OpenHouse } from '#engine/house.ts'
import { addMonths, monthOf } from '#kernel/time.ts'
import { approve, make, propose, publish, sign, write } from '#modules/bulletins/commands.ts'
import { drafted } from '#modules/bulletins/making.ts'
import { act } from './acting.ts'
import type { DemoHospital } from './hospital.ts'

const foreword =
  '感谢各科室坚持出院回访，把患者的话当回事。请科主任在晨会上读一读本科室的通报，表扬的讲给当事人听，没办完的当天认领。'
const next = '1. 出院带药讲解：责任护士床旁讲一遍，请患者复述。\n2. 超时的诉求月底前清零，由科主任签字。'
const criticism = '个别诉求拖到第二轮才答复本人。问题不大，等的人很急：请先打一个电话说明办到哪一步。'

/**
 * Publishes the hospital's and two departments' of the month before last, with some receipts; drafts last month's. The other
 * departments' are drafted once the hospital is open: nobody waits for them.
 */
export const bulletins = async (house: OpenHouse, { people, placeOf }: DemoHospital): Promise<void> => {
  const { jiancha, yuanzhang, xinnei, puwai, chanke } = people
  const last = addMonths(monthOf(house.clock.now()), -1)
  const earlier = addMonths(last, -1)
  const published = async (id: string): Promise<void> => {
    await act(house, jiancha!, propose, { id })
    await act(house, yuanzhang!, approve, { id })
    await act(house, jiancha!, publish, { id })
  }
  const { id } = (await act(house, jiancha!, make, { month: earlier })) as { id: string }
  for (const [slot, text] of Object.entries({ foreword, criticism, next }))
    await act(house, jiancha!, write, { id, slot, text })
  await published(id)
  for (const one of [xinnei!, chanke!, yuanzhang!]) await act(house, one, sign, { id })
  for (const [name, head] of [
    ['心内科', xinnei!],
    ['普外科', puwai!],
  ] as const) {
    const own = await house.run(jiancha!, (ctx) => drafted(ctx, earlier, placeOf(name)))
    if (!own) continue
    await published(own)
    if (name === '心内科') await act(house, head, sign, { id: own })
  }
  const { id: draft } = (await act(house, jiancha!, make, { month: last })) as { id: string }
  await act(house, jiancha!, write, { id: draft, slot: 'foreword', text: foreword })
}
