// One import in a process of its own, so that its memory is its own: says how long it took and how much it held at most.
import { heldClock } from '#engine/clock.ts'
import { openHouse } from '#engine/house.ts'
import { openLog } from '#engine/log.ts'
import { importFile } from '#modules/patients/importing.ts'
import { modules } from '#src/modules.ts'

const [url, path, now] = process.argv.slice(2) as [string, string, string]
const house = await openHouse({ url, modules, clock: heldClock(now), log: openLog('error') })
const began = performance.now()
const result = await importFile(house, { kind: 'discharges', path, fileName: 'list.csv' })
const ms = performance.now() - began
const peakMb = process.resourceUsage().maxRSS / 1024
await house.stop()
process.stdout.write(`${JSON.stringify({ ms, peakMb, ...result, rejected: result.rejected.length })}\n`)
process.exit(0)
