// The OpenAPI 3.1 document, made from the contracts that the server itself obeys.
import { z } from 'zod'
import type { Endpoint } from '#kernel/contract.ts'

type Json = Record<string, unknown>

const dates = {
  unrepresentable: 'any',
  override: ({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodType; jsonSchema: Json }) => {
    if (zodSchema._zod.def.type === 'date') Object.assign(jsonSchema, { type: 'string', format: 'date-time' })
  },
} as const

/** A schema as JSON Schema 2020-12: `input` as it is sent, `output` as it is answered. */
export const jsonSchema = (schema: z.core.$ZodType, io: 'input' | 'output'): Json => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, ...dates }) as Json
  return rest
}

const parametersOf = (endpoint: Endpoint): Json[] => {
  const inPath = [...endpoint.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
  if (!endpoint.query) return inPath
  const { properties = {}, required = [] } = jsonSchema(endpoint.query, 'input') as {
    properties?: Json
    required?: string[]
  }
  const inQuery = Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }))
  return [...inPath, ...inQuery]
}

const problem = {
  description: 'A refusal',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
}

const operationOf = (endpoint: Endpoint): Json => {
  const { body, reply, carriage } = endpoint
  const sent =
    carriage === 'upload'
      ? {
          'multipart/form-data': {
            schema: { type: 'object', properties: { file: { type: 'string', format: 'binary' } }, required: ['file'] },
          },
        }
      : body && { 'application/json': { schema: jsonSchema(body, 'input') } }
  const answered =
    carriage === 'file'
      ? { '*/*': { schema: { type: 'string', format: 'binary' } } }
      : carriage === 'stream'
        ? { 'text/event-stream': { schema: { type: 'string' } } }
        : reply
          ? { 'application/json': { schema: jsonSchema(reply, 'output') } }
          : undefined
  return {
    operationId:
      endpoint.path.slice(1).replace(/[^\w]+/g, '_') +
      (endpoint.method === 'GET' ? '_get' : endpoint.method === 'PUT' ? '_put' : ''),
    summary: `${endpoint.title.zh} · ${endpoint.title.en}`,
    tags: [endpoint.verb.split('.')[0]],
    'x-verb': endpoint.verb,
    ...(endpoint.open ? { security: [] } : {}),
    parameters: parametersOf(endpoint),
    ...(sent ? { requestBody: { required: true, content: sent } } : {}),
    responses: {
      200: { description: 'Done', ...(answered ? { content: answered } : {}) },
      ...(endpoint.open ? {} : { 401: problem, 403: problem }),
      404: problem,
      409: problem,
      422: problem,
      429: problem,
    },
  }
}

/** Everything that can be asked, as a document for people and generators. */
export const openapi = (endpoints: readonly Endpoint[]): Json => {
  const paths: Record<string, Json> = {}
  for (const endpoint of endpoints) {
    const path = `/api/v1${endpoint.path}`
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operationOf(endpoint) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: '回音 Huiyin',
      version: '1',
      description:
        'Every verb is a line of the permission matrix (x-verb) and an event in the ledger. A POST with an `Idempotency-Key` header is done once however often it is sent.',
    },
    servers: [{ url: '/' }],
    security: [{ session: [] }, { token: [] }],
    paths,
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'huiyin' },
        token: { type: 'http', scheme: 'bearer' },
      },
      schemas: {
        Problem: {
          type: 'object',
          required: ['type', 'title', 'status', 'detail', 'request'],
          properties: {
            type: { type: 'string' },
            title: { type: 'string' },
            status: { type: 'integer' },
            detail: { type: 'string' },
            request: { type: 'string' },
            fields: {
              type: 'array',
              items: {
                type: 'object',
                required: ['field', 'reason'],
                properties: { field: { type: 'string' }, reason: { type: 'string' } },
              },
            },
          },
        },
      },
    },
  }
}
