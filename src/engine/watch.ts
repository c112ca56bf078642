// What leaves no row behind but must be known: refusals, written to the ledger before the reply goes out.
import type { Endpoint } from '#kernel/contract.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Door } from './admit.ts'
import type { OpenHouse } from './house.ts'
import { DoorProblem } from './problem.ts'

/** Writes refused attempts of people who are signed in: who wanted what, and that he may not. */
export const watchReads = (house: OpenHouse) => ({
  refused: async (door: Door, endpoint: Endpoint, request: string, error: unknown): Promise<void> => {
    const denied =
      (error instanceof Refusal && error.kind === 'not-allowed') ||
      (error instanceof DoorProblem && error.status === 403)
    if (!denied || !door.visitor) return
    await house.db
      .insertInto('events')
      .values({
        at: house.clock.now(),
        verb: 'refusal.record',
        noun: 'refusal',
        subject: null,
        actor_id: door.visitor.id,
        data: JSON.stringify({ verb: endpoint.verb, path: endpoint.path }),
        request,
      })
      .execute()
  },
})
