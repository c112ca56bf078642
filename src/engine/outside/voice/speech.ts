// Words made into sound by an engine of the hospital's choice: a program on this machine, or an address that answers WAV.
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Sound } from './shapes.ts'
import { NotSound, readWave } from './wave.ts'

export type Speech = {
  /** What it is called where it matters that another engine speaks otherwise; empty: there is none. */
  readonly name: string
  /** Says it. Rejects with a `NoSpeech`, whose sentence is for people. */
  say(text: string): Promise<Sound>
}

/** Why nothing could be said. */
export class NoSpeech extends Error {
  override name = 'NoSpeech'
}

const patience = 60_000
const largest = 32 * 1024 * 1024

/** `espeak-ng -v cmn -w {file} {text}` → its words; blanks stand for the text and the file, quotes hold words together. */
const wordsOf = (command: string): string[] =>
  [...command.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, a, b, c]) => a ?? b ?? c ?? '')

/**
 * Runs a program without a shell. The text goes where `{text}` stands, as one word that no program takes for an option,
 * or else in by standard input; the sound comes from `{file}`, or else out by standard output.
 */
const byCommand = async (command: string, text: string): Promise<Buffer> => {
  const [program, ...words] = wordsOf(command)
  const folder = await mkdtemp(path.join(tmpdir(), 'huiyin-speech-'))
  const file = path.join(folder, 'said.wav')
  const safe = text.replace(/^[-\s]+/, '')
  const fill = (word: string) => word.replaceAll('{file}', file).replaceAll('{text}', () => safe)
  try {
    const out: Buffer[] = []
    let size = 0
    await new Promise<void>((resolve, reject) => {
      const child = spawn(program!, words.map(fill), { shell: false, stdio: ['pipe', 'pipe', 'ignore'] })
      const timer = setTimeout(() => child.kill('SIGKILL'), patience)
      child.on('error', (error) => reject(new NoSpeech(`语音合成程序无法启动：${(error as { code?: string }).code}`)))
      child.stdin.on('error', () => undefined)
      child.stdin.end(command.includes('{text}') ? '' : safe)
      child.stdout.on('data', (chunk: Buffer) => {
        size += chunk.length
        if (size > largest) child.kill('SIGKILL')
        else out.push(chunk)
      })
      child.on('close', (code, signal) => {
        clearTimeout(timer)
        if (code === 0) resolve()
        else reject(new NoSpeech(`语音合成程序没有完成（${signal ?? code}）`))
      })
    })
    return command.includes('{file}') ? await readFile(file) : Buffer.concat(out)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Posts the text as UTF-8 and takes the WAV that comes back. */
const byAddress = async (address: string, text: string): Promise<Buffer> => {
  try {
    const reply = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'text/plain; charset=utf-8', accept: 'audio/wav' },
      body: text,
      redirect: 'error',
      signal: AbortSignal.timeout(patience),
    })
    if (!reply.ok) throw new NoSpeech(`语音合成服务答复 ${reply.status}`)
    return Buffer.from(await reply.arrayBuffer())
  } catch (error) {
    if (error instanceof NoSpeech) throw error
    throw new NoSpeech('连不上语音合成服务')
  }
}

/**
 * The engine that the operator named in HUIYIN_SPEECH: an http(s) address, or a command line with the blanks `{text}`
 * and `{file}`. It is the operator's to say, not a setting of the pages: who may name a program may run any.
 */
export const speechBy = (setting: string | undefined): Speech => ({
  name: setting ?? '',
  say: async (text) => {
    if (!setting) throw new NoSpeech('没有设置语音合成（HUIYIN_SPEECH），请上传录音')
    const wave = /^https?:/i.test(setting) ? await byAddress(setting, text) : await byCommand(setting, text)
    try {
      return readWave(wave)
    } catch (error) {
      if (error instanceof NotSound) throw new NoSpeech(`语音合成的结果不能播放：${error.message}`)
      throw error
    }
  },
})
