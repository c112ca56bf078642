// What can be asked of readers of the open data: accounts of the database for the hospital's own tools.
import { z } from 'zod'
import { Can, contract, DayText, get, Id, Instant, post } from '#kernel/contract.ts'
import { w } from '#kernel/words.ts'

export const ReaderLine = z.object({
  id: Id,
  name: z.string(),
  status: z.enum(['open', 'missing', 'revoked', 'expired']),
  roleName: z.string().describe('the user name with which a tool signs in to the database'),
  whole: z.boolean(),
  departments: z.array(z.object({ id: Id, name: z.string() })),
  expiresOn: DayText,
  madeBy: z.string(),
  madeAt: Instant,
  endedAt: Instant.nullable(),
  can: Can,
})
export type ReaderLine = z.output<typeof ReaderLine>

/** Shown once: nobody can read it again. */
const Made = z.object({
  reader: ReaderLine,
  password: z.string(),
  database: z.string(),
  address: z
    .string()
    .nullable()
    .describe(
      'host:port where a tool finds it; empty: where the hospital’s own PostgreSQL is; null: closed to other machines',
    ),
  sql: z.string().describe('what a database administrator has to run first; empty where the program did it all'),
  advice: z.string().describe('what makes it tighter and only a database administrator may run; empty: nothing'),
})
export type MadeReader = z.output<typeof Made>

export const readers = contract('reader', '/readers', {
  list: get('', {
    title: w('开放数据的读者', 'Readers of the open data'),
    reply: z.object({ rows: z.array(ReaderLine) }),
  }),
  create: post('', {
    title: w('新建读者', 'New reader'),
    body: z
      .object({
        name: z.string().trim().min(2, '至少写 2 个字').max(60),
        whole: z.boolean().default(false),
        departments: z.array(Id).max(200).default([]),
        expiresOn: DayText,
      })
      .refine(({ whole, departments }) => whole || departments.length > 0, {
        message: '请选全院或至少一个科室',
        path: ['departments'],
      }),
    secret: true,
    reply: Made,
  }),
  renew: post('/{id}/renew', {
    title: w('换密码', 'New password'),
    body: z.object({ expiresOn: DayText.optional() }),
    secret: true,
    reply: Made,
  }),
  revoke: post('/{id}/revoke', { title: w('撤销', 'Revoke'), reply: ReaderLine }),
})
