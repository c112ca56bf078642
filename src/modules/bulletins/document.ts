// What a bulletin is made of: sections of paragraphs, figures, tables and small charts, as one value that is rendered four ways.
import { z } from 'zod'
import type { Rate } from '#modules/insight/contract.ts'

/**
 * One place of a table. `text` is what stands there in every rendering; `value` the number behind it (null: none, or hidden
 * because of few); `of` where it comes from, by the name of a reply and the path in it: `report.reached.rate`, `cases.complaints`,
 * with the key of a row in brackets: `report.by.department[…].due`.
 */
export const Cell = z.object({ text: z.string(), value: z.number().nullable(), of: z.string().optional() })
export type Cell = z.output<typeof Cell>

export const slots = ['foreword', 'praise', 'criticism', 'next'] as const
export const Slot = z.enum(slots)
export type Slot = z.output<typeof Slot>

const Row = z.object({
  key: z.string(),
  cells: z.array(Cell),
  tone: z.enum(['plain', 'good', 'warn']).default('plain'),
})
export const TableBlock = z.object({
  kind: z.literal('table'),
  key: z.string(),
  title: z.string(),
  /** The first column names the row; the others hold figures, to the right, unless `words`. */
  head: z.array(z.string()),
  words: z.array(z.int()).default([]).describe('which other columns hold words'),
  rows: z.array(Row),
  note: z.string().default(''),
})
export type TableBlock = z.output<typeof TableBlock>
export const ChartBlock = z.object({
  kind: z.literal('chart'),
  key: z.string(),
  title: z.string().describe('a question'),
  answer: z.string(),
  unit: z.enum(['share', 'rate', 'count']),
  points: z.array(
    z.object({
      key: z.string(),
      label: z.string(),
      value: z.number().nullable(),
      hidden: z.boolean(),
      pale: z.boolean(),
      numerator: z.number().nullable(),
      denominator: z.number().nullable(),
      lower: z.number().nullable(),
      upper: z.number().nullable(),
      special: z.string(),
    }),
  ),
  middle: z.number().nullable(),
  target: z.number().nullable(),
})
export type ChartBlock = z.output<typeof ChartBlock>
const Block = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string(), tone: z.enum(['plain', 'good', 'warn']).default('plain') }),
  z.object({ kind: z.literal('note'), slot: Slot, title: z.string() }),
  TableBlock,
  ChartBlock,
])
export type Block = z.output<typeof Block>
const Section = z.object({ key: z.string(), title: z.string(), blocks: z.array(Block) })
export type Section = z.output<typeof Section>

export const Document = z.object({
  title: z.string(),
  hospital: z.string(),
  /** Of whom it speaks: 全院, or the department. */
  scope: z.string(),
  month: z.string(),
  from: z.string(),
  until: z.string(),
  sections: z.array(Section),
  notes: z.array(z.string()).describe('how the figures are counted, and what is left out'),
})
export type Document = z.output<typeof Document>

export const Change = z.object({ path: z.string(), label: z.string(), was: z.string(), is: z.string() })
export type Change = z.output<typeof Change>

/** What stands in a cell of which nothing may be shown. */
export const hiddenText = '不足 5'
const nothing = '—'

export const words = (text: string): Cell => ({ text, value: null })
/** A number of people or matters; null is hidden. */
export const count = (of: string, n: number | null): Cell => ({
  text: n === null ? hiddenText : String(n),
  value: n,
  of,
})

export const percent = (rate: number): string => `${(rate * 100).toFixed(1)}%`
/** A share with its numerator and denominator: three cells. */
export const rate = (of: string, it: Rate): Cell[] => [
  {
    text: it.hidden ? hiddenText : it.rate === null ? nothing : percent(it.rate),
    value: it.rate,
    of: `${of}.rate`,
  },
  ...(['numerator', 'denominator'] as const).map(
    (name): Cell => ({
      text: it.hidden ? hiddenText : String(it[name] ?? nothing),
      value: it[name],
      of: `${of}.${name}`,
    }),
  ),
]
/** A mean or score to one decimal. */
export const measure = (of: string, value: number | null, hidden = false): Cell => ({
  text: hidden ? hiddenText : value === null ? nothing : value.toFixed(1),
  value,
  of,
})

/** Every place that says a figure, by its path: for what changed between two makings. */
export const placesOf = (document: Document): Map<string, { label: string; text: string }> => {
  const found = new Map<string, { label: string; text: string }>()
  for (const section of document.sections)
    for (const block of section.blocks) {
      if (block.kind !== 'table') continue
      for (const row of block.rows)
        for (const [i, cell] of row.cells.entries()) {
          if (i === 0 || cell.of === undefined) continue
          const label = [block.title, row.cells[0]!.text, block.head[i]].filter(Boolean).join(' · ')
          found.set(`${block.key}/${row.key}/${i}`, { label, text: cell.text })
        }
    }
  return found
}

/** Which figures say something else than before; one that is not there says 无. */
export const changesBetween = (before: Document, after: Document): Change[] => {
  const [was, is] = [placesOf(before), placesOf(after)]
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((path) => {
    const [a, b] = [was.get(path), is.get(path)]
    if (a?.text === b?.text) return []
    return [{ path, label: (b ?? a)!.label, was: a?.text ?? '无', is: b?.text ?? '无' }]
  })
}
