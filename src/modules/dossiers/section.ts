// A section of a file: what stands on paper, and the same for machines. A new one is a function and a line in `sections.ts`.
import type { Ctx } from '#engine/ctx.ts'
import type { Block } from '#engine/pdf/paper.ts'
import { momentText } from '#kernel/time.ts'
import type { Matter } from './matter.ts'

export type Section = {
  /** The key of the section in dossier.json. */
  readonly key: string
  readonly title: string
  readonly blocks: readonly Block[]
  readonly data: unknown
}

/** Makes one section; null where the matter has nothing of it. */
export type SectionOf = (ctx: Ctx, matter: Matter) => Section | null | Promise<Section | null>

/** Who and when, as far as both are known. */
export const by = (name: string | null, at: Date | null): string => [name, momentText(at)].filter(Boolean).join(' ')
export const yes = (it: boolean): string => (it ? '是' : '否')

/** Labels with something behind them; what was never said takes no line. */
export const facts = (rows: readonly (readonly [string, string | null | undefined])[]): Block => ({
  kind: 'facts',
  rows: rows.flatMap(([label, value]) => (value ? [[label, value] as const] : [])),
})
export const heading = (text: string): Block => ({ kind: 'heading', level: 2, text })
export const note = (text: string): Block => ({ kind: 'text', text, small: true })
