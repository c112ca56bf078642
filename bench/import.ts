// What taking in a list costs: an import of 100,000 rows against COPY of the rows that come of it into the same tables.
import { execFile } from 'node:child_process'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { heldClock } from '#engine/clock.ts'
import { openHouse } from '#engine/house.ts'
import { openLog } from '#engine/log.ts'
import { modules } from '#src/modules.ts'
import { populate } from '#test/people.ts'
import { type Line, median, openLab } from './lab.ts'

const now = '2026-03-09T09:00:00+08:00'
/** What an import writes, in the order of their foreign keys. */
const tables = ['imports', 'import_rejections', 'department_aliases', 'patients', 'encounters', 'tasks', 'events']
const departments = ['心内科', '普外科', '产科', '儿科']
const diagnoses = ['冠心病', '急性阑尾炎', '单胎顺产', '支气管肺炎', '2型糖尿病', '腰椎间盘突出症']
const surnames = [...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗']
const given = [...'伟芳娜敏静丽强磊军洋勇艳杰涛明超秀霞平刚桂英华玉兰红建文']

/** A list of `count` discharges of the four weeks before `now`, each of another patient, as a hospital exports it. */
const writeList = async (path: string, count: number): Promise<void> => {
  const file = await open(path, 'w')
  await file.write(
    '病案号,住院次数,姓名,性别,年龄,出生日期,联系电话,联系地址,院区,出院科室,入院日期,出院日期,出院诊断,离院方式,主治医师\r\n',
  )
  const day = (back: number) => new Date(Date.parse(now) - back * 86_400_000).toISOString().slice(0, 10)
  const days = Array.from({ length: 60 }, (_, back) => day(back))
  for (let from = 0; from < count; from += 5000) {
    const lines = Array.from({ length: Math.min(5000, count - from) }, (_, k) => {
      const i = from + k
      const back = 1 + (i % 28)
      const name = surnames[i % 20]! + given[(i * 7) % 28]! + given[(i * 13) % 28]!
      const phone = `199${String((i * 7919) % 100_000_000).padStart(8, '0')}`
      return `${10_000_000 + i},1,${name},${i % 2 ? '男' : '女'},${20 + (i % 60)},${1946 + (i % 60)}-05-0${1 + (i % 9)},${phone},解放路${i % 300}号,本部,${departments[i % 4]},${days[back + 9]},${days[back]},${diagnoses[i % 6]},${i % 100 ? '医嘱离院' : '死亡'},赵明\r\n`
    })
    await file.write(lines.join(''))
  }
  await file.close()
}

/** Founds a hospital in a database of its own. */
const found = async (url: string): Promise<void> => {
  const house = await openHouse({ url, modules, clock: heldClock(now), log: openLog('error') })
  await populate(house, () => ({}) as never)
  await house.stop()
}

const connected = async <T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  return work(client).finally(() => client.end())
}

const named = (url: string, name: string): string => {
  const other = new URL(url)
  other.pathname = `/${name}`
  return other.href
}

const template = 'huiyin_founded'
let databases = 0

/** Another hospital like the first, in which nothing has been imported. */
const another = async (lab: string): Promise<string> => {
  const name = `huiyin_import_${databases++}`
  await connected(lab, (client) => client.query(`create database ${name} template ${template}`))
  const url = named(lab, name)
  await connected(url, (client) => client.query('checkpoint'))
  return url
}

const drop = (lab: string, url: string) =>
  connected(lab, (client) => client.query(`drop database ${new URL(url).pathname.slice(1)} with (force)`))

type Imported = { ms: number; peakMb: number; created: number; tasks: number }

const importOnce = async (url: string, list: string): Promise<Imported> => {
  const child = join(import.meta.dirname, 'import-file.ts')
  const { stdout } = await promisify(execFile)(process.execPath, [child, url, list, now])
  return JSON.parse(stdout) as Imported
}

/** Columns that hold something of their own; what is generated from them is generated again. */
const columnsOf = async (client: pg.Client): Promise<Map<string, string>> => {
  const { rows } = await client.query<{ table: string; columns: string }>(
    `select table_name as table, string_agg(quote_ident(column_name), ', ' order by ordinal_position) as columns
     from information_schema.columns where table_schema = 'public' and is_generated = 'NEVER' and table_name = any($1) group by 1`,
    [tables],
  )
  return new Map(rows.map((row) => [row.table, row.columns]))
}

/** Keeps the rows that came of an import: those that the hospital was founded with stay out. */
const keepRows = (url: string, founded: number, folder: string) =>
  connected(url, async (client) => {
    for (const [table, columns] of await columnsOf(client)) {
      const only = table === 'events' ? `where id > ${founded}` : ''
      const rows = client.query(copyTo(`copy (select ${columns} from ${table} ${only}) to stdout`))
      await pipeline(rows, createWriteStream(join(folder, table)))
    }
  })

/** Copies the kept rows into the same tables with their indexes and keys, all in one transaction; answers milliseconds. */
const copyOnce = (url: string, folder: string) =>
  connected(url, async (client) => {
    const columns = await columnsOf(client)
    const began = performance.now()
    await client.query('begin')
    for (const table of tables)
      await pipeline(
        createReadStream(join(folder, table), { highWaterMark: 1 << 18 }),
        client.query(copyFrom(`copy ${table} (${columns.get(table)}) from stdin`)),
      )
    await client.query('commit')
    return performance.now() - began
  })

/** Import and COPY by turns in hospitals of their own; the ratio is that of the medians. */
export const benchImport = async (quick: boolean): Promise<Line[]> => {
  const lab = await openLab()
  const folder = await mkdtemp(join(tmpdir(), 'huiyin-list-'))
  const [rows, few, rounds] = quick ? [20_000, 5_000, 1] : [100_000, 10_000, 3]
  try {
    await connected(lab.url, (client) => client.query(`create database ${template} template template0 encoding 'UTF8'`))
    const url = named(lab.url, template)
    await found(url)
    const founded = await connected(url, (client) =>
      client
        .query<{ last: number }>('select coalesce(max(id), 0)::int as last from events')
        .then((it) => it.rows[0]!.last),
    )
    const [list, short] = [join(folder, 'list.csv'), join(folder, 'short.csv')]
    await writeList(list, rows)
    await writeList(short, few)
    const imports: Imported[] = []
    const copies: number[] = []
    for (let round = 0; round < rounds; round++) {
      const imported = await another(lab.url)
      imports.push(await importOnce(imported, list))
      if (round === 0) await keepRows(imported, founded, folder)
      await drop(lab.url, imported)
      const copied = await another(lab.url)
      copies.push(await copyOnce(copied, folder))
      await drop(lab.url, copied)
    }
    const small = await another(lab.url)
    const { peakMb: smallPeakMb } = await importOnce(small, short)
    const [importMs, copyMs] = [median(imports.map(({ ms }) => ms)), median(copies)]
    return [
      {
        name: 'import',
        ratio: copyMs / importMs,
        goal: 0.3,
        direction: 'max',
        rows,
        importMs: Math.round(importMs),
        copyMs: Math.round(copyMs),
        rowsPerSecond: Math.round((rows / importMs) * 1000),
        tasks: imports[0]!.tasks,
        peakMb: Math.round(Math.max(...imports.map(({ peakMb }) => peakMb))),
        peakMbOfFewer: Math.round(smallPeakMb),
        fewer: few,
      },
    ]
  } finally {
    await lab.close()
    await rm(folder, { recursive: true, force: true })
  }
}

if (import.meta.main)
  for (const line of await benchImport(process.argv.includes('--quick')))
    process.stdout.write(`${JSON.stringify(line)}\n`)
