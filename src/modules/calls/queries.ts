// What can be seen of calls: the number masked, the person masked, and nothing of a matter that is not the reader's.
import { sql } from 'kysely'
import type { z } from 'zod'
import { type Ctx, handle } from '#engine/ctx.ts'
import { afterId, paged } from '#engine/page.ts'
import { can, mayEver, within } from '#engine/permit.ts'
import { maskName, maskPhone } from '#kernel/mask.ts'
import { notFound } from '#kernel/refusal.ts'
import { addDays, at } from '#kernel/time.ts'
import { type CallFilter, calls } from './contract.ts'
import { callLifecycle, live } from './lifecycle.ts'
import { dispositionOf, type Ender, type Outcome } from './outcomes.ts'
import { mayDialOutside } from './placing.ts'
import type { CallRow } from './rows.ts'
import { myState } from './states.ts'

type Line = CallRow & { by: string | null; patientName: string | null; colleague: string | null }

const seconds = (from: Date | null, until: Date | null): number | null =>
  from && until ? Math.max(0, Math.round((until.getTime() - from.getTime()) / 1000)) : null

/** A number as people may see it: of the house itself in full, any other masked. */
export const shownNumber = (number: string): string => (number.length <= 6 ? number : maskPhone(number))

/** How long it rang until somebody answered or it was over. */
export const rangFor = (row: Pick<CallRow, 'ringing_at' | 'answered_at' | 'ended_at'>): number | null =>
  seconds(row.ringing_at, row.answered_at ?? row.ended_at)

const lineOf = (ctx: Ctx, row: Line) => ({
  id: row.id,
  status: row.status as 'placed' | 'ringing' | 'talking' | 'ended',
  direction: row.direction as 'out' | 'in',
  staffId: row.staff_id,
  by: row.by,
  number: shownNumber(row.number),
  numberOwner: row.number_owner,
  patient: row.patient_id && row.patientName ? { id: row.patient_id, name: maskName(row.patientName) } : null,
  aboutNoun: row.about_noun,
  aboutId: row.about_id,
  placedAt: row.placed_at,
  ringingAt: row.ringing_at,
  answeredAt: row.answered_at,
  endedAt: row.ended_at,
  wrappedAt: row.wrapped_at,
  ringSeconds: rangFor(row),
  talkSeconds: seconds(row.answered_at, row.ended_at),
  wrapSeconds: seconds(row.ended_at, row.wrapped_at),
  endedBy: row.ended_by as Ender | null,
  outcome: row.outcome,
  earlyMedia: row.early_media,
  proposed: row.outcome ? dispositionOf(row.outcome as Outcome, rangFor(row) ?? 0) : null,
  disposition: row.disposition,
  contactId: row.contact_id,
  parentId: row.parent_id,
  can: can(ctx.me, callLifecycle, row as never),
})

type Filter = z.output<typeof CallFilter>

const chosen = (ctx: Ctx, it: Partial<Filter>) => sql<boolean>`
  ${within(ctx.me, 'call.read', 'calls')}
  and (${it.staffId ?? null}::uuid is null or calls.staff_id = ${it.staffId ?? null}::uuid)
  and (${it.direction ?? null}::text is null or calls.direction = ${it.direction ?? null})
  and (${it.outcome ?? null}::text is null or calls.outcome = ${it.outcome ?? null})
  and (${it.aboutNoun ?? null}::text is null or calls.about_noun = ${it.aboutNoun ?? null})
  and (${it.aboutId ?? null}::uuid is null or calls.about_id = ${it.aboutId ?? null}::uuid)
  and (${it.patientId ?? null}::uuid is null or calls.patient_id = ${it.patientId ?? null}::uuid)
  and (${it.from ? at(it.from, '00:00') : null}::timestamptz is null or calls.placed_at >= ${it.from ? at(it.from, '00:00') : null})
  and (${it.until ? at(addDays(it.until, 1), '00:00') : null}::timestamptz is null or calls.placed_at < ${it.until ? at(addDays(it.until, 1), '00:00') : null})
  and (${it.unfiled ?? null}::text is null or (calls.status = 'ended' and calls.wrapped_at is null))`

const rowsOf = async (ctx: Ctx, condition: ReturnType<typeof sql<boolean>>, limit: number): Promise<Line[]> =>
  (
    await sql<Line>`
      select calls.*, staff.name as by, patients.name as "patientName"
      from calls left join staff on staff.id = calls.staff_id left join patients on patients.id = calls.patient_id
      where ${condition} order by calls.id desc limit ${limit}`.execute(ctx.tx)
  ).rows

const list = handle(calls.list, async (ctx, { after, limit, ...filter }) => {
  const before = afterId(after)
  const found = await rowsOf(
    ctx,
    sql<boolean>`${chosen(ctx, filter)} and (${before}::uuid is null or calls.id < ${before}::uuid)`,
    limit + 1,
  )
  const { page, next } = paged(found, limit, ({ id }) => ({ id }))
  return { rows: page.map((row) => lineOf(ctx, row)), next }
})

