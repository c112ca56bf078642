// The log: one JSON object a line, never a body, a token or a patient.
import { type Logger, pino } from 'pino'

export type { Logger }

/** Writes to standard error; `silent` for tests and tools. */
export const openLog = (level: 'info' | 'warn' | 'error' | 'silent'): Logger =>
  pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination({ dest: 2, sync: false }))
