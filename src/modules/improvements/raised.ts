// 您说，我改: everyone who raised a matter, found when it is better; how each is told, or why not.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import { systemMe } from '#engine/house.ts'
import { newId } from '#kernel/ids.ts'
import { type Day, dayOf, startOfDay } from '#kernel/time.ts'
import { numberKey } from '#modules/calls/numbers.ts'
import { isCallable } from '#modules/cases/reporters.ts'
import { isFollowUp } from '#modules/followups/tasks.ts'
import { takesTexts } from '#modules/messages/texting.ts'
import { postNews } from '#modules/voices/news.ts'
import { cameOfWords, type Held, reckoningOf } from './project-rows.ts'
import { spokenIn } from './reckoned.ts'
import type { PersonLine } from './shapes-projects.ts'

export type Raised = {
  case_id: string | null
  task_id: string | null
  patient_id: string | null
  at: Date
  staff: boolean
  gone: boolean
  reach: string | null
  address: string
  phone: string | null
  /** Every number that is his, this one among them. */
  numbers: readonly string[]
  /** He left a number and speaks for the patient. */
  family: boolean
  callable: boolean
  died: boolean
  receipt: boolean
}

/**
 * Cases of the cell since the past began, and those attached; with what was merged into them, wherever that was filed: it is
 * the same matter of others. The centre's projects know of nothing that only supervision may.
 */
