// How a call ended, from what the network said: Q.850 first, SIP second; and which disposition that proposes.
import { type Words, w } from '#kernel/words.ts'
import type { Disposition } from '#modules/contacts/dispositions.ts'

export const outcomeWords = {
  answered: w('已接通', 'Answered'),
  busy: w('占线', 'Busy'),
  'no-answer': w('无人接听', 'No answer'),
  unreachable: w('关机或不在服务区', 'Switched off or out of coverage'),
  rejected: w('对方拒接', 'Rejected'),
  'wrong-number': w('空号', 'No such number'),
  cancelled: w('我方挂断', 'Given up'),
  failed: w('线路故障', 'The line failed'),
} as const satisfies Record<string, Words>

export type Outcome = keyof typeof outcomeWords
export const outcomes = Object.keys(outcomeWords) as readonly Outcome[]

/** Who ended it: we, the person called or calling, the network before anybody spoke, or nobody knows (`lost`). */
export const enders = ['us', 'person', 'network', 'lost'] as const
export type Ender = (typeof enders)[number]

export type Ending = {
  /** The final SIP status, where there was one. */
  readonly status: number | null
  /** The cause of the Reason header, where it came. */
  readonly q850: number | null
  readonly by: Ender
  readonly answered: boolean
  /** We stopped ringing because the time was over, not because anybody wanted to. */
  readonly rangOut?: boolean
}

const byCause: Readonly<Record<number, Outcome>> = {
  1: 'wrong-number',
  2: 'wrong-number',
  3: 'wrong-number',
  16: 'cancelled',
  17: 'busy',
  18: 'no-answer',
  19: 'no-answer',
  20: 'unreachable',
  21: 'rejected',
  22: 'wrong-number',
  27: 'unreachable',
  28: 'wrong-number',
  34: 'failed',
  38: 'failed',
  41: 'failed',
  42: 'failed',
  57: 'failed',
}

const byStatus: Readonly<Record<number, Outcome>> = {
  404: 'wrong-number',
  408: 'no-answer',
  410: 'wrong-number',
  433: 'rejected',
  480: 'no-answer',
  484: 'wrong-number',
  486: 'busy',
  487: 'cancelled',
  600: 'busy',
  603: 'rejected',
  604: 'wrong-number',
  607: 'rejected',
  608: 'rejected',
}

/**
 * The outcome of a call. A cause says more than a status: 480 alone does not tell a telephone that nobody picks up from
 * one that is switched off. Whoever sees no cause gets the likelier of the two, and a person may correct it.
 */
export const outcomeOf = ({ status, q850, by, answered, rangOut = false }: Ending): Outcome => {
  if (answered) return 'answered'
  if (rangOut) return 'no-answer'
  if (by === 'us') return 'cancelled'
  if (by === 'lost') return 'failed'
  if (q850 !== null && byCause[q850]) return byCause[q850]
  return (status !== null && byStatus[status]) || 'failed'
}

// Shorter, and nobody has had the time to reach his telephone.
const fairRinging = 15

/**
 * What the outcome proposes for the desk, or null where it says nothing of the person: our own line failed, or we gave
 * up before anybody could have answered. Whoever rejects a call has not refused follow-up, which would be for ever.
 */
export const dispositionOf = (outcome: Outcome, rangSeconds = 0): Disposition | null => {
  switch (outcome) {
    case 'answered':
      return 'reached'
    case 'busy':
      return 'busy'
    case 'no-answer':
      return 'no-answer'
    case 'unreachable':
      return 'powered-off'
    case 'rejected':
      return 'not-now'
    case 'wrong-number':
      return 'out-of-service'
    case 'cancelled':
      return rangSeconds >= fairRinging ? 'no-answer' : null
    case 'failed':
      return null
  }
}
