// Ten thousand verbs by chance, six hands at once: no matter without an owner, no step off the table, nothing lost, nothing twice.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { openModel } from './model.ts'

const verbs = 10_000
// A fixed one keeps the gate still; `npm run soak` tries a new one every ten thousand verbs.
const seed = Number(process.env.SEED ?? 8830)

describe('一家随机运转的医院', { timeout: 590_000 }, () => {
  test(`${verbs} 个动作,种子 ${seed}`, async (t) => {
    const model = await openModel(seed)
    try {
      await model.run(() => model.sent() >= verbs)
      await model.finish()
      t.diagnostic(`${model.sent()} sent, ${model.done()} done`)
      // The model still knows what people do: matters go all the way, and round again.
      for (const verb of [
        'case.open',
        'case.answer',
        'case.pass',
        'case.consent',
        'case.tell',
        'case.confirm',
        'case.reopen',
        'case.merge',
      ])
        assert.ok(model.by.get(verb), `nobody did ${verb}`)
      for (const verb of [
        'task.claim',
        'task.attempt',
        'task.complete',
        'task.resolve',
        'task.reopen',
        'staff.disable',
      ])
        assert.ok(model.by.get(verb), `nobody did ${verb}`)
    } finally {
      await model.close()
    }
  })
})
