// What must be true of the hospital's records at any moment: `verify` asks it of the database, the model test after every run.
import { sql } from 'kysely'
import type { Db } from '#engine/database.ts'
import type { Invariant } from '#kernel/invariant.ts'
import type { Lifecycle } from '#kernel/lifecycle.ts'
import { type Words, w } from '#kernel/words.ts'
import { assessmentsInvariants } from '#modules/assessments/invariants.ts'
import { autocallsInvariants } from '#modules/autocalls/invariants.ts'
import { bulletinsInvariants } from '#modules/bulletins/invariants.ts'
import { callsInvariants } from '#modules/calls/invariants.ts'
import { casesInvariants } from '#modules/cases/invariants.ts'
import { checksInvariants } from '#modules/checks/invariants.ts'
import { contactsInvariants } from '#modules/contacts/invariants.ts'
import { dossiersInvariants } from '#modules/dossiers/invariants.ts'
import { exportsInvariants } from '#modules/exports/invariants.ts'
import { followupsInvariants } from '#modules/followups/invariants.ts'
import { improvementsInvariants } from '#modules/improvements/invariants.ts'
import { messagesInvariants } from '#modules/messages/invariants.ts'
import { practicesInvariants } from '#modules/practices/invariants.ts'
import { queuesInvariants } from '#modules/queues/invariants.ts'
import { recordingsInvariants } from '#modules/recordings/invariants.ts'
import { scorecardsInvariants } from '#modules/scorecards/invariants.ts'
import { sheetsInvariants } from '#modules/sheets/invariants.ts'
import { shiftsInvariants } from '#modules/shifts/invariants.ts'
import { stationsInvariants } from '#modules/stations/invariants.ts'
import { voicesInvariants } from '#modules/voices/invariants.ts'
import { lifecycles } from '#src/lifecycles.ts'

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`

/**
 * The rows whose history is no path of their lifecycle: a step that the table does not know, that does not begin where
 * the one before it ended, or that does not end where the row stands. A row without history stands where one may begin.
 * The steps of a row are in the order of their ids, since each is written while the row is held. What an old register
 * brought in as archived has no steps here, and says so.
 */
const strays = (life: Lifecycle): string => {
  const unlived = life.noun === 'case' ? "and r.archived_by is distinct from 'taken-over'" : ''
  const states = (list: readonly string[]) => list.map(quoted).join(', ')
  const steps = life.acts.flatMap(([verb, from, to]) =>
    from.map((state) => `(${states([`${life.noun}.${verb}`, state, to === '=' ? state : to])})`),
  )
  return `
    with steps as (
      select subject, verb, from_state, to_state, row_number() over w = 1 as first, lead(id) over w is null as last,
        lag(to_state) over w as before
      from events where noun = ${quoted(life.noun)} and to_state is not null
      window w as (partition by subject order by era, id)
    )
    select distinct r.id::text as row from ${life.table} r left join steps s on s.subject = r.id
    where (s.verb is null and r.status not in (${states(life.start)}) ${unlived})
      or (s.last and s.to_state <> r.status)
      or (s.first and coalesce(s.from_state, s.to_state) not in (${states(life.start)}))
      or (not s.first and s.from_state is distinct from s.before)
      or (s.from_state is not null and (s.verb, s.from_state, s.to_state) not in (${steps}))`
}

const path = (life: Lifecycle): Invariant => ({
  name: `${life.noun}.path`,
  says: w(
    `每一条${life.title.zh}走过的每一步都是流程表允许的，并停在台账所记的状态`,
    `${life.title.en}: every step is one that the table allows, and the row stands where the ledger put it`,
  ),
  broken: strays(life),
})

/** Of the ledger itself. */
const ledger: readonly Invariant[] = [
  {
    name: 'event.actor',
    says: w('台账中的每个操作人都在人员名册中', 'everyone in the ledger is on the staff'),
    broken: `select e.id::text as row from events e left join staff s on s.id = e.actor_id
      where e.actor_id is not null and s.id is null`,
  },
  {
    name: 'reaction.known',
    says: w('每个已执行的后续动作都对应台账中的一条记录', 'every reaction that ran belongs to an event'),
    broken: `select r.event_id || ' ' || r.reaction as row from reactions_done r
      where not exists (select from events e where e.id = r.event_id)`,
  },
]

/** Whose every step is in the ledger. What a hospital begins with (programmes, questionnaires, guidance) is put where it stands. */
// biome-ignore format: a list of words
const stepped = new Set([
  'staff', 'token', 'export', 'reader', 'call', 'recording', 'case', 'assist', 'promise', 'measure', 'task', 'ring', 'handover', 'queueCall', 'missed', 'proposal', 'project', 'practice', 'draw', 'check', 'suspicion', 'scorecard', 'trainingNote', 'ruleSet', 'assessment', 'disposal', 'opening', 'message', 'gateway', 'reply',
])

export const invariants: readonly Invariant[] = [
  ...exportsInvariants,
  ...contactsInvariants,
  ...messagesInvariants,
  ...callsInvariants,
  ...recordingsInvariants,
  ...casesInvariants,
  ...followupsInvariants,
  ...voicesInvariants,
  ...sheetsInvariants,
  ...stationsInvariants,
  ...shiftsInvariants,
  ...queuesInvariants,
  ...autocallsInvariants,
  ...improvementsInvariants,
  ...checksInvariants,
  ...practicesInvariants,
  ...scorecardsInvariants,
  ...dossiersInvariants,
  ...assessmentsInvariants,
  ...bulletinsInvariants,
  ...ledger,
  ...lifecycles.filter(({ noun }) => stepped.has(noun)).map(path),
]

/**
 * What followed from an event and neither ran nor waits: pairs of event and reaction. `following` are the reactions of
 * the version that wrote the events; asked of an older ledger, it would miss what that version did not have.
 */
export const owed = async (db: Db, following: readonly { verb: string; name: string }[]): Promise<string[]> => {
  const { rows } = await sql<{ row: string }>`
    select e.id || ' ' || f.name as row
    from unnest(${following.map((f) => f.verb)}::text[], ${following.map((f) => f.name)}::text[]) as f (verb, name)
    join events e on e.verb = f.verb
    where not exists (select from reactions_done d where d.event_id = e.id and d.reaction = f.name)
      and not exists (select from pgboss.job j where j.data->>'reaction' = f.name and (j.data->'event'->>'id')::bigint = e.id
        and j.state <> 'completed')
    limit 100`.execute(db)
  return rows.map(({ row }) => row)
}

export type Finding = { readonly name: string; readonly says: Words; readonly count: number; readonly rows: string[] }

/** Asks every invariant; `count` is how many rows break it, `rows` the first ten of them. */
export const examine = async (db: Db): Promise<Finding[]> => {
  const found: Finding[] = []
  for (const { name, says, broken } of invariants) {
    const { rows } = await sql<{ count: number; rows: string[] | null }>`
      with broken as (${sql.raw(broken)})
      select (select count(*) from broken) as count, (select array_agg(row) from (select row from broken limit 10) b) as rows`.execute(
      db,
    )
    found.push({ name, says, count: rows[0]!.count, rows: rows[0]!.rows ?? [] })
  }
  return found
}
