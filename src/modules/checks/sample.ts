// Which calls of a month are drawn: by caller and department, from a seed, so that anybody draws the same again.
import { createHash } from 'node:crypto'
import { deflateSync, inflateSync } from 'node:zlib'

/** One call that could be drawn. */
export type FrameLine = { readonly task: string; readonly staff: string; readonly department: string }
/** `share` percent of each caller's calls, `perCaller` at least, `most` in all unless that leaves somebody out. */
export type DrawRules = { readonly share: number; readonly perCaller: number; readonly most: number }

/** The place of something in the order that a seed makes: whoever has the seed can work it out with any SHA-256. */
const rankOf = (seed: string, id: string): string => createHash('sha256').update(`${seed} ${id}`).digest('hex')

/** How many of each caller, by how many calls he has. */
export const quotasOf = (
  sizes: ReadonlyMap<string, number>,
  { share, perCaller, most }: DrawRules,
): Map<string, number> => {
  const base = new Map([...sizes].map(([staff, n]) => [staff, Math.min(n, perCaller)]))
  const more = new Map(
    [...sizes].map(([staff, n]) => [staff, Math.max(0, Math.ceil((n * share) / 100) - base.get(staff)!)]),
  )
  const sum = (of: ReadonlyMap<string, number>) => [...of.values()].reduce((a, b) => a + b, 0)
  const room = Math.max(0, most - sum(base))
  const part = sum(more) > room ? room / sum(more) : 1
  return new Map([...base].map(([staff, n]) => [staff, n + Math.floor(more.get(staff)! * part)]))
}

/** The quota shared out over departments by their size (largest remainder); a tie is broken by the seed. */
const shared = (sizes: ReadonlyMap<string, number>, quota: number, seed: string): Map<string, number> => {
  const all = [...sizes.values()].reduce((a, b) => a + b, 0)
  const exact = [...sizes].map(([department, n]) => ({ department, part: (quota * n) / all }))
  const given = new Map(exact.map(({ department, part }) => [department, Math.floor(part)]))
  const left = quota - [...given.values()].reduce((a, b) => a + b, 0)
  const first = exact.toSorted(
    (a, b) => (b.part % 1) - (a.part % 1) || (rankOf(seed, a.department) < rankOf(seed, b.department) ? -1 : 1),
  )
  for (const { department } of first.slice(0, left)) given.set(department, given.get(department)! + 1)
  return given
}

/** The calls that are drawn, in the order of the seed; the order of the frame changes nothing. */
export const sampleOf = (frame: readonly FrameLine[], seed: string, rules: DrawRules): string[] => {
  const byCaller = Map.groupBy(frame, ({ staff }) => staff)
  const quotas = quotasOf(new Map([...byCaller].map(([staff, lines]) => [staff, lines.length])), rules)
  const drawn = [...byCaller].flatMap(([staff, mine]) => {
    const byDepartment = Map.groupBy(mine, ({ department }) => department)
    const sizes = new Map([...byDepartment].map(([department, lines]) => [department, lines.length]))
    const parts = shared(sizes, quotas.get(staff)!, seed)
    return [...byDepartment].flatMap(([department, lines]) =>
      lines
        .map(({ task }) => ({ task, rank: rankOf(seed, task) }))
        .sort((a, b) => (a.rank < b.rank ? -1 : 1))
        .slice(0, parts.get(department)),
    )
  })
  return drawn.sort((a, b) => (a.rank < b.rank ? -1 : 1)).map(({ task }) => task)
}

/** A frame as it is kept: one line a call, in their order, packed, with the hash of the lines. */
export const packed = (frame: readonly FrameLine[]): { bytes: Buffer; sha256: string } => {
  const text = frame
    .map(({ task, staff, department }) => `${task} ${staff} ${department}`)
    .sort()
    .join('\n')
  return { bytes: deflateSync(text), sha256: createHash('sha256').update(text).digest('hex') }
}

export const unpacked = (bytes: Buffer): { frame: FrameLine[]; sha256: string } => {
  const text = inflateSync(bytes).toString()
  const frame = text.split('\n').flatMap((line) => {
    const [task, staff, department] = line.split(' ')
    return task && staff && department ? [{ task, staff, department }] : []
  })
  return { frame, sha256: createHash('sha256').update(text).digest('hex') }
}
