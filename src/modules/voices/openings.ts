// Opening the vault: one asks with a reason, two custodians consent, the asker looks for a day; all of it is kept for ever.
import { type RawBuilder, sql } from 'kysely'
import { advanceLocked, locked } from '#engine/advance.ts'
import { type Ctx, handle } from '#engine/ctx.ts'
import { systemMe } from '#engine/house.ts'
import { record } from '#engine/ledger.ts'
import { afterId, paged } from '#engine/page.ts'
import { can, within } from '#engine/permit.ts'
import { newId } from '#kernel/ids.ts'
import { conflict, invalidFields, notFound } from '#kernel/refusal.ts'
import { w } from '#kernel/words.ts'
import { openings } from './contract.ts'
import { able, judgesOf } from './custodians.ts'
import { identityOf } from './identity.ts'
import { type OpeningState, openingLifecycle } from './lifecycle.ts'

const hoursToLook = 24

type Word = { custodian: string; by: string; consents: boolean; reason: string; at: string }
type Row = OpeningState & {
  status: 'asked' | 'granted' | 'refused' | 'withdrawn'
  number: string
  askedBy: string
  reason: string
  asked_at: Date
  words: Word[]
}

/** Openings that the reader may know of; never those of a matter that he must find nothing of. */
const rowsOf = async (ctx: Ctx, condition: RawBuilder<boolean>, limit: number): Promise<Row[]> =>
  (
    await sql<Row>`
      select openings.id, openings.status, openings.case_id, openings.asked_by_id, openings.custodians, openings.granted_until,
        cases.number, s.name as "askedBy", openings.reason, openings.asked_at,
        (select coalesce(json_agg(json_build_object('custodian', x.custodian_id, 'by', p.name, 'consents', x.consents,
           'reason', x.reason, 'at', x.at) order by x.at), '[]')
         from opening_words x join staff p on p.id = x.custodian_id where x.opening_id = openings.id) as words
      from openings join cases on cases.id = openings.case_id join staff s on s.id = openings.asked_by_id
      where ${within(ctx.me, 'opening.read', 'openings')} and not (${ctx.me.id} = any(cases.barred_staff)) and ${condition}
      order by openings.id desc limit ${limit}`.execute(ctx.tx)
  ).rows

const isRunning = (ctx: Ctx, row: Pick<OpeningState, 'granted_until'>) =>
  row.granted_until !== null && row.granted_until > ctx.now

const lineOf = (ctx: Ctx, row: Row) => {
  const said = row.words.some(({ custodian }) => custodian === ctx.me.id)
  const verbs = can(ctx.me, openingLifecycle, { ...row, running: isRunning(ctx, row) })
  return {
    id: row.id,
    status: row.status,
    caseId: row.case_id,
    number: row.number,
    askedBy: row.askedBy,
    mine: row.asked_by_id === ctx.me.id,
    reason: row.reason,
    askedAt: row.asked_at,
    until: row.granted_until,
    words: row.words.map(({ custodian: _, at, ...word }) => ({ ...word, at: new Date(at) })),
    said,
    can: verbs.filter((verb) => !(said && verb === 'consent')),
  }
}

const oneOf = async (ctx: Ctx, id: string) => {
  const [row] = await rowsOf(ctx, sql<boolean>`openings.id = ${id}`, 1)
  if (!row) throw notFound()
  return lineOf(ctx, row)
}

const list = handle(openings.list, async (ctx, { after, limit, caseId }) => {
  const before = afterId(after)
  const found = await rowsOf(
    ctx,
    sql<boolean>`(${before}::uuid is null or openings.id < ${before}::uuid)
      and (${caseId ?? null}::uuid is null or openings.case_id = ${caseId ?? null}::uuid)`,
    limit + 1,
  )
  const { page, next } = paged(found, limit, ({ id }) => ({ id }))
  return { rows: page.map((row) => lineOf(ctx, row)), next }
})

const tooFew = () =>
  conflict(
    w(
      '现在没有两名可以判断这件事的保管人（至少一人不在监察室，且不是您本人、与本件无关）。请院领导在“身份核实”中指定。',
      'There are no two custodians who may judge this (one outside supervision, neither you, nobody concerned). Leadership names them.',
    ),
  )

/** Asks who spoke. Says nothing of whether anybody left a name: asked of any staff voice it is the same. */
const ask = handle(openings.ask, async (ctx, { caseId, reason }) => {
  const { rows } = await sql<{ channel: string; barred_staff: string[] }>`
    select channel, barred_staff from cases where id = ${caseId} and ${within(ctx.me, 'case.read', 'cases')} for update`.execute(
    ctx.tx,
  )
  const it = rows[0]
  if (it?.channel !== 'staff') throw invalidFields([{ field: 'caseId', reason: '不是员工声音' }])
  const { rows: whole } = await sql`
    select from events where noun = 'case' and subject = ${caseId} and verb = 'case.splitFrom'`.execute(ctx.tx)
  if (whole.length > 0)
    throw conflict(
      w(
        '这件是从另一件员工声音拆出的，请在原件上申请。',
        'It was split off from another staff voice; ask there, where the one who spoke is told of it.',
      ),
    )
  const judges = await judgesOf(ctx, ctx.me, it.barred_staff)
  if (judges.length < 2 || judges.every(({ role }) => role === 'supervision')) throw tooFew()
  const { rows: waiting } = await sql`
    select from openings where case_id = ${caseId} and asked_by_id = ${ctx.me.id} and status = 'asked'`.execute(ctx.tx)
  if (waiting.length > 0)
    throw conflict(w('您的申请还在等保管人同意。', 'You have asked; the custodians are yet to answer.'))
  const id = newId(ctx.now)
  await ctx.tx
    .insertInto('openings')
    .values({
      id,
      status: 'asked',
      case_id: caseId,
      asked_by_id: ctx.me.id,
      reason,
      asked_at: ctx.now,
      custodians: judges.map((one) => one.id),
      updated_at: ctx.now,
    })
    .execute()
  await record(ctx, 'opening.ask', { subject: id, to: 'asked', data: { caseId, reason }, restricted: true })
  return oneOf(ctx, id)
})

