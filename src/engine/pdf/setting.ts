// Setting a paper: blocks become lines on A4 pages, tagged for screen readers, with head, foot, bookmarks and watermark.
import PDFDocument from 'pdfkit'
import { type Face, faces, measured } from './faces.ts'
import { linesOf, printable } from './lines.ts'
import type { Align, Block, Paper, Printed } from './paper.ts'

type Doc = PDFKit.PDFDocument
type Element = ReturnType<Doc['struct']>
type Weight = 'regular' | 'bold'

/** A4 in points, and where text may stand. */
const sheet = { width: 595.28, height: 841.89, left: 51, right: 51, top: 62, bottom: 58 } as const
const measure = sheet.width - sheet.left - sheet.right
const floor = sheet.height - sheet.bottom
const leading = 1.5
const cell = { x: 4, y: 3 } as const
const grey = '#666666'
const ink = '#000000'
const rule = '#999999'
/** A picture of more is named only: it would fill the memory while it is taken apart. */
const mostPixels = 40_000_000

/** The glyphs of a text as a form that every page shows again: outlines, so that copying a page does not copy it. */
const watermarkOf = (doc: Doc, face: Face, text: string) => {
  const size = 30
  const scale = size / face.unitsPerEm
  const marks = { moveTo: 'm', lineTo: 'l', bezierCurveTo: 'c', closePath: 'h' } as Record<string, string>
  const drawn: string[] = ['0.955 g']
  let x = 0
  for (const character of text) {
    const glyph = face.glyphForCodePoint(character.codePointAt(0)!)
    const path = glyph.path.commands.map(({ command, args }) => {
      const points = args.map((n, i) => (n * scale + (i % 2 === 0 ? x : 0)).toFixed(1))
      return `${points.join(' ')} ${marks[command] ?? ''}`
    })
    drawn.push(...path, 'f')
    x += glyph.advanceWidth * scale
  }
  // Pages are drawn from the top down; this stands upright in them, turned by thirty degrees about their middle.
  const [cos, sin] = [Math.cos(Math.PI / 6), Math.sin(Math.PI / 6)]
  const shrink = Math.min(1, 640 / x)
  const [a, b] = [cos * shrink, sin * shrink]
  const [midX, midY] = [sheet.width / 2, sheet.height / 2]
  const matrix = [a, -b, -b, -a, midX - (a * x) / 2 + (b * size) / 2, midY + (b * x) / 2 + (a * size) / 2]
  const form = doc.ref({ Type: 'XObject', Subtype: 'Form', BBox: [-20, -20, x + 20, size + 20], Matrix: matrix })
  ;(form as unknown as { end(data: Buffer): void }).end(Buffer.from(drawn.join('\n')))
  return form
}

