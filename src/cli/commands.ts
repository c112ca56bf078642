// The command line as a table: what can be asked of the program, and which file does it.
import { w } from '#kernel/words.ts'
import { type Command, usageOf } from './command.ts'

const command = (it: Partial<Command> & Pick<Command, 'name' | 'says' | 'run'>): Command => ({
  operands: [],
  options: {},
  ...it,
})

/** In the order of the help. Each loads its file only when it is run, so that a small question is answered quickly. */
export const commands: readonly Command[] = [
  command({
    name: 'serve',
    says: w('启动服务(npm start 就是它)', 'open the hospital (npm start does this)'),
    run: async (call) => (await import('./serve.ts')).serve(call),
  }),
  command({
    name: 'deadline',
    operands: ['TIME', 'WORKDAYS'],
    says: w('计算期限,并逐日说明', 'compute a deadline and explain it day by day'),
    more: [w('例:deadline 2024-10-08T10:00+08:00 5', 'For example: deadline 2024-10-08T10:00+08:00 5')],
    run: async (call) => (await import('./deadline.ts')).deadline(call),
  }),
]

/** The help of the whole command line. */
export const helpOfAll = (): string =>
  [
    '回音 Huiyin — npm run -s huiyin -- <命令 command> [--json] [--help]',
    '',
    ...commands.flatMap((it) => [`  ${usageOf(it)}`, `      ${it.says.zh} · ${it.says.en}`]),
    '',
    '设置与说明见 README.zh.md · settings and more: README.md',
  ].join('\n')
