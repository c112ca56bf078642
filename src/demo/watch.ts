// The demo's days and nights: who is on which shift, an alarm at three in the morning, and the cards that shifts hand over.
import { sql } from 'kysely'
import type { OpenHouse } from '#engine/house.ts'
import { addDays, at, type Day } from '#kernel/time.ts'
import { openCase, opinionOf } from '#modules/cases/opening.ts'
import { makePromise } from '#modules/cases/promises.ts'
import { held } from '#modules/cases/rows.ts'
import { markRead } from '#modules/directory/notices.ts'
import { onDutyAt, setDuty } from '#modules/directory/roster.ts'
import { usualShifts } from '#modules/directory/shift-times.ts'
import { handOn } from '#modules/shifts/handing-over.ts'
import { give, take } from '#modules/shifts/handovers.ts'
import { remindCases } from '#modules/shifts/reminders.ts'
import { answer } from '#modules/shifts/rings.ts'
import { act } from './acting.ts'
import type { DemoHospital } from './hospital.ts'

const [day, evening, night] = usualShifts.map(({ id }) => id)

/** Who works evenings and nights takes turns; the day belongs to those who call, and their lead. */
export const planRoster = async (
  house: OpenHouse,
  { people }: DemoHospital,
  from: Day,
  days: number,
): Promise<void> => {
  const ids = (...logins: string[]) => logins.map((login) => people[login]!.id)
  const lead = people.zuzhang!
  for (let i = 0; i < days; i++) {
    const on = addDays(from, i)
    // Whoever has the small hours of a day has its evening too, and rests in between and after.
    const one = i % 2 === 0 ? 'wanqing' : 'hexi'
    await act(house, lead, setDuty, { day: on, shiftId: day, staffIds: ids('xiaoman', 'yinuo', 'zhixia') })
    await act(house, lead, setDuty, { day: on, shiftId: evening, staffIds: ids(one) })
    // One night of next week is not filled yet: the roster says so.
    await act(house, lead, setDuty, { day: on, shiftId: night, staffIds: i === days - 5 ? [] : ids(one) })
  }
}

/** What was said yesterday has been read; what is due is said. */
export const morning = async (house: OpenHouse, { people }: DemoHospital): Promise<void> => {
  for (const me of Object.values(people)) await house.run(me, (ctx) => markRead(ctx))
  await house.asSystem(remindCases)
}

/** Whoever is rung first answers. */
export const answerRings = async (house: OpenHouse, { people }: DemoHospital): Promise<void> => {
  const { rows } = await sql<{ id: string; rung: string[] }>`
    select id, rung from rings where status = 'ringing' and rung <> '{}' order by started_at`.execute(house.db)
  for (const { id, rung } of rows) {
    const me = Object.values(people).find((one) => rung.includes(one.id))
    if (me) await act(house, me, answer, { id, words: '已接手，正在联系科室值班医师' })
  }
}

/** A call at three in the morning: danger, answered by the night nurse, who promises to call back. */
const nightCall = async (house: OpenHouse, hospital: DemoHospital): Promise<void> => {
  const [on] = await onDutyAt({ tx: house.db }, house.clock.now())
  const nurse = Object.values(hospital.people).find(({ id }) => id === on?.id)
  const { rows } = await sql<{ id: string }>`
    select e.id from encounters e join patients p on p.id = e.patient_id and p.contactable
    where e.department_group = '内科' order by e.discharged_on desc, e.id limit 1`.execute(house.db)
  if (!rows[0] || !nurse) return
  await house.run(nurse, async (ctx) => {
    const { id } = await openCase(ctx, {
      opinion: opinionOf({
        text: '家属来电：回家后服药起皮疹，现在说胸口发闷，不知道该挂哪个科。',
        category: 'A1',
        severity: 1,
        urgency: 0,
        demand: '现在怎么办',
      }),
      ...{ encounterId: rows[0]!.id, channel: 'phone' as const },
    })
    const row = await held(ctx, id)
    const byAt = new Date(ctx.now.getTime() + 7 * 3_600_000)
    await makePromise(ctx, row, { toWhom: '患者家属', what: '上午由科室回电说明用药', byAt })
  })
  await answerRings(house, hospital)
}

/** The cards of the shifts that have ended by now; those of `taken` are taken over by who comes next. */
export const handOver = async (house: OpenHouse, { people }: DemoHospital, taken: boolean): Promise<void> => {
  await house.asSystem(handOn)
  const { rows } = await sql<{ id: string; status: string; givers: string[]; takers: string[] }>`
    select id, status, givers, takers from handovers where status <> 'taken' order by until_at`.execute(house.db)
  const byId = new Map(Object.values(people).map((me) => [me.id, me]))
  for (const { id, status, givers, takers } of rows) {
    const [giver, taker] = [byId.get(givers[0] ?? ''), byId.get(takers[0] ?? '')]
    if (status === 'writing' && giver) await act(house, giver, give, { id, words: '电话均已登记，无其他特殊。' })
    if (taken && taker && taker.id !== giver?.id) await act(house, taker, take, { id, words: '已看过' })
  }
}

/** The last night and morning of the demo, as far as they are past: `now` is when the visitor comes. */
export const lastNight = async (
  house: OpenHouse & { readonly clock: { set(to: Date): void } },
  hospital: DemoHospital,
  today: Day,
  now: Date,
): Promise<void> => {
  const yesterday = addDays(today, -1)
  const until = async (moment: Date, work: () => Promise<unknown>) => {
    if (moment > now) return
    house.clock.set(moment)
    await work()
  }
  await until(at(yesterday, '16:45'), () => handOver(house, hospital, true))
  await until(at(yesterday, '23:45'), () => handOver(house, hospital, true))
  await until(at(today, '03:00'), () => nightCall(house, hospital))
  // The card of the night waits for the visitor.
  await until(at(today, '07:45'), () => handOver(house, hospital, false))
}
