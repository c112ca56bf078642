// `npm run soak`: the model test for as long as one likes. SECONDS=600 SEED=7 AT_ONCE=6; without a seed a new one every ten thousand verbs.
import { stopPostgres } from './desk.ts'
import { openModel } from './model.ts'

const { SECONDS = '60', SEED, AT_ONCE = '6' } = process.env
const until = performance.now() + Number(SECONDS) * 1000
const begun = Math.floor(Date.now() / 1000) % 1_000_000

for (let n = 0; performance.now() < until; n++) {
  const seed = SEED === undefined ? begun + n : Number(SEED)
  const model = await openModel(seed, Number(AT_ONCE))
  try {
    await model.run(() => performance.now() > until || (SEED === undefined && model.sent() >= 10_000))
    await model.finish()
    console.log(`seed ${seed}: ${model.sent()} verbs sent, ${model.done()} done, all promises kept`)
  } catch (error) {
    console.error((error as Error).message)
    process.exitCode = 1
    break
  } finally {
    await model.close()
  }
}

await stopPostgres()
process.exit()