const figures = handle(calls.figures, async (ctx, filter) => {
  const middle = (from: string, until: string) => sql<number | null>`
    round(percentile_cont(0.5) within group (order by extract(epoch from ${sql.raw(until)} - ${sql.raw(from)})))`
  const { rows } = await sql<{
    calls: number
    answered: number
    unfiled: number
    ringSeconds: number | null
    talkSeconds: number | null
    wrapSeconds: number | null
  }>`
    select count(*)::int as calls, count(answered_at)::int as answered,
      count(*) filter (where status = 'ended' and wrapped_at is null and staff_id is not null)::int as unfiled,
      ${middle('ringing_at', 'coalesce(answered_at, ended_at)')}::int as "ringSeconds",
      ${middle('answered_at', 'ended_at')}::int as "talkSeconds",
      ${middle('case when coalesce(disposition, contact_id::text) is not null then ended_at end', 'wrapped_at')}::int as "wrapSeconds"
    from calls where ${chosen(ctx, filter)}`.execute(ctx.tx)
  return rows[0]!
})

/** One call as its reader may see it, or *not found*. */
export const callSheet = async (ctx: Ctx, id: string) => {
  const [row] = await rowsOf(ctx, sql<boolean>`calls.id = ${id} and ${within(ctx.me, 'call.read', 'calls')}`, 1)
  if (!row) throw notFound()
  const related = await rowsOf(
    ctx,
    sql<boolean>`(calls.parent_id = ${id} or calls.id = ${row.parent_id}) and ${within(ctx.me, 'call.read', 'calls')}`,
    20,
  )
  return {
    ...lineOf(ctx, row),
    sipStatus: row.sip_status,
    q850: row.q850,
    advice: adviceOf(row),
    related: related.map((it) => ({
      id: it.id,
      by: it.by,
      status: it.status as 'placed' | 'ringing' | 'talking' | 'ended',
      shown: shownNumber(it.number),
    })),
  }
}

const adviceOf = ({ outcome, sip_status, q850, ended_by }: CallRow): string | null => {
  if (ended_by === 'lost') return '页面或电话系统中断，通话没有看到结尾。'
  if (outcome !== 'failed') return null
  if (sip_status === 403 || q850 === 57) return '本分机没有拨打这个号码的权限，请联系信息科或电话班。'
  if (sip_status === 401 || sip_status === 407) return '分机密码不对，请联系信息科。'
  if (sip_status === 488) return '电话系统不接受本机的语音编码，请联系信息科。'
  return '线路或电话系统故障，不是对方的原因，请稍后再拨。'
}

const get = handle(calls.get, (ctx, { id }) => callSheet(ctx, id))

const mine = handle(calls.mine, async (ctx) => {
  const own = sql<boolean>`calls.staff_id = ${ctx.me.id} and ${ctx.me.id} <> all(calls.barred_staff)`
  const going = await rowsOf(
    ctx,
    sql<boolean>`${own} and calls.status = any(${live}) and (calls.status <> 'placed' or calls.dialled_at is not null)`,
    20,
  )
  const toFile = await rowsOf(ctx, sql<boolean>`${own} and calls.status = 'ended' and calls.wrapped_at is null`, 50)
  const line = (row: Line) => lineOf(ctx, row)
  return { agent: await myState(ctx), calls: going.map(line), toFile: toFile.map(line) }
})

const account = handle(calls.account, async (ctx) => {
  if (!mayEver(ctx.me, 'call.use')) return { telephone: null }
  const { rows } = await sql<{
    extension: string
    domain: string
    ringSeconds: number
    listenCode: string
    hasTestNumber: boolean
  }>`
    select e.number as extension, x.domain, x.ring_seconds as "ringSeconds", x.listen_code as "listenCode",
      x.test_number <> '' as "hasTestNumber"
    from lines e join exchanges x on x.id = e.exchange_id and x.active
    where e.staff_id = ${ctx.me.id} and e.active and e.kind = 'agent'`.execute(ctx.tx)
  const own = rows[0]
  if (!own) return { telephone: null }
  return { telephone: { ...own, path: '/sip', name: ctx.me.name, freeOutside: mayDialOutside(ctx.me) } }
})

const colleagues = handle(calls.colleagues, async (ctx) => {
  const { rows: people } = await sql<{
    staffId: string
    name: string
    extension: string
    state: 'ready' | 'calling' | 'wrap-up' | 'break' | 'off'
    target: string
  }>`
    select s.id as "staffId", s.name, e.number as extension, coalesce(a.state, 'off') as state, 'staff-' || s.id as target
    from lines e join staff s on s.id = e.staff_id and s.status = 'active'
      join exchanges x on x.id = e.exchange_id and x.active
      left join agent_states a on a.staff_id = s.id
    where e.active and e.kind = 'agent' and s.id <> ${ctx.me.id} order by s.name`.execute(ctx.tx)
  const { rows: numbers } = await sql<{ name: string; target: string }>`
    select name, 'book-' || id as target from phonebook order by name`.execute(ctx.tx)
  return { people, numbers }
})

export const queryHandlers = [list, figures, get, mine, account, colleagues]
