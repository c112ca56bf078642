// The lists kept beside the project, taken in as the import will: they must come out exactly as their makers expect.
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import { readTable, type Source } from '#engine/tables/read.ts'
import { streamXlsx } from '#engine/tables/write.ts'
import { guessColumns } from './columns.ts'
import { type Discharge, dischargeKey, readDischarge } from './discharge.ts'
import { guessRegisterColumns, readRegister } from './register.ts'

const folder = join(import.meta.dirname, '../../../../../shared/data/discharges')
const skip = existsSync(folder) ? false : 'shared/data/discharges is not beside this project: skipped'

/** The import without a database: the same decisions, counted the same way. */
async function take(source: Source) {
  const { header, rows } = await readTable(source)
  const { mapping, dialect, missing } = guessColumns(header)
  assert.deepEqual(missing, [])
  const kept = new Map<string, Discharge>()
  const counts = { rows: 0, created: 0, updated: 0, unchanged: 0, doNotCall: 0, noPhone: 0, male: 0 }
  const rejected: { row: number; code: string }[] = []
  for await (const row of rows) {
    counts.rows++
    const { ok, rejected: refused } = readDischarge(row, mapping, { today: '2012-06-01', header })
    if (refused) {
      rejected.push({ row: row.row, code: refused.code })
      continue
    }
    const before = kept.get(dischargeKey(ok))
    kept.set(dischargeKey(ok), ok)
    if (before) counts[isDeepStrictEqual(before, ok) ? 'unchanged' : 'updated']++
    else {
      counts.created++
      counts.doNotCall += Number(ok.died)
      counts.noPhone += Number(ok.phones.length === 0)
      counts.male += Number(ok.sex === 'male')
    }
  }
  return { dialect, counts, rejected }
}

describe('随附的名单', { skip }, () => {
  const expected = skip ? null : JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8'))

  for (const name of ['hqms', 'pinyin'] as const) {
    test(`${name}.csv`, async () => {
      const want = expected[name]
      const { dialect, counts, rejected } = await take(join(folder, `${name}.csv`))
      assert.equal(dialect, name)
      assert.deepEqual(
        rejected.map(({ code }) => code),
        want.rejected,
      )
      assert.deepEqual(
        [counts.rows, counts.created, counts.updated, counts.unchanged, counts.doNotCall, counts.noPhone],
        [want.rows, want.created, want.updated, want.unchanged, want.do_not_call, want.no_phone],
      )
      assert.equal(counts.created + counts.updated + counts.unchanged + rejected.length, counts.rows)
    })

    test(`${name}.csv 存成 XLSX、UTF-16,结果不变`, async () => {
      const whole = await take(join(folder, `${name}.csv`))
      const { header, rows } = await readTable(join(folder, `${name}.csv`))
      const lines: string[][] = []
      for await (const { cells } of rows) lines.push(cells)
      const quoted = [header, ...lines]
        .map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join('\t'))
        .join('\r\n')
      assert.deepEqual(await take(Buffer.from(quoted, 'utf16le')), whole)
      const sheet = streamXlsx({ name: '出院', header, rows: lines })
      assert.deepEqual(await take(sheet as unknown as AsyncIterable<Uint8Array>), whole)
    })
  }

  test('year.csv', async () => {
    const { counts, rejected } = await take(join(folder, 'year.csv'))
    const { discharges, male, died } = expected.year
    assert.deepEqual(
      [counts.created, counts.male, counts.doNotCall, rejected.length, counts.updated],
      [discharges, male, died, 0, 0],
    )
  })

  test('year-outcomes.csv', async () => {
    const { header, rows } = await readTable(join(folder, 'year-outcomes.csv'))
    const { mapping } = guessRegisterColumns(header)
    const count: Record<string, number> = {}
    const add = (key: string | null, n = 1) => {
      if (key) count[key] = (count[key] ?? 0) + n
    }
    for await (const row of rows) {
      const { ok } = readRegister(row, mapping, { today: '2012-06-01', header })
      assert.ok(ok)
      add(ok.result)
      add(ok.reason)
      add(ok.satisfaction)
      add('attempts', ok.attempts)
      add(ok.opinion && 'opinions')
    }
    const { year } = expected
    assert.deepEqual(count, {
      reached: year.reached,
      unreached: year.unreached,
      refused: year.unreached_by_reason.拒访,
      'no-answer': year.unreached_by_reason.多次未接,
      'wrong-number': year.unreached_by_reason.号码错误,
      died: year.unreached_by_reason.死亡,
      satisfied: year.satisfied,
      fairly: year.fairly,
      dissatisfied: year.dissatisfied,
      attempts: year.attempts,
      opinions: year.opinions,
    })
  })
})
