// What can be asked about approved guidance and the departments' notes for the caller.
import { z } from 'zod'
import { Can, contract, Flag, get, Id, Instant, post } from '#kernel/contract.ts'
import { w } from '#kernel/words.ts'

export const GuidanceLine = z.object({
  id: Id,
  group: z.string().nullable(),
  title: z.string(),
  text: z.string(),
  turnTo: z.string(),
  version: z.int(),
  status: z.enum(['draft', 'approved', 'withdrawn']),
  approvedBy: z.string().nullable(),
  approvedAt: Instant.nullable(),
  can: Can,
})
export const guidance = contract('guidance', '/guidance', {
  list: get('', {
    title: w('健康指导', 'Guidance'),
    query: z.object({
      group: z.string().max(50).optional(),
      q: z.string().max(60).optional(),
      all: Flag.optional(),
    }),
    reply: z.object({ rows: z.array(GuidanceLine) }),
  }),
  create: post('', {
    title: w('新增条目', 'Add an entry'),
    body: z.object({
      group: z.string().max(50).nullable(),
      title: z.string().trim().min(2).max(80),
      text: z.string().trim().min(5).max(2000),
      turnTo: z.string().trim().min(2).max(200),
    }),
    reply: GuidanceLine,
  }),
  approve: post('/{id}/approve', { title: w('审定', 'Approve'), reply: GuidanceLine }),
  withdraw: post('/{id}/withdraw', { title: w('停用', 'Withdraw'), reply: GuidanceLine }),
})

export const CareNote = z.object({
  id: Id,
  group: z.string(),
  diagnosis: z.string(),
  medicines: z.string(),
  cautions: z.string(),
  by: z.string().nullable(),
  at: Instant,
})
export const careNotes = contract('careNote', '/care-notes', {
  list: get('', {
    title: w('用药与注意事项', 'Medicines and cautions'),
    query: z.object({ group: z.string().max(50).optional() }),
    reply: z.object({ rows: z.array(CareNote) }),
  }),
  set: post('', {
    title: w('填写注意事项', 'Set a note'),
    body: z.object({
      group: z.string().min(1).max(50),
      diagnosis: z.string().max(80).default(''),
      medicines: z.string().trim().max(1000),
      cautions: z.string().trim().max(1000),
    }),
    reply: CareNote,
  }),
})
