// 最多问一次: which matters a person had to tell more than once, or was handed on with, as one SQL definition (docs/decisions/0034).
import { type RawBuilder, sql } from 'kysely'
import { within } from '#engine/permit.ts'
import type { Me } from '#kernel/permission.ts'
import { addDays, type Day, startOfDay } from '#kernel/time.ts'
import type { askedSigns } from './contract-page.ts'

export type AskedSign = (typeof askedSigns)[number]

/**
 * What is counted: matters of patients and visitors that came in here. Praise asks for nothing, of a staff voice nobody knows
 * who spoke, and of an old register no steps are known.
 */
const askedKinds = ['opinion', 'complaint', 'suggestion', 'enquiry', 'help'] as const
const isAsked = sql<boolean>`(m.kind = any(${[...askedKinds]}) and not m.taken_over)`

/** Days of receipt, both included; open where none is named. */
export type Received = { readonly from?: Day | undefined; readonly to?: Day | undefined }

const received = ({ from, to }: Received) => sql`
  ${from ? sql`and m.received_at >= ${startOfDay(from)}` : sql``} ${to ? sql`and m.received_at < ${startOfDay(addDays(to, 1))}` : sql``}`

/** A join with what happened to something; a partition of the ledger holds a month, and nothing is older than the call it came out of. */
const happened = (verb: string, subject: RawBuilder<unknown>, { from }: Received) => sql`
  join events e on e.noun = ${verb.slice(0, verb.indexOf('.'))} and e.subject = ${subject} and e.verb = ${verb}
    and e.at >= m.received_at - interval '1 day' ${from ? sql`and e.at >= ${startOfDay(addDays(from, -1))}` : sql``}`

const about = sql`calls k on k.about_noun = 'case' and k.about_id = m.id`
/** The other matter, one by one: there are a thousand times as many matters as links. */
const caseOf = (id: RawBuilder<unknown>) => sql`cross join lateral (select * from cases where id = ${id} offset 0) o`
const earlier = sql`(o.received_at, o.id) < (m.received_at, m.id)`

/**
 * Each sign of having to tell it again, as joins of `asked m`: what the person himself could notice. Of another matter only as
 * far as the reader may know of that one.
 */
const signsOf = (me: Me, when: Received): Readonly<Record<AskedSign, readonly RawBuilder<unknown>[]>> => ({
  // Handed to somebody else while speaking: calls about it, or the one that it came out of.
  transfer: [
    sql`join ${about} ${happened('call.transfer', sql`k.id`, when)}`,
    sql`join calls k on k.contact_id = m.contact_id ${happened('call.transfer', sql`k.id`, when)}`,
  ],
  // Called in again about it before he was told.
  again: [
    sql`join ${about} and k.direction = 'in' and k.answered_at > m.received_at and k.placed_at > m.received_at
      and (m.told_at is null or k.placed_at < m.told_at)`,
  ],
  // A department sent it back: another one asks anew.
  back: [happened('case.object', sql`m.id`, when)],
  // The first asker no longer answers for it.
  owner: [happened('case.passOn', sql`m.id`, when)],
  // It came over a public line too, or was dispatched by it again.
  sheet: [sql`join sheets s on s.case_id = m.id and (s.round > 1 or s.source <> m.channel)`],
  // Said before by the same person: linked as a repeat within thirty days, or merged into an earlier one of his.
  repeat: [
    ...(['case_id', 'other_id'] as const).map(
      (own) => sql`join links l on ${sql.ref(`l.${own}`)} = m.id and l.kind = 'repeat' and l.ended_at is null
        ${caseOf(sql.ref(own === 'case_id' ? 'l.other_id' : 'l.case_id'))}
        where ${earlier} and ${within(me, 'case.read', 'o')}`,
    ),
    sql`join merges g on g.case_id = m.id and g.ended is distinct from 'undone' ${caseOf(sql`g.survivor_id`)}
      left join reporters p on p.case_id = o.id left join reporters r on r.case_id = m.id
      where ${earlier} and ${within(me, 'case.read', 'o')} and (o.patient_id = m.patient_id or p.phone = r.phone)`,
  ],
})

/**
 * The common table expressions `asked`, the matters counted of those received in these days that the reader may read, and
 * `signed`, their signs: rows `id`, `sign`, each once.
 */
export const askedAmong = (me: Me, when: Received): RawBuilder<unknown> => sql`
  asked as materialized (
    select m.id, m.received_at, m.told_at, m.contact_id, m.patient_id, m.channel from cases m
    where ${isAsked} and ${within(me, 'case.read', 'm')} ${received(when)}
  ),
  signed as materialized (
    ${sql.join(
      Object.entries(signsOf(me, when)).flatMap(([sign, ways]) =>
        ways.map((way) => sql`select m.id, ${sign} as sign from asked m ${way}`),
      ),
      sql` union `,
    )}
  )`

/** The condition of a filter: `all` of them, told `once`, `anew` by any sign, or by the one that is named; of these days of receipt. */
export const askedIs = (me: Me, which: 'all' | 'once' | 'anew' | AskedSign, when: Received): RawBuilder<boolean> => {
  if (which === 'all') return isAsked
  const found = sql`(with ${askedAmong(me, when)} select id from signed
    ${which === 'once' || which === 'anew' ? sql`` : sql`where sign = ${which}`})`
  return which === 'once' ? sql<boolean>`(${isAsked} and m.id not in ${found})` : sql<boolean>`m.id in ${found}`
}
