// The command line as a table: what can be asked of the program, and which file does it.
import { w } from '#kernel/words.ts'
import { type Command, usageOf } from './command.ts'

const command = (it: Partial<Command> & Pick<Command, 'name' | 'says' | 'run'>): Command => ({
  operands: [],
  options: {},
  ...it,
})

const mapping = {
  value: 'FILE',
  says: w('列对应表（JSON），默认自动识别', 'which column is which field (JSON), unless guessed'),
}

/** In the order of the help. Each loads its file only when it is run, so that a small question is answered quickly. */
export const commands: readonly Command[] = [
  command({
    name: 'serve',
    says: w('启动服务（npm start 就是它）', 'open the hospital (npm start does this)'),
    run: async (call) => (await import('./serve.ts')).serve(call),
  }),
  command({
    name: 'voice',
    says: w(
      '语音进程：自动语音随访和热线（serve 会自动启动，也可在另一台机器上运行）',
      'the voice process: automatic calls and hotlines (serve starts it; may run on another machine)',
    ),
    run: async (call) => (await import('./voice.ts')).voice(call),
  }),
  command({
    name: 'build',
    says: w('构建界面（npm start 会在需要时自动构建）', 'build the screens (npm start does it when needed)'),
    run: async (call) => (await import('./web.ts')).buildWeb(call),
  }),
  command({
    name: 'init',
    options: {
      admin: {
        value: 'NAME',
        required: true,
        says: w('第一位管理员（信息科）的登录名', 'login of the first administrator'),
      },
      departments: {
        value: 'FILE',
        required: true,
        says: w('科室表：院区、科室、科室组', 'list of departments: campus, department, department group'),
      },
    },
    says: w('建立一家正式医院（不是演示）', 'set up a real hospital instead of the demo'),
    run: async (call) => (await import('./init.ts')).init(call),
  }),
  command({
    name: 'vault renew',
    options: {
      lost: {
        flag: true,
        required: true,
        says: w('确认原来的钥匙已经丢失', 'the old key is lost for good'),
      },
    },
    says: w(
      '换一把保险箱钥匙：此前封存的员工身份和通话录音永远打不开',
      'begin with another vault key: what was sealed before is never opened again',
    ),
    run: async (call) => (await import('./vault.ts')).renewVault(call),
  }),
  command({
    name: 'import discharges',
    operands: ['FILE'],
    options: {
      campus: {
        value: 'NAME',
        says: w('名单中没有院区一列时，属于哪个院区', 'the campus, where the list has no such column'),
      },
      mapping,
    },
    says: w('导入出院名单（CSV、TSV、XLSX）', 'take in a discharge list (CSV, TSV, XLSX)'),
    run: async (call) => (await import('./import.ts')).importList(call, 'discharges'),
  }),
  command({
    name: 'import register',
    operands: ['FILE'],
    options: { mapping },
    says: w('接管旧的电话回访登记本', 'take over an old register of calls'),
    run: async (call) => (await import('./import.ts')).importList(call, 'register'),
  }),
  command({
    name: 'import cases',
    operands: ['FILE'],
    options: { mapping },
    says: w('接管旧的投诉、意见、咨询登记本', 'take over an old register of complaints, suggestions and enquiries'),
    run: async (call) => (await import('./import.ts')).importList(call, 'cases'),
  }),
  command({
    name: 'import sheets',
    operands: ['FILE'],
    says: w('接收 12345、12320 热线的工单', 'take in sheets of the 12345 and 12320 lines'),
    run: async (call) => (await import('./sheets.ts')).importSheets(call),
  }),
  command({
    name: 'token create',
    options: {
      login: { value: 'LOGIN', required: true, says: w('代表谁', 'the person it acts for') },
      name: { value: 'NAME', required: true, says: w('用途', 'what it is for') },
      scopes: { value: 'VERBS', required: true, says: w('权限，逗号分开', 'verbs, separated by commas') },
      expires: { value: 'TIME', says: w('到期时间', 'until when') },
    },
    says: w('为其他系统新建接口令牌', 'make an API token for another system'),
    more: [
      w(
        '例：token create --login 信息科 --name HIS --scopes import.discharges,import.read',
        'For example: token create --login admin --name HIS --scopes import.discharges,import.read',
      ),
    ],
    run: async (call) => (await import('./token.ts')).tokenCreate(call),
  }),
  command({
    name: 'backup',
    operands: ['FILE'],
    says: w(
      '把整个医院备份成一个文件，服务不必停',
      'back up the whole hospital into one file, beside the running server',
    ),
    more: [
      w(
        '设置 HUIYIN_BACKUP_KEY=口令文件 则加密。文件可用 verify FILE 检查。',
        'With HUIYIN_BACKUP_KEY=FILE, which holds a passphrase, it is sealed. verify FILE checks it.',
      ),
    ],
    run: async (call) => (await import('./backup.ts')).backup(call),
  }),
  command({
    name: 'restore',
    operands: ['FILE'],
    says: w('把备份恢复到一个空的地方', 'restore a backup into an empty place'),
    run: async (call) => (await import('./backup.ts')).restore(call),
  }),
  command({
    name: 'verify',
    operands: ['[FILE]'],
    says: w('证明台账没有被改动、数据没有矛盾；或检查一个备份文件', 'prove ledger and records; or check a backup file'),
    run: async (call) => (await import('./verify.ts')).verify(call),
  }),
  command({
    name: 'rebuild-rollups',
    says: w(
      '重新汇总报表所用的数字（不影响使用，平时自动进行）',
      'count again what the reports keep ready (nobody waits; done by itself otherwise)',
    ),
    run: async (call) => (await import('./rollups.ts')).rebuild(call),
  }),
  command({
    name: 'report month',
    operands: ['YYYY-MM'],
    says: w('月报', 'the report of a month'),
    run: async (call) => (await import('./report.ts')).reportMonth(call),
  }),
  command({
    name: 'report year',
    operands: ['YYYY'],
    says: w('年报', 'the figures of a year'),
    run: async (call) => (await import('./report.ts')).reportYear(call),
  }),
  command({
    name: 'report cases',
    operands: ['YYYY-MM', '[YYYY-MM]'],
    options: {
      'as-of': { value: 'YYYY-MM-DD', says: w('截至哪一天，默认今天', 'judged as of this day, unless today') },
    },
    says: w('投诉、意见与咨询的报表', 'the report on complaints, suggestions and enquiries'),
    more: [
      w(
        '例：report cases 2024-07 2024-09 --as-of 2024-10-15 --json',
        'For example: report cases 2024-07 2024-09 --as-of 2024-10-15 --json',
      ),
    ],
    run: async (call) => (await import('./report.ts')).reportCases(call),
  }),
  command({
    name: 'deadline',
    operands: ['TIME', 'WORKDAYS'],
    says: w('计算期限，并逐日说明', 'compute a deadline and explain it day by day'),
    more: [w('例：deadline 2024-10-08T10:00+08:00 5', 'For example: deadline 2024-10-08T10:00+08:00 5')],
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
