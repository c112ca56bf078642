// Whether the program hears every key when it calls fifty people at the same moment, through a real exchange.
import { furnishAutocalls, testSpeech, toBeCalled, untilOver, workLines } from '#test/autocalling.ts'
import { openDesk } from '#test/desk.ts'
import { telephoneLab, withoutLabs } from '#test/labs.ts'
import { furnishTelephone } from '#test/telephone.ts'
import type { Line } from './lab.ts'

const people = 50

/** `voice-keys-captured`: of the keys that fifty telephones pressed (1 after 4 s, 3 after 9 s), the share that was kept. */
export const benchVoice = async (): Promise<Line[]> => {
  const without = withoutLabs()
  if (without) throw new Error(without)
  const lab = await telephoneLab()
  const desk = await openDesk({ speech: testSpeech })
  try {
    await furnishTelephone(desk, lab, [{ number: '1900', kind: 'machine' }])
    await furnishAutocalls(desk)
    const usual = { from: '08:00', until: '20:00', days: 'all', tries: 2, callBackMinutes: 30 } as const
    await desk.people.lead.autocalls.set({ ...usual, lines: people, perSecond: 10 })
    for (let i = 0; i < people; i++) await toBeCalled(desk, `139${String(10_000 + i)}113`)
    const began = performance.now()
    const cpu = process.cpuUsage()
    const working = await workLines(desk)
    const rows = await untilOver(desk, people, 120).finally(() => working.stop())
    const seconds = (performance.now() - began) / 1000
    const { user, system } = process.cpuUsage(cpu)
    const kept = rows.filter(({ kept: answers }) => JSON.stringify(answers) === '{"pain":{"value":3}}').length
    return [
      {
        name: 'voice-keys-captured',
        // The first key says who it is, the second answers; both or it does not count.
        ratio: kept / people,
        goal: 1,
        direction: 'max',
        calls: rows.length,
        keys: rows.reduce((sum, row) => sum + row.keys, 0),
        seconds: Math.round(seconds),
        core: Math.round((100 * (user + system)) / 1e6 / seconds) / 100,
      },
    ]
  } finally {
    await desk.close()
  }
}
