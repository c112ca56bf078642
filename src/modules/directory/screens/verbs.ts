// The verbs of the permission matrix as people call them: by their buttons, else by the titles of the endpoints they open.
import type { Endpoint } from '#kernel/contract.ts'
import { type Role, roles } from '#kernel/permission.ts'
import type { Words } from '#kernel/words.ts'
import { contracts } from '#src/contracts.ts'
import { lifecycles } from '#src/lifecycles.ts'
import { matrix, type Verb } from '#src/permissions.ts'
import { t } from '#web/ui/language.ts'

const endpoints = Object.values(contracts).flatMap((noun) => Object.values(noun) as unknown as Endpoint[])

const nounOf = (verb: string): string => verb.split('.')[0]!

const buttons: Readonly<Record<string, Words>> = Object.fromEntries(
  lifecycles.flatMap(({ noun, acts }) => acts.map(([verb, , , words]) => [`${noun}.${verb}`, words])),
)

/** 随访任务： the noun by its list. */
export const nounWords = (noun: string): string => {
  const list = endpoints.find((one) => one.method === 'GET' && nounOf(one.verb) === noun)
  return list ? t(list.title) : noun
}

/** 转交， 查看： a verb in the words of its button. */
export const sayVerb = (verb: string): string => {
  if (verb.endsWith('.read')) return t('查看', 'Read')
  if (verb === 'session.use') return t('登录状态', 'Session')
  const words = buttons[verb] ?? endpoints.find((one) => one.verb === verb)?.title
  return words ? t(words) : verb
}

/** Scopes in groups by noun, in the order of the matrix. */
export const scopesByNoun = (scopes: readonly string[]): [noun: string, verbs: string[]][] => {
  const nouns = new Map<string, string[]>()
  for (const verb of Object.keys(matrix)) {
    if (!scopes.includes(verb)) continue
    nouns.set(nounOf(verb), [...(nouns.get(nounOf(verb)) ?? []), verb])
  }
  return [...nouns]
}

/** What a person of this role may do for some row: more than that a token of his cannot have either. */
export const verbsOf = (role: Role): Verb[] =>
  (Object.keys(matrix) as Verb[]).filter(
    (verb) => matrix[verb][roles.indexOf(role)] !== '-' && !verb.startsWith('session.'),
  )
