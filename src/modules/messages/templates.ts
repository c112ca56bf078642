// The hospital's wordings: written by the lead, approved by supervision or leadership, and never changed once in use.
import { sql } from 'kysely'
import { advance, advanceLocked, locked } from '#engine/advance.ts'
import { type Ctx, handle } from '#engine/ctx.ts'
import { systemMe } from '#engine/house.ts'
import { record } from '#engine/ledger.ts'
import { can, within } from '#engine/permit.ts'
import { newId } from '#kernel/ids.ts'
import { conflict, invalid, notFound } from '#kernel/refusal.ts'
import { w } from '#kernel/words.ts'
import { notify } from '#modules/directory/notices.ts'
import { staffOf } from '#modules/directory/people.ts'
import { templates } from './contract.ts'
import { templateLifecycle } from './lifecycle.ts'
import { blanksIn, isVariable, needs, partsCount, sampleOf, variables } from './wording.ts'

type Row = {
  id: string
  key: string
  version: number
  status: 'draft' | 'approved' | 'retired'
  name: string
  text: string
  repetition: 'at-least-once' | 'at-most-once'
  gateway_code: string
  written_by_id: string | null
  writtenBy: string | null
  approvedBy: string | null
  approved_at: Date | null
  created_at: Date
}

const rowsOf = async (ctx: Ctx, id?: string): Promise<Row[]> =>
  (
    await sql<Row>`
      select templates.*, a.name as "writtenBy", b.name as "approvedBy" from templates
      left join staff a on a.id = written_by_id left join staff b on b.id = approved_by_id
      where ${within(ctx.me, 'template.read', 'templates')} and (${id ?? null}::uuid is null or templates.id = ${id ?? null}::uuid)
      order by templates.created_at, templates.key, templates.version`.execute(ctx.tx)
  ).rows

const lineOf = (ctx: Ctx, row: Row) => {
  const sample = sampleOf(row.text)
  return {
    id: row.id,
    key: row.key,
    version: row.version,
    status: row.status,
    name: row.name,
    text: row.text,
    repetition: row.repetition,
    gatewayCode: row.gateway_code,
    sample,
    parts: partsCount(sample),
    writtenBy: row.writtenBy,
    approvedBy: row.approvedBy,
    approvedAt: row.approved_at,
    createdAt: row.created_at,
    can: can(ctx.me, templateLifecycle, row),
  }
}

const one = async (ctx: Ctx, id: string) => {
  const [row] = await rowsOf(ctx, id)
  if (!row) throw notFound()
  return lineOf(ctx, row)
}

const list = handle(templates.list, async (ctx) => ({ rows: (await rowsOf(ctx)).map((row) => lineOf(ctx, row)) }))

/** Only blanks of the closed list, and those without which the text would be worth nothing. */
const mustBeSayable = (key: string, text: string): void => {
  const used = blanksIn(text)
  const unknown = used.filter((name) => !isVariable(name))
  const lacking = (needs[key] ?? []).filter((name) => !used.includes(name))
  const reason =
    unknown.length > 0
      ? `没有这个变量：${unknown.map((name) => `{${name}}`).join('、')}`
      : lacking.length > 0
        ? `必须有变量：${lacking.map((name) => `{${name}}（${variables[name].words.zh}）`).join('、')}`
        : /[{}]/.test(text.replace(/\{\w+\}/g, ''))
          ? '花括号只能用来写变量'
          : null
  if (reason) throw invalid('模板的文字有误。', 'The text of the template is not right.', [{ field: 'text', reason }])
}

type Wording = { name: string; text: string; repetition: Row['repetition']; gatewayCode: string }
const columns = ({ name, text, repetition, gatewayCode }: Wording) => ({
  name,
  text,
  repetition,
  gateway_code: gatewayCode,
})

/** Supervision hears that a wording waits; leadership may approve it too. */
const tellApprovers = async (ctx: Ctx, id: string, name: string): Promise<void> => {
  const words = w(`短信模板“${name}”待批准`, `The template “${name}” waits for approval`)
  await notify(ctx, { to: await staffOf(ctx, ['supervision']), kind: 'asked', words, key: `template ${id}` })
}

const write = handle(templates.write, async (ctx, { of, ...said }) => {
  await sql`select pg_advisory_xact_lock(hashtext('templates'))`.execute(ctx.tx)
  const { rows } = await sql<{
    n: number
  }>`select coalesce(max(version), 0) as n from templates where key = ${of ?? ''}`.execute(ctx.tx)
  const version = rows[0]!.n + 1
  if (of !== undefined && version === 1)
    throw invalid('没有这个模板。', 'There is no such template.', [{ field: 'of', reason: '请刷新列表' }])
  const id = newId(ctx.now)
  const key = of ?? `own-${id}`
  mustBeSayable(key, said.text)
  await ctx.tx
    .insertInto('templates')
    .values({
      ...columns(said),
      ...{ id, key, version, status: 'draft', written_by_id: ctx.me.id, created_at: ctx.now, updated_at: ctx.now },
    })
    .execute()
  await tellApprovers(ctx, id, said.name)
  await record(ctx, 'template.write', { subject: id, to: 'draft', data: { name: said.name, version } })
  return one(ctx, id)
})

const change = handle(templates.change, async (ctx, { id, ...said }) => {
  const row = await locked<Row>(ctx, templateLifecycle, id)
  mustBeSayable(row.key, said.text)
  // Whoever worded it last is its writer; what came with the program has become the hospital's.
  await advanceLocked(ctx, templateLifecycle, 'change', row, { ...columns(said), written_by_id: ctx.me.id })
  return one(ctx, id)
})

/** From now on this version goes out; the one before is kept for what it has said. Nobody approves his own words. */
const approve = handle(templates.approve, async (ctx, { id }) => {
  await sql`select pg_advisory_xact_lock(hashtext('templates'))`.execute(ctx.tx)
  const row = await locked<Row>(ctx, templateLifecycle, id)
  if (row.written_by_id === ctx.me.id)
    throw conflict(w('自己写的模板须由别人批准。', 'Somebody else approves what you wrote.'))
  const before = await ctx.tx
    .selectFrom('templates')
    .where('key', '=', row.key)
    .where('status', '=', 'approved')
    .select('id')
    .executeTakeFirst()
  if (before) await advance({ ...ctx, me: systemMe }, templateLifecycle, 'replace', before.id)
  await advanceLocked(ctx, templateLifecycle, 'approve', row, { approved_by_id: ctx.me.id, approved_at: ctx.now })
  return one(ctx, id)
})

const retire = handle(templates.retire, async (ctx, { id }) => {
  await advance(ctx, templateLifecycle, 'retire', id)
  return one(ctx, id)
})

export const templateHandlers = [list, write, change, approve, retire]
