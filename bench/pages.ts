// Whether every page of figures comes within a second at five years of the largest hospital, exactly as the rows say.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { systemClock } from '#engine/clock.ts'
import type { Ctx, Handler } from '#engine/ctx.ts'
import { type OpenHouse, openHouse, systemMe } from '#engine/house.ts'
import { openLog } from '#engine/log.ts'
import { startPostgres } from '#engine/postgres/supervise.ts'
import { snapshot } from '#engine/step.ts'
import { addDays, dayOf, monthOf } from '#kernel/time.ts'
import { caseCellsOf } from '#modules/insight/case-cells.ts'
import { standingOf } from '#modules/insight/matters.ts'
import { insightModule } from '#modules/insight/module.ts'
import { differences, reckonRaw } from '#modules/insight/raw.ts'
import { reckon, reckonLive, reckonMonths } from '#modules/insight/reckoning.ts'
import { rebuildRollups, refreshRollups } from '#modules/insight/rollups.ts'
import { chanceFrom } from '#src/demo/chance.ts'
import { modules } from '#src/modules.ts'
import { standardValue } from '#src/standards.ts'
import { type Filled, fillYears } from './five-years.ts'
import { found } from './hospital.ts'
import { databaseCpu, type Line, postmasterOf } from './lab.ts'

const firstCallDays = standardValue('firstContactWithin', {})
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

/** A page's reply as its endpoint makes it. */
const ask = (name: string) => {
  const handler = (insightModule.handlers ?? []).find(({ endpoint }) => endpoint.path.endsWith(name)) as
    | Handler
    | undefined
  return handler && ((ctx: Ctx, input: object) => handler.run(ctx, input as never))
}

type Page = {
  readonly name: string
  readonly run: (ctx: Ctx) => Promise<unknown>
  readonly bare: (from: string, until: string) => string
  readonly from: string
  readonly until: string
}

const stayBare = (
  from: string,
  until: string,
): string => `select cut, key, sum(discharges), sum(excluded), sum(pending), sum(reached), sum(graded), sum(satisfied), sum(fairly), sum(dissatisfied),
  sum(opinions), sum(attempts), sum(first_call_judged), sum(first_call_in_time), sum(score) from stay_cells where span >= '${from}' and span < '${until}' group by cut, key`
const caseBare = (
  from: string,
  until: string,
): string => `select sum(opened), sum(judged), sum(in_time), sum(archived), sum(second_rounds), sum(told_in_time), sum(told_late), sum(satisfied), sum(ungraded)
  from case_rollups where span >= '${from}' and span < '${until}'`
const openBare = (): string =>
  `select status, count(*) from cases where status not in ('archived', 'merged') group by 1`

const pagesOf = (today: string): Page[] => {
  const month = monthOf(addDays(`${today.slice(0, 8)}01`, -1))
  const [from, until] = [`${month}-01`, `${today.slice(0, 8)}01`]
  const year = String(Number(today.slice(0, 4)) - 1)
  const [yearFrom, yearUntil] = [`${year}-01-01`, `${Number(year) + 1}-01-01`]
  const query = (
    path: string,
    input: object,
    bare: Page['bare'],
    from: string,
    until: string,
    name: string,
  ): Page[] => {
    const run = ask(path)
    return run ? [{ name, run: (ctx) => run(ctx, input), bare, from, until }] : []
  }
  return [
    ...query('/reports/month', { month }, stayBare, from, until, 'month'),
    ...query('/reports/year', { year }, stayBare, yearFrom, yearUntil, 'year'),
    ...query('/reports/cases', { from: month }, caseBare, from, until, 'cases-month'),
    ...query('/reports/cases', { from: `${year}-01`, to: `${year}-12` }, caseBare, yearFrom, yearUntil, 'cases-year'),
    ...query(
      '/reports/cases',
      { from: `${year}-01`, to: `${year}-12`, asOf: `${year}-12-31` },
      caseBare,
      yearFrom,
      yearUntil,
      'cases-year-as-of-its-end',
    ),
    ...query('/page', { month }, stayBare, addDays(from, -365), until, 'one-page'),
    ...query('/register/board', {}, openBare, from, until, 'board'),
    ...query('/register', { limit: 50, sort: 'received', order: 'desc' }, openBare, from, until, 'register'),
    ...query('/register', { limit: 50, sort: 'due', order: 'asc', open: true }, openBare, from, until, 'register-open'),
    ...query('/reports/rows', { period: month, figure: 'reached', limit: 50 }, stayBare, from, until, 'rows-month'),
    ...query(
      '/reports/rows',
      { period: year, figure: 'reached', limit: 50 },
      stayBare,
      yearFrom,
      yearUntil,
      'rows-year',
    ),
    ...query(
      '/reports/rows',
      { period: year, figure: 'opinion:D', limit: 50 },
      stayBare,
      yearFrom,
      yearUntil,
      'rows-opinions-year',
    ),
    ...query(
      '/reports/case-rows',
      { period: year, figure: 'late', limit: 50 },
      caseBare,
      yearFrom,
      yearUntil,
      'case-rows-year',
    ),
    {
      name: 'trend-five-years',
      from: addDays(from, -1780),
      until,
      bare: stayBare,
      run: (ctx) =>
        reckonMonths(
          ctx,
          { period: { name: '', from: `${addDays(from, -1780).slice(0, 8)}01`, until }, firstCallDays },
          ['dimension'],
        ),
    },
    {
      name: 'answer-times-by-month',
      from: addDays(from, -365),
      until,
      bare: caseBare,
      run: async (ctx) =>
        caseCellsOf(ctx, {
          from: `${addDays(from, -330).slice(0, 8)}01`,
          until,
          standing: await standingOf(ctx),
          groups: { monthly: true, byPlace: true },
          taken: [{}, { monthly: true }, { byPlace: true }],
        }),
    },
  ]
}

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
 * Every page, in seconds and as a ratio to the bare sum over the same tables; `cpu` is what database and server worked for
 * one reply, in seconds: what a machine with nothing else to do would take.
 */
