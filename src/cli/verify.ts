// `verify`: proves that the ledger is what was written, and that the records keep their promises; or checks a backup file.
import { sql } from 'kysely'
import { checkBackup } from '#engine/backup/read.ts'
import type { OpenHouse } from '#engine/house.ts'
import { type Proof, prove } from '#engine/sealer.ts'
import { isoOf } from '#kernel/time.ts'
import { type Words, w } from '#kernel/words.ts'
import { proveLately } from '#modules/insight/raw.ts'
import { examine, type Finding } from '#src/invariants.ts'
import { anchorFile, lastAnchor } from './anchor.ts'
import { withHouse } from './beside.ts'
import type { Call } from './command.ts'

type Verdict = {
  readonly ok: boolean
  readonly ledger: Proof & { readonly row: Record<string, unknown> | null }
  readonly records: Finding[]
}

const whyWords: Record<NonNullable<Proof['broken']>['why'], Words> = {
  changed: w('内容与封存时不同，已被改动', 'is not what was sealed: it was changed'),
  missing: w('已被删除', 'is gone'),
  'slipped-in': w('是事后插入的', 'was slipped in afterwards'),
  'head-differs': w(
    '与数据库外留存的链头不符：台账被整体改写或截断',
    'differs from the head noted outside the database: the ledger was rewritten or cut',
  ),
}

/** What the broken row says now, so that whoever looks into it knows where to begin. */
const describe = async (house: OpenHouse, event: number): Promise<Record<string, unknown> | null> => {
  const { rows } = await sql<Record<string, unknown>>`
    select e.id, e.at, e.verb, e.subject, s.name as actor from events e left join staff s on s.id = e.actor_id
    where e.id = ${event}`.execute(house.db)
  return rows[0] ?? null
}

/** The newest months' reports against what was written down call by call. */
const reportsHold = async (house: OpenHouse): Promise<Finding> => {
  const differences = await house.asSystem(proveLately)
  return {
    name: 'reports-true',
    says: w('近几个月的月报与逐次通话记录一致', 'the newest months’ reports say what the calls say'),
    count: differences.length,
    rows: differences.slice(0, 5),
  }
}

/** Judges ledger and records of an open house. */
export const judge = async (house: OpenHouse, anchors: string): Promise<Verdict> => {
  const anchor = await lastAnchor(anchors)
  const proof = await prove(house.db, anchor)
  const row = proof.broken ? await describe(house, proof.broken.event) : null
  const records = [...(await examine(house.db)), await reportsHold(house)]
  return { ok: !proof.broken && records.every(({ count }) => count === 0), ledger: { ...proof, row }, records }
}

/** The verdict in words. */
export const verdictText = ({ ok, ledger, records }: Verdict): string => {
  const lines: string[] = []
  const { broken, row } = ledger
  if (broken) {
    const { zh, en } = whyWords[broken.why]
    const at = row?.at instanceof Date ? isoOf(row.at) : ''
    const which = broken.why === 'head-differs' ? `#${broken.seq}` : `events.id = ${broken.event} (#${broken.seq})`
    const what = row ? ` ${row.verb} ${row.subject ?? ''} ${at} ${row.actor ?? ''}`.replace(/\s+/g, ' ') : ''
    lines.push(`✘ 台账 ${which}${what}：${zh}。`, `  The ledger's ${which} ${en}.`)
  } else {
    const { proven, unsealed } = ledger
    lines.push(
      `✔ 台账完整：已核对 ${proven} 条，待封存 ${unsealed} 条 · ledger proven: ${proven} rows, ${unsealed} not sealed yet`,
    )
  }
  for (const { says, count, rows } of records) {
    if (count === 0) lines.push(`✔ ${says.zh} · ${says.en}`)
    else lines.push(`✘ ${says.zh} · ${says.en}:${count} — ${rows.join(', ')}${count > rows.length ? ' …' : ''}`)
  }
  lines.push(
    '',
    ok ? '一切正常。 All is well.' : '有问题，请保留现场并联系负责人。 Something is wrong; change nothing and ask.',
  )
  return lines.join('\n')
}

/** Exit code 1 when something is wrong. */
export const verify = async (call: Call): Promise<number> => {
  const [file] = call.operands
  const { data, databaseUrl, backupKey } = call.settings()
  if (file) {
    const { header, tables, rows } = await checkBackup(file, backupKey)
    const { madeAt, program } = header
    call.answer(
      { ok: true, madeAt, program, tables, rows },
      `✔ 备份完好：${madeAt}，${tables} 张表，${rows} 行 · the backup is whole: ${tables} tables, ${rows} rows`,
    )
    return 0
  }
  return withHouse(call, async (house) => {
    call.say(w('封存并核对台账…', 'sealing and proving the ledger…'))
    await house.seal()
    const verdict = await judge(house, anchorFile(data, databaseUrl))
    call.answer(verdict, verdictText(verdict))
    return verdict.ok ? 0 : 1
  })
}
