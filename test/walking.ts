// Somebody who opens everything there is: each list with all that can be asked of it, each address with every id he may have heard of.
import { openSession } from '#engine/sessions.ts'
import type { Endpoint } from '#kernel/contract.ts'
import type { Desk } from './desk.ts'
import { tableOf } from './rows.ts'
import { type Known, querySchema, requestOf, sampleOf } from './sample.ts'

export type Walker = {
  /** What is answered: status and body, without the number of the request. */
  ask(endpoint: Endpoint, id?: string, known?: Known): Promise<string>
  /** All lists and single figures, and each address that takes an id with each of these; files as they come. */
  walk(ids: readonly Heard[], known: Known): Promise<Map<string, string>>
}
/** An id, tried where such rows lie; or everywhere. */
export type Heard = { readonly id: string; readonly table?: string }

/** Files hold the moment at which they were made; a stream never ends. */
const answersWords = ({ method, carriage }: Endpoint): boolean => method === 'GET' && (!carriage || carriage === 'json')

export const walker = async (desk: Desk, staffId: string): Promise<Walker> => {
  const { db, clock, handlers } = desk.house
  const session = { staffId, stage: 'full' as const, address: '127.0.0.1', agent: '', now: clock.now() }
  const cookie = `huiyin=${await openSession(db, session)}`
  const endpoints = handlers.map(({ endpoint }) => endpoint)
  /** The addresses that may be given out as a file. */
  const lists = endpoints.filter((one) => answersWords(one) && !one.path.includes('{')).map(({ path }) => path)

  const fetched = async (request: { method: string; url: string; headers: object; payload?: unknown }) => {
    const reply = await desk.server.inject({ ...request, headers: { ...request.headers, cookie } } as never)
    return `${reply.statusCode} ${reply.body.replace(/"request":"[^"]*"/, '')}`
  }
  const ask: Walker['ask'] = (endpoint, id = '', known = {}) => {
    const request = requestOf(endpoint, { id, lineId: id, fileId: id }, known)
    const query = querySchema(endpoint)
    const asked = query && new URLSearchParams(sampleOf(query, known) as Record<string, string>).toString()
    return fetched({ ...request, url: request.url.split('?')[0]! + (asked ? `?${asked}` : '') })
  }
  return {
    ask,
    walk: async (ids, known) => {
      const seen = new Map<string, string>()
      for (const endpoint of endpoints.filter(answersWords)) {
        const { path } = endpoint
        const name = `${path} ${endpoint.verb}`
        if (path === '/exports/preview')
          for (const list of lists) seen.set(`${name} ${list}`, await ask(endpoint, '', { list }))
        else if (path.includes('{')) {
          for (const { id, table } of ids)
            if (!table || table === tableOf(path)) seen.set(`${name} ${id}`, await ask(endpoint, id, known))
        }
        // Once as it opens, and once looked through for what is sought.
        else {
          seen.set(name, await ask(endpoint))
          if (querySchema(endpoint)) seen.set(`${name}?`, await ask(endpoint, '', known))
        }
      }
      return seen
    },
  }
}
