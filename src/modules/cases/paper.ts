// A form of labelled boxes on one A4 page, as it goes from hand to hand and into the file.
import { momentText } from '#kernel/time.ts'
import { fit, page, type Row } from './fit.ts'

/** Text as HTML shows it; control and direction-turning characters have no place on paper. */
const escaped = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{C}\n]|[\u2028\u2029]/gu, ' ')
    .replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`)

const style = (points: number) => `
@page { size: A4; margin: 12mm }
* { box-sizing: border-box }
body { margin: 0 auto; width: ${page.width}mm; color: #000; background: #fff; font-family: "Songti SC", SimSun, "Noto Serif CJK SC", "Noto Sans CJK SC", serif }
main { display: flex; flex-direction: column; height: ${page.height}mm; overflow: hidden }
h1 { margin: 0; height: 10mm; font-size: 16pt; line-height: 10mm; text-align: center; letter-spacing: .1em }
.grows { flex: 1 0 auto }
header { display: flex; justify-content: space-between; height: 6mm; font-size: 9pt; line-height: 6mm }
footer { height: 5mm; font-size: 7.5pt; line-height: 5mm; text-align: right; color: #444 }
.row { display: flex; border: solid #000; border-width: 0 .2mm .2mm; font-size: ${points}pt; line-height: ${page.leading} }
header + .row { border-top-width: .2mm }
.box { display: flex; flex: 1 1 0; min-width: 0 }
.box + .box { border-left: .2mm solid #000 }
.label { flex: none; width: ${page.label}mm; padding: .9mm; border-right: .2mm solid #000; text-align: center; font-weight: 600; white-space: pre-wrap; display: grid; place-content: center }
.value { flex: 1; min-width: 0; padding: .9mm 1mm; white-space: pre-wrap; overflow-wrap: anywhere; line-break: anywhere; display: flex; flex-direction: column; justify-content: center }
.value:has(.foot) { justify-content: space-between }
.grows .value:not(:has(.foot)) { justify-content: start }
.foot { text-align: right }
@media screen { body { padding: 8mm 0 } }`

export type Paper = {
  readonly title: string
  /** Stands in the window's title and at the foot. */
  readonly number: string
  /** Left, middle and right above the boxes. */
  readonly head: readonly [string, string, string]
  readonly rows: readonly Row[]
  readonly printedAt: Date
}

/** A form on one A4 page, without a script: it is printed from the browser's own menu. */
export const sheetOfPaper = ({ title, number, head, rows: given, printedAt }: Paper): string => {
  const cleaned = given.map((row) =>
    row.map((box) => ({
      ...box,
      value: box.value
        .replace(/\r\n?/g, '\n')
        .replace(/\n{2,}/g, '\n')
        .trim(),
    })),
  )
  const { points, rows } = fit(cleaned)
  const body = rows
    .map((row) => {
      const boxes = row.map(({ label, value, foot, least }) => {
        const shown = `<div>${escaped(value)}</div>${foot === undefined ? '' : `<div class="foot">${escaped(foot)}</div>`}`
        const height = least ? ` style="min-height:${least}mm"` : ''
        return `<div class="box"${height}><div class="label">${escaped(label)}</div><div class="value">${shown}</div></div>`
      })
      // What is written by hand takes the room that is left.
      const grows = row.some(({ least = 0 }) => least >= 13)
      return `<div class="row${grows ? ' grows' : ''}">${boxes.join('')}</div>`
    })
    .join('\n')
  return `<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><title>${escaped(title)} ${escaped(number)}</title><style>${style(points)}</style></head>
<body><main>
<h1>${escaped(title)}</h1>
<header>${head.map((words) => `<span>${escaped(words)}</span>`).join('')}</header>
${body}
<footer>${escaped(number)} · 打印于 ${momentText(printedAt)}</footer>
</main></body>
</html>
`
}
