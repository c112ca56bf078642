// Prints what may stand in the ledger, and what follows from each event by itself.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { lifecycles } from '#src/lifecycles.ts'
import { modules } from '#src/modules.ts'
import { page, table } from './page.ts'

/** The verbs that the sources record by name, and the files in which they do. */
const recorded = async (): Promise<Map<string, Set<string>>> => {
  const src = join(import.meta.dirname, '..')
  const found = new Map<string, Set<string>>()
  for (const file of (await readdir(src, { recursive: true })).sort()) {
    if (!/^(modules|engine)\b.*\.ts$/.test(file) || file.endsWith('.test.ts')) continue
    const text = await readFile(join(src, file), 'utf8')
    for (const [, verb] of text.matchAll(/record(?:All)?\(\s*[\w.]+,\s*'([a-zA-Z]+\.[a-zA-Z]+)'/g))
      found.set(verb!, (found.get(verb!) ?? new Set()).add(`src/${file.replaceAll('\\', '/')}`))
  }
  return found
}

export const eventsPage = async (): Promise<string> => {
  const events = await recorded()
  for (const { noun, acts } of lifecycles)
    for (const [verb] of acts) events.set(`${noun}.${verb}`, events.get(`${noun}.${verb}`) ?? new Set())
  const following = modules.flatMap(({ name, reactions = [] }) => reactions.map((it) => ({ module: name, ...it })))
  const after = (verb: string) =>
    following
      .filter((it) => it.when !== 'every' && it.verb === verb)
      .map((it) => `${it.name}(${it.when === 'later' ? '稍后 later' : '同时 at once'})`)
      .join('<br>')
  const schedules = following.filter((it) => it.when === 'every')
  return page(
    '事件 · Events',
    'src/modules/*/{lifecycle,commands,reactions}.ts',
    '台账中的每一条记录都是一个动词。“同时”与动词在同一事务中成立或一起撤销;“稍后”是提交后的一项任务,恰好执行一次。',
    'Every row of the ledger is a verb. “At once” holds or falls with it in one transaction; “later” is a job after the commit, done exactly once.',
    table(
      ['事件 event', '随后 what follows'],
      [...events.keys()].sort().map((verb) => [`\`${verb}\``, after(verb)]),
    ),
    '## 定时 · By the clock',
    table(
      ['名称 name', '每隔 every', '模块 module'],
      schedules.map((it) => [it.name, it.when === 'every' ? `${it.minutes} min` : '', it.module]),
    ),
  )
}
