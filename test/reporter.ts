// Tells how the tests went: a line for every file, everything about what failed, and a last line that says it all.
import { writeFileSync } from 'node:fs'
import { relative } from 'node:path'
import type { TestEvent } from 'node:test/reporters'

type Failure = { readonly name: string; readonly file: string; readonly error: unknown }

const textOf = (error: unknown): string => {
  const { cause, stack, message } = error as Error & { cause?: unknown }
  // The runner wraps what a test threw.
  if (cause) return textOf(cause)
  return stack ?? message ?? String(error)
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`
const indented = (text: string) => text.replaceAll('\n', '\n  ')

export default async function* report(source: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const begun = performance.now()
  const failures: Failure[] = []
  const path: string[] = []
  let [passed, skipped] = [0, 0]
  let here = { file: '', tests: 0, failed: 0, ms: 0 }
  const lineOf = ({ file, tests, failed, ms }: typeof here) =>
    file
      ? `${failed ? '✘' : '✔'} ${relative('.', file).padEnd(50)} ${String(tests).padStart(4)} tests ${seconds(ms)}\n`
      : ''

  for await (const { type, data } of source) {
    if (type === 'test:start') path[data.nesting] = data.name
    if (type === 'test:stderr' || type === 'test:stdout') yield data.message
    if (type !== 'test:pass' && type !== 'test:fail') continue
    const { name, nesting, file = '' } = data
    if (file !== here.file) {
      yield lineOf(here)
      here = { file, tests: 0, failed: 0, ms: 0 }
    }
    const group = data.details.type === 'suite'
    const error = type === 'test:fail' ? (data.details as { error: Error & { failureType?: string } }).error : undefined
    // A group fails with its tests, which are told of by themselves, or by a hook of its own.
    const counts = !group || error?.failureType === 'hookFailed'
    if (counts && (data.skip || data.todo)) skipped++
    else if (counts && error) failures.push({ name: [...path.slice(0, nesting), name].join(' › '), file, error })
    else if (counts) passed++
    if (counts) here.tests++
    if (counts && error) here.failed++
    if (nesting === 0) here.ms += data.details.duration_ms
  }
  yield lineOf(here)
  for (const { name, file, error } of failures)
    yield `\n✘ ${name}\n  ${relative('.', file)}\n  ${indented(textOf(error))}\n`
  const tally = { passed, failed: failures.length, skipped }
  yield `${seconds(performance.now() - begun)}\n`
  // One lane of several: the run adds them up and says the last line.
  if (process.env.TEST_TALLY) writeFileSync(process.env.TEST_TALLY, JSON.stringify(tally))
  else yield summary(tally)
}

export type Tally = { readonly passed: number; readonly failed: number; readonly skipped: number }

/** Alone on its line, as those who read test runs by machine expect it. */
export const summary = ({ passed, failed, skipped }: Tally): string =>
  `\ntests: ${[`${passed} passed`, `${failed} failed`, ...(skipped ? [`${skipped} skipped`] : [])].join(', ')}\n`
