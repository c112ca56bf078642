// The sound of the telephone without a telephone: G.711, keys as tones, WAV files, SDP, and one key pressed three ways.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { systemClock } from '../../clock.ts'
import { decode, encode, recode, silence } from './g711.ts'
import { keyHearing } from './keys.ts'
import { openRtp } from './rtp.ts'
import { readSdp, writeSdp } from './sdp.ts'
import { speechBy } from './speech.ts'
import { toneListener, toneOf } from './tones.ts'
import { NotSound, readWave, secondsOf, writeWave } from './wave.ts'

const sine = (hertz: number, seconds: number, level = 0.3, rate = 8000): Int16Array =>
  Int16Array.from({ length: seconds * rate }, (_, i) =>
    Math.round(32_767 * level * Math.sin((2 * Math.PI * hertz * i) / rate)),
  )

describe('G.711', () => {
  for (const law of ['PCMA', 'PCMU'] as const)
    test(`${law}: every code is the code of its own sample, and a sample comes back within a step`, () => {
      const codes = Uint8Array.from({ length: 256 }, (_, i) => i)
      const again = encode(law, decode(law, codes))
      // µ-law has two codes for nothing.
      for (let i = 0; i < 256; i++) assert.equal(decode(law, again)[i], decode(law, codes)[i])
      fc.assert(
        fc.property(fc.integer({ min: -32_000, max: 32_000 }), (sample) => {
          const [back] = decode(law, encode(law, Int16Array.of(sample)))
          assert.ok(Math.abs(back! - sample) <= Math.max(16, Math.abs(sample) / 16), `${sample} → ${back}`)
        }),
      )
    })

  test('known codes of the standard', () => {
    assert.deepEqual([silence.PCMA, silence.PCMU], [0xd5, 0xff])
    assert.deepEqual([...encode('PCMA', Int16Array.of(8, -8, 32_767, -32_768))], [0xd5, 0x55, 0xaa, 0x2a])
    assert.deepEqual([...encode('PCMU', Int16Array.of(0, 32_767, -32_768))], [0xff, 0x80, 0x00])
  })

  test('one law in the other keeps the voice', () => {
    const voice = sine(440, 0.1)
    const back = decode('PCMA', recode('PCMA', 'PCMU', encode('PCMA', voice)))
    assert.equal(back.length, voice.length)
  })
})

/** What a listener hears of a sound that comes in packets of 20 ms. */
const heardIn = (sound: Int16Array): string => {
  const listen = toneListener()
  let heard = ''
  for (let at = 0; at + 160 <= sound.length; at += 160) heard += listen(sound.subarray(at, at + 160)) ?? ''
  return heard
}
const joined = (...sounds: Int16Array[]) => Int16Array.from(sounds.flatMap((sound) => [...sound]))
const pause = (seconds: number) => new Int16Array(seconds * 8000)

describe('keys as tones', () => {
  test('each of the twelve keys is heard once, through A-law, loud or soft', () => {
    for (const level of [0.05, 0.25, 0.45])
      for (const key of '0123456789*#') {
        const line = decode('PCMA', encode('PCMA', joined(pause(0.1), toneOf(key, 0.12, level), pause(0.1))))
        assert.equal(heardIn(line), key, `${key} at ${level}`)
      }
  })

  test('the same key twice is two keys; held long it is one', () => {
    assert.equal(heardIn(joined(toneOf('1', 0.1), pause(0.1), toneOf('1', 0.1))), '11')
    assert.equal(heardIn(toneOf('7', 2)), '7')
    assert.equal(heardIn(joined(...[...'13500#'].flatMap((key) => [toneOf(key, 0.1), pause(0.08)]))), '13500#')
  })

  test('a single tone, music, noise and nothing are no keys', () => {
    assert.equal(heardIn(sine(697, 1)), '')
    assert.equal(heardIn(pause(1)), '')
    const third = sine(554, 1)
    const chord = sine(440, 1).map((sample, i) => sample + third[i]! / 2)
    assert.equal(heardIn(chord), '')
    let seed = 7
    const noise = Int16Array.from({ length: 80_000 }, () => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
      return (seed / 2_147_483_648 - 0.5) * 40_000
    })
    assert.equal(heardIn(noise), '')
  })
})

describe('one key pressed', () => {
  test('three ways at once is one key; the same key again is another', async () => {
    const heard: string[] = []
    const hear = keyHearing((digit) => heard.push(digit))
    hear('5', 'tone')
    hear('5', 'rfc4733')
    hear('5', 'info')
    await new Promise((resolve) => setTimeout(resolve, 200))
    assert.deepEqual(heard, ['5'])
    hear('5', 'rfc4733')
    assert.deepEqual(heard, ['5', '5'])
  })

  test('a line that sends nothing but tones is heard all the same', async () => {
    const heard: string[] = []
    const hear = keyHearing((digit) => heard.push(digit))
    hear('3', 'tone')
    await new Promise((resolve) => setTimeout(resolve, 200))
    assert.deepEqual(heard, ['3'])
  })
})

