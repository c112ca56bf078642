// The log: one JSON object a line, never a body, a token or a patient.
import { type Logger, pino } from 'pino'

export type { Logger }

// An error of the database carries its whole connection with it, which says nothing and fills pages.
const err = (error: unknown): object => {
  const { client: _, ...told } = pino.stdSerializers.err(error as Error) as unknown as Record<string, unknown>
  return told
}

/** Writes to standard error; `silent` for tests and tools. */
export const openLog = (level: 'info' | 'warn' | 'error' | 'silent'): Logger =>
  pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, serializers: { err } },
    pino.destination({ dest: 2, sync: false }),
  )
