// The demo's improvement projects: one in every interesting stage, told from an old register of the months before the centre began.
import { sql } from 'kysely'
import type { heldClock } from '#engine/clock.ts'
import type { OpenHouse } from '#engine/house.ts'
import { addDays, at, type Day } from '#kernel/time.ts'
import { finish } from '#modules/cases/measures.ts'
import { again, conclude, standardise, succeed } from '#modules/improvements/closing.ts'
import { adopt, analyse, begin, check, choose, measure } from '#modules/improvements/planning.ts'
import { appoint, make } from '#modules/improvements/projects.ts'
import type { Project } from '#modules/improvements/shapes-projects.ts'
import { tell } from '#modules/improvements/telling.ts'
import { importFile } from '#modules/patients/importing.ts'
import { act, unlessRefused } from './acting.ts'
import { chanceFrom } from './chance.ts'
import type { DemoHospital } from './hospital.ts'
import { night, nightProject, told } from './improved.ts'

const days = 420
const two = (n: number) => String(n).padStart(2, '0')

/** The lines of an old register: each problem at its own pace, less once it was remedied, until the centre began. */
const registerOf = (today: Day, began: number): string => {
  const chance = chanceFrom(20_110_515)
  const lines = [...told, night].flatMap((it, i) =>
    Array.from({ length: days - began }, (_, k) => days - k).flatMap((ago) => {
      const share = it.done !== null && ago <= it.done ? it.left : 1
      if (!chance.happens((it.monthly / 30) * share)) return []
      const day = addDays(today, -ago)
      const hour = `${two(chance.whole(8, 17))}:${two(chance.whole(0, 59))}`
      const grade = chance.happens(0.8) ? '满意' : '基本满意'
      return `旧${i}-${ago},患者投诉,电话,${day} ${hour},本部,${it.department},${it.category[0]},1,${chance.one(it.words)},${addDays(day, 3)},${grade},1`
    }),
  )
  return `登记号,类型,渠道,登记时间,院区,涉及科室,类别,严重度,内容,答复日期,满意度,轮次\n${lines.join('\n')}\n`
}

const casesOf = async (house: OpenHouse, departmentId: string, category: string, from: Day, until: Day) => {
  const { rows } = await sql<{ id: string }>`
    select id from cases where department_id = ${departmentId} and category = ${category}
      and received_at between ${at(from, '00:00')} and ${at(until, '00:00')} order by received_at desc limit 4`.execute(
    house.db,
  )
  return rows.map(({ id }) => id)
}

/** What the old register knew of who called is little; these left a number, and one an address. */
const leaveNumbers = (house: OpenHouse, departmentId: string, category: string) =>
  sql`
  insert into reporters (case_id, name, relation, phone, reach, address)
  select id, (array['秦', '尤', '许', '何', '吕', '施', '张'])[1 + n % 7] || '某', 'self',
    case n when 11 then '' else '199' || lpad((70000000 + n * 977)::text, 8, '0') end,
    case n when 11 then 'letter' else 'phone' end, case n when 11 then '青石巷 7 号' else '' end
  from (select id, row_number() over (order by received_at desc)::int as n from cases
    where department_id = ${departmentId} and category = ${category} and taken_over) c
  where n <= 14 on conflict do nothing`.execute(house.db)

