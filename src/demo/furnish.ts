// Makes the demo: a hospital of three campuses with three weeks behind it, a year of old registers and a full list for today.
import { heldClock } from '#engine/clock.ts'
import { type OpenHouse, openHouse } from '#engine/house.ts'
import { openLog } from '#engine/log.ts'
import { addDays, at, type Day, dayOf } from '#kernel/time.ts'
import { type Words, w } from '#kernel/words.ts'
import { allotToday } from '#modules/followups/allotment.ts'
import { concludeAll } from '#modules/improvements/closing.ts'
import { approveDrafts } from '#modules/knowledge/shipped.ts'
import { importFile } from '#modules/patients/importing.ts'
import { modules } from '#src/modules.ts'
import * as assessing from './assessing.ts'
import { bulletins } from './bulletins.ts'
import { chanceFrom } from './chance.ts'
import { spotChecks } from './checking.ts'
import * as corridor from './corridor.ts'
import { dischargeList } from './discharges.ts'
import { waitingExport } from './exporting.ts'
import { type DemoHospital, foundHospital } from './hospital.ts'
import * as improving from './improving.ts'
import * as life from './life.ts'
import { readyPages } from './pages.ts'
import { takePast } from './past.ts'
import * as recurring from './recurring.ts'
import * as rounds from './rounds.ts'
import { scorecards } from './scoring.ts'
import * as sheets from './sheets.ts'
import { storiesOf } from './stories.ts'
import * as watch from './watch.ts'

const daysBehind = 18
const dischargesADay = 13
/** Any number: another one makes another hospital, the same one the same. */
const seed = 20_110_101

/** One day from the morning's list to the evening's last call, but not beyond `until`; `share` of the calls are made. */
const live = async (
  house: OpenHouse,
  clock: ReturnType<typeof heldClock>,
  hospital: DemoHospital,
  { day, index, share, until }: { day: Day; index: number; share: number; until: Date },
): Promise<void> => {
  const chance = chanceFrom(seed + index)
  const list = dischargeList(chance, addDays(day, -1), index * dischargesADay, dischargesADay)
  await importFile(house, {
    kind: 'discharges',
    content: Buffer.from(list),
    fileName: `出院名单-${day}.csv`,
    by: hospital.people.xinxike!.id,
  })
  await watch.morning(house, hospital)
  await recurring.night(house)
  await recurring.scanner(house, hospital, daysBehind - index)
  await house.asSystem(allotToday)
  await life.callers(house, chance, hospital, clock, { share, recent: daysBehind - index <= 6, until })
  await life.dangersMet(house, hospital)
  await life.cases(house, chance, hospital)
  await rounds.measures(house, chance, hospital)
  if (index === daysBehind - 2) await rounds.oneMatter(house, hospital)
  await sheets.lines(house, hospital, daysBehind - index)
  await corridor.station(house, hospital, daysBehind - index)
  await watch.answerRings(house, hospital)
  await house.jobs.drain()
}

/** Furnishes an empty hospital as a demo, up to this morning by the house's clock. */
export const furnishDemo = async (opened: OpenHouse, say: (words: Words) => void): Promise<void> => {
  const today = dayOf(opened.clock.now())
  const clock = heldClock(at(addDays(today, -daysBehind), '08:00'))
  // The same database under a clock that walks through the weeks.
  const house = await openHouse({ url: opened.url, modules, clock, log: openLog('silent') })
  try {
    const hospital = await house.asSystem(foundHospital)
    await takePast(house, hospital, addDays(today, -daysBehind - 1))
    // Rules judge no month that had begun when they were published.
    clock.set(at(addDays(today, -75), '09:00'))
    await assessing.rulesInForce(house, hospital)
    clock.set(at(addDays(today, -daysBehind), '08:00'))
    await house.asSystem((ctx) => readyPages(ctx, hospital))
    await house.run(hospital.people.xinnei!, approveDrafts)
    await improving.projects(house, hospital, clock, today, daysBehind)
    clock.set(at(addDays(today, -daysBehind), '08:00'))
    await watch.planRoster(house, hospital, addDays(today, -daysBehind), daysBehind + 14)
    const stories = await storiesOf({ ...house, clock }, hospital, today, opened.vault)
    for (let index = 0; index <= daysBehind; index++) {
      const day = addDays(today, index - daysBehind)
      const morning = at(day, '08:30')
      if (morning > opened.clock.now()) break
      // The last night is told by those who were on watch.
      await stories.until(index === daysBehind ? at(addDays(today, -1), '16:40') : morning)
      if (index === daysBehind) await watch.lastNight({ ...house, clock }, hospital, today, opened.clock.now())
      clock.set(morning)
      await house.asSystem(concludeAll)
      // The last days are left half done, so that the visitor's desk is as full as a real one.
      const left = daysBehind - index
      const share = left === 0 ? 0.1 : left <= 2 ? 0.55 : 1
      await live(house, clock, hospital, { day, index, share, until: opened.clock.now() })
      if (index % 7 === 6) say(w(`生成演示医院… 第 ${index + 1} 天`, `furnishing the demo hospital… day ${index + 1}`))
    }
    // What waits now is on somebody's list when the first visitor signs in.
    await stories.until(opened.clock.now())
    await house.jobs.drain()
    clock.set(opened.clock.now())
    await house.asSystem(allotToday)
    await improving.proposed(house, hospital)
    await assessing.practices(house, hospital)
    await assessing.lastMonth(house, hospital)
    await spotChecks(house, hospital)
    await scorecards(house, hospital)
    await waitingExport(house, hospital)
    await house.jobs.drain()
    await bulletins(house, hospital)
  } finally {
    await house.stop()
  }
}
