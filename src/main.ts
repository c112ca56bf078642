// The one way in: finds the command that was asked for, runs it, and turns what goes wrong into a sentence and an exit code.
import { BackupProblem } from '#engine/backup/problem.ts'
import { CannotStart } from '#engine/postgres/trouble.ts'
import { Refusal } from '#kernel/refusal.ts'
import { type Words, w } from '#kernel/words.ts'
import { callOf, helpOf, Sorry, WrongUse } from './cli/command.ts'
import { commands, helpOfAll } from './cli/commands.ts'
import { WrongSettings } from './settings.ts'

const find = (words: readonly string[]) => {
  const command = commands.find(({ name }) => name.split(' ').every((word, i) => words[i] === word))
  return command && { command, rest: words.slice(command.name.split(' ').length) }
}

/** The sentence for people, the exit code, and whether it is a bug of ours. */
const readError = (error: unknown): { words: Words; code: number; bug?: unknown } => {
  if (error instanceof WrongUse) return { words: error.words, code: 2 }
  if (error instanceof WrongSettings)
    return {
      words: w(
        error.problems.map(({ words }) => words.zh).join('\n'),
        error.problems.map(({ words }) => words.en).join('\n'),
      ),
      code: 2,
    }
  if (error instanceof CannotStart)
    return { words: w(error.words.zh, [error.words.en, error.detail.trim()].filter(Boolean).join('\n')), code: 1 }
  if (error instanceof Sorry || error instanceof BackupProblem) return { words: error.words, code: 1 }
  if (error instanceof Refusal) {
    const fields = error.fields.map(({ field, reason }) => `\n  ${field}: ${reason}`).join('')
    return { words: w(error.words.zh + fields, error.words.en), code: 1 }
  }
  return { words: w('程序出错了。', 'Something went wrong in the program.'), code: 1, bug: error }
}

const main = async (words: readonly string[]): Promise<number> => {
  const json = words.includes('--json')
  try {
    if (words.length === 0 || words[0] === 'help' || words[0] === '--help' || words[0] === '-h') {
      const asked = words[0] === 'help' ? find(words.slice(1))?.command : undefined
      process.stdout.write(`${asked ? helpOf(asked) : helpOfAll()}\n`)
      return 0
    }
    const found = find(words)
    if (!found) {
      const name =
        words
          .filter((word) => !word.startsWith('-'))
          .slice(0, 2)
          .join(' ') || words[0]
      throw new WrongUse(
        w(
          `没有命令“${name}”。可用的命令：${commands.map((c) => c.name).join('、')}。`,
          `There is no command “${name}”. There are: ${commands.map((c) => c.name).join(', ')}.`,
        ),
      )
    }
    const call = callOf(found.command, found.rest)
    if (call === 'help') {
      process.stdout.write(`${helpOf(found.command)}\n`)
      return 0
    }
    return (await found.command.run(call)) ?? 0
  } catch (error) {
    const { words: said, code, bug } = readError(error)
    if (json) process.stdout.write(`${JSON.stringify({ error: said })}\n`)
    process.stderr.write(`${said.zh}\n${said.en}\n`)
    if (bug) process.stderr.write(`${bug instanceof Error ? bug.stack : String(bug)}\n`)
    return code
  }
}

process.exitCode = await main(process.argv.slice(2))
