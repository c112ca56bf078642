// The gateways as the administrator sets them up: what is no secret is shown, a password is sealed and never shown again.
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { advance, advanceLocked, locked, mustBeAble } from '#engine/advance.ts'
import { type Ctx, handle } from '#engine/ctx.ts'
import { record } from '#engine/ledger.ts'
import { portOf } from '#engine/outside/address.ts'
import { can, within } from '#engine/permit.ts'
import { newId } from '#kernel/ids.ts'
import { invalid, notFound } from '#kernel/refusal.ts'
import { type Words, w } from '#kernel/words.ts'
import { type GatewaySettings, gateways } from './contract.ts'
import { gatewayLifecycle } from './lifecycle.ts'
import { addressesOf, type GatewayRow, sealPassword } from './opened.ts'

const lineOf = (ctx: Ctx, row: GatewayRow) => {
  const { report, reply } = addressesOf(ctx.house.vault, row)
  return {
    id: row.id,
    status: row.status as 'off' | 'on',
    settings: row.settings,
    secretSet: row.sealed !== null,
    reportAddress: report,
    replyAddress: reply,
    trouble: row.trouble,
    troubleAt: row.trouble_at,
    can: can(ctx.me, gatewayLifecycle, row as never),
  }
}

const rowsOf = async (ctx: Ctx, id?: string): Promise<GatewayRow[]> =>
  (
    await sql<GatewayRow>`
      select * from gateways where ${within(ctx.me, 'gateway.read', 'gateways')}
        and (${id ?? null}::uuid is null or id = ${id ?? null}::uuid) order by created_at`.execute(ctx.tx)
  ).rows

const one = async (ctx: Ctx, id: string) => {
  const [row] = await rowsOf(ctx, id)
  if (!row) throw notFound()
  return lineOf(ctx, row)
}

const list = handle(gateways.list, async (ctx) => ({ rows: (await rowsOf(ctx)).map((row) => lineOf(ctx, row)) }))

/** Where the settings lead; our own machine and its link only where the operator has said so. */
const refusalOf = ({ house }: Pick<Ctx, 'house'>, it: GatewaySettings): { field: string; words: Words } | null => {
  if (it.kind === 'smpp') {
    const words = house.outside.refuses(it.host, it.port)
    return words && { field: 'settings.host', words }
  }
  // Blanks stand in the path or the query, never where the request goes.
  const text = it.address.replaceAll(/[{}]/g, '_')
  if (!URL.canParse(text))
    return { field: 'settings.address', words: w('这个地址有误，请核对。', 'This is no address.') }
  const url = new URL(text)
  const words = house.outside.refuses(url.hostname, portOf(url))
  return words && { field: 'settings.address', words }
}

const mustLeadOutside = (ctx: Ctx, settings: GatewaySettings): void => {
  const refusal = refusalOf(ctx, settings)
  if (refusal) throw invalid(refusal.words.zh, refusal.words.en, [{ field: refusal.field, reason: refusal.words.zh }])
}

const create = handle(gateways.create, async (ctx, { settings, password }) => {
  mustLeadOutside(ctx, settings)
  const id = newId(ctx.now)
  await ctx.tx
    .insertInto('gateways')
    .values({
      id,
      name: settings.name,
      kind: settings.kind,
      settings: JSON.stringify(settings),
      sealed: password === '' ? null : sealPassword(ctx.house.vault, id, password),
      salt: randomBytes(32),
      created_at: ctx.now,
      updated_at: ctx.now,
    })
    .execute()
  await record(ctx, 'gateway.create', { subject: id, data: { name: settings.name, kind: settings.kind } })
  return one(ctx, id)
})

/** The host, the port and the account: whom a password is told. */
const toldTo = (it: GatewaySettings): string =>
  it.kind === 'smpp'
    ? `${it.kind} ${it.host}:${it.port} ${it.secure}`
    : `${it.kind} ${new URL(it.address.replaceAll(/[{}]/g, '_')).origin}`

/** A password that is kept goes nowhere else: with another address it has to be typed anew. */
const change = handle(gateways.change, async (ctx, { id, settings, password }) => {
  mustLeadOutside(ctx, settings)
  const row = await locked<GatewayRow>(ctx, gatewayLifecycle as never, id)
  if (row.sealed && password === '' && toldTo(row.settings) !== toldTo(settings))
    throw invalid('换了地址，请重新填写密码。', 'With another address the password has to be typed again.', [
      { field: 'password', reason: '换了地址，请重新填写' },
    ])
  const sealed = password === '' ? {} : { sealed: sealPassword(ctx.house.vault, id, password) }
  const changes = {
    name: settings.name,
    kind: settings.kind,
    settings: JSON.stringify(settings),
    trouble: null,
    ...sealed,
  }
  const data = { name: settings.name, kind: settings.kind, password: password !== '' }
  await advanceLocked(ctx, gatewayLifecycle, 'change', row as never, changes, data)
  return one(ctx, id)
})

/** One is on at a time: it takes over from the one before. */
const open = handle(gateways.open, async (ctx, { id }) => {
  await sql`select pg_advisory_xact_lock(hashtext('gateways'))`.execute(ctx.tx)
  const row = await locked<GatewayRow>(ctx, gatewayLifecycle as never, id)
  mustBeAble(ctx, gatewayLifecycle, 'open', row as never)
  mustLeadOutside(ctx, row.settings)
  const { rows } = await sql<{ id: string }>`select id from gateways where status = 'on'`.execute(ctx.tx)
  for (const other of rows) await advance(ctx, gatewayLifecycle, 'close', other.id, { held_by: null, held_until: null })
  await advanceLocked(ctx, gatewayLifecycle, 'open', row as never, { trouble: null, trouble_at: null })
  return one(ctx, id)
})

const close = handle(gateways.close, async (ctx, { id }) => {
  await advance(ctx, gatewayLifecycle, 'close', id, { held_by: null, held_until: null })
  return one(ctx, id)
})

/** The addresses for reports and replies have leaked: from now on others count. */
const renew = handle(gateways.renew, async (ctx, { id }) => {
  await advance(ctx, gatewayLifecycle, 'renew', id, { salt: randomBytes(32) })
  return one(ctx, id)
})

export const gatewayHandlers = [list, create, change, open, close, renew]
