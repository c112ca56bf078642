// The sealer: chains the ledger's rows by hash beside the requests, and proves the chain when asked.
import { createHash } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from './ctx.ts'
import type { Db } from './database.ts'

type Row = { id: number; at: Date; era: number; tx: string; line: string }
type Sealed = Row & { seq: number; hash: Buffer }

/** The text that is hashed: every column in a fixed order; jsonb prints the same for the same content. */
export const sealedLine = (alias: string): RawBuilder<string> => {
  const column = (name: string) => sql.ref(`${alias}.${name}`)
  return sql<string>`concat_ws('|', ${column('id')}, extract(epoch from ${column('at')}), ${column('verb')}, ${column('noun')},
    coalesce(${column('subject')}::text, '-'), coalesce(${column('actor_id')}::text, '-'), coalesce(${column('from_state')}, '-'),
    coalesce(${column('to_state')}, '-'), ${column('restricted')}, ${column('request')}, ${column('era')}, ${column('tx')}, ${column('data')}::text)`
}

const chained = (before: Buffer, text: string): Buffer => createHash('sha256').update(before).update(text).digest()
const beginning = Buffer.alloc(32)

/**
 * Begins a new era where the ledger holds transaction numbers that this server has not reached: its rows were copied
 * here from another one (a restore, a dump), and new rows must still come after them.
 */
export const beginEra = async (ctx: Ctx): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtext('ledger.era'))`.execute(ctx.tx)
  const { rows } = await sql<{ era: number; ahead: boolean }>`
    select era, era > ledger_era() or tx >= pg_snapshot_xmax(pg_current_snapshot()) as ahead
    from events order by era desc, tx desc limit 1`.execute(ctx.tx)
  const last = rows[0]
  if (!last?.ahead) return
  const next = sql.lit(`select ${last.era + 1}`)
  await sql`create or replace function ledger_era() returns int language sql stable as ${next}`.execute(ctx.tx)
}

/**
 * Seals what can be sealed, at most `most` rows: those whose transaction is older than every transaction still
 * running, so that no row can later slip in before a sealed one. Answers how many.
 */
export const seal = async (ctx: Ctx, most = 5000): Promise<number> => {
  await sql`select pg_advisory_xact_lock(hashtext('ledger.seal'))`.execute(ctx.tx)
  const last = await sql<{ seq: number; hash: Buffer; event_era: number; event_tx: string; event_id: number }>`
    select seq, hash, event_era, event_tx::text, event_id from seals order by seq desc limit 1`.execute(ctx.tx)
  const head = last.rows[0]
  const { rows } = await sql<Row>`
    select e.id, e.at, e.era, e.tx::text as tx, ${sealedLine('e')} as line from events e
    where (e.era < ledger_era() or e.tx < pg_snapshot_xmin(pg_current_snapshot()))
      and (e.era, e.tx, e.id) > (${head?.event_era ?? 0}::int, ${head?.event_tx ?? '0'}::xid8, ${head?.event_id ?? 0}::bigint)
    order by e.era, e.tx, e.id limit ${most}`.execute(ctx.tx)
  if (rows.length === 0) return 0
  let hash: Buffer = head?.hash ?? beginning
  const hashes = rows.map((row) => (hash = chained(hash, row.line)))
  const first = (head?.seq ?? 0) + 1
  await sql`
    insert into seals (seq, event_id, event_at, event_era, event_tx, hash)
    select ${first}::bigint + n - 1, id, at, era, tx::xid8, hash
    from unnest(${rows.map((row) => row.id)}::bigint[], ${rows.map((row) => row.at)}::timestamptz[],
                ${rows.map((row) => row.era)}::int[], ${rows.map((row) => row.tx)}::text[],
                ${hashes}::bytea[]) with ordinality as s (id, at, era, tx, hash, n)`.execute(ctx.tx)
  return rows.length
}

export type Proof = {
  /** Rows whose place in the chain was recomputed and found right. */
  readonly proven: number
  /** Rows too young to be sealed. */
  readonly unsealed: number
  /** The head of the chain, to be kept where the database cannot reach it. */
  readonly head: { seq: number; hash: string } | null
  /** The first row that is not what it was, or null. */
  readonly broken: { seq: number; event: number; why: 'changed' | 'missing' | 'slipped-in' | 'head-differs' } | null
}

/**
 * Recomputes the whole chain. Finds a changed byte, a removed row, a row slipped in behind the sealer's back,
 * and (given the `anchor` noted earlier) a chain that was cut or rewritten as a whole.
 */
export const prove = async (db: Db, anchor?: { seq: number; hash: string }): Promise<Proof> => {
  let hash: Buffer = beginning
  let proven = 0
  let anchored = anchor === undefined
  for (;;) {
    const { rows } = await sql<Sealed & { line: string | null }>`
      select s.seq, s.event_id as id, s.hash, case when e.id is null then null else ${sealedLine('e')} end as line
      from seals s left join events e on e.id = s.event_id and e.at = s.event_at
      where s.seq > ${proven} order by s.seq limit 5000`.execute(db)
    for (const row of rows) {
      const broken = (why: 'changed' | 'missing') => ({
        proven,
        unsealed: 0,
        head: null,
        broken: { seq: row.seq, event: row.id, why },
      })
      if (row.line === null || row.seq !== proven + 1) return broken('missing')
      hash = chained(hash, row.line)
      if (!hash.equals(row.hash)) return broken('changed')
      proven = row.seq
      if (anchor?.seq === proven) anchored = hash.toString('hex') === anchor.hash
    }
    if (rows.length === 0) break
  }
  const head = proven === 0 ? null : { seq: proven, hash: hash.toString('hex') }
  if (!anchored) return { proven, unsealed: 0, head, broken: { seq: anchor!.seq, event: 0, why: 'head-differs' } }
  const { rows } = await sql<{ unsealed: number; stranger: number | null }>`
    with head as (select event_era, event_tx, event_id from seals order by seq desc limit 1)
    select count(*) filter (where s.event_id is null) as unsealed,
           min(e.id) filter (where s.event_id is null and (e.era, e.tx, e.id) < (h.event_era, h.event_tx, h.event_id)) as stranger
    from events e left join head h on true left join seals s on s.event_id = e.id`.execute(db)
  const { unsealed, stranger } = rows[0]!
  return { proven, unsealed, head, broken: stranger === null ? null : { seq: 0, event: stranger, why: 'slipped-in' } }
}
