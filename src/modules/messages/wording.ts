// What a text may say: words of a template with blanks from a closed list, filled here and nowhere else.
import { type Words, w } from '#kernel/words.ts'

type Variable = {
  readonly words: Words
  /** What it looks like, for a preview. */
  readonly sample: string
  /** Opens something: never shown to whoever only looks at the outbox. */
  readonly secret?: true
  /** The program knows it of itself; the others are given by what wants the text. */
  readonly own?: true
}

/** The closed list: what is not here cannot stand in a text. None of it says what a person suffers from. */
export const variables = {
  hospital: { words: w('医院名称', 'Hospital'), sample: '市人民医院', own: true },
  hotline: { words: w('服务电话', 'Hotline'), sample: '0512-12345678', own: true },
  department: { words: w('出院科室', 'Department'), sample: '心内科' },
  number: { words: w('受理编号', 'Number of the matter'), sample: 'HY2026-000123' },
  date: { words: w('日期', 'Date'), sample: '3月9日' },
  time: { words: w('时间', 'Time'), sample: '14:30' },
  code: { words: w('验证码', 'One-time code'), sample: '••••••', secret: true },
  link: { words: w('查看链接', 'Link'), sample: 'https://…/answer#••••••', secret: true },
} as const satisfies Record<string, Variable>

export type VariableName = keyof typeof variables
export type Values = Readonly<Partial<Record<VariableName, string>>>

/** Those that come with the program: what wants a text names one of these, or one that the hospital wrote itself. */
export const needs: Readonly<Record<string, readonly VariableName[]>> = {
  'one-time': ['code'],
  answered: ['link'],
  improved: ['link'],
}

/** Longer ones are sent in more than ten parts, which no gateway likes. */
export const longest = 500

const blank = /\{([^{}]*)\}/g

/** Every blank of a text, known or not. */
export const blanksIn = (text: string): string[] => [...new Set([...text.matchAll(blank)].map(([, name]) => name!))]

export const isVariable = (name: string): name is VariableName => Object.hasOwn(variables, name)

/** The text with its blanks filled. `mask` hides what opens something; what nobody gave is a dash. */
export const textOf = (text: string, values: Values, mask = false): string =>
  text.replace(blank, (whole, name: string) => {
    if (!isVariable(name)) return whole
    const it: Variable = variables[name]
    return mask && it.secret ? '••••••' : (values[name] ?? (mask ? `〔${it.words.zh}〕` : '——'))
  })

/** As somebody would read it: for whoever writes or approves it. */
export const sampleOf = (text: string): string =>
  textOf(text, Object.fromEntries(Object.entries(variables).map(([name, { sample }]) => [name, sample])))

/** Characters and parts as the carrier counts them, signature included. */
export const partsCount = (text: string): number => (text.length <= 70 ? 1 : Math.ceil(text.length / 67))

/** They want to be left alone: these words and nothing else. */
export const isStop = (text: string): boolean =>
  /^(td|t|退订|退定|拒收|取消订阅|stop)$/i.test(text.normalize('NFKC').replace(/[\s\p{P}]/gu, ''))
