// The four ways in which the program says no, each with a sentence that a nurse understands (RFC 9457 on the wire).
import type { Words } from './words.ts'

/** One field that cannot be accepted: where it stands in the request (`answers.3.value`) and why. */
export type FieldProblem = { readonly field: string; readonly reason: string }

type RefusalKind = 'not-found' | 'not-allowed' | 'invalid' | 'conflict'

/** The HTTP status of each refusal. Not signed in is 401 and belongs to the door, not to the rules. */
export const refusalStatus: Record<RefusalKind, number> = {
  'not-found': 404,
  'not-allowed': 403,
  invalid: 422,
  conflict: 409,
}

/** Thrown by rules and commands; everything else that is thrown is a bug. */
export class Refusal extends Error {
  override name = 'Refusal'
  readonly kind: RefusalKind
  readonly words: Words
  readonly fields: readonly FieldProblem[]

  constructor(kind: RefusalKind, words: Words, fields: readonly FieldProblem[] = []) {
    super(words.zh)
    this.kind = kind
    this.words = words
    this.fields = fields
  }
}

const what = {
  zh: '没有找到这条记录，它可能已被移走，或不在您的权限范围内。',
  en: 'Nothing here, or nothing that is yours to see.',
}

/** The row does not exist or the actor may not see it: the two are never told apart. */
export const notFound = (words: Words = what): Refusal => new Refusal('not-found', words)

/** The actor may see the row but not do this to it. */
export const notAllowed = (zh: string, en: string): Refusal => new Refusal('not-allowed', { zh, en })

/** What was sent cannot be right; names the fields. */
export const invalid = (zh: string, en: string, fields: readonly FieldProblem[] = []): Refusal =>
  new Refusal('invalid', { zh, en }, fields)

/** What is said above fields that are marked one by one. */
export const someFields: Words = { zh: '有几处填写不对，请看标出的地方。', en: 'Some fields are not right.' }

/** As `invalid`, where the fields say it all. */
export const invalidFields = (fields: readonly FieldProblem[]): Refusal => new Refusal('invalid', someFields, fields)

/** What was asked contradicts the state of things; says the rule's sentence. */
export const conflict = (words: Words): Refusal => new Refusal('conflict', words)
