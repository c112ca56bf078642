// The log: one JSON object a line, never a body, a token or a patient.
import { type Logger, pino } from 'pino'

export type { Logger }

/** Mobiles, identity numbers and fixed lines: what an error repeats of a row or of what somebody sent. */
const number = /(?<![\w-])\+?\d[\d -]{5,20}[\dXx](?![\w-])/g
const plain = (text: unknown): unknown => (typeof text === 'string' ? text.replace(number, '…') : text)

// An error of the database carries its whole connection with it, which says nothing and fills pages; and the row that
// it is about (`detail`, `where`), which is somebody's.
export const errorInLog = (error: unknown): object => {
  const {
    client: _,
    detail: __,
    where: ___,
    ...told
  } = pino.stdSerializers.err(error as Error) as unknown as Record<string, unknown>
  return { ...told, message: plain(told.message), stack: plain(told.stack) }
}

/** Writes to standard error; `silent` for tests and tools. */
export const openLog = (level: 'info' | 'warn' | 'error' | 'silent'): Logger =>
  pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, serializers: { err: errorInLog } },
    pino.destination({ dest: 2, sync: false }),
  )
