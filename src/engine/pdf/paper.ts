// What is to be printed, as plain data: it travels to the thread that sets it and comes back as a PDF.

/** How a paragraph stands on the page. */
export type Align = 'left' | 'centre' | 'right'

export type Block =
  | { readonly kind: 'title'; readonly text: string }
  /** Begins a part of the document and a bookmark; `level` 2 stands within the part. */
  | { readonly kind: 'heading'; readonly text: string; readonly level: 1 | 2 }
  | {
      readonly kind: 'text'
      readonly text: string
      readonly align?: Align
      readonly bold?: boolean
      /** 7.5 points and grey instead of the paper's own size. */
      readonly small?: boolean
      /** The first line begins two characters in, as in a letter. */
      readonly indent?: boolean
    }
  /** Labels and what stands behind them. */
  | { readonly kind: 'facts'; readonly rows: readonly (readonly [label: string, value: string])[] }
  /** `widths` are shares of the line. */
  | {
      readonly kind: 'table'
      readonly head: readonly string[]
      readonly widths: readonly number[]
      readonly rows: readonly (readonly string[])[]
    }
  /** A JPEG or PNG as large as the page allows; `caption` is also what a screen reader says. */
  | { readonly kind: 'picture'; readonly caption: string; readonly content: Uint8Array }
  | { readonly kind: 'room'; readonly points: number }

export type Paper = {
  readonly title: string
  /** The moment of printing: nothing else in the file depends on a clock. */
  readonly at: Date
  readonly points: number
  readonly head: { readonly left: string; readonly right: string }
  readonly foot: string
  /** Said across every page; none when empty. */
  readonly watermark: string
  readonly blocks: readonly Block[]
}

export type Printed = { readonly content: Uint8Array; readonly pages: number }

/** The same paper with its pictures named only: for a picture that cannot be set. */
export const withoutPictures = (paper: Paper): Paper => ({
  ...paper,
  blocks: paper.blocks.map((block) =>
    block.kind === 'picture' ? { kind: 'text', text: `［图片无法排印：${block.caption}］`, small: true } : block,
  ),
})
