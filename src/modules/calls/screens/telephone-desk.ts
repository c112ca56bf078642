// The telephone at work: legs of the line become calls of the store, with their sound, their guests and their end.
import { w } from '#kernel/words.ts'
import { now } from '#web/ui/clock.ts'
import { t } from '#web/ui/language.ts'
import { toast } from '#web/ui/toast.tsx'
import type { Call, Dialled, Heard, Place, Telephone } from './telephone.ts'
import { type Account, type Leg, type Line, openLine } from './telephone-line.ts'
import { type Mixed, mix } from './telephone-mix.ts'
import {
  chosenDevices,
  microphone,
  microphoneIsOpen,
  type Problem,
  play,
  problemOf,
  releaseMicrophone,
  sound,
  soundProblems,
  whenUnplugged,
} from './telephone-sound.ts'
import { holdTab } from './telephone-tab.ts'

export type Desk = {
  dial(place: Place, of: Dialled): Promise<string | undefined>
  answer(): Promise<void>
  hangUp(id?: string): void
  mute(on: boolean): void
  hold(on: boolean): Promise<void>
  press(keys: string): void
  transfer(place: Place): Promise<boolean>
  completeTransfer(): Promise<void>
  join(): void
  takeOver(): void
  retry(): Promise<void>
}

type Store = { read(): Telephone; write(patch: Partial<Telephone>): void; heard: Heard }

/** A leg with what must be ended together with it. */
type Held = {
  /** The call it is of; of a guest the call that he listens to. */
  id: string
  readonly leg: Leg
  readonly local: MediaStream
  mixed?: Mixed
  readonly over: (() => void)[]
}

const refusedLine = (code: number | null): Problem => ({
  code: 'refused-line',
  says: w(
    `电话系统不接受这个分机${code ? `（${code}）` : ''}`,
    `The exchange does not accept this extension${code ? ` (${code})` : ''}`,
  ),
  todo: w(
    '请信息科在“电话”设置里检查分机号和密码。',
    'Ask IT to check the extension and its password under “Telephone”.',
  ),
})

const lostLine = (words: string): Problem => ({
  code: 'lost-line',
  says: w(
    words ? `电话暂时连不上：${words}` : '电话暂时连不上',
    words ? `The telephone is out of reach: ${words}` : 'The telephone is out of reach',
  ),
  todo: w('正在自动重连；通话中的电话不受影响。', 'It reconnects by itself; a call in progress goes on.'),
})
/** A line that comes back within this time is not spoken of. */
const quietMs = 2500

/** How a colleague's call to this extension is marked by our own server, which lets nobody else mark one so. */
const guestHeader = 'X-Huiyin-Listen'
const joinHeader = 'X-Huiyin-Join'

