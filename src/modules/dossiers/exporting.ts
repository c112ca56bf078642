// Taking a file out of the house: as one PDF, or packed with its attachments and checksums; each time it is recorded.
import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { type Ctx, type Download, handleFileLong } from '#engine/ctx.ts'
import type { Db } from '#engine/database.ts'
import { record } from '#engine/ledger.ts'
import { print } from '#engine/pdf/press.ts'
import { snapshot, step } from '#engine/step.ts'
import { type Packed, zip } from '#engine/zip.ts'
import { dayOf } from '#kernel/time.ts'
import { takeAlong } from '#modules/recordings/listening.ts'
import { dossiers } from './contract.ts'
import { documentOf, type Made } from './document.ts'
import { type Matter, matterFor } from './matter.ts'
import { recordingsOfCase } from './recordings.ts'

type LongCtx = Ctx & { readonly tx: Db }
type Asked = { id: string; reason: string; format: 'pdf' | 'zip'; originals?: boolean | undefined }

const sha256 = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex')
const bytes = (text: string): Buffer => Buffer.from(text, 'utf8')

/** A name as it stands in the package: no folder of its own, and numbered as in the list of the paper. */
const placeOf = (name: string, number: number): string =>
  `附件/${String(number).padStart(2, '0')}-${name.replace(/[\\/\p{C}]/gu, '_')}`

const readme = ({ sheet, clear, by }: Matter, originals: boolean): string =>
  [
    `诉求卷宗 ${sheet.number}（${clear ? '实名' : '去标识'}），由 ${by} 导出。`,
    '',
    '校验：在本目录运行 sha256sum -c SHA256SUMS',
    '卷宗.pdf 供阅读；dossier.json 供机器读取；ledger.jsonl 为台账摘录，每行一条。',
    clear
      ? '台账每条的哈希 = SHA-256（before 的字节 ‖ line 的 UTF-8 字节），可自行复算。'
      : '去标识的台账摘录不含原文，哈希可与实名卷宗或本院台账核对。',
    ...(originals && !clear ? ['附件和录音为原件，未作去标识处理。'] : []),
    ...(originals ? [] : ['未附原件；各附件的校验值见卷宗“材料”一节。']),
    '',
  ].join('\n')

/** The files of the package, one after another; an attachment is read when its turn comes. */
async function* packed(
  ctx: LongCtx,
  it: { matter: Matter; made: Made; pdf: Uint8Array; originals: boolean; reason: string },
): AsyncGenerator<Packed> {
  const { matter, made, pdf, originals, reason } = it
  const sums: string[] = []
  const noted = (file: Packed): Packed => {
    sums.push(`${sha256(file.content)}  ${file.name}\n`)
    return file
  }
  yield noted({ name: '说明.txt', content: bytes(readme(matter, originals)) })
  yield noted({ name: '卷宗.pdf', content: pdf })
  yield noted({ name: 'dossier.json', content: bytes(`${JSON.stringify(made.data, null, 1)}\n`) })
  yield noted({ name: 'ledger.jsonl', content: bytes(made.ledger.map((line) => `${JSON.stringify(line)}\n`).join('')) })
  if (originals)
    for (const [i, file] of matter.files.entries()) {
      if (file.locked || file.gone) continue
      const row = await ctx.tx.selectFrom('files').where('id', '=', file.id).select('content').executeTakeFirst()
      if (row) yield noted({ name: placeOf(file.name, i + 1), content: row.content })
    }
  if (originals)
    for (const [i, one] of (await recordingsOfCase(ctx, matter.sheet.id)).toReversed().entries()) {
      // Whoever may not hear it by himself does not get it in a package either.
      if (!one.can.includes('listen') || one.status === 'recording') continue
      const content = await step(ctx, (inside) => takeAlong(inside, one.id, `随卷宗导出：${reason}`))
      const name = `录音/${String(i + 1).padStart(2, '0')}-${dayOf(one.startedAt)}-${one.by}.webm`
      yield noted({ name, content })
    }
  yield { name: 'SHA256SUMS', content: bytes(sums.join('')) }
}

const taken = async (ctx: LongCtx, verb: 'dossier.export' | 'dossier.reveal', asked: Asked): Promise<Download> => {
  const clear = verb === 'dossier.reveal'
  const originals = asked.originals ?? clear
  const { matter, made } = await snapshot(ctx, async (inside) => {
    const whole = await matterFor(inside, verb, asked.id, clear)
    return { matter: whole, made: await documentOf(inside, whole, { reason: asked.reason, originals }) }
  })
  const { content: pdf, pages } = await print(made.paper)
  // Recorded before the first byte goes out: what could not be recorded is not handed over.
  await step(ctx, (inside) =>
    record(inside, verb, {
      subject: asked.id,
      restricted: matter.sheet.restricted,
      data: {
        reason: asked.reason,
        format: asked.format,
        originals,
        pages,
        sha256: sha256(pdf),
        number: matter.sheet.number,
      },
    }),
  )
  const name = `卷宗-${matter.sheet.number}${clear ? '' : '-去标识'}`
  if (asked.format === 'pdf') return { name: `${name}.pdf`, type: 'application/pdf', content: Buffer.from(pdf) }
  const stream = zip(packed(ctx, { matter, made, pdf, originals, reason: asked.reason }), matter.at)
  return { name: `${name}.zip`, type: 'application/zip', content: Readable.from(stream, { objectMode: false }) }
}

/** The file with names and numbers masked, for whoever may see the matter. */
export const exportMasked = handleFileLong(dossiers.export, (ctx, asked) => taken(ctx, 'dossier.export', asked))

/** The file in clear, for supervision, and for leads where the matter is ordinary. */
export const exportInClear = handleFileLong(dossiers.reveal, (ctx, asked) => taken(ctx, 'dossier.reveal', asked))
