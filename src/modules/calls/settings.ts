// The telephone's settings: rows that the administrator edits; passwords go in and never come out.

import { X509Certificate } from 'node:crypto'
import { sql } from 'kysely'
import { type Ctx, handle } from '#engine/ctx.ts'
import { mustBeOurKey } from '#engine/house-key.ts'
import { record } from '#engine/ledger.ts'
import { portOf } from '#engine/outside/address.ts'
import { newId } from '#kernel/ids.ts'
import { invalidFields, notFound } from '#kernel/refusal.ts'
import { exchanges, phoneLines } from './contract-settings.ts'
import { sealSecret } from './secrets.ts'

const exchangeRows = async (ctx: Ctx, id?: string) =>
  (
    await ctx.tx
      .selectFrom('exchanges as x')
      .$if(id !== undefined, (query) => query.where('x.id', '=', id!))
      .orderBy('x.created_at')
      .select((eb) => [
        'x.id',
        'x.name',
        'x.ws_url as wsUrl',
        'x.domain',
        'x.ca',
        'x.ring_seconds as ringSeconds',
        'x.outside_prefix as outsidePrefix',
        'x.mobile_prefix as mobilePrefix',
        'x.emergency_prefix as emergencyPrefix',
        'x.area_code as areaCode',
        'x.internal_digits as internalDigits',
        'x.caller_number as callerNumber',
        'x.listen_code as listenCode',
        'x.test_number as testNumber',
        'x.active',
        'x.updated_at as updatedAt',
        eb
          .selectFrom('lines')
          .whereRef('lines.exchange_id', '=', 'x.id')
          .where('lines.active', '=', true)
          .select(sql<number>`count(*)::int`.as('n'))
          .as('lines'),
      ])
      .execute()
  ).map(({ ca, lines, ...row }) => ({ ...row, ca: ca ?? '', lines: lines ?? 0 }))

const list = handle(exchanges.list, async (ctx) => ({ rows: await exchangeRows(ctx) }))

/** Refuses an address that leads into this machine, and a certificate that is none: better known now than at the first call. */
const mustBeRight = (ctx: Ctx, { wsUrl, ca }: { wsUrl: string; ca: string }) => {
  const url = new URL(wsUrl)
  const refusal = ctx.house.outside.refuses(url.hostname, portOf(url))
  if (refusal) throw invalidFields([{ field: 'wsUrl', reason: refusal.zh }])
  if (ca === '') return
  try {
    new X509Certificate(ca)
  } catch {
    throw invalidFields([{ field: 'ca', reason: '不是 PEM 证书（以 -----BEGIN CERTIFICATE----- 开头）' }])
  }
}

const set = handle(exchanges.set, async (ctx, { id, ...form }) => {
  mustBeRight(ctx, form)
  const row = {
    name: form.name,
    ws_url: form.wsUrl,
    domain: form.domain,
    ca: form.ca || null,
    ring_seconds: form.ringSeconds,
    outside_prefix: form.outsidePrefix,
    mobile_prefix: form.mobilePrefix,
    emergency_prefix: form.emergencyPrefix,
    area_code: form.areaCode,
    internal_digits: form.internalDigits,
    caller_number: form.callerNumber,
    listen_code: form.listenCode,
    test_number: form.testNumber,
    active: form.active,
    updated_at: ctx.now,
  }
  const known = id ?? newId(ctx.now)
  if (id) {
    const { numUpdatedRows } = await ctx.tx.updateTable('exchanges').set(row).where('id', '=', id).executeTakeFirst()
    if (numUpdatedRows === 0n) throw notFound()
  } else {
    await ctx.tx
      .insertInto('exchanges')
      .values({ id: known, ...row, created_at: ctx.now })
      .execute()
  }
  await record(ctx, 'exchange.set', {
    subject: known,
    data: { name: form.name, wsUrl: form.wsUrl, domain: form.domain },
  })
  return (await exchangeRows(ctx, known))[0]!
})

const book = handle(exchanges.book, async (ctx) => ({
  rows: await ctx.tx.selectFrom('phonebook').orderBy('name').select(['id', 'name', 'number']).execute(),
}))

const setBook = handle(exchanges.setBook, async (ctx, { rows }) => {
  const before = await ctx.tx.selectFrom('phonebook').select(['id', 'name', 'number']).execute()
  const same = (a: { name: string; number: string }, b: { name: string; number: string }) =>
    a.name === b.name && a.number === b.number
  const gone = before.filter((old) => !rows.some((row) => same(old, row))).map(({ id }) => id)
  if (gone.length > 0) await ctx.tx.deleteFrom('phonebook').where('id', 'in', gone).execute()
  const fresh = rows.filter((row) => !before.some((old) => same(old, row)))
  if (fresh.length > 0)
    await ctx.tx
      .insertInto('phonebook')
      .values(fresh.map((row) => ({ id: newId(ctx.now), ...row, updated_at: ctx.now })))
      .execute()
  await record(ctx, 'exchange.set', { subject: null, data: { book: rows.length } })
})

const lineRows = (ctx: Ctx, id?: string) =>
  ctx.tx
    .selectFrom('lines')
    .leftJoin('staff', 'staff.id', 'lines.staff_id')
    .where('lines.active', '=', true)
    .$if(id !== undefined, (query) => query.where('lines.id', '=', id!))
    .orderBy('lines.number')
    .select([
      'lines.id',
      'lines.exchange_id as exchangeId',
      'lines.number',
      'lines.kind',
      'lines.staff_id as staffId',
      'staff.name',
      'lines.updated_at as updatedAt',
    ])
    .$narrowType<{ kind: 'agent' | 'machine' | 'hotline' }>()
    .execute()

