// A line at the PBX: JsSIP on the server, with plain RTP instead of a browser's media.
import type { VoiceAccount, VoiceCall, VoiceGateway } from './shapes.ts'

export type {
  CallEnded,
  CallOptions,
  Digit,
  IncomingCall,
  PlacedCall,
  Sound,
  VoiceAccount,
  VoiceCall,
  VoiceGateway,
} from './shapes.ts'

/** Opens a line; it connects, registers and comes back by itself until it is stopped. Needs a process of its own. */
export const openGateway = (_account: VoiceAccount): VoiceGateway => {
  throw new Error('not yet')
}

/**
 * Lets two answered calls hear each other: what one says goes to the other as it is, and keys too. Whatever was
 * playing stops. Answers how to part them again; ending either call parts them by itself and leaves the other up.
 */
export const bridge = (_a: VoiceCall, _b: VoiceCall): (() => void) => {
  throw new Error('not yet')
}
