// The product as a child of the bench: the same server that `serve` opens, with its sealer running beside it.
import { once } from 'node:events'
import { systemClock } from '#engine/clock.ts'
import { openHouse } from '#engine/house.ts'
import { openLog } from '#engine/log.ts'
import { openServer } from '#engine/serve.ts'
import { modules } from '#src/modules.ts'
import { takeDown, takenDown } from './statements.ts'

const [{ url }] = (await once(process, 'message')) as [{ url: string }]
const house = await openHouse({ url, modules, clock: systemClock, log: openLog('error') })
const server = await openServer(house, { perMinute: 100_000_000 })
await server.listen({ port: 0, host: '127.0.0.1' })
const sealing = setInterval(() => void house.seal().catch(() => {}), 1000)

process.on('message', async (message: { take?: boolean; taken?: boolean; stop?: boolean }) => {
  if (message.take) takeDown()
  if (message.stop) {
    clearInterval(sealing)
    await server.close()
    await house.stop()
    process.exit(0)
  }
  process.send!(message.taken ? takenDown() : {})
})
process.send!({ port: (server.server.address() as { port: number }).port })
// The bench has ended: nobody is left to serve.
process.on('disconnect', () => process.exit())
