// Health and figures of the running program, for the hospital's monitoring (Prometheus text).
import type { FastifyReply, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { OpenHouse } from './house.ts'
import { DoorProblem } from './problem.ts'

export const meter = (house: OpenHouse) => {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  const requests = new Histogram({
    name: 'huiyin_request_seconds',
    help: 'Requests by endpoint and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2],
    registers,
  })
  const bugs = new Counter({ name: 'huiyin_bugs_total', help: 'Replies with status 500', registers })
  const failed = new Gauge({ name: 'huiyin_failed_jobs', help: 'Jobs that gave up and wait for a retry', registers })
  const unsealed = new Gauge({ name: 'huiyin_unsealed_events', help: 'Ledger rows not yet in the chain', registers })

  return {
    answered: (request: FastifyRequest, reply: FastifyReply) => {
      const route = request.routeOptions.url ?? 'none'
      requests.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000)
      if (reply.statusCode === 500) bugs.inc()
    },
    healthy: () =>
      sql`select 1`.execute(house.db).then(
        () => true,
        () => false,
      ),
    // Figures tell an attacker how busy the night is: only this machine reads them, and no proxy on it for somebody else.
    mustBeLocal: (request: FastifyRequest) => {
      const { 'x-forwarded-for': forFor, forwarded, via, 'x-real-ip': real } = request.headers
      const onBehalf = [forFor, forwarded, via, real].some((header) => header !== undefined)
      if (onBehalf || !['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(request.ip))
        throw new DoorProblem(404, 'not-found', { zh: '没有这个地址。', en: 'There is no such address.' })
    },
    page: async () => {
      const { rows } = await sql<{ failed: number; unsealed: number }>`
        with head as (select * from seals order by seq desc limit 1)
        select (select count(*) from pgboss.job where state = 'failed') as failed,
               (select count(*) from events where (era, tx, id) > (coalesce((select event_era from head), 0),
                 coalesce((select event_tx from head), '0'::xid8), coalesce((select event_id from head), 0))) as unsealed`.execute(
        house.db,
      )
      failed.set(rows[0]!.failed)
      unsealed.set(rows[0]!.unsealed)
      return registry.metrics()
    },
  }
}
