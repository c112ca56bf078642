// The ledger's own rows of a matter with the hashes that prove them: who can see a line can reckon its hash himself.

import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import { within } from '#engine/permit.ts'
import { sealedLine } from '#engine/sealer.ts'
import { momentText } from '#kernel/time.ts'
import type { Matter } from '../matter.ts'
import { note, type Section } from '../section.ts'

type Row = {
  id: number
  at: Date
  verb: string
  noun: string
  subject: string
  actor: string | null
  from: string | null
  to: string | null
  data: unknown
  seq: number | null
  hash: Buffer | null
  before: Buffer | null
  line: string
}

/** A row of ledger.jsonl. `line` is the very text that was hashed: sha256(before ‖ line) is the hash. */
export type LedgerLine = Omit<Row, 'hash' | 'before' | 'line' | 'data'> & {
  readonly hash: string | null
  readonly before: string | null
  readonly data?: unknown
  readonly line?: string
}

/** Who opened the vault, and for what, is told to nobody by a file. */
const nouns = ['case', 'dossier', 'promise', 'assist', 'measure']

const rowsOf = async (ctx: Ctx, { sheet, clear }: Matter): Promise<Row[]> => {
  // What other nouns wrote of this matter stands in a file in clear only: their scopes are not the case's.
  const subjects = clear
    ? sql`(select ${sheet.id}::uuid union all select id from promises where case_id = ${sheet.id}
        union all select id from assists where case_id = ${sheet.id} union all select id from measures where case_id = ${sheet.id})`
    : sql`(select ${sheet.id}::uuid)`
  const { rows } = await sql<Row>`
    select e.id, e.at, e.verb, e.noun, e.subject, a.name as actor, e.from_state as from, e.to_state as to, e.data,
      s.seq, s.hash, coalesce(p.hash, decode(repeat('00', 32), 'hex')) as before, ${sealedLine('e')} as line
    from events e left join staff a on a.id = e.actor_id
    left join seals s on s.event_id = e.id and s.event_at = e.at left join seals p on p.seq = s.seq - 1
    where e.subject in ${subjects} and e.noun = any(${nouns}) and e.at >= ${sheet.receivedAt}::timestamptz - interval '1 day'
      -- What has to do with another matter that the reader may not see did not happen for him.
      and (e.data->>'otherId' is null or exists (
        select from cases where cases.id = (e.data->>'otherId')::uuid and ${within(ctx.me, 'case.read', 'cases')}))
    order by e.era, e.id`.execute(ctx.tx)
  return rows
}

/** Whether the row's hash is what its line says; null for one too young to be sealed. */
const proven = ({ hash, before, line }: Row): boolean | null =>
  hash && before ? createHash('sha256').update(before).update(line).digest().equals(hash) : null

const short = (hash: string | null): string => (hash ? `${hash.slice(0, 16)}…` : '未封存')

/** The section and its rows; with their data and lines only where the file is in clear. */
export const ledger = async (ctx: Ctx, matter: Matter): Promise<{ section: Section; lines: LedgerLine[] }> => {
  const rows = await rowsOf(ctx, matter)
  const judged = rows.map(proven)
  const lines = rows.map(
    ({ hash, before, line, data, ...row }): LedgerLine => ({
      ...row,
      hash: hash?.toString('hex') ?? null,
      before: hash ? (before?.toString('hex') ?? null) : null,
      ...(matter.clear ? { data, line } : {}),
    }),
  )
  const sealed = judged.filter((one) => one !== null).length
  const wrong = judged.filter((one) => one === false).length
  const said = `共 ${rows.length} 条，已封存 ${sealed} 条；${wrong === 0 ? '已封存的逐条校验一致' : `有 ${wrong} 条与封存时不一致`}。`
  return {
    lines,
    section: {
      key: 'ledger',
      title: '台账摘录',
      blocks: [
        note(said),
        {
          kind: 'table',
          head: ['序号', '时间', '动作', '人员', '状态', '封存号', '哈希'],
          widths: [9, 18, 19, 11, 17, 9, 17],
          rows: lines.map((row) => [
            `${row.id}`,
            momentText(row.at),
            row.verb,
            row.actor ?? '系统',
            [row.from, row.to].filter(Boolean).join(' → '),
            `${row.seq ?? ''}`,
            short(row.hash),
          ]),
        },
        note(
          '每条的哈希 = SHA-256（上一条的哈希 ‖ 本条全文）。完整哈希见 ledger.jsonl；全链由本院运行 huiyin verify 证明。',
        ),
      ],
      data: { events: rows.length, sealed, wrong },
    },
  }
}
