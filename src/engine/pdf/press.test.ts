// What is printed can be read, copied and heard; no string breaks the press, and none is lost silently.
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { textOfPdf } from '#test/packages.ts'
import { linesOf, printable } from './lines.ts'
import type { Block, Paper } from './paper.ts'
import { print } from './press.ts'

const paper = (blocks: readonly Block[], at = new Date(0)): Paper => ({
  title: '卷宗',
  at,
  points: 10,
  head: { left: '本院', right: '去标识' },
  foot: '由 方监察 导出',
  watermark: '方监察',
  blocks,
})
const joined = (pages: readonly string[]): string => pages.join('').replaceAll('\n', '')

const torture = join(import.meta.dirname, '../../../../shared/data/torture/strings')
/** The strings that are kept beside the project, and in any case a few of their kinds. */
const nasty = (): string[] => {
  const few = [
    '<script>alert(1)</script>',
    '\u202eabc\u202c',
    '田中さんにあげて😭',
    'Ṱ̺̺̕o͞ ̷i̲̬͇̪͙n',
    '\ud800',
    '\u0000\u0007',
    '()<>[]{}/% \\',
    '𠮷野家',
    '',
  ]
  if (!existsSync(torture)) return few
  const text = (name: string) => readFileSync(join(torture, name), 'utf8')
  return [
    ...few,
    ...(JSON.parse(text('blns.json')) as string[]),
    ...['formula_injection.txt', 'xss_brutelogic.txt', 'xss_polyglots.txt', 'xss_quick.txt'].flatMap((n) =>
      text(n).split('\n'),
    ),
  ]
}

describe('the press', () => {
  test('breaks lines anywhere but before a closing mark and after an opening one, and keeps words whole', () => {
    const ems = (c: string) => (c <= '~' ? 0.5 : 1)
    assert.deepEqual(linesOf('护士已经说明。好', 6, ems), ['护士已经说', '明。好'])
    assert.deepEqual(linesOf('他说过了（原话）', 5, ems), ['他说过了', '（原话）'])
    assert.deepEqual(linesOf('按 hospital 办', 5, ems), ['按', 'hospital', '办'])
    assert.deepEqual(linesOf('a'.repeat(13), 5, ems).join(''), 'a'.repeat(13))
  })

  test('what was said is copied out as it was said', async () => {
    const words = '调查核实：护士长（夜班）于 02:40 巡视“37 床”，①未告知用药——属实……〔2024〕9 号，囧㒰龘。'
    const table = {
      kind: 'table',
      head: ['日期', '说明'],
      widths: [1, 3],
      rows: [['2026-03-09', `${words}${words}`]],
    } as const
    const { content, pages } = await print(
      paper([
        { kind: 'heading', level: 1, text: '一、登记' },
        { kind: 'text', text: words },
        { kind: 'facts', rows: [['编号', words]] },
        table,
      ]),
    )
    assert.equal(pages, 1)
    const [page] = textOfPdf(content)
    assert.ok(joined([page!]).includes(words))
    assert.match(page!, /第 1 页 \/ 共 1 页/)
    const raw = Buffer.from(content).toString('latin1')
    for (const tag of [
      '/Lang (zh-CN)',
      '/StructTreeRoot',
      '/Marked true',
      '/S /H1',
      '/S /TH',
      '/DisplayDocTitle true',
      '/Outlines',
    ])
      assert.ok(raw.includes(tag), tag)
  })

  test('no string breaks it, and what the typeface lacks is named by its number', async () => {
    const strings = nasty()
    const { content } = await print(
      paper(
        strings.flatMap((text): Block[] => [
          { kind: 'text', text },
          { kind: 'facts', rows: [[text, text]] },
        ]),
      ),
    )
    const pages = joined(textOfPdf(content))
    assert.ok(pages.includes('<script>alert(1)</script>'))
    assert.match(pages, /\[U\+202E\]abc\[U\+202C\]/)
    assert.match(pages, /\[U\+1F62D\]/)
    assert.equal(
      printable('\ud800', () => true),
      '\ufffd',
    )
    assert.ok(!pages.includes('\ufffd') || strings.some((s) => s.includes('\ufffd')), 'no code stands for nothing')
  })

  test('many pages are set elsewhere, and the same paper is the same file', async () => {
    const long = '病区夜间巡视不及时，输液结束后按铃十余分钟无人应答。'.repeat(40)
    const blocks = Array.from({ length: 260 }, (): Block => ({ kind: 'text', text: long }))
    const [one, two] = await Promise.all([print(paper(blocks)), print(paper(blocks))])
    assert.ok(one.pages > 100)
    assert.ok(Buffer.from(one.content).equals(Buffer.from(two.content)))
  })

  test('a picture that cannot be taken apart is named, and the rest is printed', async () => {
    const broken = Buffer.concat([
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
      Buffer.from('rubbish'),
    ])
    const { content } = await print(
      paper([
        { kind: 'picture', caption: '1. 现场照片', content: broken },
        { kind: 'text', text: '其后的话' },
      ]),
    )
    assert.match(joined(textOfPdf(content)), /图片无法排印：1. 现场照片.*其后的话/)
  })
})
