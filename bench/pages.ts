// Whether every page of figures comes within a second at five years of the largest hospital, exactly as the rows say.
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { systemClock } from '#engine/clock.ts'
import type { Ctx } from '#engine/ctx.ts'
import { type OpenHouse, openHouse, systemMe } from '#engine/house.ts'
import { openLog } from '#engine/log.ts'
import { startPostgres } from '#engine/postgres/supervise.ts'
import { snapshot } from '#engine/step.ts'
import { addDays, dayOf } from '#kernel/time.ts'
import { caseCellsOf } from '#modules/insight/case-cells.ts'
import { standingOf } from '#modules/insight/matters.ts'
import { differences, reckonRaw } from '#modules/insight/raw.ts'
import { reckon, reckonLive } from '#modules/insight/reckoning.ts'
import { rebuildRollups, refreshRollups } from '#modules/insight/rollups.ts'
import { chanceFrom } from '#src/demo/chance.ts'
import { modules } from '#src/modules.ts'
import { type Filled, fillYears } from './five-years.ts'
import { found } from './hospital.ts'
import { databaseCpu, type Line, postmasterOf } from './lab.ts'
import { firstCallDays, logins, pagesOf, type ReaderLogin } from './pages-asked.ts'

/** What follows a word of the command line. */
const wordOf = (name: string): string | undefined => {
  const place = process.argv.indexOf(name)
  return place > 0 ? process.argv[place + 1] : undefined
}
const say = (line: string): void => {
  process.stderr.write(
    `  ${new Date(performance.timeOrigin + performance.now()).toISOString().slice(11, 19)} ${line}\n`,
  )
}

const timed = async <T>(work: () => Promise<T>): Promise<readonly [number, T]> => {
  const began = performance.now()
  const result = await work()
  return [(performance.now() - began) / 1000, result]
}
const at = (times: readonly number[], share: number): number =>
  [...times].sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))]!
const rounded = (seconds: number): number => Math.round(seconds * 1000) / 1000

/** Departments and thirds of a month by chance, each counted from the rows, call by call where the sample has its calls. */
const proveSome = async (
  house: OpenHouse,
  me: Ctx['me'],
  { sampled, first, days }: Filled,
  seed: number,
): Promise<string[]> => {
  const chance = chanceFrom(seed)
  const { rows } = await sql<{ id: string }>`select id from departments where name like '科室%' order by id`.execute(
    house.db,
  )
  const found: string[] = []
  for (let i = 0; i < 12; i++) {
    const span = i < sampled.length * 2 ? sampled[i % sampled.length]! : addDays(first, chance.whole(40, days - 40))
    const { rows: ends } = await sql<{
      from: string
      until: string
    }>`select ten_days_of(${span}::date) as from, ten_days_end(ten_days_of(${span}::date)) as until`.execute(house.db)
    const department = chance.one(rows).id
    const question = { period: { name: span, ...ends[0]! }, departmentId: department, firstCallDays }
    await snapshot(house.ctx(house.db, me) as never, async (ctx) => {
      const kept = await reckon(ctx, question)
      found.push(...differences(kept, await (i < sampled.length * 2 ? reckonRaw : reckonLive)(ctx, question), span))
      const standing = await standingOf(ctx)
      const asked = { ...question.period, departmentId: department, standing, taken: [{}] }
      found.push(
        ...differences(
          await caseCellsOf(ctx, asked),
          await caseCellsOf(ctx, { ...asked, live: true }),
          `${span} cases`,
        ),
      )
    })
  }
  return found
}

type Lab = {
  readonly house: OpenHouse
  readonly cpu: () => number
  readonly filled: Filled
  readonly seed: number
  readonly scale: number
}

/**
 * Every page by every reader, one request at a time: first, then again and again. `ratio` is the slowest reader's 95th
 * hundredth in seconds, `toBare` how many times as long as the bare SQL over the same tables; `cpu` is what database and
 * server worked for one reply, in seconds: what a machine with nothing else to do would take.
 */
