// The lines of the voice process: what a module is given to furnish, and what it gives back.
import type { OpenHouse } from '../../house.ts'
import type { VoiceGateway } from './shapes.ts'

/** What a line is for: `machine` calls people, `hotline` is called by them. */
export type LineKind = 'machine' | 'hotline'

/** An extension that this process alone works. */
export type VoiceLine = {
  /** The id of its `extensions` row. */
  readonly id: string
  readonly exchangeId: string
  readonly number: string
  readonly kind: LineKind
  readonly gateway: VoiceGateway
}

/** The voice process as modules see it (`Module.lines`). */
export type Voice = {
  readonly house: OpenHouse
  /**
   * Runs `work` for each line of this kind, now or when it is opened later; what it answers is called when the line
   * closes (the process stops, or the extension was taken away in the settings). Failures are logged, the line stays.
   */
  eachLine(kind: LineKind, work: (line: VoiceLine) => (() => Promise<void>) | Promise<() => Promise<void>>): void
}

/** How a module furnishes the voice process; called once, before any line is opened. */
export type Furnishes = (voice: Voice) => void
