// Reads a backup piece by piece, however large it is, and holds every table to the sum that was written with it.
import { w } from '#kernel/words.ts'
import { readFile } from './file.ts'
import { BackupProblem } from './problem.ts'
import { type Footer, type Header, tally } from './write.ts'

export type Section = { readonly table: string; readonly statement: string; readonly rows: AsyncIterable<Buffer> }

export type Backup = {
  readonly header: Header
  /** The tables in the order of the file; each one's rows must be read to their end before the next is asked for. */
  readonly sections: AsyncIterable<Section>
}

const cutOff = () =>
  new BackupProblem(w('备份文件不完整，后半部分缺失。', 'The backup is not whole: its end is missing.'))

/** The bytes as lines and as blocks that end with `\.` on a line of its own. */
const scanner = (source: AsyncIterator<Buffer>) => {
  let rest: Buffer = Buffer.alloc(0)
  const pull = async (): Promise<boolean> => {
    const { value, done } = await source.next()
    if (done) return false
    rest = rest.length === 0 ? value : Buffer.concat([rest, value])
    return true
  }
  const line = async (): Promise<string | null> => {
    for (let from = 0; ; ) {
      const end = rest.indexOf(10, from)
      if (end >= 0) {
        const text = rest.toString('utf8', 0, end)
        rest = rest.subarray(end + 1)
        return text
      }
      from = rest.length
      if (!(await pull())) return null
    }
  }
  async function* block(): AsyncGenerator<Buffer> {
    for (let atStart = true; ; ) {
      if (rest.length >= 3) {
        if (atStart && rest.subarray(0, 3).equals(ending.subarray(1))) {
          rest = rest.subarray(3)
          return
        }
        const end = rest.indexOf(ending)
        const until = end >= 0 ? end + 1 : rest.length - 3
        if (until > 0) {
          yield rest.subarray(0, until)
          atStart = false
        }
        rest = rest.subarray(end >= 0 ? end + ending.length : until)
        if (end >= 0) return
      }
      if (!(await pull())) throw cutOff()
    }
  }
  return { line, block }
}

const ending = Buffer.from('\n\\.\n')

const noBackup = (file: string) =>
  new BackupProblem(w(`${file} 不是回音的备份文件。`, `${file} is not a backup of Huiyin.`))

const remark = (text: string | null): Record<string, unknown> | null => {
  if (!text?.startsWith('-- {')) return null
  try {
    return JSON.parse(text.slice(3))
  } catch {
    return null
  }
}

/** Opens a backup. Throws `BackupProblem` where it is none, or of a kind that this version does not know. */
export const openBackup = async (file: string, passphrase?: string): Promise<Backup> => {
  const source = (await readFile(file, passphrase))[Symbol.asyncIterator]()
  const scan = scanner(source)
  const header = remark(await scan.line()) as Header | null
  if (header?.format !== 'huiyin-backup') throw noBackup(file)
  if (header.version !== 1)
    throw new BackupProblem(
      w(
        `备份由更新的版本（${header.program}）写成，请用该版本恢复。`,
        `The backup was written by a newer version (${header.program}); restore it with that one.`,
      ),
    )

  async function* sections(): AsyncGenerator<Section> {
    let total = 0
    for (;;) {
      const text = await scan.line()
      if (text === null) throw cutOff()
      const table = /^copy ("[^ ]+") /.exec(text)?.[1]?.replaceAll('"', '')
      if (table) {
        const sum = tally()
        const rows = async function* () {
          for await (const chunk of scan.block()) yield sum.take(chunk)
        }
        yield { table, statement: text.slice(0, -1), rows: rows() }
        const said = remark(await scan.line()) as Footer | null
        const found = sum.done()
        if (said?.table !== table || said.rows !== found.rows || said.sha256 !== found.sha256)
          throw new BackupProblem(
            w(
              `备份中的 ${table} 与写入时的校验值不符，文件已损坏或被改动。`,
              `${table} in the backup is not what was written: the file is damaged or was changed.`,
            ),
          )
        total += found.rows
      }
      const end = remark(text)
      if (end?.end === true) {
        if (end.rows !== total) throw cutOff()
        await source.return?.()
        return
      }
    }
  }
  return { header, sections: sections() }
}

/** Reads a backup to its end and checks all its sums, without any database. */
export const checkBackup = async (
  file: string,
  passphrase?: string,
): Promise<{ header: Header; tables: number; rows: number }> => {
  const { header, sections } = await openBackup(file, passphrase)
  let rows = 0
  for await (const section of sections) {
    for await (const chunk of section.rows)
      for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) rows++
  }
  return { header, tables: header.tables.length, rows }
}