const timePages = async ({ house, cpu, scale }: Lab, readers: ReadonlyMap<ReaderLogin, Ctx['me']>): Promise<Line[]> => {
  const lines: Line[] = []
  const used = () => cpu() + process.cpuUsage().user / 1000 + process.cpuUsage().system / 1000
  const { rows } = await sql<{ id: string }>`select id from departments where name = '科室1'`.execute(house.db)
  const only = wordOf('--only')?.split(',')
  for (const page of pagesOf(dayOf(systemClock.now()), rows[0]!.id)) {
    if (only && !only.includes(page.name)) continue
    const by: Record<string, object> = {}
    const [all, bare, firsts, work]: number[][] = [[], [], [], []]
    const trouble: string[] = []
    for (let i = 0; i < 5; i++) bare!.push((await timed(() => sql.raw(page.bare).execute(house.db)))[0])
    for (const login of page.readers)
      try {
        const ctx = () => house.ctx(house.db, readers.get(login)!)
        const [first] = await timed(() => page.run(ctx()))
        const times: number[] = []
        const before = used()
        const runs = first > 2 ? 2 : 6
        for (let i = 0; i < runs; i++) times.push((await timed(() => page.run(ctx())))[0])
        firsts!.push(first)
        work!.push((used() - before) / 1000 / runs)
        all!.push(at(times, 0.95))
        by[login] = { first: rounded(first), p50: rounded(at(times, 0.5)), cpu: rounded(work!.at(-1)!) }
      } catch (error) {
        trouble.push(`${login}: ${(error as Error).message}`)
      }
    const median = rounded(at(bare!, 0.5))
    const slowest = all!.length > 0 ? rounded(Math.max(...all!)) : 99
    lines.push({
      name: `page-${page.name}`,
      ratio: trouble.length > 0 ? 99 : slowest,
      goal: page.made ? 10 : 1,
      direction: 'min',
      first: rounded(Math.max(...firsts!)),
      cpu: rounded(Math.max(...work!)),
      bare: median,
      toBare: rounded(slowest / Math.max(0.001, median)),
      by,
      scale,
      ...(trouble.length > 0 ? { trouble } : {}),
    })
    say(`${page.name}: ${slowest} s, bare ${median} s; ${JSON.stringify(by)} ${trouble.join('; ')}`)
  }
  return lines
}

/** Pages, equality with the raw rows, and a rebuild while pages are read and calls corrected. */
export const measurePages = async (lab: Lab, details: object): Promise<Line[]> => {
  const { house, filled, seed } = lab
  const staff = (await house.db
    .selectFrom('staff')
    .where('login', 'in', [...logins])
    .selectAll()
    .execute()) as unknown as (Ctx['me'] & {
    login: ReaderLogin
  })[]
  const readers = new Map(staff.map((one) => [one.login, one]))
  const lines = await timePages(lab, readers)
  if (wordOf('--only')) return lines
  say('both reckonings')
  const different: string[] = []
  for (const me of [systemMe, ...staff]) different.push(...(await proveSome(house, me, filled, seed)))
  for (const one of different.slice(0, 5)) say(one)
  lines.push({
    name: 'pages-equal-raw',
    ratio: Number(different.length === 0),
    goal: 1,
    direction: 'max',
    differences: different.slice(0, 5),
    ...details,
  })
  lines.push(...(await whileRebuilt(house, readers.get('lead')!, filled, seed)))
  return lines
}

/**
 * `npm run bench -- pages --seed N --scale X`: 1 is 12 million tasks and 1 million cases, and needs 13 GB of disk. `--cases X` gives
 * matters a scale of their own. With `--at FOLDER` the hospital is kept there and used again; `--only a,b` times these pages, and proves and rebuilds nothing.
 */
export const benchPages = async (quick: boolean, seed: number): Promise<Line[]> => {
  const scale = Number(wordOf('--scale') ?? (quick ? 0.01 : 0.1))
  const kept = wordOf('--at')
  const folder = kept ?? (await mkdtemp(join(tmpdir(), 'huiyin-pages-')))
  const filledAt = join(folder, 'filled.json')
  const there = kept && existsSync(filledAt)
  const cases = Number(wordOf('--cases') ?? scale)
  const [fillSeconds, filled] = await timed(async () =>
    there ? (JSON.parse(await readFile(filledAt, 'utf8')) as Filled) : fill(folder, { seed, scale, cases, say }),
  )
  const database = await startPostgres({ folder })
  try {
    const house = await openHouse({ url: database.url, modules, clock: systemClock, log: openLog('error') })
    try {
      const foldSeconds = there ? 0 : await firstFill(house)
      await writeFile(filledAt, JSON.stringify(filled))
      const { rows: size } = await sql<{
        size: string
        kept: string
      }>`select pg_size_pretty(pg_database_size(current_database())) as size,
        pg_size_pretty(pg_total_relation_size('stay_cells') + pg_total_relation_size('stay_rollups') + pg_total_relation_size('case_rollups')) as kept`.execute(
        house.db,
      )
      const { tasks, stays } = filled
      const postmaster = postmasterOf(database.data)
      return await measurePages(
        { house, cpu: () => databaseCpu(postmaster), filled, seed, scale },
        {
          ...{ scale, seed, tasks, stays, cases: filled.cases },
          ...size[0]!,
          fillSeconds: Math.round(fillSeconds),
          foldSeconds: Math.round(foldSeconds),
        },
      )
    } finally {
      await house.stop()
    }
  } finally {
    await database.stop()
    if (!kept) await rm(folder, { recursive: true, force: true })
  }
}

