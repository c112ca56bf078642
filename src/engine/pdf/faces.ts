// The two weights of the one typeface that everything is printed in: Noto Sans Hans, all of GBK and extension A.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const folder = new URL('../fonts/', `file://${createRequire(import.meta.url).resolve('@embedpdf/fonts-sc')}`)

let read: { readonly regular: Buffer; readonly bold: Buffer } | undefined

/** The files of the typeface, read when the first page is printed. */
export const faces = () => {
  read ??= {
    regular: readFileSync(new URL('NotoSansHans-Regular.otf', folder)),
    bold: readFileSync(new URL('NotoSansHans-Bold.otf', folder)),
  }
  return read
}

/** What of a fontkit face is used here. */
export type Face = {
  readonly unitsPerEm: number
  hasGlyphForCodePoint(code: number): boolean
  glyphForCodePoint(code: number): {
    readonly advanceWidth: number
    readonly path: { readonly commands: readonly { readonly command: string; readonly args: readonly number[] }[] }
  }
}

/** Widths in ems, each character asked once. */
export const measured = (face: Face): ((character: string) => number) => {
  const known = new Map<string, number>()
  return (character) => {
    let width = known.get(character)
    if (width === undefined) {
      width = face.glyphForCodePoint(character.codePointAt(0)!).advanceWidth / face.unitsPerEm
      known.set(character, width)
    }
    return width
  }
}
