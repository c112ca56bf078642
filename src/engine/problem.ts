// What goes wrong, as the reply says it: four refusals, the door's two, and a bug that tells nothing (RFC 9457).
import { ZodError } from 'zod'
import { type FieldProblem, Refusal, refusalStatus, someFields } from '#kernel/refusal.ts'
import type { Language, Words } from '#kernel/words.ts'
import { isAway } from './database.ts'
import './field-words.ts'

export type Problem = {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly fields?: readonly FieldProblem[]
  readonly request: string
}

/** Thrown by the door itself: not signed in, too many tries. */
export class DoorProblem extends Error {
  readonly status: number
  readonly kind: string
  readonly words: Words
  readonly retryAfter: number | undefined
  constructor(status: number, kind: string, words: Words, retryAfter?: number) {
    super(words.en)
    this.status = status
    this.kind = kind
    this.words = words
    this.retryAfter = retryAfter
  }
}

const titles: Record<string, Words> = {
  'not-found': { zh: '没有找到', en: 'Not found' },
  'not-allowed': { zh: '没有权限', en: 'Not allowed' },
  invalid: { zh: '填写有误', en: 'Not valid' },
  conflict: { zh: '现在不能这样做', en: 'Not possible now' },
  'not-signed-in': { zh: '请先登录', en: 'Sign in first' },
  'wrong-sign-in': { zh: '登录未成功', en: 'Not signed in' },
  'too-many': { zh: '操作太频繁', en: 'Too many requests' },
  away: { zh: '系统正在恢复', en: 'Recovering' },
  bug: { zh: '系统出错', en: 'Something broke' },
}

/** What the database refuses although the code should have: which rule it was, by the name of the constraint. */
export type ConstraintWords = Readonly<Record<string, Words>>

type Answer = {
  status: number
  kind: string
  words: Words
  fields?: readonly FieldProblem[]
  retryAfter?: number
  bug?: boolean
}

const fieldsOf = (error: ZodError): FieldProblem[] =>
  error.issues.slice(0, 50).map((issue) => ({ field: issue.path.join('.') || '(body)', reason: issue.message }))

const answerTo = (error: unknown, constraints: ConstraintWords): Answer => {
  if (error instanceof Refusal)
    return { status: refusalStatus[error.kind], kind: error.kind, words: error.words, fields: error.fields }
  if (error instanceof DoorProblem) return { ...error, words: error.words }
  if (error instanceof ZodError)
    return {
      status: 422,
      kind: 'invalid',
      words: someFields,
      fields: fieldsOf(error),
    }
  const { constraint, statusCode, code } = error as { constraint?: string; statusCode?: number; code?: string }
  if (constraint && constraints[constraint]) return { status: 409, kind: 'conflict', words: constraints[constraint] }
  if (isAway(error))
    return {
      status: 503,
      kind: 'away',
      retryAfter: 2,
      words: {
        // A connection that broke while it committed leaves nobody knowing.
        zh: '数据库正在恢复，刚才的操作可能没有保存，请稍后核对再试。',
        en: 'The database is recovering; what was just done may not be saved. Look, and try again shortly.',
      },
    }
  if (statusCode === 413)
    return { status: 413, kind: 'invalid', words: { zh: '内容太大，请减小后再发。', en: 'Too large.' } }
  if (statusCode === 415)
    return {
      status: 415,
      kind: 'invalid',
      words: { zh: '不接受这种内容类型，请使用 JSON。', en: 'This content type is not accepted; send JSON.' },
    }
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return {
      status: statusCode,
      kind: 'invalid',
      words: { zh: '请求的格式不对，无法读取。', en: `The request cannot be read (${code ?? 'malformed'}).` },
    }
  // A text with NUL or half a character, a number or day out of range: bad input that only the database notices.
  if (code && ['22021', '22P05', '22003', '22007', '22008'].includes(code))
    return {
      status: 422,
      kind: 'invalid',
      words: {
        zh: '内容里有数据库不能保存的字符、数字或日期。',
        en: 'It contains characters, numbers or dates that cannot be stored.',
      },
    }
  return {
    status: 500,
    kind: 'bug',
    bug: true,
    words: {
      zh: '系统出错了，信息科可凭请求号查到原因。',
      en: 'Something broke; the administrator finds the cause by the request number.',
    },
  }
}

/** The reply to anything thrown; `bug` means that it must be logged and counted. */
export const problemOf = (error: unknown, request: string, language: Language, constraints: ConstraintWords = {}) => {
  const { status, kind, words, fields, retryAfter, bug = false } = answerTo(error, constraints)
  const problem: Problem = {
    type: `/problems/${kind}`,
    title: titles[kind]?.[language] ?? kind,
    status,
    detail: words[language],
    ...(fields && fields.length > 0 ? { fields } : {}),
    request,
  }
  return { problem, retryAfter, bug }
}