/** Lives the months in which these projects ran; the clock is left where it stands. */
export const projects = async (
  house: OpenHouse,
  { people, placeOf, headOf }: DemoHospital,
  clock: ReturnType<typeof heldClock>,
  today: Day,
  began: number,
) => {
  const content = Buffer.from(registerOf(today, began))
  await importFile(house, { kind: 'cases', content, fileName: '旧投诉登记本.csv', by: people.zuzhang!.id })
  await house.jobs.drain()
  const on = (ago: number, clockTime = '10:00') => clock.set(at(addDays(today, -ago), clockTime))
  const {
    zuzhang: lead,
    jiancha: supervision,
    xiaoman: agent,
  } = people as Record<string, NonNullable<typeof people.zuzhang>>
  for (const it of told) {
    const departmentId = placeOf(it.department)
    const category = it.category[1]
    on(it.made)
    const caseIds = await casesOf(
      house,
      departmentId,
      category,
      addDays(today, -it.made - 60),
      addDays(today, -it.made),
    )
    if (caseIds.length === 0) continue
    const { id } = (await act(house, lead!, make, {
      title: it.title,
      caseIds,
      departmentId,
      problem: it.problem,
    })) as Project
    const head = headOf(departmentId)
    const step = (me: typeof lead, handler: Parameters<typeof act>[2], more: Record<string, unknown> = {}) =>
      act(house, me!, handler, { id, ...more }) as Promise<Project>
    await step(lead, appoint, {
      departmentId,
      ownerId: head?.id ?? null,
      team: [placeOf('护理部')].filter((one) => one !== departmentId),
    })
    const bones = it.bones.map(([branch, text, root = false]) => ({ branch, text, root }))
    await step(lead, analyse, { problem: it.problem, whys: it.whys, bones, cause: it.cause })
    const figure = { kind: 'matters', category, departmentId }
    const choice = { figure, target: 50, windowDays: it.window, past: 'year' }
    await step(lead, choose, choice)
    const dueOn = addDays(today, -(it.done ?? 2))
    const planned = await step(supervision, measure, { what: it.change, dueOn, departmentId })
    await step(lead, begin)
    if (it.done === null) continue
    on(it.done)
    if (head) await act(house, head, finish, { id: planned.measured[0]!.id, words: '已落实，现场照此执行' })
    await step(lead, check)
    const over = it.done - it.window - 1
    if (over <= began) continue
    on(over)
    await step(lead, conclude)
    if (it.ends === 'again') await step(lead, again, { reason: '张贴电话不等于解释；这一轮改为每日发清单并当面说明' })
    if (it.ends !== 'closed') continue
    await leaveNumbers(house, departmentId, category)
    await step(lead, standardise, {
      kind: 'rule',
      title: '门诊分时段放号规定',
      text: '专家号与普通号一律按半小时分段放出，复诊优先安排在前两段。',
    })
    await step(lead, standardise, {
      kind: 'training',
      title: '候诊告知一分钟',
      text: '候诊超过半小时主动告知前面还有几位、大约多久。',
    })
    await step(lead, standardise, {
      ...{ kind: 'guidance', title: '门诊怎么少等', group: '内科', turnTo: '门诊导医台' },
      text: '按短信上的时段来，提前十分钟取号；等候超过半小时，可以问导医台。',
    })
    await step(lead, succeed, { news: it.news })
    const { rows: list } = await sql<{ id: string }>`
      select id from project_people where project_id = ${id} and status = 'due' and channel = 'call' order by id limit 8`.execute(
      house.db,
    )
    for (const one of list) await unlessRefused(step(agent, tell, { personId: one.id, how: 'call' }))
  }
}

type Does = (login: string, handler: Parameters<typeof act>[2], input: Record<string, unknown>) => Promise<unknown>

/** From one call at night to a clinic that stays: the call, and the wish that came of it with its measures, become a project. */
export const nightClinic = async (does: Does, departmentId: string, ownerId: string, caseIds: readonly string[]) => {
  const { title, problem, whys, bones, cause } = nightProject
  const { id, adoptable } = (await does('zuzhang', make, { title, problem, caseIds, departmentId })) as Project
  await does('zuzhang', appoint, { id, departmentId, ownerId, team: [] })
  await does('zuzhang', analyse, { id, problem, whys, bones, cause })
  const figure = { kind: 'matters', category: night.category[1], departmentId }
  await does('zuzhang', choose, { id, figure, target: 50, windowDays: 91, past: 'year' })
  for (const one of adoptable) await does('zuzhang', adopt, { id, measureId: one.id })
  await does('zuzhang', begin, { id })
}

/** A department has found something of its own, and asks for a project. */
export const proposed = async (house: OpenHouse, { people, placeOf }: DemoHospital): Promise<void> => {
  const { rows } = await sql<{ id: string }>`
    select id from cases where handling_department_id = ${placeOf('普外科')} and not restricted and kind <> 'praise'
    order by received_at desc limit 2`.execute(house.db)
  if (rows.length === 0) return
  await act(house, people.puwai!, make, {
    title: '换药不用等一上午',
    problem: '出院后回来换药的患者与门诊患者同排一个队，平均等 70 分钟。',
    caseIds: rows.map(({ id }) => id),
  })
}
