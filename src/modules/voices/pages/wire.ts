// Speaking with the hospital over a slow line: every request has an end, and what failed says why in words.
import type { InputOf, ReplyOf, Wire } from '#kernel/contract.ts'
import type { answers, voices } from '../contract.ts'
import { language, t } from './language.ts'

export type Form = Wire<ReplyOf<typeof voices.form>>
export type Receipt = Wire<ReplyOf<typeof voices.say>>
export type Became = Wire<ReplyOf<typeof answers.get>>
export type Said = InputOf<typeof voices.say>
export type Spoken = InputOf<typeof voices.speak>
export type Identity = InputOf<typeof answers.identify>

/** Why it did not go: 0 is no line or no answer in time, else the server's status. */
export class Failed extends Error {
  readonly status: number
  readonly fields: readonly { field: string; reason: string }[]
  constructor(status: number, words: string, fields: Failed['fields'] = []) {
    super(words)
    this.status = status
    this.fields = fields
  }
}

const root = '/api/v1'
const patience = 30_000

export const random = (bytes = 24): string => {
  const made = crypto.getRandomValues(new Uint8Array(bytes))
  return btoa(String.fromCharCode(...made))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}

/** What this page calls the device it runs on: for its own visit, or where nothing must be hidden for longer. */
const device = (): string => {
  const place = location.pathname.startsWith('/say/staff') ? sessionStorage : localStorage
  try {
    const known = place.getItem('huiyin-device') ?? random(12)
    place.setItem('huiyin-device', known)
    return known
  } catch {
    return ''
  }
}

const headers = (): Record<string, string> => ({ 'accept-language': language(), 'x-device': device() })

const away = () =>
  new Failed(
    0,
    t(
      '没有发出去：网络不通或太慢。您写的内容还在，请稍后再试。',
      'It did not go out: no line, or a very slow one. What you wrote is still here; try again.',
    ),
  )

const problemOf = (status: number, text: string): Failed => {
  try {
    const { detail, fields } = JSON.parse(text) as { detail: string; fields?: Failed['fields'] }
    return new Failed(status, detail, fields)
  } catch {
    return new Failed(status, t('系统暂时有问题，请稍后再试。', 'Something is wrong just now; try again later.'))
  }
}

/** Asks or sends. `apart`: without any cookie, so that nothing ties what is sent to who is signed in here. */
export const ask = async <T>(path: string, body?: unknown, { apart = false } = {}): Promise<T> => {
  const end = new AbortController()
  const timer = setTimeout(() => end.abort(), patience)
  try {
    const reply = await fetch(root + path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { ...headers(), ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      credentials: apart ? 'omit' : 'same-origin',
      signal: end.signal,
    }).catch(() => {
      throw away()
    })
    const text = await reply.text().catch(() => {
      throw away()
    })
    if (!reply.ok) throw problemOf(reply.status, text)
    return (text === '' ? undefined : JSON.parse(text)) as T
  } finally {
    clearTimeout(timer)
  }
}

/** Sends a picture and says how far it is, from 0 to 1; the line may be slow, so only a standstill ends it. */
export const sendPicture = (picture: Blob, far: (part: number) => void): Promise<Became> =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    let timer = setTimeout(() => request.abort(), patience)
    request.upload.onprogress = ({ loaded, total }) => {
      clearTimeout(timer)
      timer = setTimeout(() => request.abort(), patience)
      far(total > 0 ? loaded / total : 0)
    }
    request.onerror = request.onabort = () => {
      clearTimeout(timer)
      reject(away())
    }
    request.onload = () => {
      clearTimeout(timer)
      if (request.status < 300) resolve(JSON.parse(request.responseText) as Became)
      else reject(problemOf(request.status, request.responseText))
    }
    const form = new FormData()
    form.append('file', picture, 'photo.jpg')
    request.open('POST', `${root}/answers/picture`)
    for (const [name, value] of Object.entries(headers())) request.setRequestHeader(name, value)
    request.send(form)
  })
