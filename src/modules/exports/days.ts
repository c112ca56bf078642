// The working days of the open data: the program's calendar written down as rows, because a hospital's own tool knows only SQL.
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import { isWorkday } from '#kernel/calendar.ts'
import { addDays, type Day } from '#kernel/time.ts'
import { calendarOf } from '#modules/directory/settings.ts'

/** The span of `insight.calendar`. */
const [first, last]: readonly [Day, Day] = ['2010-01-01', '2040-12-31']

/** Writes the days anew where the calendar says otherwise by now: holidays that were announced, days of the hospital's own. */
export const tendDays = async (ctx: Ctx): Promise<void> => {
  const calendar = await calendarOf(ctx)
  const rows: { day: Day; works: boolean; known: boolean; name: string; nth: number }[] = []
  let nth = 0
  for (let day = first; day <= last; day = addDays(day, 1)) {
    const { works, known, why } = isWorkday(day, calendar)
    if (works) nth++
    rows.push({ day, works, known, name: /^(工作日|周末)/.test(why.zh) ? '' : why.zh, nth })
  }
  await sql`
    insert into open_days (day, works, known, name, nth)
    select day, works, known, name, nth from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as x (day date, works boolean, known boolean, name text, nth int)
    on conflict (day) do update set works = excluded.works, known = excluded.known, name = excluded.name, nth = excluded.nth
    where (open_days.works, open_days.known, open_days.name, open_days.nth)
      is distinct from (excluded.works, excluded.known, excluded.name, excluded.nth)`.execute(ctx.tx)
}
