// What the figures keep ready, for those who look after the program: how much of it, how much waits, and counting all of it again.
import { z } from 'zod'
import { contract, get, Instant, post } from '#kernel/contract.ts'
import { w } from '#kernel/words.ts'

const Kept = z.object({
  kind: z.enum(['stays', 'cases']),
  spans: z.int().describe('thirds of a month that are kept, or should be'),
  ready: z.int().describe('of them those counted, by the rules of today'),
  again: z.int().describe('of them those counted again since that was asked for last; 0 where it never was'),
  marks: z.int().describe('changes that are counted from the rows until the next minute'),
  countedAt: Instant.nullable().describe('when one was last counted whole'),
})

export const kept = contract('job', '/kept', {
  get: get('', {
    title: w('备好的数字', 'Figures kept ready'),
    reply: z.object({
      kinds: z.array(Kept),
      asked: z
        .object({ at: Instant, by: z.string().nullable() })
        .nullable()
        .describe('when all was to be counted again'),
      running: z.boolean(),
    }),
  }),
  rebuild: post('/rebuild', { title: w('全部重新汇总', 'Count all again') }),
})
