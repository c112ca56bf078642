// 最多问一次: which matters a person had to tell more than once, or was handed on with, as one SQL definition.
import { type RawBuilder, sql } from 'kysely'
import { within } from '#engine/permit.ts'
import type { Me } from '#kernel/permission.ts'
import type { askedSigns } from './contract-page.ts'

export type AskedSign = (typeof askedSigns)[number]

/**
 * What is counted: matters of patients and visitors that came in here. Praise asks for nothing, of a staff voice nobody knows
 * who spoke, and of an old register no steps are known.
 */
export const askedKinds = ['opinion', 'complaint', 'suggestion', 'enquiry', 'help'] as const

export const isAsked = sql<boolean>`(m.kind = any(${[...askedKinds]}) and not m.taken_over)`

// A partition of the ledger holds a month: nothing of a matter is older than the call it came out of.
const happened = (verb: string, subject: RawBuilder<unknown>) => sql`exists (
  select from events e where e.noun = ${verb.slice(0, verb.indexOf('.'))} and e.subject = ${subject} and e.verb = ${verb}
    and e.at >= m.received_at - interval '1 day')`

const earlier = sql`(o.received_at, o.id) < (m.received_at, m.id)`

/**
 * Each sign of having to tell it again, on a row of `matters m`; what the person himself could notice. Of another matter only
 * as far as the reader may know of that one.
 */
const signsOf = (me: Me): Readonly<Record<AskedSign, RawBuilder<unknown>>> => ({
  // Handed to somebody else while speaking: calls about it, or the one that it came out of.
  transfer: sql`(exists (
      select from calls k where k.about_noun = 'case' and k.about_id = m.id and ${happened('call.transfer', sql`k.id`)})
    or exists (select from calls k where k.contact_id = m.contact_id and ${happened('call.transfer', sql`k.id`)}))`,
  // Called in again about it before he was told.
  again: sql`exists (select from calls k where k.about_noun = 'case' and k.about_id = m.id and k.direction = 'in'
    and k.answered_at > m.received_at and k.placed_at > m.received_at and (m.told_at is null or k.placed_at < m.told_at))`,
  // A department sent it back: another one asks anew.
  back: happened('case.object', sql`m.id`),
  // The first asker no longer answers for it.
  owner: happened('case.passOn', sql`m.id`),
  // It came over a public line too, or was dispatched by it again.
  sheet: sql`exists (select from sheets s where s.case_id = m.id and (s.round > 1 or s.source <> m.channel))`,
  // Said before by the same person: linked as a repeat within thirty days, or merged into an earlier one of his.
  repeat: sql`(exists (select from links l join cases o on o.id in (l.case_id, l.other_id) and o.id <> m.id
      where m.id in (l.case_id, l.other_id) and l.kind = 'repeat' and l.ended_at is null and ${earlier}
        and ${within(me, 'case.read', 'o')})
    or exists (select from merges g join cases o on o.id = g.survivor_id
      left join reporters p on p.case_id = o.id left join reporters r on r.case_id = m.id
      where g.case_id = m.id and g.ended is distinct from 'undone' and ${earlier} and (o.patient_id = m.patient_id or p.phone = r.phone)
        and ${within(me, 'case.read', 'o')}))`,
})

/** Those counted among rows of `matters m`, with a column for each sign. */
export const askedColumns = (me: Me): RawBuilder<unknown> =>
  sql.join(Object.entries(signsOf(me)).map(([key, sign]) => sql`${sign} as ${sql.ref(key)}`))

/** The condition of a filter: `all` of them, told `once`, `anew` by any sign, or by the one that is named. */
export const askedIs = (me: Me, which: 'all' | 'once' | 'anew' | AskedSign): RawBuilder<boolean> => {
  const signs = signsOf(me)
  const any = sql`(${sql.join(Object.values(signs), sql` or `)})`
  if (which === 'all') return isAsked
  if (which === 'once') return sql<boolean>`(${isAsked} and not ${any})`
  if (which === 'anew') return sql<boolean>`(${isAsked} and ${any})`
  return sql<boolean>`(${isAsked} and ${signs[which]})`
}
