// 考核办法: drafted by some, tried on the past year, published by others from a month on, and in force until the next.
import { type RawBuilder, sql } from 'kysely'
import { advance, advanceLocked, locked, mustBeAble } from '#engine/advance.ts'
import { type Ctx, handle, handleLong } from '#engine/ctx.ts'
import { record } from '#engine/ledger.ts'
import { afterId, paged } from '#engine/page.ts'
import { can, within } from '#engine/permit.ts'
import { step } from '#engine/step.ts'
import { newId } from '#kernel/ids.ts'
import { conflict, invalid, invalidFields, notFound } from '#kernel/refusal.ts'
import { addMonths, monthOf, monthsUntil } from '#kernel/time.ts'
import { w } from '#kernel/words.ts'
import { notify } from '#modules/directory/notices.ts'
import { staffOf } from '#modules/directory/people.ts'
import { standardOf } from '#modules/directory/settings.ts'
import { type RuleSet, type RuleSetLine, ruleSets, type Simulated } from './contract.ts'
import { figuresOf } from './figures.ts'
import { ruleSetLifecycle } from './lifecycle.ts'
import { problemsOf, type Rules, sentenceOf } from './rules.ts'
import { type Past, simulate } from './simulation.ts'

export type RuleSetRow = {
  id: string
  number: number
  name: string
  status: string
  rules: Rules
  rules_hash: string
  simulated_hash: string | null
  hands: string[]
  from_month: string | null
}

type Row = Omit<RuleSetLine, 'can'> & { hands: string[]; rules_hash: string; simulated_hash: string | null }

const select: RawBuilder<Row> = sql<Row>`
  select rule_sets.id, rule_sets.number, rule_sets.name, rule_sets.status, rule_sets.from_month as "fromMonth",
    c.name as "createdBy", rule_sets.created_at as "createdAt", p.name as "publishedBy", rule_sets.published_at as "publishedAt",
    jsonb_array_length(rule_sets.rules->'items') as items, rule_sets.hands, rule_sets.rules_hash, rule_sets.simulated_hash
  from rule_sets join staff c on c.id = rule_sets.created_by_id left join staff p on p.id = rule_sets.published_by_id`

const isRead = (ctx: Ctx) => within(ctx.me, 'ruleSet.read', 'rule_sets')

const lineOf = (ctx: Ctx, { hands, rules_hash, simulated_hash, ...row }: Row): RuleSetLine => ({
  ...row,
  can: can(ctx.me, ruleSetLifecycle, { status: row.status, hands, rules_hash, simulated_hash }),
})

/** Newest first. */
export const listRules = handle(ruleSets.list, async (ctx, { after, limit }) => {
  const cursor = afterId(after)
  const { rows } = await sql<Row>`
    ${select} where ${isRead(ctx)} and ${cursor ? sql`rule_sets.id < ${cursor}::uuid` : sql`true`}
    order by rule_sets.id desc limit ${limit + 1}`.execute(ctx.tx)
  const { page, next } = paged(rows, limit, (row) => ({ id: row.id }))
  return { rows: page.map((row) => lineOf(ctx, row)), next }
})

/** One version with its sentences and, where exactly these rules were tried, what came of it. */
const ruleSetOf = async (ctx: Ctx, id: string): Promise<RuleSet> => {
  type More = { rules: Rules; words: string; result: Simulated | null; at: Date | null; by: string | null }
  const { rows } = await sql<Row>`${select} where rule_sets.id = ${id} and ${isRead(ctx)}`.execute(ctx.tx)
  if (!rows[0]) throw notFound()
  const { rows: more } = await sql<More>`
    select r.rules, r.words, s.result, s.at, b.name as by from rule_sets r
    left join simulations s on s.rule_set_id = r.id and s.rules_hash = r.rules_hash left join staff b on b.id = s.by_id
    where r.id = ${id}`.execute(ctx.tx)
  const { rules, words, result, at, by } = more[0]!
  return {
    ...lineOf(ctx, rows[0]),
    rules: rules as RuleSet['rules'],
    sentences: rules.items.map(sentenceOf),
    words,
    simulation: result && at ? { ...result, at, by } : null,
  }
}

export const getRules = handle(ruleSets.get, (ctx, { id }) => ruleSetOf(ctx, id))

const mustBeRight = (rules: Rules): void => {
  const problems = problemsOf(rules)
  if (problems.length > 0) throw invalidFields(problems)
}

export const createRules = handle(ruleSets.create, async (ctx, { name, rules }) => {
  mustBeRight(rules)
  const id = newId(ctx.now)
  const { rows } = await sql<{ number: number }>`
    insert into rule_sets (id, number, name, status, rules, hands, created_at, created_by_id, updated_at)
    select ${id}, coalesce(max(number), 0) + 1, ${name}, 'draft', ${JSON.stringify(rules)}, ${[ctx.me.id]}::uuid[], ${ctx.now}, ${ctx.me.id}, ${ctx.now}
    from rule_sets returning number`.execute(ctx.tx)
  await record(ctx, 'ruleSet.create', { subject: id, to: 'draft', data: { name, number: rows[0]!.number } })
  return ruleSetOf(ctx, id)
})

