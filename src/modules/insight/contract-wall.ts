// What hangs on the centre's wall: numbers of now and of the month so far, and nothing by which anybody is known.
import { z } from 'zod'
import { contract, get, Instant } from '#kernel/contract.ts'
import { w } from '#kernel/words.ts'
import { Part, Rate } from './contract.ts'

export const Wall = z.object({
  at: Instant,
  hospital: z.string(),
  open: z.int(),
  late: z.int(),
  soon: z.int(),
  today: z.object({ received: z.int(), told: z.int(), closed: z.int() }),
  waiting: z.array(Part).describe('for whom open matters wait'),
  department: z.array(Part).describe('the departments with most that is late'),
  month: z
    .object({
      month: z.string(),
      reached: Rate,
      satisfied: Rate,
      targets: z.object({ reached: z.number(), satisfied: z.number() }),
    })
    .nullable()
    .describe('the month so far, for those who may read reports'),
  telephones: z
    .object({
      ready: z.int(),
      calling: z.int(),
      wrapUp: z.int(),
      resting: z.int(),
      waiting: z.int(),
      since: Instant.nullable().describe('when the longest waiting caller came'),
      owed: z.int(),
      owedLate: z.int(),
    })
    .nullable()
    .describe('null where no agent has a telephone, or the reader may not see the queue'),
})
export type Wall = z.output<typeof Wall>

export const wall = contract('case', '/wall', {
  get: get('', {
    open: true,
    title: w('墙上看板', 'The board on the wall'),
    reply: z.object({
      wall: Wall.nullable().describe('for whoever signed in at this browser, even after his session has idled out'),
    }),
  }),
})
