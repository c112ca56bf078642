// Prints every endpoint with its verb and the roles that may ask it; the shapes are in /openapi.json.
import type { Endpoint } from '#kernel/contract.ts'
import { roles, roleWords } from '#kernel/permission.ts'
import { contracts } from '#src/contracts.ts'
import { matrix, type Verb } from '#src/permissions.ts'
import { page, table } from './page.ts'

const whoMay = ({ open, verb }: Endpoint): string => {
  if (open) return '任何人 anyone'
  const may = roles.filter((_, i) => matrix[verb as Verb]?.[i] !== '-')
  return may.length === roles.length ? '所有岗位 every role' : may.map((role) => roleWords[role].zh).join('、')
}

export const apiPage = (): string =>
  page(
    '接口 · Interface',
    'src/modules/*/contract.ts',
    '地址都以 `/api/v1` 开头;请求与回复的格式见运行中的 `/openapi.json`。POST 带 `Idempotency-Key` 头可放心重发。',
    'Paths begin with `/api/v1`; the shapes are in `/openapi.json` of the running program. A POST with an `Idempotency-Key` is done once however often it is sent.',
    ...Object.entries(contracts as unknown as Record<string, Record<string, Endpoint>>).map(([noun, endpoints]) =>
      [
        `## ${noun}`,
        table(
          ['', '地址 path', '', '动词 verb', '谁 who'],
          Object.values(endpoints).map((it) => [
            it.method,
            `\`${it.path}\``,
            `${it.title.zh} · ${it.title.en}`,
            `\`${it.verb}\``,
            whoMay(it),
          ]),
        ),
      ].join('\n\n'),
    ),
  )