/** Sets the paper. Throws where a picture cannot be taken apart. */
export const set = (paper: Paper): Promise<Printed> =>
  new Promise((resolve, reject) => {
    const doc = new PDFDocument({
      size: 'A4',
      // Text never turns a page by itself: `room` does.
      margins: { left: 0, right: 0, top: 0, bottom: 0 },
      autoFirstPage: false,
      bufferPages: true,
      pdfVersion: '1.7',
      lang: 'zh-CN',
      tagged: true,
      displayTitle: true,
      info: { Title: paper.title, Creator: '回音 Huiyin', Producer: '回音 Huiyin', CreationDate: paper.at },
    })
    const chunks: Buffer[] = []
    doc.on('data', (chunk: Buffer) => chunks.push(chunk))
    doc.on('error', reject)

    const { regular, bold } = faces()
    doc.registerFont('regular', regular as never)
    doc.registerFont('bold', bold as never)
    const faceOf = (weight: Weight): Face => (doc.font(weight) as unknown as { _font: { font: Face } })._font.font
    const widths = { regular: measured(faceOf('regular')), bold: measured(faceOf('bold')) }
    const plain = faceOf('regular')
    const shown = (text: string): string => printable(text, (code) => plain.hasGlyphForCodePoint(code))

    const watermark = paper.watermark === '' ? null : watermarkOf(doc, plain, shown(paper.watermark))
    doc.on('pageAdded', () => {
      if (!watermark) return
      doc.page.xobjects.Watermark = watermark
      doc.markContent('Artifact', { type: 'Background' } as never)
      doc.addContent('/Watermark Do')
      doc.endMarkedContent()
    })

    let y: number = sheet.top
    const turn = (): void => {
      doc.addPage()
      y = sheet.top
    }
    /** Turns the page where less than this is left. */
    const room = (points: number): void => {
      if (y + points > floor) turn()
    }

    const whole = doc.struct('Document')
    doc.addStructure(whole)
    let part: Element = whole

    const aside = (draw: () => void): void => {
      doc.markContent('Artifact', { type: 'Layout' } as never)
      draw()
      doc.endMarkedContent()
    }
    const put = (line: string, x: number, top: number, points: number, weight: Weight, colour = ink): void => {
      if (line === '') return
      doc.font(weight).fontSize(points).fillColor(colour)
      doc.text(line, x, top + points * 0.12, { lineBreak: false })
    }
    const broken = (text: string, width: number, points: number, weight: Weight, indent = 0): string[] =>
      linesOf(shown(text), width / points, widths[weight], indent)
    const widthOf = (line: string, points: number, weight: Weight): number => {
      let sum = 0
      for (const character of line) sum += widths[weight](character)
      return sum * points
    }

    type Set = {
      points: number
      weight?: Weight
      align?: Align
      colour?: string
      indent?: number
      tag?: 'P' | 'H1' | 'H2'
      after?: number
    }
    /** Lines one under another, over as many pages as they take; each page's share is tagged by itself. */
    const paragraph = (text: string, { points, weight = 'regular', align = 'left', ...it }: Set): void => {
      const { colour = ink, indent = 0, tag = 'P', after = points * 0.5 } = it
      const lines = broken(text, measure, points, weight, indent)
      const height = points * leading
      const element = doc.struct(tag)
      part.add(element)
      for (let i = 0; i < lines.length; ) {
        room(height)
        element.add(doc.markStructureContent(tag))
        for (; i < lines.length && y + height <= floor; i++, y += height) {
          const line = lines[i]!
          const spare = measure - widthOf(line, points, weight)
          const begins = i === 0 ? indent * points : 0
          const x = align === 'left' ? begins : align === 'right' ? spare : spare / 2
          put(line, sheet.left + x, y, points, weight, colour)
        }
        doc.endMarkedContent()
      }
      element.end()
      y += after
    }

    type Cell = { lines: string[]; x: number; width: number; weight: Weight; element: Element; tag: 'TH' | 'TD' }
    /** A row of boxes; one that is higher than what is left goes on overleaf, its words in their order. */
    const row = (table: Element, texts: readonly string[], shares: readonly number[], weights: readonly Weight[]) => {
      const points = paper.points - 1
      const height = points * leading
      const element = doc.struct('TR')
      table.add(element)
      let x: number = sheet.left
      const cells = texts.map((text, i): Cell => {
        const width = shares[i]! * measure
        const weight = weights[i]!
        const tag = weight === 'bold' ? 'TH' : 'TD'
        const own = doc.struct(tag)
        element.add(own)
        const made = {
          lines: broken(text, width - 2 * cell.x, points, weight),
          x,
          width,
          weight,
          element: own,
          tag,
        } as const
        x += width
        return made
      })
      const most = Math.max(...cells.map(({ lines }) => lines.length))
      for (let from = 0; from < most; ) {
        room(height + 2 * cell.y)
        const fitting = Math.max(1, Math.floor((floor - y - 2 * cell.y) / height))
        const until = Math.min(most, from + fitting)
        const boxHeight = (until - from) * height + 2 * cell.y
        for (const it of cells) {
          aside(() => doc.lineWidth(0.5).strokeColor(rule).rect(it.x, y, it.width, boxHeight).stroke())
          it.element.add(doc.markStructureContent(it.tag))
          for (const [i, line] of it.lines.slice(from, until).entries())
            put(line, it.x + cell.x, y + cell.y + i * height, points, it.weight)
          doc.endMarkedContent()
        }
        y += boxHeight
        from = until
      }
      for (const { element: own } of cells) own.end()
      element.end()
    }
    const table = (rows: readonly (readonly string[])[], shares: readonly number[], head?: readonly string[]) => {
      const element = doc.struct('Table')
      part.add(element)
      const total = shares.reduce((sum, share) => sum + share, 0)
      const even = shares.map((share) => share / total)
      if (head)
        row(
          element,
          head,
          even,
          head.map(() => 'bold' as const),
        )
      for (const cells of rows)
        row(
          element,
          cells,
          even,
          cells.map((_, i) => (!head && i === 0 ? 'bold' : 'regular')),
        )
      element.end()
      y += paper.points * 0.8
    }

    const picture = (caption: string, content: Uint8Array): void => {
      const image = (doc as unknown as { openImage(content: Buffer): { width: number; height: number } }).openImage(
        Buffer.from(content),
      )
      if (image.width * image.height > mostPixels) throw new RangeError('too many pixels')
      const scale = Math.min(measure / image.width, 380 / image.height, 1)
      const height = image.height * scale
      room(height + paper.points * leading + 6)
      const element = doc.struct('Figure', { alt: shown(caption) })
      part.add(element)
      element.add(doc.markStructureContent('Figure'))
      doc.image(image as never, sheet.left, y, { width: image.width * scale, height })
      doc.endMarkedContent()
      element.end()
      y += height + 3
      paragraph(caption, { points: 7.5, colour: grey })
    }

    const draw = (block: Block): void => {
      const { points } = paper
      switch (block.kind) {
        case 'title':
          paragraph(block.text, { points: 18, weight: 'bold', align: 'centre', tag: 'H1', after: 10 })
          break
        case 'heading': {
          const first = block.level === 1
          if (first) {
            if (part !== whole) part.end()
            part = doc.struct('Sect')
            whole.add(part)
          }
          room(points * 6)
          y += y > sheet.top ? points * (first ? 0.8 : 0.2) : 0
          if (first) doc.outline.addItem(shown(block.text))
          const size = first ? points + 3 : points + 0.5
          paragraph(block.text, { points: size, weight: 'bold', tag: first ? 'H1' : 'H2', after: points * 0.4 })
          break
        }
        case 'text':
          paragraph(block.text, {
            points: block.small ? 7.5 : points,
            weight: block.bold ? 'bold' : 'regular',
            ...(block.align ? { align: block.align } : {}),
            ...(block.small ? { colour: grey } : {}),
            ...(block.indent ? { indent: 2 } : {}),
          })
          break
        case 'facts':
          if (block.rows.length > 0) table(block.rows, [18, 82])
          break
        case 'table':
          table(block.rows, block.widths, block.head)
          break
        case 'picture':
          picture(block.caption, block.content)
          break
        case 'room':
          y += block.points
      }
    }

    try {
      turn()
      for (const block of paper.blocks) draw(block)
      if (part !== whole) part.end()
      whole.end()
      const { start, count } = doc.bufferedPageRange()
      const margins = (number: number): void => {
        const end = sheet.width - sheet.right
        const right = shown(paper.head.right)
        const of = `第 ${number} 页 / 共 ${count} 页`
        put(shown(paper.head.left), sheet.left, 30, 8, 'regular', grey)
        put(right, end - widthOf(right, 8, 'regular'), 30, 8, 'regular', grey)
        doc.lineWidth(0.5).strokeColor(rule).moveTo(sheet.left, 44).lineTo(end, 44).stroke()
        put(shown(paper.foot), sheet.left, sheet.height - 38, 8, 'regular', grey)
        put(of, end - widthOf(of, 8, 'regular'), sheet.height - 38, 8, 'regular', grey)
      }
      for (let i = 0; i < count; i++) {
        doc.switchToPage(start + i)
        doc.markContent('Artifact', { type: 'Pagination' } as never)
        margins(i + 1)
        doc.endMarkedContent()
      }
      doc.on('end', () => resolve({ content: Buffer.concat(chunks), pages: count }))
      doc.end()
    } catch (error) {
      reject(error)
    }
  })
