// A hospital’s year taken over from an old register, and any year with other numbers: the yearly report says them all.
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { heldClock } from '#engine/clock.ts'
import { type OpenHouse, openHouse } from '#engine/house.ts'
import { openLog } from '#engine/log.ts'
import { readDepartments, setUp } from '#modules/directory/setup.ts'
import { importFile } from '#modules/patients/importing.ts'
import { modules } from '#src/modules.ts'
import { type Desk, freshDatabase, openDesk } from '#test/desk.ts'
import { listOf, livedYear, registerOf, seedYear } from '#test/year.ts'
import { provePeriod } from './raw.ts'
import { reportOf, yearFigures } from './report.ts'

const folder = join(import.meta.dirname, '../../../../shared/data/discharges')
const skip = existsSync(folder) ? false : 'shared/data/discharges is not beside this project: skipped'

describe('接管一年的旧登记', () => {
  let desk: Desk
  before(async () => {
    desk = await openDesk({ at: '2012-03-01T09:00:00+08:00' })
  })
  after(() => desk.close())

  test('年报与当年报出的数字完全一致，旧登记再导一遍也不变', async () => {
    const { house } = desk
    const stays = livedYear(2011)
    await importFile(house, { kind: 'discharges', content: listOf(stays), fileName: 'year.csv' })
    const register = { kind: 'register', content: registerOf(stays), fileName: 'register.csv' } as const
    const taken = await importFile(house, register)
    assert.deepEqual([taken.created, taken.rejected.length], [8830, 0])
    assert.deepEqual(await house.asSystem((ctx) => yearFigures(ctx, '2011')), seedYear)
    const again = await importFile(house, register)
    assert.equal(again.unchanged, 8830)
    assert.deepEqual(await house.asSystem((ctx) => yearFigures(ctx, '2011')), seedYear)
    assert.deepEqual((await house.asSystem((ctx) => provePeriod(ctx, '2011'))).differences, [])
  })

  test('十二个月加起来就是全年', async () => {
    const { house } = desk
    const months = Array.from({ length: 12 }, (_, i) => `2011-${String(i + 1).padStart(2, '0')}`)
    const reports = await Promise.all(months.map((period) => house.asSystem((ctx) => reportOf(ctx, { period }))))
    const sum = (of: (report: (typeof reports)[number]) => number) => reports.reduce((total, it) => total + of(it), 0)
    assert.equal(
      sum((it) => it.discharges),
      seedYear.discharges,
    )
    assert.equal(
      sum((it) => it.reached.numerator!),
      seedYear.reached,
    )
    assert.equal(sum((it) => it.notReached) + sum((it) => it.excluded[0]?.count ?? 0), seedYear.unreached)
    assert.equal(
      sum((it) => it.attempts),
      seedYear.attempts,
    )
    assert.equal(
      sum((it) => it.satisfaction.satisfied!),
      seedYear.satisfied,
    )
    assert.equal(
      sum((it) => it.opinions.total),
      seedYear.opinions,
    )
  })

  test('换一年、换一组数字，同样分毫不差', async () => {
    const { house } = desk
    const other = {
      ...{ discharges: 777, reached: 640, unreached: 137, died: 4 },
      reached_by_group: { 外科: 201, 内科: 99, 妇产科: 300, 儿科: 40 },
      unreached_by_reason: { 号码错误: 31, 停机或空号: 20, 多次未接: 60, 再入院: 3, 转院: 2, 拒访: 17, 死亡: 4 },
      ...{ satisfied: 601, fairly: 30, dissatisfied: 9, opinions: 41, attempts: 1100, male: 300 },
    }
    const stays = livedYear(2010, other, 7).map((stay) => ({ ...stay, recordNumber: `X${stay.recordNumber}` }))
    await importFile(house, { kind: 'discharges', content: listOf(stays), fileName: 'year.csv' })
    await importFile(house, { kind: 'register', content: registerOf(stays), fileName: 'register.csv' })
    assert.deepEqual(await house.asSystem((ctx) => yearFigures(ctx, '2010')), other)
  })
})

describe('随附的一年', { skip }, () => {
  let house: OpenHouse
  let drop: () => Promise<void>
  before(async () => {
    const database = await freshDatabase()
    drop = database.drop
    const clock = heldClock('2012-03-01T09:00:00+08:00')
    house = await openHouse({ url: database.url, modules, clock, log: openLog('silent') })
    await setUp(house, { admin: 'admin', departments: await readDepartments(join(folder, 'departments.csv')) })
  })
  after(async () => {
    await house?.stop()
    await drop?.()
  })

  test('year.csv 与 year-outcomes.csv 得出 expected.json 的全部数字', async () => {
    await importFile(house, { kind: 'discharges', path: join(folder, 'year.csv'), fileName: 'year.csv' })
    await importFile(house, {
      kind: 'register',
      path: join(folder, 'year-outcomes.csv'),
      fileName: 'year-outcomes.csv',
    })
    const expected = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')).year
    assert.deepEqual(await house.asSystem((ctx) => yearFigures(ctx, '2011')), expected)
    assert.deepEqual((await house.asSystem((ctx) => provePeriod(ctx, '2011'))).differences, [])
  })
})