describe('WAV', () => {
  test('what was written is read', () => {
    const sound = sine(300, 0.5)
    assert.deepEqual(readWave(writeWave(sound)), sound)
  })

  test('other rates become 8 kHz, and what lies above the telephone is gone', () => {
    const at = (hertz: number) => {
      const wave = writeWave(sine(hertz, 1, 0.3, 24_000))
      wave.writeUInt32LE(24_000, 24)
      const sound = readWave(wave)
      assert.ok(Math.abs(secondsOf(sound) - 1) < 0.01)
      return Math.sqrt(sound.reduce((sum, one) => sum + one * one, 0) / sound.length)
    }
    const voice = at(500)
    assert.ok(voice > 6000 && at(6000) < voice / 50)
  })

  test('what is no sound is refused with a sentence, whatever it is', () => {
    assert.throws(() => readWave(Buffer.from('<html>')), NotSound)
    assert.throws(() => readWave(writeWave(new Int16Array(10))), NotSound)
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const file = Buffer.concat([writeWave(new Int16Array(0)).subarray(0, 12), Buffer.from(bytes)])
        try {
          readWave(file)
        } catch (error) {
          assert.ok(error instanceof NotSound)
        }
      }),
    )
  })
})

describe('SDP', () => {
  test('an answer takes one law of the offer and its number for keys', () => {
    const offer = readSdp(
      'v=0\r\no=- 1 1 IN IP4 10.0.0.9\r\ns=-\r\nc=IN IP4 10.0.0.9\r\nt=0 0\r\nm=audio 31000 RTP/AVP 9 0 8 96\r\na=rtpmap:96 telephone-event/8000\r\na=sendonly\r\n',
    )
    assert.deepEqual(offer, {
      ...{ address: '10.0.0.9', port: 31_000, laws: ['PCMU', 'PCMA'], keyType: 96, held: true, profile: 'RTP/AVP' },
    })
    const answer = writeSdp({ address: '10.0.0.1', port: 4000, session: 1, version: 1, offer })
    assert.match(answer, /m=audio 4000 RTP\/AVP 0 96\r\n/)
    assert.match(answer, /a=recvonly/)
    assert.throws(() => readSdp('v=0\r\nm=video 1 RTP/AVP 96\r\n'))
  })
})

describe('a leg', () => {
  test('sound and keys go both ways; only the address that was agreed is listened to', async () => {
    const [a, b] = [
      await openRtp({ address: '127.0.0.1', clock: systemClock }),
      await openRtp({ address: '127.0.0.1', clock: systemClock }),
    ]
    const media = (port: number, address = '127.0.0.1') => ({
      ...{ address, port, laws: ['PCMA' as const], keyType: 101, held: false, profile: 'RTP/AVP' },
    })
    a.toward(media(b.port))
    b.toward(media(a.port))
    const keys: string[] = []
    b.onKey((digit) => keys.push(digit))
    let loud = 0
    b.onPacket(({ law, payload }) => {
      if (Math.max(...decode(law, payload)) > 3000) loud += 1
    })
    a.press('1')
    a.press('1')
    a.press('#')
    await new Promise((resolve) => setTimeout(resolve, 1300))
    const whole = await a.play(sine(500, 0.4), false)
    assert.equal(whole, true)
    await new Promise((resolve) => setTimeout(resolve, 100))
    assert.deepEqual(keys, ['1', '1', '#'])
    assert.ok(loud >= 19, `${loud} packets of sound`)
    const cut = a.play(sine(500, 5), false)
    a.close()
    assert.equal(await cut, false)
    b.close()
  })
})

describe('speech', () => {
  test('the text is one word of the command line, never an option and never a shell', async () => {
    const script = 'const fs=require("fs");fs.writeFileSync(process.argv[1],fs.readFileSync(process.argv[2]))'
    const speech = speechBy(`"${process.execPath}" -e '${script}' {file} {text}`)
    // A sentence that would be a file name for the program: it is taken as it stands, but for the dashes before it.
    await assert.rejects(speech.say('--help; rm -rf /'), /没有完成/)
    await assert.rejects(speechBy(undefined).say('你好'), /HUIYIN_SPEECH/)
    await assert.rejects(speechBy('no-such-program {text}').say('你好'), /无法启动/)
  })
})
