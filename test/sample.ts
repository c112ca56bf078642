// Requests made from the contracts themselves: a value that a schema accepts, and where in it other rows are named.
import { jsonSchema } from '#engine/openapi.ts'
import type { Endpoint } from '#kernel/contract.ts'

type Json = { [key: string]: unknown }
type Path = readonly string[]

/** What is known by a field's name (`departmentId`, `category`); anything else is made from its schema. */
export type Known = Readonly<Record<string, unknown>>

const isRef = (schema: Json): boolean => schema.format === 'uuid'

const patterns: Readonly<Record<string, string>> = {
  '^[A-K]\\d{1,2}$': 'D3',
  '^[a-z][a-z0-9-]{1,40}$': 'sample',
  '^(19|20)\\d{2}-(0[1-9]|1[0-2])$': '2026-03',
  '^(19|20)\\d{2}(-(0[1-9]|1[0-2]))?$': '2026-03',
  '^(19|20)\\d{2}$': '2026',
  '^(([01]\\d|2[0-3]):[0-5]\\d|24:00)$': '08:00',
  '^[\\p{L}\\p{N}._-]+$': 'sample',
}

const textOf = ({ pattern, format, minLength = 0 }: Json): string => {
  if (format === 'date') return '2026-03-09'
  if (format === 'date-time') return '2026-03-12T10:00:00+08:00'
  if (format === 'uuid') return '019c0000-0000-7000-8000-00000000dead'
  if (typeof pattern === 'string' && patterns[pattern]) return patterns[pattern]
  return '照章核实，已经说明并改进'.repeat(4).slice(0, Math.max(12, minLength as number))
}

/** A value that the schema accepts: what is required, and what is known by name. */
export const sampleOf = (schema: Json, known: Known = {}): unknown => {
  if ('const' in schema) return schema.const
  if (Array.isArray(schema.enum)) return schema.enum[0]
  const either = (schema.anyOf ?? schema.oneOf) as Json[] | undefined
  if (either) return sampleOf(either.find(({ type }) => type !== 'null') ?? {}, known)
  if (Array.isArray(schema.allOf)) return Object.assign({}, ...(schema.allOf as Json[]).map((s) => sampleOf(s, known)))
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  if (type === 'object') {
    const properties = (schema.properties ?? {}) as Record<string, Json>
    const required = (schema.required ?? []) as string[]
    return Object.fromEntries(
      Object.entries(properties).flatMap(([key, below]) => {
        if (key in known) return [[key, known[key]]]
        return required.includes(key) ? [[key, sampleOf(below, known)]] : []
      }),
    )
  }
  if (type === 'array')
    return Array.from({ length: (schema.minItems as number) ?? 0 }, () => sampleOf(schema.items as Json, known))
  if (type === 'string') return textOf(schema)
  if (type === 'integer' || type === 'number') return Math.max(1, (schema.minimum as number) ?? 0)
  return type === 'boolean' ? false : {}
}

/** Every place in a schema where another row is named by its id; `*` stands for the elements of a list. */
export const refsIn = (schema: Json, at: Path = []): Path[] => {
  if (isRef(schema)) return [at]
  const below = [
    ...Object.entries((schema.properties ?? {}) as Record<string, Json>).map(([key, it]) => [key, it] as const),
    ...(schema.items ? [['*', schema.items as Json] as const] : []),
  ]
  const either = [...((schema.anyOf ?? []) as Json[]), ...((schema.allOf ?? []) as Json[])]
  return [...below.flatMap(([key, it]) => refsIn(it, [...at, key])), ...either.flatMap((it) => refsIn(it, at))]
}

/** The same value with another one at a path. */
export const replaced = (value: unknown, [key, ...rest]: Path, by: unknown): unknown => {
  if (key === undefined) return by
  if (key === '*') return [replaced(undefined, rest, by)]
  return { ...(value as object), [key]: replaced((value as Json | undefined)?.[key], rest, by) }
}

// Made once: turning a schema into JSON takes longer than answering a request.
const made = new Map<unknown, Json>()
const once = (schema: Endpoint['body']): Json | undefined => {
  if (schema && !made.has(schema)) made.set(schema, jsonSchema(schema, 'input'))
  return made.get(schema)
}

export const bodySchema = (endpoint: Endpoint): Json | undefined => once(endpoint.body)
export const querySchema = (endpoint: Endpoint): Json | undefined => once(endpoint.query)

const boundary = '----sample'

/** The request of an endpoint as it goes to the server: path filled from `names`, query and body made from the schemas. */
export const requestOf = (
  endpoint: Endpoint,
  names: Readonly<Record<string, string>>,
  known: Known,
  body?: unknown,
) => {
  const query = querySchema(endpoint)
  const needed = Object.fromEntries(
    Object.entries(known).filter(([key]) => (query?.required as string[])?.includes(key)),
  )
  const asked = query ? new URLSearchParams(sampleOf(query, needed) as Record<string, string>).toString() : ''
  const path = endpoint.path.replace(/\{(\w+)\}/g, (_, name: string) => names[name] ?? textOf({ format: 'uuid' }))
  const url = `/api/v1${path}${asked ? `?${asked}` : ''}`
  const { method } = endpoint
  if (endpoint.carriage === 'upload')
    return {
      method,
      url,
      headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
      payload: `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="list.csv"\r\nContent-Type: text/csv\r\n\r\n${known.file ?? '一份附件'}\r\n--${boundary}--\r\n`,
    }
  const schema = bodySchema(endpoint)
  if (!schema) return { method, url, headers: {} }
  const payload = JSON.stringify(body ?? sampleOf(schema, known))
  return { method, url, headers: { 'content-type': 'application/json' }, payload }
}