const timePages = async ({ house, cpu, scale }: Lab, readers: readonly Ctx['me'][]): Promise<Line[]> => {
  const lines: Line[] = []
  const used = () => cpu() + process.cpuUsage().user / 1000 + process.cpuUsage().system / 1000
  for (const page of pagesOf(dayOf(systemClock.now()))) {
    try {
      const [cold] = await timed(() => page.run(house.ctx(house.db, readers[0]!)))
      const [bare, times]: [number[], number[]] = [[], []]
      const runs = cold > 3 ? 3 : 12
      for (let i = 0; i < runs; i++)
        bare.push((await timed(() => sql.raw(page.bare(page.from, page.until)).execute(house.db)))[0])
      const before = used()
      for (let i = 0; i < runs; i++)
        times.push((await timed(() => page.run(house.ctx(house.db, readers[i % readers.length]!))))[0])
      const work = rounded((used() - before) / 1000 / runs)
      const [p50, p95] = [rounded(at(times, 0.5)), rounded(at(times, 0.95))]
      lines.push({
        name: `page-${page.name}`,
        ratio: p95,
        goal: 1,
        direction: 'min',
        p50,
        p95,
        cpu: work,
        cold: rounded(cold),
        bare: rounded(at(bare, 0.5)),
        toBare: rounded(at(times, 0.5) / at(bare, 0.5)),
        scale,
      })
      say(
        `${page.name}: ${p50} s, ${p95} s at the 95th, ${rounded(cold)} s at first, ${work} s of work; bare ${rounded(at(bare, 0.5))} s`,
      )
    } catch (error) {
      say(`${page.name}: ${(error as Error).message}`)
      lines.push({ name: `page-${page.name}`, ratio: 99, goal: 1, direction: 'min', error: (error as Error).message })
    }
  }
  return lines
}

/** Pages, equality with the raw rows, and a rebuild while pages are read and calls corrected. */
export const measurePages = async (lab: Lab, details: object): Promise<Line[]> => {
  const { house, filled, seed } = lab
  const staff = await house.db
    .selectFrom('staff')
    .where('login', 'in', ['lead', 'supervision', 'director'])
    .selectAll()
    .execute()
  const readers = staff as unknown as Ctx['me'][]
  const lines = await timePages(lab, readers)
  say('both reckonings')
  const different: string[] = []
  for (const me of [systemMe, ...readers]) different.push(...(await proveSome(house, me, filled, seed)))
  for (const one of different.slice(0, 5)) say(one)
  lines.push({
    name: 'pages-equal-raw',
    ratio: Number(different.length === 0),
    goal: 1,
    direction: 'max',
    differences: different.slice(0, 5),
    ...details,
  })
  lines.push(...(await whileRebuilt(house, readers.find(({ role }) => role === 'lead')!, filled, seed)))
  return lines
}

/** `npm run bench -- pages --seed N --scale X`: 1 is 12 million tasks and 1 million cases, and needs 12 GB of disk. */
export const benchPages = async (quick: boolean, seed: number): Promise<Line[]> => {
  const asked = process.argv.indexOf('--scale')
  const scale = asked > 0 ? Number(process.argv[asked + 1]) : quick ? 0.01 : 0.1
  const folder = await mkdtemp(join(tmpdir(), 'huiyin-pages-'))
  const database = await startPostgres({ folder })
  try {
    const [fillSeconds, filled] = await timed(async () =>
      fillYears({ url: database.url, ground: await found(database.url), seed, scale, say }),
    )
    const house = await openHouse({ url: database.url, modules, clock: systemClock, log: openLog('error') })
    try {
      say('first fill')
      const [foldSeconds] = await timed(() =>
        rebuildRollups(house, (kind, done, of) => done % 60 === 0 && say(`${kind} ${done}/${of}`)),
      )
      await sql`vacuum analyze stay_cells, stay_rollups, case_rollups`.execute(house.db)
      const { rows: size } = await sql<{
        size: string
        kept: string
      }>`select pg_size_pretty(pg_database_size(current_database())) as size,
        pg_size_pretty(pg_total_relation_size('stay_cells') + pg_total_relation_size('stay_rollups') + pg_total_relation_size('case_rollups')) as kept`.execute(
        house.db,
      )
      const { tasks, stays, cases } = filled
      const postmaster = postmasterOf(database.data)
      return await measurePages(
        { house, cpu: () => databaseCpu(postmaster), filled, seed, scale },
        {
          scale,
          seed,
          tasks,
          stays,
          cases,
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
    await rm(folder, { recursive: true, force: true })
  }
}

/** Pages are read and calls corrected while everything is counted anew: every reply is right, and comes in time. */
const whileRebuilt = async (house: OpenHouse, me: Ctx['me'], filled: Filled, seed: number): Promise<Line[]> => {
  say('rebuild while pages are read')
  let working = true
  const month = ask('/reports/month')!
  const asked = { month: monthOf(addDays(`${dayOf(systemClock.now()).slice(0, 8)}01`, -1)) }
  const times: number[] = []
  const different: string[] = []
  let corrections = 0
  const reading = async () => {
    while (working) times.push((await timed(() => month(house.ctx(house.db, me), asked)))[0])
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
