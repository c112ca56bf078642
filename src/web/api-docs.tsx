// The interface to read: every verb with its address, what it takes, what it answers and how it refuses, from /openapi.json.
import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import './api-docs.css'
import { Schema, type SchemaNode } from './api-schema.tsx'
import { useFilters } from './place.tsx'
import { FindField } from './ui/find-field.tsx'
import { Icon } from './ui/icon.tsx'
import { t } from './ui/language.ts'
import { Page } from './ui/layout.tsx'
import { Badge, Tag } from './ui/marks.tsx'
import { Empty, Loaded } from './ui/states.tsx'

type Content = { readonly [type: string]: { readonly schema?: SchemaNode } }
type Operation = {
  readonly summary: string
  readonly tags: readonly string[]
  readonly 'x-verb': string
  readonly security?: readonly unknown[]
  readonly parameters: readonly {
    readonly name: string
    readonly in: 'path' | 'query'
    readonly required: boolean
    readonly schema: SchemaNode
  }[]
  readonly requestBody?: { readonly content: Content }
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>
}
type Document = {
  readonly info: { readonly title: string; readonly description: string }
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}
type Entry = { readonly id: string; readonly method: string; readonly path: string; readonly it: Operation }

const read = async (): Promise<Document> => {
  const reply = await fetch('/openapi.json')
  if (!reply.ok) throw new Error(`openapi.json: ${reply.status}`)
  return reply.json()
}

const entriesOf = ({ paths }: Document): Entry[] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, it]) => ({
      id: `${method} ${path}`,
      method: method.toUpperCase(),
      path,
      it,
    })),
  )

/** 随访任务 · Follow-up tasks: the half in the language of the page. */
const titleOf = ({ summary }: Operation): string => {
  const [zh = summary, en = zh] = summary.split(' · ')
  return t(zh, en)
}

const refusals: Readonly<Record<string, () => string>> = {
  401: () => t('没有登录或令牌无效', 'Not signed in, or no such token'),
  403: () => t('看得到，但不能做', 'Visible but not allowed'),
  404: () => t('没有，或不在可见范围', 'Not there, or not yours to see'),
  409: () => t('与现状矛盾，说明规则', 'Contradicts the state of things; says the rule'),
  422: () => t('内容不对，逐字段说明', 'Not right; says which fields'),
  429: () => t('太频繁', 'Too many'),
}

const Body = ({ title, content }: { title: string; content: Content | undefined }) => (
  <section>
    <h4>{title}</h4>
    {content ? (
      Object.entries(content).map(([type, { schema }]) => (
        <div key={type}>
          {type !== 'application/json' && <code className="media">{type}</code>}
          {schema && <Schema of={schema} />}
        </div>
      ))
    ) : (
      <p className="faint">{t('无', 'Nothing')}</p>
    )}
  </section>
)

const Details = ({ it }: { it: Operation }) => (
  <div className="operation-body">
    {it.parameters.length > 0 && (
      <section>
        <h4>{t('参数', 'Parameters')}</h4>
        <ul className="schema">
          {it.parameters.map((one) => (
            <li key={one.name}>
              <code>{one.name}</code>{' '}
              <span className="faint">{one.in === 'path' ? t('路径', 'path') : t('查询', 'query')}</span>
              {one.required && <span className="must">{t('必填', 'required')}</span>}
              <Schema of={one.schema} inline />
            </li>
          ))}
        </ul>
      </section>
    )}
    {it.requestBody && <Body title={t('请求', 'Request')} content={it.requestBody.content} />}
    <Body title={t('回复', 'Reply')} content={it.responses['200']?.content} />
    <section>
      <h4>{t('拒绝', 'Refusals')}</h4>
      <ul className="refusal-kinds">
        {Object.keys(it.responses)
          .filter((status) => refusals[status])
          .map((status) => (
            <li key={status}>
              <code>{status}</code> {refusals[status]!()}
            </li>
          ))}
      </ul>
    </section>
  </div>
)

const One = ({ entry }: { entry: Entry }) => {
  const [open, setOpen] = useState(false)
  const { it, method, path } = entry
  return (
    <details className="operation" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <span className={method === 'GET' ? 'method get' : 'method'}>{method}</span>
        <code className="path">{path}</code>
        <span className="operation-title">{titleOf(it)}</span>
        <code className="verb">{it['x-verb']}</code>
        {it.security?.length === 0 && <Tag>{t('无需登录', 'open')}</Tag>}
        <Icon name="right" size={15} />
      </summary>
      {open && <Details it={it} />}
    </details>
  )
}

const Contents = ({ document }: { document: Document }) => {
  const [filters, set] = useFilters<'q'>()
  const q = useDeferredValue((filters.q ?? '').toLowerCase())
  const all = entriesOf(document)
  const found = all.filter(
    ({ path, it }) =>
      !q || path.includes(q) || it['x-verb'].toLowerCase().includes(q) || it.summary.toLowerCase().includes(q),
  )
  const nouns = [...new Set(found.map(({ it }) => it.tags[0]!))]
  const nameOf = (noun: string) => {
    const list = all.find(({ method, it }) => method === 'GET' && it.tags[0] === noun)
    return list ? titleOf(list.it) : noun
  }
  return (
    <div className="api">
      <nav aria-label={t('目录', 'Contents')}>
        <FindField
          value={filters.q ?? ''}
          onChange={(to) => set({ q: to })}
          placeholder={t('地址、动词、名称', 'Address, verb, name')}
        />
        <ul>
          {nouns.map((noun) => (
            <li key={noun}>
              <a href={`#${noun}`}>
                {nameOf(noun)} <Badge count={found.filter(({ it }) => it.tags[0] === noun).length} />
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <div>
        {nouns.length === 0 && <Empty icon="search" title={t('没有找到', 'Nothing found')} />}
        {nouns.map((noun) => (
          <section key={noun} id={noun} className="noun" aria-label={nameOf(noun)}>
            <h2>
              {nameOf(noun)} <code>{noun}</code>
            </h2>
            {found
              .filter(({ it }) => it.tags[0] === noun)
              .map((entry) => (
                <One key={entry.id} entry={entry} />
              ))}
          </section>
        ))}
      </div>
    </div>
  )
}

export const Screen = () => {
  const ask = useQuery({ queryKey: ['openapi'], queryFn: read, staleTime: Number.POSITIVE_INFINITY })
  return (
    <Page
      wide
      title={t('接口文档', 'The interface')}
      about={
        <>
          {t(
            '每个接口对应权限表的一行（动词），做过的事都留痕。POST 带 Idempotency-Key 可放心重发。',
            'Every endpoint is a line of the permission matrix and leaves its trace. A POST with an Idempotency-Key may be repeated.',
          )}{' '}
          <a href="/openapi.json" target="_blank" rel="noreferrer">
            openapi.json
          </a>
        </>
      }
    >
      <Loaded ask={ask} lines={14}>
        {(document) => <Contents document={document} />}
      </Loaded>
    </Page>
  )
}
