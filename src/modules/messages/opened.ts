// A gateway as its settings make it: the line that sends, and the reader of what it brings.
import { sql } from 'kysely'
import type { RowOf } from '#engine/advance.ts'
import type { Ctx } from '#engine/ctx.ts'
import type { Outside } from '#engine/outside/address.ts'
import type { Hearing, Reader, SmsGateway } from '#engine/outside/texts/gateway.ts'
import { https, httpsReader } from '#engine/outside/texts/https.ts'
import { kannel, kannelReader } from '#engine/outside/texts/kannel.ts'
import { smppLine } from '#engine/outside/texts/smpp.ts'
import { later } from '#engine/outside/texts/trouble.ts'
import type { Vault } from '#engine/vault.ts'
import type { GatewaySettings } from './contract.ts'

export type GatewayRow = Omit<RowOf<'gateways'>, 'settings'> & { readonly settings: GatewaySettings }

export const gatewayRow = async (ctx: Pick<Ctx, 'tx'>, id: string): Promise<GatewayRow | undefined> =>
  (await sql<GatewayRow>`select * from gateways where id = ${id}`.execute(ctx.tx)).rows[0]

/** Its password, sealed for this gateway and no other. */
export const sealPassword = (vault: Vault, id: string, password: string): Buffer =>
  vault.seal(vault.locator(`gateway ${id}`), { password })

const passwordOf = (vault: Vault, { id, sealed }: Pick<GatewayRow, 'id' | 'sealed'>): string =>
  sealed === null ? '' : (vault.unseal(vault.locator(`gateway ${id}`), sealed) as { password: string }).password

/** What stands in the addresses at which it brings reports and replies: whoever does not know it is not heard. */
export const keyOf = (vault: Vault, { id, salt }: Pick<GatewayRow, 'id' | 'salt'>): string =>
  vault.mark(salt, `gateway ${id}`).toString('base64url')

/** Our own addresses for it, as it reaches us. */
export const addressesOf = (vault: Vault, row: Pick<GatewayRow, 'id' | 'salt' | 'settings'>) => {
  const base = `${row.settings.base.replace(/\/+$/, '')}/api/v1/gateways/${row.id}/${keyOf(vault, row)}/sms`
  return { report: `${base}/report`, reply: `${base}/inbound` }
}

const openPassword = (vault: Vault, row: GatewayRow): string | null => {
  try {
    return passwordOf(vault, row)
  } catch {
    // Sealed under another key than the one that is here today.
    return null
  }
}

const lost = later(
  'account',
  '打不开保存的密码（保险箱钥匙换过）。请在短信平台设置里重新填写密码。',
  'The password that was kept cannot be opened (another vault key); type it again.',
)
const closedLine: SmsGateway = { send: async () => lost, keep: async () => lost, close: async () => {} }

/** The line that the settings describe; nothing is opened until something is sent or it is to be kept. */
export const lineOf = (vault: Vault, outside: Outside, row: GatewayRow, hearing: Hearing): SmsGateway => {
  const { settings } = row
  const password = openPassword(vault, row)
  if (password === null) return closedLine
  if (settings.kind === 'kannel') return kannel(outside, settings, password)
  if (settings.kind === 'smpp') return smppLine(outside, settings, password, hearing)
  return https(outside, settings, password)
}

/** How it speaks when it calls us; over SMPP it does not call. */
export const readerOf = ({ settings }: Pick<GatewayRow, 'settings'>): Reader => {
  if (settings.kind === 'kannel') return kannelReader
  if (settings.kind === 'https') return httpsReader(settings)
  return { reports: () => [], replies: () => [] }
}

/** The text as it goes out, signed, and where its report is to come. */
export const outgoingOf = (
  vault: Vault,
  row: GatewayRow,
  it: { id: string; to: string; text: string; code: string; params: Readonly<Record<string, string>> },
) => {
  const { signature, base } = row.settings
  return {
    ...it,
    text: signature ? `【${signature}】${it.text}` : it.text,
    reportTo: base === '' ? null : `${addressesOf(vault, row).report}?id=${it.id}`,
  }
}
