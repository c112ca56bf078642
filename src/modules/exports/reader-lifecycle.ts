// How an account for the open data lives: made, now and then without its role in the database, ended by hand or by its day.
import { lifecycle } from '#kernel/lifecycle.ts'
import { w } from '#kernel/words.ts'

export type ReaderRow = {
  readonly id: string
  readonly status: string
  readonly name: string
  readonly role_name: string
  readonly whole: boolean
  readonly departments: string[]
  readonly expires_on: string
  readonly made_by_id: string
  readonly made_at: Date
  readonly ended_at: Date | null
}

// biome-ignore format: a table is read by its columns
export const readerLifecycle = lifecycle<ReaderRow, string, string>({
  noun: 'reader',
  title: w('开放数据的读者', 'Reader of the open data'),
  table: 'readers',
  start: ['open', 'missing'],
  states: {
    open:    w('可用', 'Open'),
    missing: w('数据库中没有此账号', 'Not in the database'),
    revoked: w('已撤销', 'Revoked'),
    expired: w('已到期', 'Expired'),
  },
  acts: [
    // verb     from                  to         button
    ['renew',  ['open', 'missing'],  '=',       w('换密码', 'New password')],
    ['revoke', ['open', 'missing'],  'revoked', w('撤销', 'Revoke')],
    ['find',   ['missing'],          'open',    w('账号已建好', 'Found')],
    ['lose',   ['open'],             'missing', w('账号不见了', 'Lost')],
    ['expire', ['open', 'missing'],  'expired', w('到期', 'Expire')],
  ],
  rules: {},
})
