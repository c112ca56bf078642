// The promises of evidence: what was drawn, said or written stays, what tells on people goes, what is doubtful is locked away.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { crc32, deflateSync } from 'node:zlib'
import { type Desk, openDesk } from '#test/desk.ts'
import { cleanEvidence } from './evidence.ts'

const secret = '39.9042N 张某的手机'
const bytes = (...parts: (string | number[] | Buffer)[]): Buffer =>
  Buffer.concat(
    parts.map((p) => (typeof p === 'string' ? Buffer.from(p, 'latin1') : Buffer.isBuffer(p) ? p : Buffer.from(p))),
  )
const marked = Buffer.from(secret)

const segment = (marker: number, body: Buffer): Buffer =>
  bytes([0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 255], body)
/** An Exif that says which way up, and where. */
const exif = (turned: number): Buffer =>
  bytes('Exif\0\0II*\0', [8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, turned, 0, 0, 0, 0, 0, 0, 0], marked)
const drawn = bytes([0x11, 0xff, 0x00, 0x22, 0xff, 0xd0, 0x33])
const jpegOf = (...extra: Buffer[]): Buffer =>
  bytes(
    [0xff, 0xd8],
    segment(0xe0, bytes('JFIF\0', [1, 1, 0, 0, 1, 0, 1, 0, 0])),
    ...extra,
    segment(0xdb, Buffer.alloc(65, 1)),
    segment(0xc0, Buffer.from([8, 0, 4, 0, 6, 1, 1, 0x11, 0])),
    segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
    drawn,
    [0xff, 0xd9],
  )

const chunk = (type: string, body: Buffer): Buffer => {
  const named = bytes(type, body)
  const out = Buffer.alloc(named.length + 8)
  out.writeUInt32BE(body.length, 0)
  named.copy(out, 4)
  out.writeUInt32BE(crc32(named), named.length + 4)
  return out
}
const pngOf = (...extra: Buffer[]): Buffer =>
  bytes(
    [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10],
    chunk('IHDR', Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0])),
    ...extra,
    chunk('IDAT', deflateSync(Buffer.from([0, 7]))),
    chunk('IEND', Buffer.alloc(0)),
  )

const part = (name: string, body: Buffer): Buffer => {
  const length = Buffer.alloc(4)
  length.writeUInt32LE(body.length)
  return bytes(name, length, body, Buffer.alloc(body.length % 2))
}
const riff = (form: string, ...parts: Buffer[]): Buffer => part('RIFF', bytes(form, ...parts))
const box = (name: string, ...bodies: Buffer[]): Buffer => {
  const body = Buffer.concat(bodies)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(body.length + 8)
  return bytes(length, name, body)
}

const gifOf = (...extra: Buffer[]): Buffer =>
  bytes(
    'GIF89a',
    [1, 0, 1, 0, 0x80, 0, 0],
    [0, 0, 0, 255, 255, 255],
    ...extra,
    [0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0],
    [0x3b],
  )
const sub = (text: Buffer): Buffer => bytes([text.length], text, [0])

const frame = bytes([0xff, 0xfb, 0x90, 0x00], Buffer.alloc(413, 0x55))
const id3 = bytes('ID3', [4, 0, 0, 0, 0, 0, marked.length], marked)

const sound = box('mdat', Buffer.alloc(32, 9))
const m4aOf = (...udta: Buffer[]): Buffer =>
  bytes(
    box('ftyp', Buffer.from('M4A \0\0\0\0')),
    box(
      'moov',
      box('mvhd', Buffer.alloc(100)),
      box('trak', box('mdia', box('hdlr', bytes(Buffer.alloc(8), 'soun', Buffer.alloc(12))))),
      ...udta,
    ),
    sound,
  )

const pdfOf = (body: string): Buffer =>
  Buffer.from(
    `%PDF-1.4\n1 0 obj << /Type /Catalog ${body} >> endobj\n2 0 obj << /Author (${'Zhang'} \\) San) /Title <5A68> >> endobj\n` +
      'trailer << /Root 1 0 R /Info 2 0 R >>\nstartxref\n9\n%%EOF\n',
    'latin1',
  )