const listLines = handle(phoneLines.list, async (ctx) => ({ rows: await lineRows(ctx) }))

type Form = {
  readonly exchangeId: string
  readonly number: string
  readonly kind: 'agent' | 'machine' | 'hotline'
  readonly staffId: string | null
}

const keepLine = async (
  ctx: Ctx,
  it: Form & { id?: string | undefined; password?: string | undefined },
): Promise<string> => {
  const { rows } = await sql`select from exchanges where id = ${it.exchangeId}`.execute(ctx.tx)
  if (rows.length === 0) throw invalidFields([{ field: 'exchangeId', reason: '没有这个电话系统' }])
  if (it.staffId && it.kind !== 'agent')
    throw invalidFields([{ field: 'staffId', reason: '机器线路和热线不分配给个人' }])
  if (it.staffId) {
    const { rows: there } = await sql`select from staff where id = ${it.staffId} and status = 'active'`.execute(ctx.tx)
    if (there.length === 0) throw invalidFields([{ field: 'staffId', reason: '没有这位在岗人员' }])
  }
  if (!it.id && !it.password) throw invalidFields([{ field: 'password', reason: '请填写分机密码' }])
  if (it.password) await mustBeOurKey(ctx)
  const id = it.id ?? newId(ctx.now)
  const row = {
    exchange_id: it.exchangeId,
    number: it.number,
    kind: it.kind,
    staff_id: it.staffId,
    updated_at: ctx.now,
    ...(it.password ? { sealed: sealSecret(ctx, id, it.password) } : {}),
  }
  if (it.id) {
    const { numUpdatedRows } = await ctx.tx
      .updateTable('lines')
      .set(row)
      .where('id', '=', it.id)
      .where('active', '=', true)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) throw notFound()
  } else {
    await ctx.tx
      .insertInto('lines')
      .values({ id, ...row, sealed: row.sealed!, created_at: ctx.now })
      .execute()
  }
  await record(ctx, 'line.set', {
    subject: id,
    data: { number: it.number, kind: it.kind, staffId: it.staffId, password: it.password !== undefined },
  })
  return id
}

const setLine = handle(phoneLines.set, async (ctx, form) => {
  const id = await keepLine(ctx, form)
  return (await lineRows(ctx, id))[0]!
})

const cells = (line: string): string[] =>
  line.split(line.includes('\t') ? '\t' : /[,，;；]/).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'))

/**
 * Takes a table: number, password, and whose it is by login or name. A number that is known gets the new password and
 * person; whoever cannot be told apart is left open and said so.
 */
const paste = handle(phoneLines.paste, async (ctx, { exchangeId, text }) => {
  const problems: { line: number; zh: string; en: string }[] = []
  let kept = 0
  const staff = await ctx.tx
    .selectFrom('staff')
    .where('status', '=', 'active')
    .select(['id', 'login', 'name'])
    .execute()
  const known = await ctx.tx
    .selectFrom('lines')
    .where('exchange_id', '=', exchangeId)
    .where('active', '=', true)
    .select(['id', 'number', 'staff_id'])
    .execute()
  const seen = new Set<string>()
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    const [number = '', password = '', who = ''] = cells(line)
    const wrong = (zh: string, en: string) => void problems.push({ line: i + 1, zh, en })
    if (line.trim() === '' || (i === 0 && !/\d/.test(number))) continue
    if (!/^\d{2,15}$/.test(number)) wrong('分机号应为数字', 'the number is none')
    else if (password === '' || password.length > 200) wrong('缺少密码', 'the password is missing')
    else if (seen.has(number)) wrong(`分机 ${number} 出现了两次`, `${number} is there twice`)
    else {
      seen.add(number)
      const people = who === '' ? [] : staff.filter(({ login, name }) => login === who || name === who)
      if (who !== '' && people.length !== 1)
        wrong(
          people.length === 0 ? `没有“${who}”这位同事，分机先不分配` : `有多位“${who}”，请写登录名`,
          people.length === 0
            ? `nobody is called ${who}; kept without a person`
            : `more than one ${who}; write the login`,
        )
      const staffId = people.length === 1 ? people[0]!.id : null
      const before = known.find((one) => one.number === number)
      const taken = known.find((one) => one.staff_id === staffId && staffId !== null && one.number !== number)
      if (taken) wrong(`${who} 已有分机 ${taken.number}`, `${who} has ${taken.number} already`)
      await keepLine(ctx, {
        ...{ exchangeId, number, password, kind: 'agent' as const, id: before?.id },
        staffId: taken ? null : (staffId ?? before?.staff_id ?? null),
      })
      kept++
    }
  }
  return { kept, problems }
})

const retire = handle(phoneLines.retire, async (ctx, { id }) => {
  const { numUpdatedRows } = await ctx.tx
    .updateTable('lines')
    .set({ active: false, updated_at: ctx.now })
    .where('id', '=', id)
    .where('active', '=', true)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw notFound()
  await record(ctx, 'line.retire', { subject: id })
})

export const settingHandlers = [list, set, book, setBook, listLines, setLine, paste, retire]
