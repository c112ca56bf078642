// Prints how every noun moves: a picture, and a table of its verbs.
import type { Lifecycle, Rule } from '#kernel/lifecycle.ts'
import type { Words } from '#kernel/words.ts'
import { lifecycles } from '#src/lifecycles.ts'
import { page, table } from './page.ts'

const picture = ({ states, start, acts }: Lifecycle): string => {
  const lines = Object.entries<Words>(states).map(([state, { zh }]) => `  ${state} : ${zh}`)
  for (const state of start) lines.push(`  [*] --> ${state}`)
  for (const [verb, from, to, button] of acts)
    if (to !== '=') for (const state of from) lines.push(`  ${state} --> ${to} : ${button.zh}(${verb})`)
  return ['```mermaid', 'stateDiagram-v2', ...lines, '```'].join('\n')
}

const one = (life: Lifecycle): string => {
  const { noun, title, states, acts, rules, table: name } = life
  const say = (state: string) => (states as Record<string, Words>)[state]!.zh
  const rows = acts.map(([verb, from, to, button, onlyIf]) => [
    `\`${noun}.${verb}\``,
    `${button.zh} · ${button.en}`,
    from.map(say).join('、'),
    to === '=' ? '不变' : say(to),
    [onlyIf ?? []]
      .flat()
      .map((rule) => (rules as Record<string, Rule<never>>)[rule]![0].zh)
      .join('<br>'),
  ])
  return [
    `## ${title.zh} · ${title.en}(\`${name}\`)`,
    picture(life),
    table(['动词 verb', '按钮 button', '可在 from', '成为 to', '否则 else'], rows),
  ].join('\n\n')
}

export const lifecyclesPage = (): string =>
  page('生命周期 · Lifecycles', 'src/modules/*/lifecycle.ts', ...lifecycles.map(one))