const zip = bytes('PK\x03\x04', Buffer.alloc(26), 'PK\x05\x06', Buffer.alloc(18))
const says = (content: Buffer, text: string): boolean => content.includes(Buffer.from(text, 'latin1'))

describe('evidence', () => {
  test('a picture keeps its drawing, its colours and which way up, and forgets who took it where', () => {
    const colour = segment(0xe2, bytes('ICC_PROFILE\0', [1, 1], 'sRGB'))
    const clean = cleanEvidence(
      jpegOf(segment(0xe1, exif(6)), colour, segment(0xed, marked), segment(0xfe, marked)),
      '厕所.JPG',
    )
    assert.equal(clean.quarantine, null)
    assert.equal(clean.name, '厕所.jpg')
    assert.ok(!clean.content.includes(marked))
    assert.ok(clean.content.includes(drawn) && says(clean.content, 'ICC_PROFILE'))
    assert.deepEqual(clean.removed, ['拍摄时间、位置和设备', '备注'])
    // Cleaned twice it is the same, and still the right way up.
    const again = cleanEvidence(clean.content, 'a.jpg').content
    assert.ok(again.equals(clean.content))
    assert.ok(says(again, 'Exif\0\0MM') && again.includes(Buffer.from([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6])))
    // Behind the end some cameras put a film with the place in it.
    const film = cleanEvidence(bytes(jpegOf(), box('ftyp', marked)), 'b.jpg')
    assert.equal(film.quarantine, null)
    assert.ok(!film.content.includes(marked))
  })

  test('PNG, WebP and GIF likewise', () => {
    const png = cleanEvidence(pngOf(chunk('tEXt', marked), chunk('eXIf', marked), chunk('tIME', marked)), 'a.png')
    assert.deepEqual([png.quarantine, png.content.includes(marked)], [null, false])
    assert.ok(png.content.equals(pngOf()))

    const vp8x = Buffer.from([0x0c, 0, 0, 0, 3, 0, 0, 3, 0, 0])
    const webp = cleanEvidence(
      riff('WEBP', part('VP8X', vp8x), part('VP8 ', drawn), part('EXIF', exif(8)), part('XMP ', marked)),
      'a.webp',
    )
    assert.deepEqual([webp.quarantine, webp.content.includes(marked)], [null, false])
    assert.equal(webp.content.readUInt32LE(4) + 8, webp.content.length)
    assert.equal(webp.content[20], 0x08, 'only the Exif of which way up is announced')
    const plain = cleanEvidence(riff('WEBP', part('VP8X', vp8x), part('VP8 ', drawn), part('EXIF', exif(1))), 'a.webp')
    assert.equal(plain.content[20], 0)

    const repeats = bytes([0x21, 0xff, 11], 'NETSCAPE2.0', [3, 1, 0, 0, 0])
    const gif = cleanEvidence(
      gifOf(repeats, bytes([0x21, 0xfe], sub(marked)), bytes([0x21, 0xff, 11], 'XMP DataXMP', sub(marked))),
      'a.gif',
    )
    assert.deepEqual([gif.quarantine, gif.content.includes(marked)], [null, false])
    assert.ok(gif.content.equals(gifOf(repeats)))
  })

  test('recordings lose their titles and places, and sound as before', () => {
    const mp3 = cleanEvidence(bytes(id3, frame, frame, frame, 'TAG', Buffer.alloc(125, 65)), 'a.mp3')
    assert.equal(mp3.quarantine, null)
    assert.ok(mp3.content.equals(bytes(frame, frame, frame)))

    const m4a = m4aOf(box('udta', box('\xa9xyz', marked), box('loci', marked)))
    const quiet = cleanEvidence(m4a, 'a.m4a')
    assert.deepEqual(
      [quiet.quarantine, quiet.content.includes(marked), quiet.content.length],
      [null, false, m4a.length],
    )
    assert.equal(quiet.content.indexOf(sound), m4a.indexOf(sound), 'the sound has not moved')

    const format = part('fmt ', Buffer.alloc(16, 1))
    const wav = cleanEvidence(
      riff('WAVE', format, part('LIST', marked), part('data', drawn), part('bext', marked)),
      'a.wav',
    )
    assert.ok(wav.content.equals(riff('WAVE', format, part('data', drawn))))
    assert.deepEqual(wav.removed, ['录音附带的信息'])
  })

  test('a paper loses its author and stays as long as it was', () => {
    const before = pdfOf('/OpenAction [3 0 R /Fit]')
    const { content, quarantine, removed } = cleanEvidence(before, '说明.pdf')
    assert.deepEqual([quarantine, removed, content.length], [null, ['作者和软件信息'], before.length])
    assert.ok(!says(content, 'Zhang') && !says(content, 'San)') && !says(content, '5A68'))
    const turns = pdfOf('/OpenAction 7 0 R >> endobj 7 0 obj << /Type /Action /S /GoTo /D [1 0 R /Fit]')
    assert.equal(cleanEvidence(turns, 'a.pdf').quarantine, null, 'turning to a page is nothing')
    const signed = pdfOf('/ByteRange [0 1 2 3]')
    assert.ok(cleanEvidence(signed, 'a.pdf').content.equals(signed), 'a signed paper is not touched')
  })

  const hiddenIn = (text: string) =>
    `/X 1 >> stream\nendstream endobj 5 0 obj << /Type /ObjStm /Filter /FlateDecode >> stream\n${deflateSync(Buffer.from(text)).toString('latin1')}\nendstream endobj 6 0 obj <<`
  const doubtful: [string, Buffer, RegExp][] = [
    ['a JPEG that was cut off', jpegOf().subarray(0, 100), /不完整/],
    ['a JPEG with nothing in it', bytes([0xff, 0xd8, 0xff, 0xd9]), /不完整/],
    ['a zip behind a JPEG', bytes(jpegOf(), zip), /压缩包/],
    ['a program behind a JPEG', bytes(jpegOf(), 'MZ\x90\0'), /程序/],
    ['a page in a GIF', gifOf(bytes([0x21, 0xfe], sub(Buffer.from('<script>alert(1)</script>')))), /网页或脚本/],
    ['a PDF in a PNG', pngOf(chunk('tEXt', Buffer.from('%PDF-1.4'))), /PDF/],
    ['a PNG with a wrong checksum', Buffer.from(pngOf()).fill(7, 30, 31), /不完整/],
    [
      'a PNG of a million by a million',
      bytes(
        [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10],
        chunk('IHDR', Buffer.from([0, 15, 66, 64, 0, 15, 66, 64, 8, 0, 0, 0, 0])),
      ),
      /尺寸/,
    ],
    ['a WebP that claims more than it has', riff('WEBP', part('VP8 ', drawn)).subarray(0, 20), /不完整/],
    ['an MP3 of one word', bytes(id3, 'hello'), /不完整/],
    [
      'a film',
      bytes(
        box('ftyp', Buffer.from('isom')),
        box('moov', box('trak', box('mdia', box('hdlr', bytes(Buffer.alloc(8), 'vide'))))),
        sound,
      ),
      /视频/,
    ],
    ['an M4A that was cut off', m4aOf().subarray(0, -5), /不完整/],
    ['a PDF with a script', pdfOf('/OpenAction << /S /JavaScript /JS (x) >>'), /脚本/],
    ['a script in disguise', pdfOf('/X << /S /J#61vaScript >>'), /脚本/],
    ['a script in a packed stream', pdfOf(hiddenIn('1 0 << /S /JavaScript >>')), /脚本/],
    ['a packed stream that cannot be read', pdfOf(hiddenIn('x').replace('FlateDecode', 'LZWDecode')), /无法检查/],
    ['a PDF that starts a program', pdfOf('/X << /S /Launch >>'), /启动程序/],
    ['a PDF that carries files', pdfOf('/Names << /EmbeddedFiles 3 0 R >>'), /夹带/],
    ['a PDF that acts when opened', pdfOf('/OpenAction 7 0 R'), /动作/],
    ['a locked PDF', bytes(pdfOf(''), 'trailer << /Encrypt 4 0 R >> startxref 1 %%EOF'), /加密/],
    ['a PDF without an end', Buffer.from('%PDF-1.4 '), /不完整/],
    [
      'a Word file with something in it',
      bytes('PK\x03\x04[Content_Types].xml word/document.xml word/embeddings/oleObject1.bin', zip),
      /夹带/,
    ],
    ['a Word file without an end', bytes('PK\x03\x04[Content_Types].xml word/document.xml'), /不完整/],
  ]
  for (const [says, content, why] of doubtful)
    test(`${says} is kept as it came, under lock`, () => {
      const kept = cleanEvidence(content, 'x.bin')
      assert.match(kept.quarantine ?? '', why)
      assert.ok(kept.content.equals(content))
    })

  test('an iPhone’s own form is refused with what to do', () => {
    assert.throws(() => cleanEvidence(box('ftyp', Buffer.from('heic')), 'IMG.HEIC'), /兼容性最佳/)
    assert.throws(() => cleanEvidence(Buffer.from('<html>'), 'a.jpg'), /只接受/)
    assert.throws(() => cleanEvidence(Buffer.alloc(0), 'a.jpg'), /空/)
  })

  test('whatever is cut off anywhere is answered, never a bug', () => {
    const whole = [
      jpegOf(segment(0xe1, exif(3))),
      pngOf(chunk('tEXt', marked)),
      gifOf(),
      m4aOf(box('udta')),
      pdfOf(''),
      bytes(id3, frame, frame),
      riff('WAVE', part('fmt ', drawn), part('data', drawn)),
      riff('WEBP', part('VP8 ', drawn)),
    ]
    for (const content of whole)
      for (let at = 12; at < content.length; at++) {
        const cut = content.subarray(0, at)
        const flipped = Buffer.from(content)
        flipped[at] = flipped[at]! ^ 0xff
        for (const it of [cut, flipped]) {
          try {
            const once = cleanEvidence(it, 'a')
            if (!once.quarantine) assert.ok(cleanEvidence(once.content, 'a').content.equals(once.content))
          } catch (error) {
            assert.equal((error as Error).name, 'Refusal', `${at}: ${error}`)
          }
        }
      }
  })

  describe('with a matter', () => {
    let desk: Desk
    before(async () => {
      desk = await openDesk({ at: '2026-03-09T09:00+08:00' })
    })
    after(() => desk.close())

    test('supervision lets a locked file out, or destroys it; nobody else opens it', async () => {
      const { nurse, supervision } = desk.people
      const { id } = await nurse.cases.open({ text: '走廊地面湿滑', category: 'D3' })
      const send = (name: string, content: Buffer) =>
        nurse.cases.attach({ id }, { file: { name, type: 'application/octet-stream', content } })
      await send('现场.jpg', jpegOf(segment(0xe1, exif(6))))
      await send('说明.pdf', pdfOf('/OpenAction 7 0 R'))
      const { files, timeline } = await send('怪图.jpg', bytes(jpegOf(), zip))
      assert.deepEqual(
        files.map(({ name, locked }) => [name, locked]),
        [
          ['现场.jpg', false],
          ['说明.pdf', true],
          ['怪图.jpg', true],
        ],
      )
      assert.match(
        timeline.map(({ words }) => words).join(),
        /已清除拍摄时间、位置和设备.*已隔离：PDF 打开时会执行动作/,
      )
      const fetched = async (fileId: string, who = nurse) =>
        Buffer.from((await who.cases.file({ id, fileId })) as Uint8Array)
      assert.ok(!(await fetched(files[0]!.id)).includes(marked))
      await assert.rejects(fetched(files[1]!.id), /已隔离/)
      await assert.rejects(fetched(files[1]!.id, supervision), /已隔离/)
      const reason = '已核看，内容无害'
      await assert.rejects(nurse.cases.release({ id, fileId: files[1]!.id, reason }), /权限/)
      await assert.rejects(supervision.cases.release({ id, fileId: files[0]!.id, reason }), /没有被隔离/)
      const released = await supervision.cases.release({ id, fileId: files[1]!.id, reason })
      assert.ok(!released.files[1]!.locked && released.files[1]!.quarantine)
      assert.equal((await fetched(files[1]!.id)).length, pdfOf('/OpenAction 7 0 R').length)
      const left = await supervision.cases.discard({ id, fileId: files[2]!.id, reason: '夹带压缩包，来源不明' })
      assert.deepEqual(
        left.files.map(({ name }) => name),
        ['现场.jpg', '说明.pdf'],
      )
      await assert.rejects(fetched(files[2]!.id), /没有找到/)
    })
  })
})
