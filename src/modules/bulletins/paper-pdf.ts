// A bulletin for the house's own press: A4, with headings, tables and a watermark.
import type { Paper, Block as PaperBlock } from '#engine/pdf/paper.ts'
import { momentText } from '#kernel/time.ts'
import type { TableBlock } from './document.ts'
import { barsOf } from './paper-chart.ts'
import type { Printed, PrintedBlock } from './papers.ts'

const widths = ({ head, words, key }: TableBlock): number[] =>
  head.map((_, i) =>
    key === 'corrections' && i === 0 ? 4 : i === 0 ? (head.length > 6 ? 2 : 3) : words.includes(i) ? 3 : 1.2,
  )

const text = (said: string, more: { bold?: boolean; small?: boolean; indent?: boolean } = {}): PaperBlock => ({
  kind: 'text',
  text: said,
  ...more,
})

const blocksOf = (block: PrintedBlock): PaperBlock[] => {
  if (block.kind === 'text') return [text(block.text, { indent: true })]
  if (block.kind === 'words')
    return [
      ...(block.title ? [text(`${block.title}：`, { bold: true })] : []),
      ...block.text.split(/\n+/).map((line) => text(line, { indent: true })),
      text(`—— ${block.by}`, { small: true }),
    ]
  if (block.kind === 'chart') {
    const bars = barsOf(block)
    if (bars.length === 0) return []
    return [
      text(`${block.title}${block.answer}`, { bold: true }),
      {
        kind: 'table',
        head: ['月份', '', '数值'],
        widths: [1.2, 5, 1.6],
        rows: bars.map(({ label, share, text: said, special }) => [
          label,
          '█'.repeat(Math.round(share * 24)),
          special ? `${said} ◆` : said,
        ]),
      },
      { kind: 'room', points: 4 },
    ]
  }
  return [
    text(block.title, { bold: true }),
    {
      kind: 'table',
      head: block.head,
      widths: widths(block),
      rows: block.rows.map(({ cells }) => cells.map((cell) => cell.text)),
    },
    ...(block.note ? [text(block.note, { small: true })] : []),
    { kind: 'room', points: 6 },
  ]
}

export const paperOf = (it: Printed): Paper => ({
  title: it.title,
  at: it.at,
  points: 10,
  head: { left: it.hospital, right: '内部资料　请勿外传' },
  foot: `打印于 ${momentText(it.at)}`,
  watermark: it.mark,
  blocks: [
    { kind: 'title', text: it.title },
    { kind: 'text', text: it.under, align: 'centre', small: true },
    ...it.sections.flatMap(({ title, blocks }): PaperBlock[] => [
      { kind: 'heading', text: title, level: 1 },
      ...blocks.flatMap(blocksOf),
    ]),
    { kind: 'heading', text: '口径与说明', level: 1 },
    ...it.notes.map((note, i) => text(`${i + 1}. ${note}`, { small: true })),
  ],
})
