// 《回访意见反馈表》 stays one page whatever is written into it, and nothing written into it is ever more than text.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { type Desk, openDesk } from '#test/desk.ts'
import { dischargedPatient } from '#test/patients.ts'
import { cleanName, kindOf } from './evidence.ts'
import { fit, heightAt, page, sizes } from './fit.ts'

test('whatever the texts, the page holds them: shrunk first, cut only at the smallest size', () => {
  const text = fc.oneof(
    fc.string({ unit: fc.constantFrom('候', '诊', 'a', 'W', ' ', '\n', '。'), maxLength: 4000 }),
    fc.string({ unit: 'grapheme', maxLength: 300 }),
  )
  fc.assert(
    fc.property(fc.array(text, { minLength: 5, maxLength: 8 }), (texts) => {
      const rows = texts.map((value) => [{ label: '意见', value }])
      const fitted = fit(rows)
      assert.ok(heightAt(fitted.rows, fitted.points) <= page.height)
      const uncut = JSON.stringify(fitted.rows) === JSON.stringify(rows)
      assert.ok(uncut || fitted.points === sizes.at(-1))
      if (uncut && fitted.points !== sizes[0])
        assert.ok(heightAt(rows, sizes[sizes.indexOf(fitted.points) - 1]!) > page.height, 'smaller than need be')
    }),
    { numRuns: 60 },
  )
})

test('a file is what its bytes say, and its name cannot lead anywhere', () => {
  const bytes = (text: string) => Buffer.from(text, 'latin1')
  const kinds: [Buffer, string | undefined][] = [
    [bytes('\xff\xd8\xff\xe0'), 'jpg'],
    [bytes('\x89PNG\r\n\x1a\n'), 'png'],
    [bytes('RIFF....WEBPVP8 '), 'webp'],
    [bytes('GIF89a'), 'gif'],
    [bytes('%PDF-1.7'), 'pdf'],
    [bytes('ID3\x04'), 'mp3'],
    [bytes('\xff\xfb\x90'), 'mp3'],
    [bytes('\0\0\0 ftypM4A '), 'm4a'],
    [bytes('RIFF....WAVEfmt '), 'wav'],
    [bytes('PK\x03\x04[Content_Types].xml word/document.xml'), 'docx'],
    [bytes('PK\x03\x04[Content_Types].xml xl/workbook.xml'), 'xlsx'],
    [bytes('PK\x03\x04[Content_Types].xml word/document.xml vbaProject.bin'), undefined],
    [bytes('PK\x03\x04evil.exe'), undefined],
    [bytes('<svg xmlns="http://www.w3.org/2000/svg"/>'), undefined],
    [bytes('<!doctype html><script>1</script>'), undefined],
    [bytes('MZ'), undefined],
    [bytes('\0\0\0 ftypqt  '), undefined],
    [Buffer.alloc(0), undefined],
  ]
  for (const [content, extension] of kinds)
    assert.equal(kindOf(content)?.extension, extension, content.toString('latin1'))
  assert.equal(cleanName('../../etc/passwd', 'png'), 'passwd.png')
  assert.equal(cleanName('C:\\x\\发票.html', 'pdf'), '发票.pdf')
  assert.equal(cleanName('a\u202egnp.exe', 'png'), 'agnp.png')
  assert.equal(cleanName('..', 'jpg'), '附件.jpg')
  assert.equal([...cleanName('长'.repeat(300), 'jpg')].length, 94)
})

describe('form and attachments', () => {
  let desk: Desk
  let id: string
  const attack =
    '<script>alert(1)</script><img src=x onerror="alert(2)">\'"&{{7*7}}\u202e</td></table><style>*{display:none}'
  before(async () => {
    desk = await openDesk()
    const { encounterId } = await dischargedPatient(desk, { name: '<b>张', diagnosis: attack })
    const opened = await desk.people.nurse.cases.open({ encounterId, text: attack, demand: attack, category: 'D3' })
    ;({ id } = opened)
  })
  after(() => desk.close())

  const printed = async () =>
    new TextDecoder().decode((await desk.people.supervision.cases.form({ id })) as unknown as Uint8Array)

  test('the form says everything and runs nothing', async () => {
    const { cardiology, supervision, nurse } = desk.people
    await cardiology.cases.answer({ id, findings: `经查属实。${attack}`, measures: `增派医师。${attack}` })
    await supervision.cases.pass({ id, words: '同意科室意见' })
    await nurse.cases.tell({ id, how: 'in-person', what: '当面说明并致歉' })
    await nurse.cases.confirm({ id, satisfaction: 'fairly', words: '可以了' })
    const html = await printed()
    const tags = new Set([...html.matchAll(/<\/?([a-z0-9]+)/gi)].map(([, tag]) => tag!.toLowerCase()))
    for (const tag of ['script', 'img', 'table', 'b', 'a', 'iframe']) assert.ok(!tags.has(tag), tag)
    assert.equal(html.match(/<style>/g)?.length, 1)
    assert.ok(!html.includes('\u202e'))
    for (const words of [
      '编号',
      '患者',
      '出院日期',
      '回访员',
      '第 1 轮',
      '流程与等候 · 候诊',
      '2026-03-09 接到，2026-03-10 为第 1 个工作日\n至 2026-03-16',
      '经查属实。&#60;script&#62;alert(1)',
      '同意科室意见',
      '当面告知：当面说明并致歉',
      '基本满意：可以了',
      '患者认可',
      '科室签字',
      '@page { size: A4',
    ])
      assert.ok(html.includes(words), words)
    assert.ok(!html.includes('张'), 'the name is masked')
    await assert.rejects(supervision.cases.form({ id, round: 2 }), { status: 404 })
  })

  test('it comes sandboxed, and so does every attachment', async () => {
    const { encounterId } = await dischargedPatient(desk)
    const opened = await desk.people.nurse.cases.open({ encounterId, text: '停车不便', category: 'F7' })
    const png = Buffer.from(
      '89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c63600700000900082023c38c' +
        '0000000049454e44ae426082',
      'hex',
    )
    const given = { name: '../停车场 <b>.svg', type: 'image/svg+xml', content: png }
    const sheet = await desk.people.cardiology.cases.attach({ id: opened.id }, { file: given })
    const [kept] = sheet.files
    assert.deepEqual(
      [kept!.name, kept!.type, kept!.size, kept!.by],
      ['停车场 _b_.png', 'image/png', png.length, '心内主任'],
    )
    assert.deepEqual(
      Buffer.from((await desk.people.nurse.cases.file({ id: opened.id, fileId: kept!.id })) as unknown as Uint8Array),
      png,
    )
    for (const content of [Buffer.from('<svg onload=alert(1)>'), Buffer.from('<html>'), Buffer.alloc(0)])
      await assert.rejects(
        desk.people.nurse.cases.attach({ id: opened.id }, { file: { name: 'a.png', type: 'image/png', content } }),
        { status: 422 },
      )
    const large = Buffer.concat([png, Buffer.alloc(20 * 1024 * 1024)])
    await assert.rejects(
      desk.people.nurse.cases.attach({ id: opened.id }, { file: { name: 'a.png', type: 'image/png', content: large } }),
      { status: 422 },
    )
    await assert.rejects(desk.people.surgery.cases.file({ id: opened.id, fileId: kept!.id }), { status: 404 })
    // Another case's file is not reached through this case.
    await assert.rejects(desk.people.supervision.cases.file({ id, fileId: kept!.id }), { status: 404 })
  })
})
