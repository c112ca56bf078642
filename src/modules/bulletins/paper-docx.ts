// A bulletin for Word and WPS: real headings and tables, header and footer with page numbers, Chinese faces declared.
import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  Header,
  HeadingLevel,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  ShadingType,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlign,
  WidthType,
} from 'docx'
import type { ChartBlock, TableBlock } from './document.ts'
import { barsOf } from './paper-chart.ts'
import type { Printed, PrintedBlock } from './papers.ts'

const song = { ascii: 'Times New Roman', hAnsi: 'Times New Roman', cs: 'Times New Roman', eastAsia: '宋体' }
const hei = { ascii: 'Arial', hAnsi: 'Arial', cs: 'Arial', eastAsia: '黑体' }

/** A4 in twentieths of a point, with margins of 2.5 and 2.2 centimetres: what lies between is the width of a table. */
const page = { width: 11_906, height: 16_838, top: 1417, side: 1247 }
const inner = page.width - 2 * page.side

const paragraph = (
  text: string,
  it: {
    bold?: boolean
    small?: boolean
    indent?: boolean
    align?: 'left' | 'right' | 'center'
    grey?: boolean
    /** Not parted by the end of a page from what follows. */
    keep?: boolean
  } = {},
) =>
  new Paragraph({
    alignment: it.align ?? AlignmentType.LEFT,
    keepNext: it.keep ?? false,
    spacing: it.small ? { after: 60 } : { after: 80, line: 360, lineRule: LineRuleType.AUTO },
    ...(it.indent ? { indent: { firstLine: 480 } } : {}),
    children: text.split('\n').map(
      (line, i) =>
        new TextRun({
          text: line,
          break: i === 0 ? 0 : 1,
          bold: it.bold ?? false,
          ...(it.bold ? { font: hei } : {}),
          ...(it.small ? { size: 18 } : {}),
          ...(it.grey ? { color: '595959' } : {}),
        }),
    ),
  })

const thin = { style: BorderStyle.SINGLE, size: 4, color: '999999' }
const borders = { top: thin, bottom: thin, left: thin, right: thin, insideHorizontal: thin, insideVertical: thin }
const none = { style: BorderStyle.NONE, size: 0, color: 'auto' }
const noBorders = { top: none, bottom: none, left: none, right: none, insideHorizontal: none, insideVertical: none }

const cell = (
  text: string,
  width: number,
  it: { head?: boolean; right?: boolean; fill?: string; keep?: boolean } = {},
) =>
  new TableCell({
    width: { size: width, type: WidthType.DXA },
    verticalAlign: VerticalAlign.CENTER,
    margins: { top: 40, bottom: 40, left: 80, right: 80 },
    ...(it.head || it.fill ? { shading: { type: ShadingType.CLEAR, color: 'auto', fill: it.fill ?? 'EDEDED' } } : {}),
    children: [
      new Paragraph({
        alignment: it.right ? AlignmentType.RIGHT : AlignmentType.LEFT,
        keepNext: it.keep ?? false,
        children: [new TextRun({ text, size: 19, bold: it.head ?? false, ...(it.head ? { font: hei } : {}) })],
      }),
    ],
  })

/** Shares of the line for each column: names are wide, figures narrow, words in between. */
const widthsOf = ({ head, words, key }: TableBlock): number[] => {
  const shares = head.map((_, i) =>
    i === 0 ? (key === 'corrections' ? 4 : head.length > 6 ? 2 : 3) : words.includes(i) ? 3 : 1.3,
  )
  const all = shares.reduce((sum, one) => sum + one, 0)
  return shares.map((one) => Math.floor((one / all) * inner))
}

const tableOf = (table: TableBlock): Table => {
  const widths = widthsOf(table)
  const right = (i: number) => i > 0 && !table.words.includes(i)
  return new Table({
    width: { size: inner, type: WidthType.DXA },
    columnWidths: widths,
    layout: TableLayoutType.FIXED,
    borders,
    rows: [
      new TableRow({
        tableHeader: true,
        cantSplit: true,
        children: table.head.map((text, i) => cell(text, widths[i]!, { head: true, right: right(i), keep: true })),
      }),
      ...table.rows.map(
        ({ cells }, n) =>
          new TableRow({
            cantSplit: true,
            // A short table stands on one page, a long one does not leave its head behind.
            children: cells.map(({ text }, i) =>
              cell(text, widths[i]!, { right: right(i), keep: n < Math.min(8, table.rows.length - 1) }),
            ),
          }),
      ),
    ],
  })
}