/** Whoever writes on it does not publish it; a simulation of what stood there before counts no more. */
export const changeRules = handle(ruleSets.change, async (ctx, { id, name, rules }) => {
  mustBeRight(rules)
  const row = await locked<RuleSetRow>(ctx, ruleSetLifecycle, id)
  const hands = [...new Set([...row.hands, ctx.me.id])]
  await advanceLocked(
    ctx,
    ruleSetLifecycle,
    'change',
    row,
    { name, rules: JSON.stringify(rules), hands, simulated_hash: null },
    { name },
  )
  return ruleSetOf(ctx, id)
})

/** Tries exactly these rules on the last twelve whole months. */
export const simulateRules = handleLong(ruleSets.simulate, async (ctx, { id }) => {
  const row = await step(ctx, async (inside) => {
    const before = await locked<RuleSetRow>(inside, ruleSetLifecycle, id)
    mustBeAble(inside, ruleSetLifecycle, 'simulate', before)
    return before
  })
  const past: Past[] = []
  for (const month of monthsUntil(addMonths(monthOf(ctx.now), -1), 12))
    past.push({ month, departments: await figuresOf(ctx, month) })
  const rankedFrom = await standardOf(ctx, 'rankedFrom')
  const result = simulate(row.rules, past, rankedFrom, row.rules_hash)
  return step(ctx, async (inside) => {
    const now = await locked<RuleSetRow>(inside, ruleSetLifecycle, id)
    if (now.rules_hash !== row.rules_hash)
      throw conflict(w('试算时规则被改过，请重新试算。', 'The rules were changed meanwhile; simulate again.'))
    await sql`insert into simulations (rule_set_id, rules_hash, result, at, by_id)
      values (${id}, ${row.rules_hash}, ${JSON.stringify(result)}, ${ctx.now}, ${ctx.me.id})
      on conflict (rule_set_id, rules_hash) do update set result = excluded.result, at = excluded.at, by_id = excluded.by_id`.execute(
      inside.tx,
    )
    await advanceLocked(
      inside,
      ruleSetLifecycle,
      'simulate',
      now,
      { simulated_hash: row.rules_hash },
      { months: result.months.length },
    )
    return ruleSetOf(inside, id)
  })
})

/** From a month that has not begun: nobody is judged by rules that he could not know. All departments are told. */
export const publishRules = handle(ruleSets.publish, async (ctx, { id, fromMonth, words }) => {
  const row = await locked<RuleSetRow>(ctx, ruleSetLifecycle, id)
  mustBeAble(ctx, ruleSetLifecycle, 'publish', row)
  if (fromMonth <= monthOf(ctx.now))
    throw invalid('规则须从还没开始的月份起生效。', 'Rules take force in a month that has not begun.', [
      { field: 'fromMonth', reason: '请选择下个月或以后' },
    ])
  const { rows } = await sql<{ number: number }>`select number from rule_sets
    where from_month >= ${fromMonth} and status in ('published', 'in-force') limit 1`.execute(ctx.tx)
  if (rows[0])
    throw conflict(
      w(
        `第 ${rows[0].number} 版已定于同月或更晚生效，请先撤回它。`,
        `Version ${rows[0].number} takes force then or later; withdraw it first.`,
      ),
    )
  const changes = { from_month: fromMonth, published_at: ctx.now, published_by_id: ctx.me.id, words }
  await advanceLocked(ctx, ruleSetLifecycle, 'publish', row, changes, { fromMonth, words, number: row.number })
  await notify(ctx, {
    to: await staffOf(ctx, ['department', 'supervision']),
    kind: 'rules-published',
    about: { noun: 'ruleSet', id },
    words: w(
      `考核办法第 ${row.number} 版已发布，${fromMonth} 起生效`,
      `Version ${row.number} of the rules of assessment takes force in ${fromMonth}`,
    ),
    key: `rules ${id}`,
  })
  return ruleSetOf(ctx, id)
})

export const withdrawRules = handle(ruleSets.withdraw, async (ctx, { id, words }) => {
  await advance(ctx, ruleSetLifecycle, 'withdraw', id, { words }, { words })
  return ruleSetOf(ctx, id)
})

/** Puts the rules in force whose month has come, and what was in force before aside. */
export const takeForce = async (ctx: Ctx): Promise<void> => {
  const { rows } = await sql<{
    id: string
  }>`select id from rule_sets where status = 'published' and from_month <= ${monthOf(ctx.now)}
    order by from_month`.execute(ctx.tx)
  for (const { id } of rows) {
    const { rows: before } = await sql<{ id: string }>`select id from rule_sets where status = 'in-force'`.execute(
      ctx.tx,
    )
    for (const old of before) await advance(ctx, ruleSetLifecycle, 'supersede', old.id)
    await advance(ctx, ruleSetLifecycle, 'takeForce', id)
  }
}

/** By which rules a month is judged: the latest that were in force by then; null before there were any. */
export const rulesOf = async (ctx: Ctx, month: string): Promise<RuleSetRow | null> => {
  const { rows } = await sql<RuleSetRow>`select * from rule_sets where from_month <= ${month}
    and status in ('published', 'in-force', 'superseded') order by from_month desc limit 1`.execute(ctx.tx)
  return rows[0] ?? null
}
