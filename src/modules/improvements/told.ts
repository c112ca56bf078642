// What share of those who raised what became better was told of it, and why the others cannot be.
import { type RawBuilder, sql } from 'kysely'
import { type Ctx, handle } from '#engine/ctx.ts'
import { systemId } from '#engine/ledger.ts'
import { scopeSql, within } from '#engine/permit.ts'
import type { Me } from '#kernel/permission.ts'
import { type Day, endOfDay, startOfDay } from '#kernel/time.ts'
import { type Words, w } from '#kernel/words.ts'
import { scopes } from '#src/permissions.ts'
import { projects } from './contract-projects.ts'
import type { ToldShare } from './shapes-projects.ts'

/** Why somebody cannot be told. */
export const unableWords: Readonly<Record<string, Words>> = {
  died: w('患者已去世', 'has died'),
  'do-not-call': w('本人要求勿扰', 'asked not to be contacted'),
  'asked-not': w('本人说明不需要回复', 'wants no answer'),
  'no-contact': w('没有留下联系方式', 'left no way to be reached'),
  sealed: w(
    '员工声音：已挂在凭码网页，为保密不记录是否看过',
    'a staff voice: on the receipt page; whether it was read is not kept',
  ),
  destroyed: w('档案已按期销毁', 'the file is destroyed'),
}

/**
 * How a person of the list `pp` stands now: who was told by the page has opened it since; a text that did not arrive has told nobody.
 */
export const standing = sql`case
  when pp.status = 'posted' and exists (select from receipt_news n where n.case_id = pp.case_id
    and n.key = 'project ' || pp.project_id and n.read_at is not null) then 'told'
  when pp.status = 'told' and exists (select from messages m where m.id = pp.message_id
    and m.status in ('undeliverable', 'refused', 'expired', 'withheld')) then 'due'
  else pp.status end`

/**
 * Whom of the list `pp` the reader may know of: whose matter or call is not kept from him. What is counted leaves out whom the
 * list does, so that no subtraction finds a matter about oneself.
 */
export const isKnown = (me: Me): RawBuilder<boolean> => {
  const own = me.role === 'supervision' || me.id === systemId ? scopes.case.any(me) : scopes.measure.ordinary(me)
  const among = (table: 'cases' | 'tasks', column: string) => sql<boolean>`(${sql.ref(column)} is null
    or exists (select from ${sql.table(table)} x where x.id = ${sql.ref(column)} and ${scopeSql(own, 'x')}))`
  return sql<boolean>`(${among('cases', 'pp.case_id')} and ${among('tasks', 'pp.task_id')})`
}

/** Told of all that can be told, over the list `pp` as it stands. */
export const toldCounts = sql`
  count(*) filter (where ${standing} = 'told') as told, count(*) filter (where ${standing} <> 'unable') as of,
  count(*) filter (where ${standing} = 'posted') as posted, count(*) filter (where ${standing} = 'unable') as unable`

/**
 * 告知率: of those who raised what became better and can be told, how many were told, over the projects closed as improved in a
 * period (days, both included) that the reader may see. `of` leaves out who cannot be told; `why` counts them by reason.
 */
export const toldShare = async (ctx: Ctx, { from, to }: { from: Day; to: Day }): Promise<ToldShare> => {
  const those = sql`project_people pp join projects on projects.id = pp.project_id
    where projects.status = 'succeeded' and projects.closed_at >= ${startOfDay(from)} and projects.closed_at <= ${endOfDay(to)}
      and ${within(ctx.me, 'project.read', 'projects')} and ${isKnown(ctx.me)}`
  const { rows } = await sql<Omit<ToldShare, 'why'>>`
    select count(distinct pp.project_id) as projects, ${toldCounts} from ${those}`.execute(ctx.tx)
  const { rows: why } = await sql<{ reason: string; people: number }>`
    select pp.reason, count(*) as people from ${those} and pp.status = 'unable' group by 1 order by 2 desc, 1`.execute(
    ctx.tx,
  )
  return { ...rows[0]!, why: why.map(({ reason, people }) => ({ reason: unableWords[reason]?.zh ?? reason, people })) }
}

export const share = handle(projects.toldShare, (ctx, period) => toldShare(ctx, period))