export const openDesk = (account: Account, owner: string, { read, write, heard }: Store): Desk => {
  const legs = new Map<string, Held>()
  const guests = new Map<string, Held>()
  let line: Line | undefined

  const callOf = (id: string) => read().calls.find((call) => call.id === id)
  const change = (id: string, patch: Partial<Call>) =>
    write({ calls: read().calls.map((call) => (call.id === id ? { ...call, ...patch } : call)) })
  const going = () => read().calls.filter(({ phase }) => phase !== 'ended')
  const main = () => going().find(({ role }) => role !== 'consult')
  const consult = () => going().find(({ role }) => role === 'consult')
  const stamp = () => now().toISOString()

  const say = (problem: Problem) => write({ problem })
  const well = (...codes: string[]) => {
    if (codes.includes(read().problem?.code ?? '')) write({ problem: null })
  }

  /** The microphone for one leg: a track of its own, so that holding one call silences no other. */
  const ear = async (): Promise<MediaStream> => {
    const stream = await microphone()
    well('refused', 'no-microphone', 'busy', 'insecure', 'unplugged')
    return stream.clone()
  }
  const soundOrWords = () =>
    ear().catch((problem: Problem) => {
      const it = problem.says ? problem : problemOf(problem)
      say(it)
      toast(`${t(it.says)}。${t(it.todo)}`, { tone: 'bad' })
      return undefined
    })

  // What is sent and heard

  /** Sends each leg what it may hear: the microphone alone as it is, more than that as a sum. */
  const route = () => {
    const talking = main()
    const aside = consult()
    for (const [id, held] of legs) {
      const others: MediaStream[] = []
      const call = callOf(id)
      if (call?.joined) {
        for (const other of [talking, aside]) {
          const remote = other && other.id !== id ? legs.get(other.id)?.leg.remote : undefined
          if (remote) others.push(remote)
        }
      }
      if (call && call.role !== 'guest')
        for (const guest of call.guests) {
          const remote = guest.joins ? guests.get(guest.id)?.leg.remote : undefined
          if (remote) others.push(remote)
        }
      send(held, others)
    }
    for (const held of guests.values()) {
      const remote = legs.get(held.id)?.leg.remote
      send(held, remote ? [remote] : [])
    }
  }
  const send = (held: Held, others: readonly MediaStream[]) => {
    const before = held.mixed
    if (others.length === 0) {
      if (!before) return
      delete held.mixed
      void held.leg.speak(held.local.getAudioTracks()[0]!).then(before.stop)
      return
    }
    held.mixed = mix([held.local, ...others])
    void held.leg.speak(held.mixed.track).then(() => before?.stop())
  }

  const ringback = (held: Held) => {
    const stop = sound('ringback')
    held.over.push(stop)
    return stop
  }

  /** Follows a leg until its end; the store shows what happens to it. */
  const follow = (held: Held) => {
    const { leg } = held
    let stopRinging: (() => void) | undefined
    let answered = false
    let told = false
    const begin = () => {
      if (!answered || told || !leg.remote) return
      told = true
      if (callOf(held.id)?.role !== 'guest') {
        const end = heard(held.id, held.local, leg.remote)
        if (end) held.over.push(end)
      }
      route()
    }
    leg.listen({
      ringing: (early) => {
        change(held.id, { phase: early ? 'announcing' : 'ringing' })
        // 180 without sound: nobody else makes the tone. What the network plays itself is heard instead.
        if (early) stopRinging?.()
        else if (!leg.remote) stopRinging ??= ringback(held)
      },
      media: (remote) => {
        held.over.push(play(remote))
        begin()
      },
      answered: () => {
        stopRinging?.()
        answered = true
        change(held.id, { phase: 'talking', answeredAt: stamp() })
        begin()
      },
      heldByThem: (heldByThem) => change(held.id, { heldByThem }),
      ended: (end) => over(held, end),
    })
  }

  const over = (held: Held, end: Call['end'] & { ours?: boolean }) => {
    for (const stop of held.over) stop()
    held.mixed?.stop()
    for (const track of held.local.getTracks()) track.stop()
    legs.delete(held.id)
    const { by, sip, q850 } = end
    change(held.id, { phase: 'ended', endedAt: stamp(), end: { by, sip, q850 }, held: false, guests: [] })
    for (const guest of guests.values()) if (guest.id === held.id) guest.leg.end()
    if (by !== 'us') sound('busy', 3)
    // Whoever was on hold for a consultation stays there until the agent takes him back; a conference of one ends.
    for (const call of going()) if (call.joined) change(call.id, { joined: false })
    route()
    if (legs.size === 0) releaseMicrophone()
  }

  const fresh = (of: Partial<Call>): Call => ({
    id: '',
    direction: 'out',
    role: 'main',
    who: '',
    about: null,
    phase: 'dialling',
    startedAt: stamp(),
    answeredAt: null,
    endedAt: null,
    muted: false,
    held: false,
    heldByThem: false,
    leaving: false,
    joined: false,
    guests: [],
    end: null,
    ...of,
  })

  /** The microphone was allowed before: then it may be opened while the server still looks up the number. */
  const allowed = async () => {
    const state = await navigator.permissions?.query({ name: 'microphone' as PermissionName }).catch(() => undefined)
    return state?.state === 'granted'
  }

  let beginning = false
  const dial: Desk['dial'] = async (place, { who, about, role = 'main', silent = false }) => {
    const line_ = line
    if (!line_ || read().line === 'elsewhere') {
      toast(t('电话在另一个标签页里', 'The telephone is in another tab'), { tone: 'bad' })
      return undefined
    }
    if (beginning) return undefined
    if (role !== 'consult' && main()) {
      toast(t('正在通话，请先挂断', 'You are on the telephone: hang up first'), { tone: 'bad' })
      return undefined
    }
    // What takes longest is begun first: the server looks the number up while the microphone is opened.
    beginning = true
    const asked = microphoneIsOpen() || (await allowed()) ? place() : undefined
    beginning = false
    write({ calls: [...going(), fresh({ who, about, role })] })
    const drop = () => write({ calls: read().calls.filter(({ id }) => id !== '') })
    const local = await soundOrWords()
    if (!local) return void drop()
    if (silent) for (const track of local.getTracks()) track.enabled = false
    const placing = (asked ?? place()).catch(() => undefined)
    const leg = line_.call(
      placing.then((it) => it?.target ?? Promise.reject(new Error('refused'))),
      local,
    )
    const placed = await placing
    // Given up while the server was looking, or refused by it: nothing was dialled.
    if (!placed || !read().calls.some(({ id }) => id === '')) {
      leg.end()
      for (const track of local.getTracks()) track.stop()
      return void drop()
    }
    write({ calls: read().calls.map((call) => (call.id === '' ? { ...call, id: placed.callId } : call)) })
    const held: Held = { id: placed.callId, leg, local, over: [] }
    legs.set(held.id, held)
    follow(held)
    return held.id
  }

  // What comes in

  const guest = (leg: Leg, joins: boolean) => {
    const talking = main()
    const held = talking && legs.get(talking.id)
    if (!held || talking.phase !== 'talking') return leg.end('declined')
    const local = held.local.clone()
    const mine: Held = { id: talking.id, leg, local, over: [] }
    const who = leg.name || t('同事', 'A colleague')
    leg.listen({
      media: (remote) => {
        if (joins) mine.over.push(play(remote))
        route()
      },
      answered: () => {
        guests.set(leg.id, mine)
        change(mine.id, { guests: [...(callOf(mine.id)?.guests ?? []), { id: leg.id, name: who, joins }] })
        route()
        toast(joins ? t(`${who} 加入了通话`, `${who} has joined`) : t(`${who} 正在旁听`, `${who} is listening`))
      },
      ended: () => {
        for (const stop of mine.over) stop()
        mine.mixed?.stop()
        for (const track of local.getTracks()) track.stop()
        guests.delete(leg.id)
        change(mine.id, { guests: (callOf(mine.id)?.guests ?? []).filter(({ id }) => id !== leg.id) })
        route()
      },
    })
    leg.answer(local)
  }

  const incoming = (leg: Leg) => {
    if (leg.header(guestHeader)) return guest(leg, leg.header(joinHeader) === 'true')
    if (going().length > 0) return leg.end('busy')
    const id = leg.who.replace(/^call-/, '')
    write({ calls: [fresh({ id, direction: 'in', who: leg.name, phase: 'ringing' })] })
    const stopBell = sound('bell')
    waiting = { id, leg, stopBell }
    leg.listen({
      answered: stopBell,
      ended: (end) => {
        stopBell()
        if (waiting?.leg !== leg) return
        waiting = undefined
        change(id, { phase: 'ended', endedAt: stamp(), end: { by: end.by, sip: end.sip, q850: end.q850 } })
      },
    })
  }
  let waiting: { readonly id: string; readonly leg: Leg; readonly stopBell: () => void } | undefined

  const answer = async () => {
    const call = waiting
    if (!call) return
    call.stopBell()
    const local = await soundOrWords()
    if (!local || waiting !== call) return
    waiting = undefined
    const held: Held = { id: call.id, leg: call.leg, local, over: [] }
    legs.set(held.id, held)
    follow(held)
    call.leg.answer(local)
  }

  // While talking

  /** The one that is spoken: the consultation while there is one. */
  const spoken = () => consult() ?? main()

  const hangUp: Desk['hangUp'] = (id) => {
    const call = id ? callOf(id) : spoken()
    if (!call) return
    if (call.id === '') return write({ calls: read().calls.filter((one) => one !== call) })
    if (waiting?.id === call.id) return waiting.leg.end('declined')
    legs.get(call.id)?.leg.end()
  }

  const mute = (on: boolean) => {
    for (const call of going()) {
      const held = legs.get(call.id)
      if (!held || call.role === 'guest') continue
      // What is mixed in with the microphone is still heard.
      if (held.mixed) for (const track of held.local.getTracks()) track.enabled = !on
      else held.leg.mute(on)
      change(call.id, { muted: on })
    }
    for (const held of guests.values()) for (const track of held.local.getTracks()) track.enabled = !on
  }

  const holdOne = async (call: Call, on: boolean) => {
    const held = legs.get(call.id)
    if (!held || call.phase !== 'talking' || call.held === on) return
    await held.leg.hold(on).then(
      () => change(call.id, { held: on }),
      () => toast(t('现在不能保持，请再试一次', 'It cannot be held just now: try again'), { tone: 'bad' }),
    )
  }
  /** Holds the one that is spoken, or goes back and forth between two. */
  const hold = async (on: boolean) => {
    const first = main()
    if (!first) return
    const second = consult()
    if (!second) return holdOne(first, on)
    await holdOne(on ? first : second, true)
    await holdOne(on ? second : first, false)
  }

  const place2 = async (place: Place) => {
    const placed = await place().catch(() => undefined)
    return placed?.target
  }

  const transfer = async (place: Place): Promise<boolean> => {
    const call = main()
    const held = call && legs.get(call.id)
    const target = held && (await place2(place))
    if (!target) return false
    change(call.id, { leaving: true })
    const worked = await held.leg.refer(target)
    change(call.id, { leaving: false })
    if (worked) held.leg.end()
    else
      toast(
        t(
          '对方的电话系统不接受直接转接：请先“咨询”同事，再“转接”。',
          'The other side refuses to be handed over: consult a colleague first, then connect them.',
        ),
        { tone: 'bad' },
      )
    return worked
  }

  const join = () => {
    const [first, second] = [main(), consult()]
    if (!first || !second) return
    void (async () => {
      await holdOne(first, false)
      await holdOne(second, false)
      change(first.id, { joined: true })
      change(second.id, { joined: true })
      route()
    })()
  }

  const completeTransfer = async () => {
    const [first, second] = [main(), consult()]
    const [from, to] = [first && legs.get(first.id), second && legs.get(second.id)]
    if (!first || !second || !from || !to) return
    change(first.id, { leaving: true })
    const worked = await from.leg.refer(to.leg.who, to.leg)
    change(first.id, { leaving: false })
    if (worked) {
      from.leg.end()
      to.leg.end()
      return
    }
    if (callOf(first.id)?.phase !== 'talking' || callOf(second.id)?.phase !== 'talking') return
    join()
    toast(
      t(
        '电话系统不能转走这通电话：双方已在您这里接通，请勿关闭本页；不需要您时可静音。',
        'The exchange cannot hand this call over: both are connected through you. Keep this page open; mute yourself if you like.',
      ),
    )
  }

  // The line, the tab and the devices

  let quiet: ReturnType<typeof setTimeout> | undefined
  const start = () => {
    write({ line: 'connecting', extension: account.extension })
    line = openLine(account, {
      state: (state, code, words) => {
        clearTimeout(quiet)
        if (state === 'ready') {
          write({ line: 'ready' })
          well('lost-line', 'refused-line')
        } else if (state === 'refused') {
          write({ line: 'refused' })
          say(refusedLine(code))
        } else
          quiet = setTimeout(() => {
            write({ line: state })
            if (state === 'lost') say(lostLine(words))
          }, quietMs)
      },
      incoming,
    })
  }
  const stop = () => {
    clearTimeout(quiet)
    line?.close()
    line = undefined
  }
  const tab = holdTab(owner, {
    ours: start,
    elsewhere: () => write({ line: 'elsewhere', extension: account.extension }),
    /** Another tab asks for the telephone; who is talking keeps it. */
    asked: () => {
      if (going().length > 0) return false
      stop()
      return true
    },
  })

  // A closed tab must not leave anybody in a dead call.
  addEventListener('pagehide', stop)
  addEventListener('beforeunload', (event) => {
    if (going().some(({ role }) => role !== 'guest')) event.preventDefault()
  })

  if (!globalThis.isSecureContext || !navigator.mediaDevices) say(soundProblems.insecure)
  const anew = async () => {
    const stream = await microphone().catch(() => undefined)
    if (!stream) return
    for (const held of [...legs.values(), ...guests.values()]) {
      const [track] = stream.clone().getAudioTracks()
      for (const old of held.local.getAudioTracks()) {
        track!.enabled = old.enabled
        held.local.removeTrack(old)
      }
      held.local.addTrack(track!)
      if (held.mixed) continue
      await held.leg.speak(track!)
    }
    route()
    well('unplugged')
  }
  whenUnplugged(() => {
    if (legs.size > 0) say(soundProblems.unplugged)
    void anew()
  })
  navigator.mediaDevices?.addEventListener('devicechange', () => {
    if (read().problem?.code === 'unplugged' || chosenDevices().microphone) void (legs.size > 0 && anew())
  })

  return {
    dial,
    answer,
    hangUp,
    mute,
    hold,
    press: (keys) => {
      const call = spoken()
      if (call) legs.get(call.id)?.leg.press(keys)
    },
    transfer,
    completeTransfer,
    join,
    takeOver: tab.take,
    retry: async () => {
      const stream = await soundOrWords()
      for (const track of stream?.getTracks() ?? []) track.stop()
      if (legs.size === 0) releaseMicrophone()
    },
  }
}