/** That a vault is opened is whispered to those only who may know of the matter. */
const unheard = <T extends OpeningState>(row: T) => ({ ...row, restricted: true })

/** The opening, locked, to one who is not kept from its matter. */
const held = async (ctx: Ctx, id: string): Promise<OpeningState> => {
  const row = await locked(ctx, openingLifecycle, id)
  const { rows } = await sql`
    select from cases where id = ${row.case_id} and not (${ctx.me.id} = any(barred_staff))`.execute(ctx.tx)
  if (rows.length === 0) throw notFound()
  return unheard(row)
}

/** Whoever was named when it was asked judges only as long as he is named, and may find the matter. */
const stillJudges = (row: OpeningState) => sql<boolean>`exists (
  select from custodians c join staff s on s.id = c.staff_id join cases k on k.id = ${row.case_id}
  where c.staff_id = x.custodian_id and s.status = 'active' and s.role = any(${able}) and not (s.id = any(k.barred_staff)))`

const mustStillJudge = async (ctx: Ctx, row: OpeningState): Promise<void> => {
  const { rows } = await sql`
    select from (select ${ctx.me.id}::uuid as custodian_id) x where ${stillJudges(row)}`.execute(ctx.tx)
  if (rows.length === 0)
    throw conflict(w('您已不是保管人，不能再表示意见。', 'You are no custodian any more and have no word in this.'))
}

const keepWord = async (ctx: Ctx, id: string, consents: boolean, reason: string): Promise<void> => {
  const kept = await ctx.tx
    .insertInto('opening_words')
    .values({ opening_id: id, custodian_id: ctx.me.id, consents, reason, at: ctx.now })
    .onConflict((already) => already.columns(['opening_id', 'custodian_id']).doNothing())
    .executeTakeFirst()
  if (Number(kept.numInsertedOrUpdatedRows) === 0)
    throw conflict(
      w('您已经表示过意见，请等另一名保管人。', 'You have given your word; it is the other custodian’s turn.'),
    )
}

/** Two different custodians, one of them outside supervision: then the asker may look, for a day. */
const consent = handle(openings.consent, async (ctx, { id, reason }) => {
  const before = await held(ctx, id)
  const row = await advanceLocked(ctx, openingLifecycle, 'consent', before, {}, { reason })
  await mustStillJudge(ctx, row)
  await keepWord(ctx, id, true, reason)
  const { rows } = await sql<{ n: number; outside: number }>`
    select count(*) as n, count(*) filter (where s.role <> 'supervision') as outside
    from opening_words x join staff s on s.id = x.custodian_id
    where x.opening_id = ${id} and x.consents and ${stillJudges(row)}`.execute(ctx.tx)
  if (rows[0]!.n >= 2 && rows[0]!.outside >= 1) {
    const until = new Date(ctx.now.getTime() + hoursToLook * 3_600_000)
    await advanceLocked(
      { ...ctx, me: systemMe },
      openingLifecycle,
      'grant',
      unheard(row),
      { granted_until: until },
      { until },
    )
  }
  return oneOf(ctx, id)
})

/** One refusal is enough; its reason is told to the asker. */
const refuse = handle(openings.refuse, async (ctx, { id, reason }) => {
  const row = await held(ctx, id)
  await advanceLocked(ctx, openingLifecycle, 'refuse', row, {}, { reason })
  await mustStillJudge(ctx, row)
  await sql`
    insert into opening_words (opening_id, custodian_id, consents, reason, at)
    values (${id}, ${ctx.me.id}, false, ${reason}, ${ctx.now})
    on conflict (opening_id, custodian_id) do update set consents = false, reason = excluded.reason, at = excluded.at`.execute(
    ctx.tx,
  )
  return oneOf(ctx, id)
})

const withdraw = handle(openings.withdraw, async (ctx, { id }) => {
  await advanceLocked(ctx, openingLifecycle, 'withdraw', await held(ctx, id))
  return oneOf(ctx, id)
})

/** Who spoke, to the one who asked and for as long as was granted; every look is an event and is shown to the one who spoke. */
const look = handle(openings.look, async (ctx, { id }) => {
  const row = await held(ctx, id)
  await advanceLocked(ctx, openingLifecycle, 'look', { ...row, running: isRunning(ctx, row) })
  return { ...(await identityOf(ctx, row.case_id)), until: row.granted_until! }
})

export const openingHandlers = [list, ask, consent, refuse, withdraw, look]
