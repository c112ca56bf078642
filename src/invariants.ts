// What must be true of the hospital's records at any moment: `verify` asks it of the database, the model test after every run.
import { sql } from 'kysely'
import type { Db } from '#engine/database.ts'
import type { Lifecycle } from '#kernel/lifecycle.ts'
import { type Words, w } from '#kernel/words.ts'
import { lifecycles } from '#src/lifecycles.ts'

type Invariant = {
  readonly name: string
  readonly says: Words
  /** Names the rows that break it: one column `row`. */
  readonly broken: string
}

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

export const invariants: readonly Invariant[] = [
  {
    name: 'case.owned',
    says: w('每件未归档的诉求都有在岗的负责人和期限', 'every open case has an owner who works here, and a deadline'),
    broken: `select c.number as row from cases c left join staff s on s.id = c.owner_id and s.status = 'active'
      where c.status <> 'archived' and (s.id is null or c.due_at is null or c.due_at < c.received_at)`,
  },
  {
    name: 'case.accused',
    says: w('没有人负责办理针对自己的诉求', 'nobody answers for a case about himself'),
    broken: `select number as row from cases where status <> 'archived' and owner_id = any(barred_staff)`,
  },
  {
    name: 'case.archived',
    says: w(
      '归档的诉求都有患者本人的答复，或三次未接通后经批准的理由；咨询、求助和表扬都有答复或转达；接管的都有旧登记本上的答复日期',
      'every archived case has the person’s own answer, or an approval with its reason; enquiries and praise have theirs, what was taken over the day in its old register',
    ),
    broken: `select c.number as row from cases c
      left join rounds r on r.case_id = c.id and r.number = c.round left join patients p on p.id = c.patient_id
      where c.status = 'archived' and not coalesce(case c.archived_by
        when 'person' then c.satisfaction in ('satisfied', 'fairly') and r.outcome = c.satisfaction
        when 'approval' then c.archive_reason <> '' and (c.failed_recalls >= 3 or not p.contactable)
        when 'referred' then c.round >= 3 and r.outcome = 'dissatisfied' and r.ways @> '{mediation,administrative,court}'
        when 'answered' then c.kind in ('enquiry', 'help', 'praise') and r.told_at is not null
        when 'taken-over' then exists (select from register_entries e where e.case_id = c.id and e.answered_on is not null) end, false)`,
  },
  {
    name: 'case.merged',
    says: w(
      '并入的诉求都有仍在办理的主案，主案本身未并入别处，知情范围一致',
      'every merged case has a survivor that is still being handled, is not merged itself, and lies behind the same walls',
    ),
    broken: `select c.number as row from cases c left join cases s on s.id = c.merged_into_id
      left join merges m on m.case_id = c.id and m.ended_at is null
      where c.status = 'merged' and (s.id is null or m.survivor_id is distinct from s.id
          or s.status in ('merged', 'reviewed', 'told', 'archived') or s.restricted <> c.restricted
          or s.handling_department_id is distinct from c.handling_department_id or not s.barred_staff @> c.barred_staff)
        or c.status <> 'merged' and m.id is not null`,
  },
  {
    name: 'case.carried',
    says: w(
      '随主案答复的诉求都有一份答复，各自告知、各自确认',
      'every case that was answered with another has that answer in a round of its own',
    ),
    broken: `select c.number as row from merges m join cases c on c.id = m.case_id
      where m.ended = 'carried' and not exists (select from merges later where later.case_id = c.id and later.id > m.id)
        and not exists (
        select from rounds r where r.case_id = c.id and r.carried_from_id = m.survivor_id and r.answered_at is not null)`,
  },
  {
    name: 'measure.verified',
    says: w('整改都由责任人和落实人以外的人验证', 'no measure is verified by its owner or by who reported it done'),
    broken: `select id::text as row from measures where status = 'verified'
      and (verified_by_id is null or done_at is null or verified_by_id = any(hands))`,
  },
  {
    name: 'case.round',
    says: w('每件诉求的各轮办理记录连续完整', 'every case has all its rounds, up to the one that it is in'),
    broken: `select c.number as row from cases c
      where c.round <> (select count(*) from rounds r where r.case_id = c.id)
        or c.round <> (select max(r.number) from rounds r where r.case_id = c.id)`,
  },
  {
    name: 'case.assists',
    says: w('未回复的协办数与协办记录一致', 'a case waits for as many helping departments as have not answered'),
    broken: `select c.number as row from cases c where c.assists_open <> (
      select count(*) from assists a where a.case_id = c.id and a.status = 'asked')`,
  },
  {
    name: 'case.pause',
    says: w('停钟的诉求都有一条未恢复的停钟记录，反之亦然', 'a clock stands still exactly where a stop is on record'),
    broken: `select c.number as row from cases c where (c.paused_at is not null) <> exists (
      select from pauses p where p.case_id = c.id and p.ended_at is null)`,
  },
  {
    name: 'case.recall',
    says: w('同一件诉求同一时间只有一次再次回访', 'no case is asked about by two calls at once'),
    broken: `select c.number as row from cases c join tasks t on t.case_id = c.id
      where t.kind = 'recall' and t.status in ('open', 'flagged') group by c.number having count(*) > 1`,
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
      left join (select task_id, count(*) as n, max(number) as last from attempts group by task_id) a on a.task_id = t.id
      where t.attempts <> coalesce(a.n, 0) or t.attempts <> coalesce(a.last, 0)`,
  },
  {
    name: 'task.unreached',
    says: w('记为未访的任务都写明原因', 'who was not reached has a reason on record'),
    broken: `select id::text as row from tasks where status = 'unreached' and unreached_reason is null`,
  },
  {
    name: 'task.flag',
    says: w('每个红旗都有转给医师的紧急联系', 'every red flag has its urgent contact for the doctor'),
    broken: `select t.id::text as row from tasks t where (t.status = 'flagged' or t.flag_done is not null) and t.kind <> 'urgent'
      and not exists (select from tasks u where u.parent_id = t.id and u.kind = 'urgent')`,
  },
  {
    name: 'disposal.second',
    says: w(
      '每次销毁都由提请人以外的人复核，且未在保全期间',
      'every disposal was decided by another than who proposed it, and of nothing held',
    ),
    broken: `select d.id::text as row from disposals d where d.status = 'destroyed' and (d.decided_by_id = d.proposed_by_id
      or exists (select from holds h where h.case_id = d.case_id and h.placed_at <= d.decided_at
        and (h.released_at is null or h.released_at > d.decided_at)))`,
  },
  {
    name: 'disposal.emptied',
    says: w(
      '销毁的卷宗内容、附件和检索已清空，并留有销毁记录',
      'of a destroyed file no word, no attachment and no index is left, and its record is',
    ),
    broken: `select c.number as row from cases c where c.destroyed_at is not null and (c.demand <> '' or c.text <> '已按期销毁'
      or exists (select from rounds r where r.case_id = c.id and coalesce(r.findings, r.measures, r.told_what, r.outcome_words) is not null)
      or exists (select from files f where f.noun = 'case' and f.subject = c.id and octet_length(f.content) > 0)
      or exists (select from case_search s where s.case_id = c.id and s.search <> '')
      or exists (select from reporters p where p.case_id = c.id and (p.name <> '' or p.phone is not null))
      or not exists (select from disposals d where d.case_id = c.id and d.what = 'whole' and d.status = 'destroyed'))`,
  },
  {
    name: 'ring.hidden',
    says: w('没有人因自己须回避的诉求正被呼叫', 'nobody is rung about what he must find nothing of'),
    broken: `select r.id::text as row from rings r left join cases c on c.id = r.case_id left join tasks t on t.id = r.task_id
      where r.status = 'ringing' and (r.barred_staff is distinct from coalesce(c.barred_staff, t.barred_staff)
        or r.restricted is distinct from coalesce(c.restricted, t.restricted))`,
  },
  {
    name: 'ring.calls',
    says: w('每次呼叫都记下了呼叫过谁、晚了多久', 'everyone who was rung is on record with when it was due and done'),
    broken: `select r.id::text as row from rings r
      where cardinality(r.rung) <> (select count(*) from ring_calls k where k.ring_id = r.id and k.staff_id = any(r.rung))
        or exists (select from ring_calls k where k.ring_id = r.id and k.rung_at < k.due_at)`,
  },
  {
    name: 'handover.taken',
    says: w('每张已接班的交班卡都有接班人和时间', 'every card that was taken over says by whom and when'),
    broken: `select id::text as row from handovers where status = 'taken' and (taken_by_id is null or taken_at is null)`,
  },
  {
    name: 'sheet.answered',
    says: w('每张已回复的热线工单都有一份发给热线的回复', 'every sheet that was replied to has a reply for its line'),
    broken: `select s.source || ' ' || s.number as row from sheets s where s.replied_at is not null
      and not exists (select from sheet_messages m where m.sheet_id = s.id and m.kind = 'reply')`,
  },
  {
    name: 'sheet.one',
    says: w(
      '同一编号的热线工单至多一张未结，知情范围与诉求一致',
      'of one number at most one sheet is open, and it lies behind the walls of its case',
    ),
    broken: `select source || ' ' || number as row from sheets
      where status in ('received', 'signed', 'objected', 'replied') group by source, number having count(*) > 1
      union all select s.source || ' ' || s.number from sheets s join cases c on c.id = s.case_id
      where s.restricted <> c.restricted or not s.barred_staff @> c.barred_staff`,
  },
  {
    name: 'vault.each',
    says: w('每件员工声音在保险箱里都有一格，不多不少', 'every staff voice has its one place in the vault'),
    broken: `select c.n || ' / ' || v.n as row
      from (select count(*) as n from cases where channel = 'staff' and not taken_over) c, (select count(*) as n from vault.identities) v
      where c.n <> v.n`,
  },
  {
    name: 'opening.two',
    says: w(
      '打开过的身份都有两名保管人的同意，其中没有申请人自己',
      'whatever was opened has the consent of two custodians, none of them the asker',
    ),
    broken: `select o.id::text as row from openings o where o.status = 'granted'
      and ((select count(*) from opening_words x where x.opening_id = o.id and x.consents) < 2
        or exists (select from opening_words x where x.opening_id = o.id and x.custodian_id = o.asked_by_id))`,
  },
  {
    name: 'entry.case',
    says: w('流动站送达的每件诉求都在诉求里', 'every matter that a tablet sent is a case'),
    broken: `select id::text as row from entries where kind = 'matter' and case_id is null`,
  },
  {
    name: 'entry.finding',
    says: w('巡查中发现的每个问题都有人跟到底', 'whatever was found on a round is a finding'),
    broken: `select e.id::text as row from entries e where e.outcome = 'found' and not exists (select from findings f where f.id = e.id)`,
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
  // What a hospital begins with (programmes, questionnaires, guidance) is put where it stands, without a history.
  ...lifecycles
    .filter(({ noun }) =>
      [
        'staff',
        'token',
        'case',
        'assist',
        'promise',
        'measure',
        'task',
        'ring',
        'handover',
        'disposal',
        'opening',
        'message',
      ].includes(noun),
    )
    .map(path),
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
