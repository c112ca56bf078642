// People who write while the program is killed under them, each write under a key of its own, and who keep what was acknowledged.
import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Chance } from '#src/demo/chance.ts'
import { password } from './desk.ts'
import type { Login } from './people.ts'

export type Write = {
  readonly who: Login
  readonly verb: string
  readonly path: string
  readonly body: object
  /** What it can be found by in the records. */
  readonly mark: string
  readonly key: string
  readonly subject?: string
  acknowledged: boolean
  reply?: unknown
}

export type Writers = {
  readonly writes: Write[]
  /** What nobody should ever have been answered. */
  readonly surprises: string[]
  readonly repeated: () => number
  resume(): void
  /** Nobody begins another write; those under way come to their end. */
  pause(): Promise<void>
  /** Waits until somebody was answered with this status, or the time is over. */
  met(status: number, ms: number): Promise<void>
  /** Sends some acknowledged writes again: the same reply comes back. */
  again(chance: Chance, some: number): Promise<void>
  /** Every write that was begun comes to its end. */
  settled(): Promise<void>
}

/** Begins paused. `stays` are to be complained about, `tasks` are on nurse2's list. */
export const openWriters = async (
  address: string,
  { stays, tasks }: { stays: string[]; tasks: string[] },
): Promise<Writers> => {
  const writes: Write[] = []
  const surprises: string[] = []
  const statuses: number[] = []
  let repeated = 0
  let open = Promise.withResolvers<void>()
  let paused = true
  let underWay = 0
  let ending = false

  const cookies = new Map<Login, string>()
  for (const login of ['nurse', 'nurse2', 'lead', 'supervision', 'cardiology'] as const) {
    const headers = { 'content-type': 'application/json' }
    const reply = await fetch(`${address}/api/v1/session/sign-in`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ login, password }),
    })
    assert.equal(reply.status, 200)
    cookies.set(login, reply.headers.getSetCookie()[0]!.split(';')[0]!)
  }

  const send = async ({ who, path, body, key }: Write): Promise<{ status: number; reply: unknown }> => {
    underWay++
    try {
      const reply = await fetch(`${address}/api/v1${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie: cookies.get(who)!, 'idempotency-key': key },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(20_000),
      })
      statuses.push(reply.status)
      const text = await reply.text()
      return { status: reply.status, reply: text === '' ? null : JSON.parse(text) }
    } catch {
      // Whether it was done nobody can tell from here.
      return { status: 0, reply: null }
    } finally {
      underWay--
    }
  }

  /** Sends until it is acknowledged, always under the same key. */
  const write = async (
    who: Login,
    verb: string,
    path: string,
    body: object,
    mark: string,
    subject?: string,
  ): Promise<Write> => {
    const it: Write = {
      who,
      verb,
      path,
      body,
      mark,
      key: crypto.randomUUID(),
      acknowledged: false,
      ...(subject ? { subject } : {}),
    }
    writes.push(it)
    for (let tries = 0; ; tries++) {
      if (paused) await open.promise
      if (tries > 0) repeated++
      const { status, reply } = await send(it)
      if (status >= 200 && status < 300) {
        it.acknowledged = true
        it.reply = reply
        return it
      }
      if (![0, 503, 429].includes(status)) {
        surprises.push(`${verb}: ${status} ${JSON.stringify(reply)}`)
        throw new Error(`${verb}: ${status}`)
      }
      await sleep(status === 429 ? 1000 : 100)
    }
  }

  let n = 0
  const next = (what: string) => `${what} ${String(++n).padStart(6, '0')}`
  const idOf = ({ reply }: Write) => (reply as { id: string }).id
  const one = <T>(list: readonly T[]): T => list[n % list.length]!
  const complain = (who: Login) => {
    const mark = next('反映候诊太久')
    return write(who, 'case.open', '/cases', { encounterId: one(stays), text: mark, category: 'D3' }, mark)
  }
  const comment = (who: Login, id: string) => {
    const mark = next('备注')
    return write(who, 'case.comment', `/cases/${id}/comment`, { words: mark }, mark, id)
  }

  // What each of them does all day.
  const days: (() => Promise<unknown>)[] = [
    async () => {
      const id = idOf(await complain('nurse'))
      await Promise.all([comment('nurse', id), comment('lead', id)])
    },
    async () => {
      const task = one(tasks)
      const path = `/followups/${task}`
      for (let i = 0; i < 2; i++) {
        const mark = next('草稿')
        await write('nurse2', 'task.draft', `${path}/draft`, { draft: { note: mark } }, mark, task)
      }
      const mark = next('未接')
      await write('nurse2', 'task.attempt', `${path}/attempt`, { disposition: 'no-answer', note: mark }, mark, task)
    },
    async () => {
      // All the way to the person: what follows from telling is a job of its own.
      const id = idOf(await complain('lead'))
      const [findings, words, what] = [next('核实情况属实可查'), next('审核'), next('已告知患者')]
      await write(
        'cardiology',
        'case.answer',
        `/cases/${id}/answer`,
        { findings, measures: '增设导诊人员，延迟即广播。' },
        findings,
        id,
      )
      await write('supervision', 'case.pass', `/cases/${id}/pass`, { words }, words, id)
      await write('lead', 'case.tell', `/cases/${id}/tell`, { how: 'call', what }, what, id)
    },
    async () => {
      const id = idOf(await complain('supervision'))
      await comment('supervision', id)
    },
  ]
  const running = days.map(async (day) => {
    while (!ending) {
      if (paused) await open.promise
      await day().catch(() => sleep(50))
    }
  })

  return {
    writes,
    surprises,
    repeated: () => repeated,
    resume: () => {
      paused = false
      open.resolve()
    },
    pause: async () => {
      open = Promise.withResolvers()
      paused = true
      while (underWay > 0) await sleep(5)
    },
    met: async (status, ms) => {
      const from = statuses.length
      for (const begun = performance.now(); performance.now() - begun < ms; await sleep(5))
        if (statuses.indexOf(status, from) >= 0) return
    },
    again: async (chance, some) => {
      const done = writes.filter(({ acknowledged }) => acknowledged)
      for (let i = 0; i < some && done.length > 0; i++) {
        const it = chance.one(done)
        const { status, reply } = await send(it)
        assert.ok(status >= 200 && status < 300, `${it.verb} again: ${status}`)
        assert.deepEqual(reply, it.reply, `${it.verb}: the same key, the same reply`)
      }
    },
    settled: async () => {
      ending = true
      await Promise.all(running)
    },
  }
}
