// What must be true of the hospital's records at any moment: `verify` asks it of the database, the model test after every run.
import { sql } from 'kysely'
import type { Db } from '#engine/database.ts'
import { type Words, w } from '#kernel/words.ts'

export type Invariant = {
  readonly name: string
  readonly says: Words
  /** Names the rows that break it: one column `row`. */
  readonly broken: string
}

const lives = (noun: string, table: string) => `
  select n.id::text as row from ${table} n
  where n.status is distinct from (
    select e.to_state from events e where e.noun = '${noun}' and e.subject = n.id and e.to_state is not null
    order by e.id desc limit 1)`

export const invariants: readonly Invariant[] = [
  {
    name: 'case.owned',
    says: w('每件未归档的诉求都有在册的负责人和期限', 'every open case has an owner and a deadline'),
    broken: `select c.number as row from cases c left join staff s on s.id = c.owner_id
      where c.status <> 'archived' and (s.id is null or c.due_at is null)`,
  },
  {
    name: 'case.archived',
    says: w(
      '归档的诉求都有患者本人的答复,或三次未接通后经批准的理由',
      'every archived case has the person’s own answer, or an approval with its reason',
    ),
    broken: `select number as row from cases where status = 'archived' and (
      archived_by is null or (archived_by = 'approval' and coalesce(archive_reason, '') = ''))`,
  },
  {
    name: 'case.state',
    says: w('诉求的状态与台账最后一次记录一致', 'a case stands where the ledger last put it'),
    broken: lives('case', 'cases'),
  },
  {
    name: 'case.round',
    says: w('每件诉求都有当前这一轮的办理记录', 'every case has the round that it is in'),
    broken: `select c.number as row from cases c
      where not exists (select from rounds r where r.case_id = c.id and r.number = c.round)`,
  },
  {
    name: 'task.contactable',
    says: w(
      '没有给已故或免打扰患者的随访任务',
      'no call is planned to the dead or to those who asked not to be called',
    ),
    broken: `select t.id::text as row from tasks t join patients p on p.id = t.patient_id
      where t.status in ('open', 'flagged') and not p.contactable`,
  },
  {
    name: 'contact.allowed',
    says: w('免打扰登记之后没有再拨出的电话', 'nobody was called after he asked not to be'),
    broken: `select c.id::text as row from contacts c join patients p on p.id = c.patient_id
      where c.direction = 'out' and not c.taken_over and c.started_at > p.do_not_call_at`,
  },
  {
    name: 'task.attempts',
    says: w('拨打次数与逐次记录一致', 'a task counts as many tries as are on record'),
    broken: `select t.id::text as row from tasks t
      where t.attempts <> (select count(*) from attempts a where a.task_id = t.id) and not t.taken_over`,
  },
  {
    name: 'task.unreached',
    says: w('记为未访的任务都写明原因', 'who was not reached has a reason on record'),
    broken: `select id::text as row from tasks where status = 'unreached' and unreached_reason is null`,
  },
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
