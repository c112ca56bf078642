// The voice process by itself, under a held clock, for a test that kills it: `kill-voice.ts <database> <moment> <vault key>`.
import { heldClock } from '#engine/clock.ts'
import { openHouse } from '#engine/house.ts'
import { openLog } from '#engine/log.ts'
import { openVoice } from '#engine/outside/voice/working.ts'
import { machineLines } from '#modules/calls/machines.ts'
import { modules } from '#src/modules.ts'

const [url, at, key] = process.argv.slice(2) as [string, string, string]
const house = await openHouse({
  ...{ url, modules, clock: heldClock(at), log: openLog('silent'), poolSize: 4 },
  vaultKey: Buffer.from(key, 'hex'),
  neighbours: ['127.0.0.0/8'],
})
const working = await openVoice({ house, modules, rows: () => machineLines(house), seconds: 1 })
for (const { gateway } of working.lines) await gateway.ready()
process.stdout.write('ready\n')
