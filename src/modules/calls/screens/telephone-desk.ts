// The telephone at work: dialling, who calls and who listens, the line itself, and the devices of this machine.
import { w } from '#kernel/words.ts'
import { t } from '#web/ui/language.ts'
import { toast } from '#web/ui/toast.tsx'
import type { Dialled, Place } from './telephone.ts'
import { type Held, openLegs, type Store } from './telephone-legs.ts'
import { type Account, type Leg, type Line, openLine } from './telephone-line.ts'
import {
  chosenDevices,
  microphone,
  microphoneIsOpen,
  type Problem,
  play,
  releaseMicrophone,
  sound,
  soundProblems,
  whenUnplugged,
} from './telephone-sound.ts'
import { holdTab } from './telephone-tab.ts'
import { talkOver, type Waiting } from './telephone-talk.ts'

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

export const openDesk = (account: Account, owner: string, store: Store): Desk => {
  const { read, write } = store
  const calls = openLegs(store)
  const { legs, guests, callOf, change, going, main, stamp, say, well, soundOrWords, route, follow, fresh } = calls
  let line: Line | undefined
  let waiting: Waiting | undefined
  const talk = talkOver(calls, {
    waiting: () => waiting,
    forget: (call) => write({ calls: read().calls.filter((one) => one !== call) }),
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
    ...talk,
    press: (keys) => {
      const call = talk.spoken()
      if (call) legs.get(call.id)?.leg.press(keys)
    },
    takeOver: tab.take,
    retry: async () => {
      const stream = await soundOrWords()
      for (const track of stream?.getTracks() ?? []) track.stop()
      if (legs.size === 0) releaseMicrophone()
    },
  }
}
