// Papers that do nothing when they are opened: PDF and Office, looked through for what acts, and freed of their author.
import { inflateSync } from 'node:zlib'
import { type Cleaned, endsAsZip, incomplete } from './bytes.ts'

/** Names that make a PDF do something or carry something, and what is said of it. */
const acts: readonly (readonly [RegExp, string])[] = [
  [/\/(JavaScript|JS)(?![A-Za-z])/, 'PDF 含脚本'],
  [/\/(Launch|ImportData|SubmitForm|GoToE|GoToR|Rendition|Movie|Sound)(?![A-Za-z])/, 'PDF 会启动程序或外部内容'],
  [/\/(EmbeddedFiles?|Filespec|RichMedia|XFA)(?![A-Za-z])/, 'PDF 夹带其他文件'],
  [/\/AA(?![A-Za-z])\s*(<<|\d)/, 'PDF 打开时会执行动作'],
  [/\/Encrypt(?![A-Za-z])/, 'PDF 已加密，无法检查'],
]

/** `/J#61vaScript` is the same name in disguise. */
const plainNames = (text: string): string =>
  text.replace(/#([0-9a-fA-F]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))

/** What happens on opening, written there or elsewhere: turning to a page is nothing, anything else is an act. */
const actsOnOpening = (text: string): boolean =>
  [...text.matchAll(/\/OpenAction\s*(?:(\d+)\s+(\d+)\s+R)?/g)].some((match) => {
    const [whole, number, generation] = match
    const elsewhere = number && new RegExp(`(?:^|\\s)${number}\\s+${generation}\\s+obj\\s*`).exec(text)
    if (number && !elsewhere) return true
    const from = elsewhere ? elsewhere.index + elsewhere[0].length : match.index + whole.length
    const what = text.slice(from, from + 400)
    return !/^(\[|<<[^>]*\/S\s*\/GoTo(?![A-Za-z])|<<\s*\/D\s*\[)/.test(what)
  })

const mostUnpacked = 64 * 1024 * 1024

/** What lies in packed object streams, where names could hide; null where one cannot be unpacked or is a bomb. */
const packed = (content: Buffer, text: string): string | null => {
  let left = mostUnpacked
  const out: string[] = []
  for (const match of text.matchAll(/\/ObjStm(?![A-Za-z])/g)) {
    const from = text.indexOf('stream', match.index)
    const until = text.indexOf('endstream', from)
    if (from < 0 || until < 0) return null
    const head = text.slice(text.lastIndexOf('<<', match.index), from)
    const begin = from + 6 + (text[from + 6] === '\r' ? 2 : 1)
    if (!head.includes('FlateDecode')) {
      if (head.includes('/Filter')) return null
      out.push(text.slice(begin, until))
      continue
    }
    try {
      const plain = inflateSync(content.subarray(begin, until), { maxOutputLength: left })
      left -= plain.length
      out.push(plain.toString('latin1'))
    } catch {
      return null
    }
  }
  return out.join('\n')
}

/** Blanks in place, so that the table of places at the end stays right. */
const blank = (content: Buffer, from: number, until: number): boolean => {
  const was = content.subarray(from, until).some((byte) => byte !== 0x20)
  content.fill(0x20, from, until)
  return was
}

/** The author's strings in the document's own card, in place; a bracket in them may be escaped or paired. */
const blankStrings = (content: Buffer, text: string, from: number, until: number): boolean => {
  let removed = false
  for (let at = from; at < until; at++) {
    if (text[at] === '(') {
      let depth = 1
      let end = at + 1
      for (; end < until && depth > 0; end++) {
        if (text[end] === '\\') end++
        else if (text[end] === '(') depth++
        else if (text[end] === ')') depth--
      }
      removed = blank(content, at + 1, end - 1) || removed
      at = end - 1
    } else if (text[at] === '<' && text[at + 1] !== '<' && text[at - 1] !== '<') {
      const end = text.indexOf('>', at)
      if (end < 0 || end > until) break
      removed = blank(content, at + 1, end) || removed
      at = end
    }
  }
  return removed
}

/** XMP and the document card go where they lie open and the paper is not signed; the rest of the paper stays. */
const withoutAuthor = (original: Buffer, text: string): { content: Buffer; removed: boolean } => {
  if (/\/ByteRange(?![A-Za-z])/.test(text)) return { content: original, removed: false }
  const content = Buffer.from(original)
  let removed = false
  for (const match of text.matchAll(/<x:xmpmeta[\s>][\s\S]*?<\/x:xmpmeta>/g))
    removed = blank(content, match.index, match.index + match[0].length) || removed
  for (const match of text.matchAll(/\/Info\s+(\d+)\s+(\d+)\s+R/g)) {
    const card = new RegExp(`(?:^|[\\r\\n\\s])${match[1]}\\s+${match[2]}\\s+obj\\s*<<`, 'g')
    for (const begun of text.matchAll(card)) {
      const from = begun.index + begun[0].length
      const until = text.indexOf('endobj', from)
      if (until > 0) removed = blankStrings(content, text, from, until) || removed
    }
  }
  return { content, removed }
}

/** PDF: one that acts, carries files, is locked or cut off is doubted; of the others the author is taken away. */
export const pdf = (content: Buffer): Cleaned => {
  const text = content.toString('latin1')
  if (!text.slice(-2048).includes('%%EOF') || !text.includes('startxref')) throw incomplete()
  const inside = packed(content, text)
  const plain = plainNames(`${text}\n${inside ?? ''}`)
  const doubt =
    inside === null
      ? 'PDF 内容无法检查'
      : (acts.find(([name]) => name.test(plain))?.[1] ?? (actsOnOpening(plain) ? 'PDF 打开时会执行动作' : null))
  if (doubt) return { content, removed: [], doubt }
  const cleaned = withoutAuthor(content, text)
  return { content: cleaned.content, removed: cleaned.removed ? ['作者和软件信息'] : [], doubt: null }
}

const carries = /(oleObject|activeX|\/embeddings\/|externalLinks\/|attachedTemplate)/

/** Word and Excel: whole, without parts that act or carry other files. Names in a zip lie open. */
export const office = (content: Buffer): Cleaned => {
  if (!endsAsZip(content)) throw incomplete()
  const doubt = carries.test(content.toString('latin1')) ? '文档夹带其他文件或外部链接' : null
  return { content, removed: [], doubt }
}
