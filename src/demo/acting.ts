// How the demo's people act: each by the hospital's own verbs, as the server would after reading the request.
import { z } from 'zod'
import type { Handler } from '#engine/ctx.ts'
import type { OpenHouse } from '#engine/house.ts'
import type { Me } from '#kernel/permission.ts'
import { Refusal } from '#kernel/refusal.ts'

/** Does a verb as a person; `input` is what the request would hold, with what stands in its address. */
export const act = (house: OpenHouse, me: Me, handler: Handler, input: Record<string, unknown>): Promise<unknown> => {
  const { body, query } = handler.endpoint
  const shape = body ?? query
  const parsed = shape ? (z.parse(shape, input) as object) : {}
  return house.run(me, (ctx) => handler.run(ctx, { ...parsed, ...(input.id ? { id: input.id } : {}) } as never))
}

/** What is no longer possible when its turn comes (a patient died meanwhile) is left; anything else is a mistake. */
export const unlessRefused = (work: Promise<unknown>): Promise<unknown> =>
  work.catch((error) => {
    if (!(error instanceof Refusal)) throw error
  })
