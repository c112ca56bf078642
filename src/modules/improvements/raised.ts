// 您说，我改: everyone who raised a matter, found when it is better; how each is told, or why not.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import { systemMe } from '#engine/house.ts'
import { newId } from '#kernel/ids.ts'
import { type Day, dayOf, startOfDay } from '#kernel/time.ts'
import { isCallable } from '#modules/cases/reporters.ts'
import { isFollowUp } from '#modules/followups/tasks.ts'
import { takesTexts } from '#modules/messages/texting.ts'
import { postNews } from '#modules/voices/news.ts'
import { type Held, reckoningOf } from './project-rows.ts'
import { spokenIn } from './reckoned.ts'
import type { PersonLine } from './shapes-projects.ts'

type Raised = {
  case_id: string | null
  task_id: string | null
  patient_id: string | null
  /** Who it is: a patient, a telephone, or the case alone. */
  person: string
  at: Date
  staff: boolean
  gone: boolean
  reach: string | null
  address: string
  phone: string | null
  callable: boolean
  died: boolean
  receipt: boolean
}

/** Cases of the cell since the past began, and those attached, whoever raised them. */
const raisedCases = async (ctx: Ctx, row: Held, ids: readonly string[]): Promise<Raised[]> => {
  const { rows } = await sql<Raised>`
    select cases.id as case_id, null as task_id, cases.patient_id,
      coalesce('patient ' || cases.patient_id, 'phone ' || r.phone, 'case ' || cases.id) as person,
      cases.received_at as at, cases.channel = 'staff' or cases.kind = 'staff' as staff,
      cases.destroyed_at is not null as gone, r.reach, coalesce(r.address, '') as address,
      coalesce(r.phone, p.phones->0->>'number') as phone, ${isCallable} as callable,
      coalesce(p.died_on is not null, false) as died,
      exists (select from receipts where case_id = cases.id) as receipt
    from cases left join reporters r on r.case_id = cases.id left join patients p on p.id = cases.patient_id
    where cases.id = any(${[...ids]}::uuid[])
      or cases.id in (select case_id from project_cases where project_id = ${row.id})`.execute(ctx.tx)
  return rows
}

/** Those whom follow-up found not fully satisfied, where that is what should move. */
const raisedCalls = async (ctx: Ctx, row: Held, from: Day): Promise<Raised[]> => {
  const { figure } = row.present
  if (figure?.kind !== 'ungraded') return []
  const { departmentId, dimension } = figure
  const unhappy =
    dimension === null
      ? sql<boolean>`t.satisfaction in ('fairly', 'dissatisfied')`
      : sql<boolean>`exists (select from answers a where a.task_id = t.id and a.dimension = ${dimension} and a.score < 1)`
  const { rows } = await sql<Raised>`
    select null as case_id, t.id as task_id, t.patient_id, 'patient ' || t.patient_id as person, t.reached_at as at,
      false as staff, false as gone, 'phone' as reach, '' as address, p.phones->0->>'number' as phone,
      p.contactable as callable, p.died_on is not null as died, false as receipt
    from tasks t join patients p on p.id = t.patient_id
    where ${isFollowUp} and not t.restricted and t.reached_at >= ${startOfDay(from)} and ${unhappy}
      and (${departmentId}::uuid is null or t.department_id = ${departmentId})`.execute(ctx.tx)
  return rows
}

type Way = { channel: PersonLine['channel']; status: 'due' | 'posted' | 'unable'; reason: string }

/** How one is told: by what he asked for, else by his telephone, else by the page of his receipt; or why he is not. */
const wayOf = (all: readonly Raised[]): Way => {
  const receipt = all.some((it) => it.receipt)
  const cannot = (reason: string): Way =>
    receipt ? { channel: 'receipt', status: 'posted', reason: '' } : { channel: 'none', status: 'unable', reason }
  if (all.some((it) => it.staff)) return { channel: 'receipt', status: 'unable', reason: 'sealed' }
  if (all.every((it) => it.gone)) return { channel: 'none', status: 'unable', reason: 'destroyed' }
  const latest = all.filter((it) => !it.gone).toSorted((a, b) => b.at.getTime() - a.at.getTime())
  const reachable = latest.filter((it) => it.callable)
  // Who died or asked to be left alone is left alone on his page too.
  if (reachable.length === 0)
    return { channel: 'none', status: 'unable', reason: latest.some((it) => it.died) ? 'died' : 'do-not-call' }
  if (reachable.every((it) => it.reach === 'none')) return cannot('asked-not')
  const wish = reachable.find((it) => it.reach !== 'none')!
  if (wish.reach === 'receipt' && receipt) return cannot('no-contact')
  if (wish.reach === 'letter' && wish.address !== '') return { channel: 'letter', status: 'due', reason: '' }
  const phone = reachable.find((it) => it.phone)?.phone
  if (phone) return { channel: wish.reach === 'sms' && takesTexts(phone) ? 'sms' : 'call', status: 'due', reason: '' }
  if (wish.address !== '') return { channel: 'letter', status: 'due', reason: '' }
  return cannot('no-contact')
}

/** A telephone is no name in a list: kept as a mark that says only whether it is the same. */
const markOf = (person: string): string =>
  person.startsWith('phone ') ? `phone ${createHash('sha256').update(person).digest('hex').slice(0, 32)}` : person

/**
 * Writes down everyone who raised it, each once however often he spoke, and puts the news on the pages of all their receipts.
 * In the transaction that closes the project.
 */
export const listPeople = async (ctx: Ctx, row: Held, news: string): Promise<void> => {
  const { rows } = await sql<{ since: Day }>`
    select least(min(baseline_from), min(cut_from)) as since from project_rounds where project_id = ${row.id}`.execute(
    ctx.tx,
  )
  const { since } = rows[0]!
  const { figure } = row.present
  const spoken =
    figure && figure.kind !== 'ungraded'
      ? await spokenIn({ ...ctx, me: systemMe }, figure, reckoningOf(row), since, dayOf(ctx.now))
      : []
  const raised = [
    ...(await raisedCases(
      ctx,
      row,
      spoken.map(({ id }) => id),
    )),
    ...(await raisedCalls(ctx, row, since)),
  ]
  for (const one of raised) {
    const left = !one.callable && !one.staff
    if (one.case_id && one.receipt && !one.gone && !left)
      await postNews(ctx, { caseId: one.case_id, key: `project ${row.id}`, text: news })
  }
  for (const [person, all] of Map.groupBy(raised, ({ person }) => person)) {
    const latest = all.toSorted((a, b) => b.at.getTime() - a.at.getTime() || (a.case_id === null ? 1 : -1))
    const way = wayOf(all)
    // The page that he opens is that of the case with the receipt.
    const one = (way.channel === 'receipt' && latest.find((it) => it.receipt)) || latest[0]!
    await ctx.tx
      .insertInto('project_people')
      .values({
        ...{ id: newId(ctx.now), project_id: row.id, person: markOf(person), ...way },
        ...{ case_id: one.case_id, task_id: one.task_id, patient_id: one.patient_id },
      })
      .execute()
  }
}
