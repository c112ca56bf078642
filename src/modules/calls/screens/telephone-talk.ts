// What is done about a call while it is spoken: end it, mute it, hold it, hand it over, join two.
import { t } from '#web/ui/language.ts'
import { toast } from '#web/ui/toast.tsx'
import type { Call, Place } from './telephone.ts'
import type { Legs } from './telephone-legs.ts'
import type { Leg } from './telephone-line.ts'

/** Who rings and has not been answered. */
export type Waiting = { readonly id: string; readonly leg: Leg; readonly stopBell: () => void }

/** The verbs of a conversation, over the legs of this page; `waiting` is who rings now. */
export const talkOver = (
  { legs, guests, callOf, change, going, main, consult, route }: Legs,
  { waiting, forget }: { waiting(): Waiting | undefined; forget(call: Call): void },
) => {
  /** The one that is spoken: the consultation while there is one. */
  const spoken = () => consult() ?? main()

  const hangUp = (id?: string) => {
    const call = id ? callOf(id) : spoken()
    if (!call) return
    if (call.id === '') return forget(call)
    const ringing = waiting()
    if (ringing?.id === call.id) return ringing.leg.end('declined')
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

  return { spoken, hangUp, mute, hold, transfer, join, completeTransfer }
}
