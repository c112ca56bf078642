// What kind of hospital lies in the database: a demo, a real one, or none yet; and how each begins.
import { existsSync } from 'node:fs'
import path from 'node:path'
import { sql } from 'kysely'
import { type Db, openDatabase } from '#engine/database.ts'
import type { OpenHouse } from '#engine/house.ts'
import { clearAway } from '#engine/migrate.ts'
import type { Words } from '#kernel/words.ts'
import { w } from '#kernel/words.ts'
import { demoStaysHere, isLoopback, type Settings, WrongSettings } from '#src/settings.ts'
import { Sorry } from './command.ts'

/** How the hospital began; kept among its settings under `origin`. */
type Origin = { readonly kind: 'demo' | 'furnishing' | 'empty' | 'init' | 'restored' }

export const originOf = async (db: Db): Promise<Origin | undefined> => {
  const { rows } = await sql<{ value: Origin }>`select value from settings where key = 'origin'`
    .execute(db)
    .catch((error) => {
      if ((error as { code?: string }).code === '42P01') return { rows: [] }
      throw error
    })
  return rows[0]?.value
}

export const setOrigin = (db: Db, kind: Origin['kind']) =>
  sql`insert into settings (key, value) values ('origin', ${JSON.stringify({ kind })})
    on conflict (key) do update set value = excluded.value`.execute(db)

/** Nobody works here and nobody was ever discharged. */
export const isVacant = async (db: Db): Promise<boolean> => {
  const { rows } = await sql<{ vacant: boolean }>`
    select not exists (select from staff) and not exists (select from patients) and not exists (select from campuses) as vacant`.execute(
    db,
  )
  return rows[0]!.vacant
}

const hasDemoPeople = async (db: Db): Promise<boolean> => {
  const { rows } = await sql<{ demo: boolean }>`select exists (select from staff where demo) as demo`.execute(db)
  return rows[0]!.demo
}

/** A demo whose making was broken off is worth nothing: it is cleared away before the house opens. */
export const clearHalfDemo = async (url: string): Promise<void> => {
  const { db, close } = openDatabase(url, 1)
  try {
    if ((await originOf(db))?.kind === 'furnishing') await clearAway(db)
  } finally {
    await close()
  }
}

type Furnish = (house: OpenHouse, say: (words: Words) => void) => Promise<void>

const demoFile = path.join(import.meta.dirname, '../demo/furnish.ts')

/**
 * Says what hospital this is and makes the demo where one is wanted: `HUIYIN_DEMO=1` asks for it, `0` refuses it, and
 * unsaid it is made where there is no hospital yet. Throws where wish and hospital do not fit.
 */
export const settleHospital = async (
  house: OpenHouse,
  { demo, host }: Settings,
  say: (words: Words) => void,
): Promise<{ demo: boolean; begun: boolean; vacant: boolean }> => {
  const { db } = house
  const origin = await originOf(db)
  const vacant = await isVacant(db)
  if (vacant ? demo === true || (demo === undefined && !origin) : await hasDemoPeople(db)) {
    if (!isLoopback(host)) throw new WrongSettings([{ variable: 'HOST', value: host, words: demoStaysHere(host) }])
    if (demo === false)
      throw new Sorry(
        '这个数据文件夹里是演示医院，不能作为正式医院使用。请用 HUIYIN_DATA 换一个文件夹，或删除它。',
        'This data folder holds the demo, which does not become a real hospital. Choose another with HUIYIN_DATA, or delete it.',
      )
    if (!vacant) return { demo: true, begun: false, vacant }
    if (existsSync(demoFile)) {
      say(w('生成演示医院…', 'furnishing the demo hospital…'))
      await setOrigin(db, 'furnishing')
      const { furnishDemo } = (await import(demoFile)) as { furnishDemo: Furnish }
      await furnishDemo(house, say)
    }
    await setOrigin(db, 'demo')
    return { demo: true, begun: true, vacant: false }
  }
  if (demo === true)
    throw new Sorry(
      '这里已经是一家正式医院，不会放入演示数据。请去掉 HUIYIN_DEMO=1，或用 HUIYIN_DATA 换一个文件夹。',
      'This is a real hospital; demo data is not put into it. Leave HUIYIN_DEMO=1 out, or choose another folder with HUIYIN_DATA.',
    )
  if (!origin) await setOrigin(db, vacant ? 'empty' : 'init')
  return { demo: false, begun: !origin, vacant }
}
