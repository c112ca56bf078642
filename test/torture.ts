// Strings that attackers and unlucky people type, and what puts them into every text field that a command has.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Endpoint } from '#kernel/contract.ts'

const folder = join(import.meta.dirname, '../../shared/data/torture/strings')
/** Why only our own strings are taken; undefined where the collection lies beside the project. */
export const withoutTorture = existsSync(folder)
  ? undefined
  : 'shared/data/torture is not beside this project: only our own strings'

const own = [
  '<img src=x onerror="window.ran=1;alert(1)">',
  '"><script>window.ran=1;alert(1)</script>',
  '<svg/onload=alert(1)><iframe src="javascript:alert(1)">',
  '<a href="javascript:alert(1)">点我</a><base href="//example.invalid/">',
  '{{7*7}} <%= 7*7 %> %s %n $(reboot)',
  "'; drop table cases; --",
  "=cmd|' /C calc'!A1",
  '@SUM(1+1)*cmd|',
  '-2+3+cmd|',
  '\u202e反着写\u202c 零宽\u200b空格 表情👩‍👩‍👧‍👦 生僻𠮷',
]

const collected = (): string[] => {
  if (withoutTorture) return []
  return readdirSync(folder).flatMap((name) => {
    const text = readFileSync(join(folder, name), 'utf8')
    return name.endsWith('.json') ? (JSON.parse(text) as string[]) : text.split('\n')
  })
}

/** All of them that a text may hold at all: a zero byte or half a character is refused at the door. */
export const tortures: readonly string[] = [...new Set([...own, ...collected()])].filter(
  (text) => text.trim() !== '' && text.isWellFormed() && !text.includes('\0'),
)

type Shape = {
  readonly type?: string
  readonly format?: string
  readonly pattern?: string
  readonly enum?: unknown
  readonly const?: unknown
  readonly minLength?: number
  readonly maxLength?: number
  readonly properties?: Readonly<Record<string, Shape>>
  readonly items?: Shape
  readonly anyOf?: readonly Shape[]
}

const isText = (it: Shape): boolean => it.type === 'string' && !it.format && !it.pattern && !it.enum && !it.const
const shapeOf = (it: Shape): Shape => it.anyOf?.find(({ type }) => type !== 'null') ?? it

/** What a command takes: its text fields by their path, `reporter.name`. */
export const textFields = (endpoint: Endpoint): string[] => {
  const walk = (given: Shape, path: string): string[] => {
    const it = shapeOf(given)
    if (isText(it)) return [path]
    if (it.items) return walk(it.items, path)
    return Object.entries(it.properties ?? {}).flatMap(([key, one]) => walk(one, path ? `${path}.${key}` : key))
  }
  return endpoint.body ? walk(schemaOf(endpoint), '') : []
}
const schemaOf = ({ body }: Endpoint) => z.toJSONSchema(body!, { io: 'input', unrepresentable: 'any' }) as Shape

export type Sent = { readonly field: string; readonly value: string }
type Call<T> = ((input: never) => Promise<T>) & { readonly endpoint: Endpoint }

/** Hands out the strings in turn, as many as a field holds, and remembers which field got what. */
export const openFeed = () => {
  const sent: Sent[] = []
  let next = 0
  const short = { next: 0 }
  const one = (most: number): string => {
    for (;;) {
      const text = tortures[short.next++ % tortures.length]!.trim()
      if (text.length <= most) return text
    }
  }
  const many = (most: number): string => {
    let text = ''
    // A few strings again and again, where only a few are there.
    for (let n = 0; n < Math.max(tortures.length, 60); n++) {
      const more = `${text}${text ? '\n' : ''}${tortures[next % tortures.length]}`
      if (more.length > most) return text
      text = more
      next++
    }
    return text
  }
  const textFor = ({ minLength = 0, maxLength = 4000 }: Shape): string => {
    const text = (maxLength >= 1000 ? many(Math.min(maxLength, 1500)) : one(maxLength)).trim()
    // A field counts characters, as zod does: one emoji is one, though JavaScript calls its length two.
    return [...text].length < minLength ? `${text}${'，说明'.repeat(minLength)}`.slice(0, maxLength) : text
  }
  const fill = (given: unknown, schema: Shape, path: string): unknown => {
    const it = shapeOf(schema)
    if (Array.isArray(given)) return given.map((each) => fill(each, it.items!, path))
    if (isText(it) && given === undefined) {
      const value = textFor(it)
      sent.push({ field: path, value })
      return value
    }
    if (!it.properties || typeof given !== 'object' || given === null) return given
    const known = given as Record<string, unknown>
    const texts = Object.entries(it.properties).flatMap(([key, shape]) => {
      if (key in known) return known[key] === undefined ? [] : [[key, fill(known[key], shape, `${path}.${key}`)]]
      return isText(shapeOf(shape)) ? [[key, fill(undefined, shape, `${path}.${key}`)]] : []
    })
    return { ...known, ...Object.fromEntries(texts) }
  }
  return {
    sent: sent as readonly Sent[],
    /** Does a verb with attack strings in all its text fields but the given ones; `undefined` leaves a field out. */
    feed: <T>(call: Call<T>, given: Record<string, unknown> = {}): Promise<T> => {
      const { endpoint } = call
      const input = endpoint.body ? fill(given, schemaOf(endpoint), endpoint.verb) : given
      // Where a key is given as undefined, the field stays out of the request.
      return call(JSON.parse(JSON.stringify(input)) as never)
    },
  }
}
