// Texts through any gateway that takes one plain request a text: the request is a template with blanks, the answer is read by paths.
import type { Outside } from '../address.ts'
import type { Reader, Reply, Report, ReportOutcome, SmsGateway } from './gateway.ts'
import { asked, later, refused, unknown } from './trouble.ts'

export type HttpsSettings = {
  readonly address: string
  readonly method: 'GET' | 'POST'
  /** A line each, `Name: value`. */
  readonly headers: string
  readonly body: string
  readonly user: string
  readonly sender: string
  readonly ca: string
  /** Where in the answer it says that it has it, and with which words; empty: any success of HTTP. */
  readonly takenAt: string
  readonly takenSays: string
  readonly referenceAt: string
  readonly wordsAt: string
  /** Where its reports and replies come in: a list's place, and in each the places of what is needed. */
  readonly reports: {
    readonly list: string
    readonly id: string
    readonly reference: string
    readonly state: string
    readonly delivered: string
    readonly expired: string
    readonly refused: string
    /** States that end nothing: on its way. */
    readonly pending: string
  }
  readonly replies: { readonly list: string; readonly id: string; readonly from: string; readonly text: string }
}

/** What may stand in braces in an address, a header or a body; everything else in braces stays as it is written. */
export const httpsBlanks = ['to', 'text', 'id', 'code', 'params', 'user', 'secret', 'sender', 'report'] as const
type Blanks = Readonly<Record<(typeof httpsBlanks)[number], string>>

const blank = new RegExp(`\\{(${httpsBlanks.join('|')})\\}`, 'g')
const fill = (text: string, values: Blanks, as: (value: string) => string): string =>
  text.replace(blank, (_, name: keyof Blanks) => as(values[name]))

const inJson = (value: string) => JSON.stringify(value).slice(1, -1)
const inHeader = (value: string) => value.replace(/[\r\n\0]/g, ' ')

/** What stands at `data.0.code`; undefined where nothing does. */
export const dig = (value: unknown, path: string): unknown =>
  path === ''
    ? value
    : path.split('.').reduce<unknown>((at, key) => {
        if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined
        return (at as Record<string, unknown>)[key]
      }, value)

const textAt = (value: unknown, path: string): string => {
  const found = path === '' ? undefined : dig(value, path)
  return typeof found === 'string' || typeof found === 'number' || typeof found === 'boolean' ? String(found) : ''
}

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const oneOf = (said: string, list: string) =>
  list
    .split(/[,，\s]+/)
    .filter(Boolean)
    .some((one) => one.toLowerCase() === said.toLowerCase())

export const https = (outside: Outside, settings: HttpsSettings, secret: string): SmsGateway => ({
  send: ({ id, to, text, code, params, reportTo }) => {
    const { user, sender, method, ca } = settings
    const values = { to, text, id, code, params: JSON.stringify(params), user, secret, sender, report: reportTo ?? '' }
    const isJson = /^\s*[[{]/.test(settings.body)
    const body = method === 'POST' ? fill(settings.body, values, isJson ? inJson : encodeURIComponent) : undefined
    const headers: Record<string, string> =
      body === undefined
        ? {}
        : {
            'content-type': isJson
              ? 'application/json; charset=utf-8'
              : 'application/x-www-form-urlencoded; charset=utf-8',
          }
    for (const line of settings.headers.split('\n')) {
      const [, name, value] = /^\s*([\w-]+)\s*:\s*(.*?)\s*$/.exec(line) ?? []
      if (name) headers[name.toLowerCase()] = fill(value!, values, inHeader)
    }
    const address = fill(settings.address, values, encodeURIComponent)
    const it = { method, headers, ...(body === undefined ? {} : { body }), ...(ca ? { ca } : {}) }
    return asked(outside, address, it, ({ status, text: said }) => {
      const answer = jsonOf(said)
      const words = textAt(answer, settings.wordsAt).slice(0, 80) || `HTTP ${status}`
      if (status === 401 || status === 403)
        return later(
          'account',
          `短信平台不认这个账号或密钥（${words}）。`,
          `The gateway refuses the account (${words}).`,
        )
      if (status === 404 || status === 405)
        return later(
          'address',
          `平台没有这个地址（${status}），请核对。`,
          `There is no such address there (${status}).`,
        )
      if (status === 429 || status === 503)
        return later('busy', '短信平台暂时不收，稍后再发。', 'It takes nothing just now.')
      if (status >= 400 && status < 500) return refused(`短信平台拒收：${words}`, `Refused by the gateway: ${words}`)
      if (status < 200 || status > 299)
        return unknown(`短信平台答复 ${status}，不知是否已收。`, `The gateway answered ${status}; who knows.`)
      const isTaken = settings.takenAt === '' || oneOf(textAt(answer, settings.takenAt), settings.takenSays)
      if (!isTaken) return refused(`短信平台拒收：${words}`, `Refused by the gateway: ${words}`)
      return { is: 'taken', reference: textAt(answer, settings.referenceAt) || null }
    })
  },
  keep: async () => null,
  close: async () => {},
})

/** What comes in, one by one: the elements of the list, or the whole as a single one. */
const each = ({ query, content }: { query: object; content: unknown }, path: string): unknown[] => {
  const whole = content ?? query
  const list = dig(whole, path)
  return (Array.isArray(list) ? list : [list ?? whole]).slice(0, 500)
}

export const httpsReader = ({ reports: r, replies: p }: HttpsSettings): Reader => {
  const outcomeOf = (state: string): ReportOutcome | null => {
    if (state === '' || oneOf(state, r.pending)) return null
    if (oneOf(state, r.delivered)) return 'delivered'
    if (oneOf(state, r.expired)) return 'expired'
    return oneOf(state, r.refused) ? 'refused' : 'undeliverable'
  }
  return {
    reports: (incoming) =>
      each(incoming, r.list).flatMap((it): Report[] => {
        const state = textAt(it, r.state)
        const outcome = outcomeOf(state)
        const [id, reference] = [textAt(it, r.id) || null, textAt(it, r.reference) || null]
        return outcome && (id || reference) ? [{ id, reference, outcome, words: state.slice(0, 80) }] : []
      }),
    replies: (incoming) =>
      each(incoming, p.list).flatMap((it): Reply[] => {
        const [id, from, text] = [textAt(it, p.id), textAt(it, p.from), textAt(it, p.text)]
        // A gateway that names nothing is known again by what it says: brought twice, it is kept once.
        return from ? [{ id: id || JSON.stringify(it).slice(0, 200), from, text }] : []
      }),
  }
}
