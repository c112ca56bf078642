// How calls and agents' states are called on screens.
import { type Words, w } from '#kernel/words.ts'
import { t } from '#web/ui/language.ts'
import { outcomeOf, outcomeWords } from '../outcomes.ts'
import { clockFace } from './elapsed.tsx'
import type { Call } from './telephone.ts'

export const stateWords = {
  ready: w('就绪', 'Ready'),
  calling: w('通话中', 'On a call'),
  'wrap-up': w('登记中', 'Wrap-up'),
  break: w('小休', 'Break'),
  off: w('未就绪', 'Not ready'),
} as const satisfies Record<string, Words>

/** Why somebody rests; the words themselves are kept, so that the board says them. */
export const breaks: readonly Words[] = [
  w('休息', 'Rest'),
  w('用餐', 'Meal'),
  w('开会', 'Meeting'),
  w('培训', 'Training'),
  w('其他工作', 'Other work'),
]

const phases = {
  dialling: w('正在拨号', 'Dialling'),
  ringing: w('对方振铃', 'Ringing'),
  announcing: w('网络提示音', 'Network announcement'),
  talking: w('通话中', 'Talking'),
  ended: w('已结束', 'Over'),
} as const satisfies Record<Call['phase'], Words>

/** What goes on in a call, in a word. */
export const sayPhase = (call: Call): string => {
  if (call.leaving) return t('正在转接', 'Handing over')
  if (call.joined) return t('三方通话', 'All three')
  if (call.held) return t('保持中', 'On hold')
  if (call.heldByThem) return t('对方已保持', 'Held by them')
  if (call.role === 'guest' && call.phase === 'talking') return t('旁听中', 'Listening')
  return t(phases[call.phase])
}

/** How this page saw it end; the server's own word may know better and comes with the call's row. */
export const sayEnd = (call: Call): string => {
  if (!call.end) return ''
  const { by, sip, q850 } = call.end
  if (call.answeredAt && call.endedAt) {
    const seconds = (new Date(call.endedAt).getTime() - new Date(call.answeredAt).getTime()) / 1000
    const words =
      by === 'them' ? t('对方挂断', 'They hung up') : by === 'us' ? t('已挂断', 'Hung up') : t('通话中断', 'Cut off')
    return `${words} ${clockFace(seconds)}`
  }
  if (call.direction === 'in') return by === 'us' ? t('已拒接', 'Declined') : t('未接', 'Missed')
  const ender = by === 'them' ? 'person' : by === 'us' ? 'us' : 'network'
  return t(outcomeWords[outcomeOf({ status: sip, q850, by: ender, answered: false })])
}
