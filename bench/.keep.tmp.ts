import { openLab } from './lab.ts'
import { found } from './hospital.ts'
import { fill } from './.r.tmp.ts'
import { addDays, dayOf } from '#kernel/time.ts'
const lab = await openLab()
await fill(lab.url, await found(lab.url), 1_000_000, addDays(dayOf(new Date()), -730))
console.log(lab.url)
process.on('SIGTERM', async () => { await lab.close(); process.exit() })
setInterval(() => {}, 1000)