/** Twenty columns stand for the longest bar: a month is a row whose shaded cells are as many as its share. */
const chartOf = (chart: ChartBlock): (Paragraph | Table)[] => {
  const bars = barsOf(chart)
  if (bars.length === 0) return []
  const [name, value, steps] = [1200, 2200, 20]
  const wide = Math.floor((inner - name - value) / steps)
  return [
    paragraph(`${chart.title}${chart.answer}`, { bold: true, keep: true }),
    new Table({
      width: { size: inner, type: WidthType.DXA },
      columnWidths: [name, ...Array<number>(steps).fill(wide), value],
      layout: TableLayoutType.FIXED,
      borders: noBorders,
      rows: bars.map(({ label, share, text, special }, n) => {
        const full = Math.round(share * steps)
        const span = (columns: number, fill?: string) =>
          columns === 0
            ? []
            : [
                new TableCell({
                  columnSpan: columns,
                  width: { size: wide * columns, type: WidthType.DXA },
                  ...(fill ? { shading: { type: ShadingType.CLEAR, color: 'auto', fill } } : {}),
                  children: [new Paragraph({})],
                }),
              ]
        return new TableRow({
          cantSplit: true,
          children: [
            cell(label, name, { keep: n < bars.length - 1 }),
            ...span(full, '7F9DB9'),
            ...span(steps - full),
            cell(special ? `${text} ◆` : text, value, { right: true }),
          ],
        })
      }),
    }),
    paragraph('', { small: true }),
  ]
}

const blocksOf = (block: PrintedBlock): (Paragraph | Table)[] => {
  if (block.kind === 'text') return [paragraph(block.text, { indent: true })]
  if (block.kind === 'chart') return chartOf(block)
  if (block.kind === 'words')
    return [
      ...(block.title ? [paragraph(`${block.title}：`, { bold: true, keep: true })] : []),
      ...block.text.split(/\n+/).map((line) => paragraph(line, { indent: true })),
      paragraph(`—— ${block.by}`, { small: true, align: 'right', grey: true }),
    ]
  return [
    paragraph(block.title, { bold: true, keep: true }),
    ...(block.rows.length > 0 ? [tableOf(block)] : []),
    paragraph(block.note, { small: true, grey: true }),
  ]
}

const heading = (text: string): Paragraph =>
  new Paragraph({ text, heading: HeadingLevel.HEADING_1, keepNext: true, spacing: { before: 280, after: 120 } })

/** The bytes of the document. */
export const docxOf = async (it: Printed): Promise<Uint8Array> => {
  const line = (children: (TextRun | string)[], align: 'left' | 'center' = 'center') =>
    new Paragraph({
      alignment: align,
      children: children.map((one) =>
        typeof one === 'string' ? new TextRun({ text: one, size: 17, color: '595959' }) : one,
      ),
    })
  const number = (children: (string | (typeof PageNumber)[keyof typeof PageNumber])[]) =>
    new TextRun({ children, size: 17, color: '595959' })
  const document = new Document({
    title: it.title,
    creator: it.hospital,
    description: it.under,
    styles: {
      default: {
        document: { run: { font: song, size: 22 } },
        title: {
          run: { font: hei, size: 36, bold: true, color: '000000' },
          paragraph: { alignment: AlignmentType.CENTER, spacing: { after: 120 } },
        },
        heading1: { run: { font: hei, size: 26, bold: true, color: '000000' } },
      },
    },
    sections: [
      {
        properties: {
          page: {
            size: { width: page.width, height: page.height },
            margin: { top: page.top, bottom: page.top, left: page.side, right: page.side },
          },
        },
        headers: { default: new Header({ children: [line([`${it.hospital}　　内部资料　请勿外传`])] }) },
        footers: {
          default: new Footer({
            children: [
              line([number(['第 ', PageNumber.CURRENT, ' 页，共 ', PageNumber.TOTAL_PAGES, ' 页'])]),
              line([it.mark]),
            ],
          }),
        },
        children: [
          new Paragraph({ text: it.title, heading: HeadingLevel.TITLE }),
          paragraph(it.under, { small: true, align: 'center', grey: true }),
          ...it.sections.flatMap(({ title, blocks }) => [heading(title), ...blocks.flatMap(blocksOf)]),
          heading('口径与说明'),
          ...it.notes.map((note, i) => paragraph(`${i + 1}. ${note}`, { small: true })),
        ],
      },
    ],
  })
  return Packer.toBuffer(document)
}