const raisedCases = async (ctx: Ctx, row: Held, ids: readonly string[]): Promise<Raised[]> => {
  const { rows } = await sql<Raised>`
    with own as (
      select unnest(${[...ids]}::uuid[]) as id
      union select case_id from project_cases where project_id = ${row.id}
    ), merged as (
      select c.id from cases c join own on own.id = c.merged_into_id
      union select m.case_id from merges m join own on own.id = m.survivor_id where m.ended is distinct from 'undone'
    )
    select cases.id as case_id, null as task_id, cases.patient_id,
      cases.received_at as at, cases.channel = 'staff' or cases.kind = 'staff' as staff,
      cases.destroyed_at is not null as gone, r.reach, coalesce(r.address, '') as address,
      coalesce(nullif(r.phone, ''), p.phones->0->>'number') as phone,
      array_remove(array(select x->>'number' from jsonb_array_elements(p.phones) x) || nullif(r.phone, ''), null) as numbers,
      coalesce(r.phone <> '' and r.relation <> 'self', false) as family, ${isCallable} as callable,
      coalesce(p.died_on is not null, false) as died,
      exists (select from receipts where case_id = cases.id) as receipt
    from cases left join reporters r on r.case_id = cases.id left join patients p on p.id = cases.patient_id
    where cases.id in (select id from own union select id from merged)
      and (${row.restricted} or not cases.restricted)`.execute(ctx.tx)
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
    select null as case_id, t.id as task_id, t.patient_id, t.reached_at as at,
      false as staff, false as gone, 'phone' as reach, '' as address, p.phones->0->>'number' as phone,
      array_remove(array(select x->>'number' from jsonb_array_elements(p.phones) x), null) as numbers,
      false as family, p.contactable as callable, p.died_on is not null as died, false as receipt
    from tasks t join patients p on p.id = t.patient_id
    where ${isFollowUp} and not t.restricted and t.reached_at >= ${startOfDay(from)} and ${unhappy}
      and (${departmentId}::uuid is null or t.department_id = ${departmentId})`.execute(ctx.tx)
  return rows
}

const latestFirst = <It extends Raised>(all: readonly It[]): It[] =>
  all.toSorted((a, b) => b.at.getTime() - a.at.getTime() || (a.case_id === null ? 1 : -1))

/**
 * Who each is: one number is one person, whether the register knew him as its patient or not; but two patients who share
 * one are two, and who left it without a name is the one of them who spoke last. Who asked not to be called, or has died, is
 * left alone also where he was not known by his name; family who left a number are not.
 */
export const personsOf = (raised: readonly Raised[]): Map<string, Raised[]> => {
  const patients = new Map<string, Raised>()
  for (const one of latestFirst(raised))
    if (one.patient_id)
      for (const number of one.numbers) {
        const key = numberKey(number)
        if (!patients.has(key)) patients.set(key, one)
      }
  const left = new Map<string, boolean>()
  for (const { patient_id, callable, family, died } of raised)
    if (patient_id && !family && !callable) left.set(patient_id, died)
  const known = raised.map((one): Raised => {
    if (one.patient_id || one.phone === null || one.staff) return one
    const patient_id = patients.get(numberKey(one.phone))?.patient_id ?? null
    const silent = patient_id !== null && !one.family && left.has(patient_id)
    return { ...one, patient_id, ...(silent && { callable: false, died: left.get(patient_id)! }) }
  })
  return Map.groupBy(known, (one) =>
    one.patient_id
      ? `patient ${one.patient_id}`
      : one.phone !== null
        ? `phone ${numberKey(one.phone)}`
        : `case ${one.case_id}`,
  )
}

type Way = {
  channel: PersonLine['channel']
  status: 'due' | 'posted' | 'unable'
  reason: string
  /** What he said, by which he is told. */
  by: Raised
}

/** How one is told: by what he asked for, else by his telephone, else by the page of his receipt; or why he is not. */
const wayOf = (all: readonly Raised[]): Way => {
  const spoken = latestFirst(all)
  const [last] = spoken as [Raised]
  const receipt = spoken.find((it) => it.receipt)
  const cannot = (reason: string): Way =>
    receipt
      ? { channel: 'receipt', status: 'posted', reason: '', by: receipt }
      : { channel: 'none', status: 'unable', reason, by: last }
  if (all.some((it) => it.staff)) return { channel: 'receipt', status: 'unable', reason: 'sealed', by: receipt ?? last }
  if (all.every((it) => it.gone)) return { channel: 'none', status: 'unable', reason: 'destroyed', by: last }
  const latest = spoken.filter((it) => !it.gone)
  const reachable = latest.filter((it) => it.callable)
  // Who died or asked to be left alone is left alone on his page too.
  if (reachable.length === 0) {
    const reason = latest.some((it) => it.died) ? 'died' : 'do-not-call'
    return { channel: 'none', status: 'unable', reason, by: last }
  }
  if (reachable.every((it) => it.reach === 'none')) return cannot('asked-not')
  const wish = reachable.find((it) => it.reach !== 'none')!
  const due = (channel: Way['channel'], by: Raised): Way => ({ channel, status: 'due', reason: '', by })
  if (wish.reach === 'receipt' && receipt) return cannot('no-contact')
  if (wish.reach === 'letter' && wish.address !== '') return due('letter', wish)
  const by = wish.phone ? wish : reachable.find((it) => it.phone)
  if (by) return due(wish.reach === 'sms' && by.case_id && takesTexts(by.phone!) ? 'sms' : 'call', by)
  if (wish.address !== '') return due('letter', wish)
  return cannot('no-contact')
}

/** A telephone is no name in a list: kept as a mark that says only whether it is the same. */
const markOf = (person: string): string =>
  person.startsWith('phone ') ? `phone ${createHash('sha256').update(person).digest('hex').slice(0, 32)}` : person

/**
 * Those who spoke in the figure's cell since the past began. Of a project that came of words nobody but who said something near
 * has raised it: they are its cases, and who complained of something else there never asked for this.
 */
const othersOf = async (ctx: Ctx, row: Held): Promise<{ ids: string[]; calls: Raised[] }> => {
  const { rows } = await sql<{ since: Day; words: boolean }>`
    select ${cameOfWords} as words, (select least(min(baseline_from), min(cut_from)) from project_rounds
      where project_id = projects.id) as since from projects where id = ${row.id}`.execute(ctx.tx)
  const { since, words } = rows[0]!
  const { figure } = row.present
  if (words || !figure) return { ids: [], calls: [] }
  if (figure.kind === 'ungraded') return { ids: [], calls: await raisedCalls(ctx, row, since) }
  const spoken = await spokenIn({ ...ctx, me: systemMe }, figure, reckoningOf(row), since, dayOf(ctx.now))
  return { ids: spoken.map(({ id }) => id), calls: [] }
}

/**
 * Writes down everyone who raised it, each once however often he spoke, and puts the news on the pages of all their receipts.
 * In the transaction that closes the project.
 */
export const listPeople = async (ctx: Ctx, row: Held, news: string): Promise<void> => {
  const { ids, calls } = await othersOf(ctx, row)
  const persons = personsOf([...(await raisedCases(ctx, row, ids)), ...calls])
  for (const [person, all] of persons) {
    for (const one of all)
      if (one.case_id && one.receipt && !one.gone && (one.callable || one.staff))
        await postNews(ctx, { caseId: one.case_id, key: `project ${row.id}`, text: news })
    const { by, ...way } = wayOf(all)
    await ctx.tx
      .insertInto('project_people')
      .values({
        ...{ id: newId(ctx.now), project_id: row.id, person: markOf(person), ...way },
        ...{ case_id: by.case_id, task_id: by.task_id, patient_id: by.patient_id },
      })
      .execute()
  }
}
