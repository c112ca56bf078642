// A bulletin as a file: which blocks stand on paper in which order, and the three files that are made of them.
import { type Ctx, type Download, handleFileLong } from '#engine/ctx.ts'
import type { Db } from '#engine/database.ts'
import { record } from '#engine/ledger.ts'
import { print } from '#engine/pdf/press.ts'
import { snapshot, step } from '#engine/step.ts'
import { writeBook } from '#engine/tables/write-book.ts'
import { momentText } from '#kernel/time.ts'
import { type Bulletin, bulletins } from './contract.ts'
import type { Block, Change, Section } from './document.ts'
import { docxOf } from './paper-docx.ts'
import { paperOf } from './paper-pdf.ts'
import { sheetsOf } from './paper-xlsx.ts'
import { bulletinOf } from './queries.ts'

/** A bulletin as it stands on paper: notes filled in with who wrote them, what is empty left out. */
export type Printed = {
  readonly title: string
  readonly under: string
  readonly hospital: string
  readonly mark: string
  readonly at: Date
  readonly sections: readonly (Omit<Section, 'blocks'> & { readonly blocks: readonly PrintedBlock[] })[]
  readonly notes: readonly string[]
}
export type PrintedBlock =
  | Exclude<Block, { kind: 'note' }>
  | { readonly kind: 'words'; readonly title: string; readonly text: string; readonly by: string }

const changeTable = (changes: readonly Change[]): PrintedBlock => ({
  kind: 'table',
  key: 'corrections',
  title: '更正的数字',
  head: ['数字', '原为', '现为'],
  words: [],
  note: '',
  rows: changes.map(({ path, label, was, is }) => ({
    key: path,
    tone: 'plain',
    cells: [label, was, is].map((text) => ({ text, value: null })),
  })),
})

/** What of the bulletin stands on paper. `by`: who takes it out. */
export const printedOf = (it: Bulletin, by: string, at: Date): Printed => {
  const { document: doc, notes } = it
  const blocksOf = ({ title, blocks }: Section): PrintedBlock[] =>
    blocks.flatMap((block): PrintedBlock[] => {
      if (block.kind !== 'note') return [block]
      const note = notes.find(({ slot }) => slot === block.slot)
      // Where the section is called the same it has said so.
      const called = block.title === title ? '' : block.title
      return note ? [{ kind: 'words', title: called, text: note.text, by: note.by }] : []
    })
  const sections = doc.sections
    .map((section) => ({ ...section, blocks: blocksOf(section) }))
    .filter(({ blocks }) => blocks.length > 0)
  const correction = it.corrects && {
    key: 'correction',
    title: '更正说明',
    blocks: [
      {
        kind: 'text',
        tone: 'warn',
        text: `本版更正第 ${it.corrects.version} 版。缘由：${it.corrects.reason}`,
      } as const,
      ...(it.changes.length > 0 ? [changeTable(it.changes)] : []),
    ],
  }
  const state =
    it.status === 'published'
      ? ''
      : ({ corrected: '（已被更正）', withdrawn: '（已撤回）' }[it.status as 'corrected'] ?? '（未发布）')
  const published = it.publishedAt ? `发布于 ${momentText(it.publishedAt)}` : '未发布'
  return {
    title: `${doc.title}${doc.scope === '全院' ? '' : `（${doc.scope}）`}`,
    under: `${doc.hospital}　${doc.from} 至 ${doc.until}　第 ${it.version} 版${state}　${published}`,
    hospital: doc.hospital,
    mark: `内部资料 请勿外传　${by}　${momentText(at)}`,
    at,
    sections: correction ? [correction, ...sections] : sections,
    notes: doc.notes,
  }
}

const fileName = ({ title }: Printed, { version }: Bulletin, ending: string): string =>
  `${title.replace(/[\\/:*?"<>|\s]/g, '')}${version > 1 ? `-第${version}版` : ''}.${ending}`

type LongCtx = Ctx & { readonly tx: Db }

/** Reads it, makes the file outside of any transaction, and records who took it. */
const taken = async (
  ctx: LongCtx,
  id: string,
  ending: 'docx' | 'xlsx' | 'pdf',
  type: string,
  make: (it: Printed) => Promise<Uint8Array>,
): Promise<Download> => {
  const it = await snapshot(ctx, (inside) => bulletinOf(inside, id))
  const printed = printedOf(it, ctx.me.name, ctx.now)
  const content = Buffer.from(await make(printed))
  await step(ctx, (inside) => record(inside, 'bulletin.download', { subject: id, data: { format: ending } }))
  return { name: fileName(printed, it, ending), type, content }
}

const office = 'application/vnd.openxmlformats-officedocument'

export const docx = handleFileLong(bulletins.docx, (ctx, { id }) =>
  taken(ctx, id, 'docx', `${office}.wordprocessingml.document`, docxOf),
)
export const xlsx = handleFileLong(bulletins.xlsx, (ctx, { id }) =>
  taken(ctx, id, 'xlsx', `${office}.spreadsheetml.sheet`, async (it) => {
    const pieces: Buffer[] = []
    for await (const piece of writeBook({ sheets: sheetsOf(it), mark: it.mark, at: it.at })) pieces.push(piece)
    return Buffer.concat(pieces)
  }),
)
export const pdf = handleFileLong(bulletins.pdf, (ctx, { id }) =>
  taken(ctx, id, 'pdf', 'application/pdf', async (it) => (await print(paperOf(it))).content),
)
