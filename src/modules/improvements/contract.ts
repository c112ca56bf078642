// What can be asked of what keeps coming back: the proposals, the cases behind one, and what a person makes of it.
import { z } from 'zod'
import { Both, Can, contract, get, Id, Instant, Paging, pageOf, post, words } from '#kernel/contract.ts'
import { w } from '#kernel/words.ts'

const Status = z.enum(['found', 'taken', 'dismissed', 'over'])

/** One proposal; figures are of people, each counted once, as of the day on which it was found or found again. */
export const ProposalLine = z.object({
  id: Id,
  status: Status,
  title: Both.describe('the cell in words: category, department, place, hours'),
  sentence: Both.describe('its reckoning, as a nurse would say it'),
  category: z.string().nullable(),
  department: z.string().nullable(),
  place: z.string().nullable(),
  hours: z.string().nullable(),
  weekday: z.int().nullable(),
  words: z
    .array(z.string())
    .nullable()
    .describe('what many say there, of cases that the reader may read; null where it is not words that stand out'),
  span: z.int().describe('days looked back over'),
  observed: z.int(),
  expected: z.number(),
  byChance: z.number().describe('times a month that chance shows as many in this cell'),
  since: z.string(),
  latest: z.string().describe('the day of the latest of its cases'),
  foundAt: Instant,
  risen: z.int().describe('how often it was found again after it was dismissed'),
  restricted: z.boolean(),
  decidedBy: z.string().nullable(),
  decidedAt: Instant.nullable(),
  reason: z.string().nullable(),
  cases: z.int().describe('of those that the reader may see'),
  project: z
    .object({ id: Id, number: z.string(), title: z.string() })
    .nullable()
    .describe('the project that came of it'),
  can: Can,
})

const Behind = z.object({
  id: Id,
  number: z.string(),
  kind: z.string(),
  category: z.string(),
  status: z.string(),
  department: z.string().nullable(),
  place: z.string(),
  receivedAt: Instant,
  text: z.string().describe('its beginning, eighty characters'),
  alike: z.boolean().describe('says nearly the same as others of them'),
})

/** With the cases behind it, newest first, two hundred at most. */
export const Proposal = ProposalLine.extend({
  behind: z.array(Behind),
  alike: z
    .object({ count: z.int(), words: z.array(z.string()) })
    .nullable()
    .describe('how many of them say nearly the same, and the words that they share'),
})

const Reason = words(4, 500)

export const proposals = contract('proposal', '/proposals', {
  list: get('', {
    title: w('苗头', 'What keeps coming back'),
    query: Paging.extend({ status: Status.default('found') }),
    reply: pageOf(ProposalLine),
  }),
  get: get('/{id}', { title: w('一处苗头', 'One proposal'), reply: Proposal }),
  take: post('/{id}/take', {
    title: w('采纳', 'Take up'),
    body: z.object({
      projectId: Id.nullable().default(null).describe('the project that it joins; null: a new one'),
      title: z.string().trim().max(80).default('').describe('of the new project; empty: the cell in words'),
    }),
    reply: Proposal,
  }),
  dismiss: post('/{id}/dismiss', {
    title: w('排除', 'Dismiss'),
    body: z.object({ reason: Reason }),
    reply: Proposal,
  }),
})

export type ProposalLine = z.output<typeof ProposalLine>
export type Proposal = z.output<typeof Proposal>
