// `rebuild-rollups`: counts again what the reports keep ready, while the hospital works.
import { w } from '#kernel/words.ts'
import { rebuildRollups } from '#modules/insight/rollups.ts'
import { withHouse } from './beside.ts'
import type { Call } from './command.ts'

const named = { stays: w('出院随访', 'discharges'), cases: w('诉求', 'cases') }

/** Beside a running server or without one; reports are read meanwhile and are right at every moment. */
export const rebuild = async (call: Call): Promise<undefined> => {
  const counted = { stays: 0, cases: 0 }
  await withHouse(call, (house) =>
    rebuildRollups(house, (kind, done, of) => {
      counted[kind] = done
      if (done % 10 === 0 || done === of)
        call.say(
          w(`${named[kind].zh}：第 ${done} 旬，共 ${of} 旬`, `${named[kind].en}: ${done} of ${of} thirds of a month`),
        )
    }),
  )
  call.answer(
    counted,
    `✔ 已重新汇总：出院随访 ${counted.stays} 旬，诉求 ${counted.cases} 旬 · counted again: ${counted.stays} and ${counted.cases} thirds of a month`,
  )
  return undefined
}
