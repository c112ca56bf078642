// What every command of the command line has in common: how it is told what to do and how it answers.
import { parseArgs } from 'node:util'
import { line } from '#engine/postgres/trouble.ts'
import { type Words, w } from '#kernel/words.ts'
import { readSettings, type Settings } from '#src/settings.ts'

export type Option = {
  /** `true` where it takes no value. */
  readonly flag?: boolean
  /** What stands for its value in the help: `NAME`. */
  readonly value?: string
  readonly required?: boolean
  readonly says: Words
}

/** What a command is given to work with. */
export type Call = {
  readonly operands: readonly string[]
  /** The value of an option, or undefined. */
  readonly option: (name: string) => string | undefined
  readonly has: (name: string) => boolean
  readonly json: boolean
  /** The environment's settings, checked when first asked for. */
  readonly settings: () => Settings
  /** Progress, on standard error; silent with `--json`. */
  readonly say: (words: Words) => void
  /** A line from the engine, which is in both languages already. */
  readonly sayLine: (text: string) => void
  /** The result, on standard output: the value with `--json`, else the text. */
  readonly answer: (value: unknown, text: string) => void
}

export type Command = {
  /** `import discharges` */
  readonly name: string
  /** `FILE`: what stands behind the name, in order. */
  readonly operands: readonly string[]
  readonly options: Readonly<Record<string, Option>>
  readonly says: Words
  /** Longer help, a line each. */
  readonly more?: readonly Words[]
  /** Answers the exit code; nothing is 0. */
  readonly run: (call: Call) => Promise<number | undefined>
}

/** What was typed cannot be understood: exit code 2. */
export class WrongUse extends Error {
  override name = 'WrongUse'
  readonly words: Words

  constructor(words: Words) {
    super(line(words))
    this.words = words
  }
}

/** A command cannot do what it was asked for, and says why: exit code 1. */
export class Sorry extends Error {
  override name = 'Sorry'
  readonly words: Words

  constructor(zh: string, en: string) {
    super(`${zh}\n${en}`)
    this.words = w(zh, en)
  }
}

const shared: Readonly<Record<string, Option>> = {
  json: { flag: true, says: w('只输出 JSON', 'print JSON only') },
  help: { flag: true, says: w('显示说明', 'show this help') },
}

/** `import discharges FILE [--campus NAME]` */
export const usageOf = ({ name, operands, options }: Command): string =>
  [
    name,
    ...operands,
    ...Object.entries(options).map(([option, { flag, value = 'VALUE', required }]) => {
      const text = flag ? `--${option}` : `--${option} ${value}`
      return required ? text : `[${text}]`
    }),
  ].join(' ')

/** The help of one command. */
export const helpOf = (command: Command): string =>
  [
    `npm run -s huiyin -- ${usageOf(command)}`,
    '',
    command.says.zh,
    command.says.en,
    ...(command.more ?? []).flatMap(({ zh, en }) => ['', zh, en]),
    '',
    ...Object.entries({ ...command.options, ...shared }).map(
      ([name, { says, value }]) => `  ${`--${name}${value ? ` ${value}` : ''}`.padEnd(24)} ${says.zh} · ${says.en}`,
    ),
  ].join('\n')

/** Reads the words behind a command's name. Throws `WrongUse` where they do not fit it. */
export const callOf = (command: Command, words: readonly string[]): Call | 'help' => {
  const known = { ...command.options, ...shared }
  const spec = Object.fromEntries(
    Object.entries(known).map(([name, { flag }]) => [
      name,
      { type: flag ? ('boolean' as const) : ('string' as const) },
    ]),
  )
  // Without strict, what is unknown can be named in a sentence of ours.
  const { values, positionals, tokens } = parseArgs({
    args: [...words],
    options: spec,
    allowPositionals: true,
    strict: false,
    tokens: true,
  })
  const fail = (zh: string, en: string) =>
    new WrongUse(w(`${zh}用法：${usageOf(command)}`, `${en} Usage: ${usageOf(command)}`))
  for (const token of tokens)
    if (token.kind === 'option') {
      const option = known[token.name]
      if (!option) throw fail(`没有选项 ${token.rawName}。`, `There is no option ${token.rawName}.`)
      if (option.flag && token.value !== undefined)
        throw fail(`选项 ${token.rawName} 不带值。`, `The option ${token.rawName} takes no value.`)
      if (!option.flag && !token.value)
        throw fail(`选项 ${token.rawName} 缺少值。`, `The option ${token.rawName} lacks its value.`)
    }
  if (values.help) return 'help'
  const least = command.operands.filter((name) => !name.startsWith('[')).length
  if (positionals.length < least)
    throw fail(`缺少 ${command.operands[positionals.length]}。`, `${command.operands[positionals.length]} is missing.`)
  if (positionals.length > command.operands.length) {
    const extra = positionals[command.operands.length]
    throw fail(`多出了“${extra}”。`, `“${extra}” is too much.`)
  }
  for (const [name, { required }] of Object.entries(command.options))
    if (required && values[name] === undefined) throw fail(`缺少选项 --${name}。`, `The option --${name} is missing.`)

  const json = values.json === true
  let settings: Settings | undefined
  const sayLine = (text: string) => {
    if (!json) process.stderr.write(`${text}\n`)
  }
  return {
    operands: positionals,
    option: (name) => values[name] as string | undefined,
    has: (name) => values[name] !== undefined,
    json,
    settings: () => {
      settings ??= readSettings()
      return settings
    },
    say: (words) => sayLine(line(words)),
    sayLine,
    answer: (value, text) => process.stdout.write(`${json ? JSON.stringify(value) : text}\n`),
  }
}
