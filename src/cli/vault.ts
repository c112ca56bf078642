// The vault's key: made at the first start beside the database and never in it, held to the one that the hospital seals under.
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { sql } from 'kysely'
import { openDatabase } from '#engine/database.ts'
import { type OpenHouse, systemMe } from '#engine/house.ts'
import { record } from '#engine/ledger.ts'
import { vaultOf as vaultUnder } from '#engine/vault.ts'
import { type Settings, vaultKeyIn } from '#src/settings.ts'
import { withHouse } from './beside.ts'
import { type Call, Sorry } from './command.ts'

const fileIn = ({ data }: Pick<Settings, 'data'>): string => path.join(data, 'vault.key')

export type Ready = { readonly key: Buffer; readonly file: string; readonly fresh: boolean }

/** The key of the settings, or of the data folder, where it is made if it is not there yet. */
export const readyVaultKey = (settings: Pick<Settings, 'data' | 'vaultKey'>): Ready => {
  const file = fileIn(settings)
  if (settings.vaultKey) return { key: settings.vaultKey, file: 'HUIYIN_VAULT_KEY', fresh: false }
  const fresh = !existsSync(file)
  // Nobody but the user as whom the program runs; another start at the same moment has made the same file first.
  if (fresh) writeFileSync(file, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' })
  try {
    return { key: vaultKeyIn(readFileSync(file, 'utf8')), file, fresh }
  } catch {
    throw new Sorry(
      `${file} 不是保险箱钥匙（应为 64 位十六进制），可能已损坏。请从备份取回原来的 vault.key。`,
      `${file} is no vault key (64 hexadecimal digits); it may be damaged. Bring back the old vault.key from where you keep it.`,
    )
  }
}

const knownKey = async (house: Pick<OpenHouse, 'db'>): Promise<Buffer | undefined> =>
  (await house.db.selectFrom('vault.keys').select('fingerprint').executeTakeFirst())?.fingerprint

/** Refuses to serve with a key under which nothing in the vault can be opened. */
export const mustFit = async (house: OpenHouse, { file, fresh }: Ready): Promise<void> => {
  const known = await knownKey(house)
  if (!known || known.equals(house.vault.fingerprint)) return
  // One that was just made would only stand in the way of the right one.
  if (fresh) unlinkSync(file)
  throw new Sorry(
    `员工身份和通话录音是用另一把钥匙封存的，${file} 打不开它们。请放回原来的 vault.key 再启动（多个节点须共用一把，见 HUIYIN_VAULT_KEY）。确已丢失时执行 npm run -s huiyin -- vault renew --lost，此前的身份和录音将永远打不开。`,
    `The identities of staff and the recordings of calls are sealed under another key than ${file}. Put the old vault.key back and start again (several nodes share one: HUIYIN_VAULT_KEY). If it is lost for good: npm run -s huiyin -- vault renew --lost, and they are never opened again.`,
  )
}

/** How key and vault stand to each other here. */
export const vaultOf = async (
  house: OpenHouse,
  settings: Pick<Settings, 'data' | 'vaultKey'>,
): Promise<keyof typeof vaultWords> => {
  const known = await knownKey(house)
  if (!known) return 'unused'
  if (!settings.vaultKey && !existsSync(fileIn(settings))) return 'missing'
  return vaultUnder(readyVaultKey(settings).key).fingerprint.equals(known) ? 'fits' : 'other'
}

export const vaultWords = {
  unused: '',
  fits: '✔ 保险箱钥匙相符 · the vault key fits\n',
  missing:
    '! 员工身份和录音已恢复，但打不开：请把原来的 vault.key 放进数据文件夹再启动 · put the old vault.key into the data folder before you start\n',
  other:
    '! 员工身份和录音已恢复，但这里的 vault.key 是另一把：请换成原来的再启动 · this vault.key is another one; bring the old one before you start\n',
} as const

export const keyApart =
  '  其中的员工身份和通话录音是加密的，钥匙 vault.key 不在备份里：请另存一份，与备份分开保管；丢了谁也打不开 · keep vault.key apart from the backup; without it nobody opens identities or recordings'

const countOf = async (url: string, table: 'identities' | 'keys'): Promise<number> => {
  const { db, close } = openDatabase(url, 1)
  try {
    const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(`vault.${table}`)}`.execute(db)
    return rows[0]!.n
  } catch (error) {
    // A hospital from before there was a vault.
    if ((error as { code?: string }).code === '42P01') return 0
    throw error
  } finally {
    await close()
  }
}

/** How many staff voices have their place in the vault. */
export const sealedIdentities = (url: string): Promise<number> => countOf(url, 'identities')

/** Whether anything was ever sealed under the hospital's key: identities, recordings, passwords. */
export const isSealedUnder = async (url: string): Promise<boolean> => (await countOf(url, 'keys')) > 0

/** Begins anew with the key that is here (made if need be). What was sealed before stays, and stays closed. */
export const renewVault = async (call: Call): Promise<undefined> => {
  const { key, file } = readyVaultKey(call.settings())
  const { fingerprint } = vaultUnder(key)
  await withHouse(call, async (house) => {
    await house.run(systemMe, async (ctx) => {
      await ctx.tx
        .insertInto('vault.keys')
        .values({ fingerprint })
        .onConflict((already) => already.column('place').doUpdateSet({ fingerprint }))
        .execute()
      await record(ctx, 'vault.renew', { subject: null, restricted: true })
    })
    call.answer({ file }, `✔ 今后用 ${file} 封存；此前封存的身份和录音打不开了 · sealed under this key from now on`)
  })
  return undefined
}