/** Founds the hospital and fills it, not waiting for the disk. */
const fill = async (folder: string, how: Omit<Parameters<typeof fillYears>[0], 'url' | 'ground'>): Promise<Filled> => {
  const { url, stop } = await startPostgres({ folder, fsync: false })
  try {
    return await fillYears({ url, ground: await found(url), ...how })
  } finally {
    await stop()
  }
}

/** The rollups of a hospital that had none; answers how long it took, in seconds. */
const firstFill = async (house: OpenHouse): Promise<number> => {
  say('first fill')
  const [seconds] = await timed(() =>
    rebuildRollups(house, (kind, done, of) => done % 60 === 0 && say(`${kind} ${done}/${of}`)),
  )
  await sql`vacuum analyze stay_cells, stay_rollups, case_rollups`.execute(house.db)
  return seconds
}

/** Pages are read and calls corrected while everything is counted anew: every reply is right, and comes in time. */
const whileRebuilt = async (house: OpenHouse, me: Ctx['me'], filled: Filled, seed: number): Promise<Line[]> => {
  say('rebuild while pages are read')
  let working = true
  const month = pagesOf(dayOf(systemClock.now()), '').find(({ name }) => name === 'month')!
  const times: number[] = []
  const different: string[] = []
  let corrections = 0
  const reading = async () => {
    while (working) times.push((await timed(() => month.run(house.ctx(house.db, me))))[0])
  }
  const proving = async () => {
    for (let i = 0; working; i++)
      different.push(...(await proveSome(house, me, { ...filled, sampled: [] }, seed * 1000 + i)))
  }
  const correcting = async () => {
    const chance = chanceFrom(seed)
    while (working) {
      const day = addDays(filled.first, chance.whole(1, filled.days - 30))
      await sql`update tasks set satisfaction = 'fairly' where id = (select t.id from encounters e join tasks t on t.encounter_id = e.id
        where e.discharged_on = ${day}::date and t.satisfaction = 'satisfied' limit 1)`.execute(house.db)
      corrections++
      await new Promise((resolve) => setTimeout(resolve, 300))
    }
  }
  // What the schedule does every minute on every node.
  const refreshing = async () => {
    while (working) {
      await house.asSystem((ctx) => refreshRollups(ctx))
      await new Promise((resolve) => setTimeout(resolve, 5000))
    }
  }
  const rebuilding = async () => {
    const [seconds] = await timed(() => rebuildRollups(house))
    working = false
    return seconds
  }
  const [seconds] = await Promise.all([rebuilding(), refreshing(), reading(), proving(), correcting()])
  const [p50, p95] = [rounded(at(times, 0.5)), rounded(at(times, 0.95))]
  say(
    `rebuilt in ${rounded(seconds)} s; month ${p50} s, ${p95} s; ${corrections} corrections; ${different.length} differences`,
  )
  return [
    {
      name: 'rebuild-page',
      ratio: p95,
      goal: 1,
      direction: 'min',
      p50,
      p95,
      replies: times.length,
      seconds: rounded(seconds),
    },
    {
      name: 'rebuild-right',
      ratio: Number(different.length === 0),
      goal: 1,
      direction: 'max',
      corrections,
      differences: different.slice(0, 5),
    },
  ]
}

if (import.meta.main)
  for (const line of await benchPages(process.argv.includes('--quick'), 1))
    process.stdout.write(`${JSON.stringify(line)}\n`)
