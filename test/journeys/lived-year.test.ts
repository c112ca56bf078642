// A hospital’s year lived: every list brought in, every call made, day by day through the public API under a held clock.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { provePeriod } from '#modules/insight/raw.ts'
import { yearFigures } from '#modules/insight/report.ts'
import { type Desk, openDesk } from '../desk.ts'
import { type Life, live, openCentre } from '../living.ts'
import { type LivedStay, livedYear, seedYear } from '../year.ts'

describe('一年：一通电话一通电话地过', () => {
  let desk: Desk
  before(async () => {
    desk = await openDesk({ at: '2011-01-01T08:00:00+08:00' })
  })
  after(() => desk.close())

  test('8,830 人次出院、13,592 通电话，年报与当年报出的数字完全一致', async () => {
    const stays = livedYear(2011)
    const centre = await openCentre(desk, stays)
    const followed = async function* (stay: LivedStay): Life {
      yield* centre.follow(stay, { text: '病房夜里太吵' })
    }
    await live(desk, {
      from: '2011-01-01',
      until: '2012-01-15',
      morning: centre.morning,
      lives: stays.map(followed),
    })
    assert.equal(centre.calls(), seedYear.attempts)

    assert.deepEqual(await desk.house.asSystem((ctx) => yearFigures(ctx, '2011')), seedYear)
    assert.deepEqual((await desk.house.asSystem((ctx) => provePeriod(ctx, '2011'))).differences, [])
    const cases = await desk.house.db
      .selectFrom('cases')
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .executeTakeFirst()
    assert.equal(Number(cases?.n), seedYear.opinions, 'every opinion became a case')
  })
})
