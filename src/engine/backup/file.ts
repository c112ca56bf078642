// The file around a backup: compressed, and sealed with a passphrase where the hospital wants that.
import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { open, rename, rm, stat } from 'node:fs/promises'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { w } from '#kernel/words.ts'
import { BackupProblem } from './problem.ts'

const magic = Buffer.from('HUIYIN-SEALED-1\n')
const [saltSize, ivSize, tagSize] = [16, 12, 16]
const headSize = magic.length + saltSize + ivSize

// 64 MiB and a good second of work: a stolen backup is not opened by guessing.
const keyOf = (passphrase: string, salt: Buffer): Buffer =>
  scryptSync(passphrase.normalize('NFC'), salt, 32, { N: 2 ** 16, r: 8, p: 1, maxmem: 2 ** 27 })

/** Encrypts what passes and puts what is needed to check it (AES-256-GCM) before and after. */
const sealer = (passphrase: string): Transform => {
  const [salt, iv] = [randomBytes(saltSize), randomBytes(ivSize)]
  const cipher = createCipheriv('aes-256-gcm', keyOf(passphrase, salt), iv)
  let begun = false
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (!begun) this.push(Buffer.concat([magic, salt, iv]))
      begun = true
      done(null, cipher.update(chunk))
    },
    flush(done) {
      this.push(cipher.final())
      done(null, cipher.getAuthTag())
    },
  })
}

/** Writes the text of a backup into a file that appears under its name only when it is whole. Answers its size. */
export const writeFile = async (file: string, text: AsyncIterable<Buffer>, passphrase?: string): Promise<number> => {
  const draft = `${file}.part`
  try {
    const parts: NodeJS.ReadWriteStream[] = [createGzip({ level: 6 })]
    if (passphrase) parts.push(sealer(passphrase))
    await pipeline([
      Readable.from(text, { objectMode: false }),
      ...parts,
      createWriteStream(draft, { mode: 0o600, flush: true }),
    ] as never)
    await rename(draft, file)
    return (await stat(file)).size
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
}

const headOf = async (file: string): Promise<{ head: Buffer; size: number }> => {
  const handle = await open(file).catch((error) => {
    throw new BackupProblem(
      w(`备份文件 ${file} 无法读取（${error.code}）。`, `The backup ${file} cannot be read (${error.code}).`),
    )
  })
  try {
    const head = Buffer.alloc(headSize)
    const { bytesRead } = await handle.read(head, 0, headSize, 0)
    return { head: head.subarray(0, bytesRead), size: (await handle.stat()).size }
  } finally {
    await handle.close()
  }
}

/** The text of a backup, piece by piece. Throws `BackupProblem` for what is no backup, needs a passphrase or another one. */
export const readFile = async (file: string, passphrase?: string): Promise<AsyncIterable<Buffer>> => {
  const { head, size } = await headOf(file)
  const gunzip = createGunzip()
  if (head[0] === 0x1f && head[1] === 0x8b) return through(createReadStream(file), gunzip)
  if (!head.subarray(0, magic.length).equals(magic))
    throw new BackupProblem(w(`${file} 不是回音的备份文件。`, `${file} is not a backup of Huiyin.`))
  if (!passphrase)
    throw new BackupProblem(
      w(
        '这份备份是加密的。请用 HUIYIN_BACKUP_KEY 指明存放口令的文件。',
        'This backup is sealed. Name the file that holds its passphrase in HUIYIN_BACKUP_KEY.',
      ),
    )
  const handle = await open(file)
  const tag = Buffer.alloc(tagSize)
  await handle.read(tag, 0, tagSize, size - tagSize)
  await handle.close()
  const [salt, iv] = [head.subarray(magic.length, magic.length + saltSize), head.subarray(magic.length + saltSize)]
  const decipher = createDecipheriv('aes-256-gcm', keyOf(passphrase, salt), iv).setAuthTag(tag)
  return through(createReadStream(file, { start: headSize, end: size - tagSize - 1 }), decipher, gunzip)
}

async function* through(...streams: (NodeJS.ReadableStream | NodeJS.ReadWriteStream)[]): AsyncGenerator<Buffer> {
  const last = streams.at(-1) as Readable
  // A failure anywhere ends the last stream with that error, so the reader meets it.
  pipeline(streams as never).catch(() => {})
  try {
    for await (const chunk of last) yield chunk as Buffer
  } catch (error) {
    const { message } = error as Error
    throw new BackupProblem(
      /authenticate/.test(message)
        ? w('口令不对，或备份文件已被改动。', 'The passphrase is wrong, or the backup was changed.')
        : w(`备份文件已损坏：${message}`, `The backup is damaged: ${message}`),
    )
  } finally {
    last.destroy()
  }
}
