// A JSON schema as people read it: name, kind, bounds, what it means, and what is inside.
import { t } from './ui/language.ts'

export type SchemaNode = {
  readonly type?: string | readonly string[]
  readonly format?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly description?: string
  readonly properties?: Readonly<Record<string, SchemaNode>>
  readonly required?: readonly string[]
  readonly items?: SchemaNode
  readonly additionalProperties?: SchemaNode | boolean
  readonly anyOf?: readonly SchemaNode[]
  readonly default?: unknown
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly $ref?: string
}

const names: Readonly<Record<string, () => string>> = {
  string: () => t('文字', 'text'),
  integer: () => t('整数', 'integer'),
  number: () => t('数', 'number'),
  boolean: () => t('是否', 'boolean'),
  object: () => t('对象', 'object'),
  array: () => t('列表', 'list'),
  null: () => t('空', 'null'),
  uuid: () => t('编号', 'id'),
  'date-time': () => t('时刻', 'instant'),
  date: () => t('日期', 'day'),
  binary: () => t('文件', 'file'),
}
const nameOf = (type: string) => names[type]?.() ?? type

/** Bounds that a program would set anyway are not worth a reader's time. */
const boundOf = ({ minLength, maxLength, minimum, maximum, minItems, maxItems }: SchemaNode): string => {
  const from = minLength ?? minimum ?? minItems
  const to = maxLength ?? maximum ?? maxItems
  const small = (n: number | undefined) => (n === undefined || Math.abs(n) >= Number.MAX_SAFE_INTEGER ? undefined : n)
  const [low, high] = [small(from), small(to)]
  if (low === undefined && high === undefined) return ''
  return `${low ?? ''}–${high ?? ''}`
}

/** 文字 1–80, 列表： 编号， 空： the kind in a word. */
const kindOf = (node: SchemaNode): string => {
  if (node.$ref) return node.$ref.split('/').at(-1)!
  if (node.enum) return node.enum.map(String).join(' | ')
  if (node.const !== undefined) return String(node.const)
  if (node.anyOf) return [...new Set(node.anyOf.map(kindOf))].join(t(' 或 ', ' or '))
  const types = [node.type ?? []].flat()
  if (types.length === 0) return t('任意', 'anything')
  return types
    .map((type) => {
      if (type === 'array' && node.items) return `${nameOf('array')}: ${kindOf(node.items)}`
      if (type === 'string' && node.format && names[node.format]) return nameOf(node.format)
      return nameOf(type)
    })
    .join(t(' 或 ', ' or '))
}

/** What is inside: an object's properties, those of a list's rows, of one of several. */
const insideOf = (node: SchemaNode): SchemaNode | undefined => {
  if (node.properties) return node
  if (node.items) return insideOf(node.items)
  if (node.anyOf) return node.anyOf.map(insideOf).find(Boolean)
  if (typeof node.additionalProperties === 'object') return insideOf(node.additionalProperties)
  return undefined
}

const Words = ({ node }: { node: SchemaNode }) => (
  <>
    <span className="kind">{kindOf(node)}</span>
    {boundOf(node) && <span className="faint">{boundOf(node)}</span>}
    {node.default !== undefined && (
      <span className="faint">
        {t('默认', 'default')} {JSON.stringify(node.default)}
      </span>
    )}
    {node.description && <span className="meaning">{node.description}</span>}
  </>
)

/** `inline`: only the words, of a parameter. Deep ones open on demand. */
export const Schema = ({ of: node, inline, depth = 0 }: { of: SchemaNode; inline?: boolean; depth?: number }) => {
  const inside = inline ? undefined : insideOf(node)
  if (!inside) return <Words node={node} />
  return (
    <ul className="schema">
      {Object.entries(inside.properties ?? {}).map(([name, one]) => {
        const more = insideOf(one)
        const head = (
          <>
            <code>{name}</code>
            {inside.required?.includes(name) || <span className="faint">{t('可无', 'optional')}</span>}
            <Words node={one} />
          </>
        )
        return (
          <li key={name}>
            {more && depth < 6 ? (
              <details open={depth < 1}>
                <summary>{head}</summary>
                <Schema of={more} depth={depth + 1} />
              </details>
            ) : (
              head
            )}
          </li>
        )
      })}
    </ul>
  )
}
