// `backup` and `restore`: the whole hospital in one file, and back.
import { existsSync } from 'node:fs'
import path from 'node:path'
import { sql } from 'kysely'
import { restoreBackup } from '#engine/backup/restore.ts'
import { writeBackup } from '#engine/backup/write.ts'
import { systemClock } from '#engine/clock.ts'
import { openDatabase } from '#engine/database.ts'
import { openHouse } from '#engine/house.ts'
import { openLog } from '#engine/log.ts'
import { appliedMigrations } from '#engine/migrate.ts'
import { lockFolder } from '#engine/postgres/folder.ts'
import { w } from '#kernel/words.ts'
import { modules } from '#src/modules.ts'
import manifest from '../../package.json' with { type: 'json' }
import { anchorFile, beginAnchors, noteAnchor } from './anchor.ts'
import { withDatabase } from './beside.ts'
import { type Call, Sorry } from './command.ts'
import { isVacant, originOf } from './hospital.ts'
import { isSealedUnder, keyApart, sealedIdentities, vaultOf, vaultWords } from './vault.ts'
import { judge, verdictText } from './verify.ts'

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`

/** Beside a running server or without one; nobody notices it. */
export const backup = (call: Call): Promise<undefined> =>
  withDatabase(call, async (url) => {
    const file = path.resolve(call.operands[0]!)
    if (!existsSync(path.dirname(file)))
      throw new Sorry(`文件夹 ${path.dirname(file)} 不存在。`, `There is no folder ${path.dirname(file)}.`)
    const { db, close } = openDatabase(url, 1)
    const begun = await appliedMigrations(db).finally(close)
    if (begun.length === 0)
      throw new Sorry('这里还没有医院的数据，没有可备份的内容。', 'There is no hospital here yet, nothing to back up.')
    const { backupKey: passphrase } = call.settings()
    const now = systemClock.now()
    const made = await writeBackup({ url, file, program: manifest.version, now, passphrase, say: call.say })
    const sealed = passphrase !== undefined
    const identities = await sealedIdentities(url)
    const words = [
      `✔ 已备份到 ${file}：${made.tables} 张表，${made.rows} 行，${megabytes(made.bytes)}${sealed ? '，已加密' : ''} · backed up`,
      ...((await isSealedUnder(url)) ? [keyApart] : []),
    ]
    call.answer({ file, madeAt: now.toISOString(), sealed, identities, ...made }, words.join('\n'))
    return undefined
  })

/** Nothing that matters may stand where a backup comes back. */
const mustBeVacant = async (url: string): Promise<void> => {
  const { db, close } = openDatabase(url, 1)
  try {
    if ((await appliedMigrations(db)).length === 0 || (await originOf(db))?.kind === 'furnishing') return
    if (!(await isVacant(db)))
      throw new Sorry(
        '这里已有医院的数据，不能恢复到它上面。请用 HUIYIN_DATA（或 DATABASE_URL）指向一个空的地方。',
        'There is a hospital here already; a backup is not restored over it. Point HUIYIN_DATA (or DATABASE_URL) to an empty place.',
      )
    const { rows } = await sql`
      select from pg_stat_activity where datname = current_database() and application_name = 'huiyin-live'`.execute(db)
    if (rows.length > 0)
      throw new Sorry(
        '还有服务正在使用这个数据库，请先停止它再恢复。',
        'A server is working with this database; stop it before restoring.',
      )
  } finally {
    await close()
  }
}

/** The whole hospital again: in an empty place, in this program's version, proven before it is called done. */
export const restore = async (call: Call): Promise<number> => {
  const file = path.resolve(call.operands[0]!)
  const { data, databaseUrl, backupKey: passphrase } = call.settings()
  const lock = await lockFolder(data, { purpose: 'restore' })
  try {
    return await withDatabase(call, async (url) => {
      await mustBeVacant(url)
      call.say(w(`恢复 ${file}…`, 'restoring…'))
      const later = Map.groupBy(
        modules.flatMap(({ reactions = [] }) => reactions).filter((it) => it.when === 'later'),
        ({ verb }) => verb,
      )
      const made = await restoreBackup({ url, file, clock: systemClock, later, passphrase, say: call.say })
      const house = await openHouse({ url, modules, clock: systemClock, log: openLog('warn'), poolSize: 4 })
      try {
        await house.seal()
        const anchors = anchorFile(data, databaseUrl)
        await beginAnchors(house, anchors)
        await noteAnchor(house, anchors)
        const verdict = await judge(house, anchors)
        const vault = await vaultOf(house, call.settings())
        call.answer(
          { file, ...made, ok: verdict.ok, vault, verdict },
          `✔ 已恢复 ${made.madeAt} 的备份：${made.tables} 张表，${made.rows} 行，${made.reactions} 项待办的后续动作 · restored\n${vaultWords[vault]}\n${verdictText(verdict)}`,
        )
        return verdict.ok ? 0 : 1
      } finally {
        await house.stop()
      }
    })
  } finally {
    lock.release()
  }
}
