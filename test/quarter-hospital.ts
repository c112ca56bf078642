// The hospital of the quarter: its centre, its offices, and how they handle a matter from the work order to the person's own word.
import { officeOf } from '#modules/cases/routing.ts'
import { offices } from '#modules/cases/taxonomy.ts'
import type { Desk, Person } from './desk.ts'
import { type Life, openCentre, withKey } from './living.ts'
import { type Fate, quarterStays } from './quarter.ts'
import { addDays, addWorkdays } from './time.ts'

export type Answer = 'satisfied' | 'fairly' | 'dissatisfied'
/** Who does what about one matter: all that its fate has to know. */
export type Handling = {
  readonly id: string
  readonly since: string
  readonly fate: Fate
  readonly head: Person
  readonly tells: Person
  /** Whether the answer contents the one who spoke. */
  readonly ask: (answer: Answer) => Promise<void>
  readonly sameDay?: boolean
  readonly plan?: string
}

const found = { findings: '经核实，情况属实，当日人手不足，交接不细。', measures: '已调整班次并向本人致歉，下月复查。' }

/** On which working day it is answered by the department, and told to the person. */
const paces: Partial<Record<Fate, readonly [number, number]>> = {
  several: [6, 9],
  severalLate: [8, 12],
  late: [5, 7],
  paused: [5, 7],
}

/** Opens the centre with the lists of everybody who went home, and gives each office somebody who answers for it. */
export const openQuarter = async (desk: Desk) => {
  const heads = new Map<string, Person>()
  const places = new Map<string, string>()
  const centre = await openCentre(desk, quarterStays())
  const [nurse, lead] = [centre.callers[0]!, centre.lead]
  const supervision = await withKey(desk, 'supervision')
  const director = await withKey(desk, 'director')
  for (const [name, login] of Object.entries({ 心内科: 'cardiology', 普外科: 'surgery', 产科: 'obstetrics' })) {
    heads.set(name, await withKey(desk, login))
    places.set(name, desk.people.departments[name as '产科'])
  }
  places.set('儿科', desk.people.departments.儿科)
  const { admin, ids } = desk.people
  // The offices that categories go to, each with somebody who answers for it.
  const more = ['儿科', '门诊办', '信息科', '后勤科', '食堂', '人事科', '设备科', '保卫科', '财务科']
  for (const [i, name] of more.entries()) {
    const place = places.get(name) ?? (await admin.departments.create({ campus: '本部', name, group: '职能' })).id
    places.set(name, place)
    const person = { name: `${name}主任`, role: 'department' as const, superiorId: ids.director }
    await admin.staff.create({ ...person, login: `head${i}`, departments: [place] })
    heads.set(name, await withKey(desk, `head${i}`))
  }

  /** Which department handles it: the one that is named, or the office of the category. */
  const handlerOf = (category: string, named: string | null): string => {
    const office = officeOf(category)
    return named ?? (office ? offices[office].zh : '心内科')
  }

  /** From the work order to the person's own word, as the fate will have it. */
  async function* handled({ id, since, fate, head, tells, ask, sameDay, plan }: Handling): Life {
    if (fate === 'open' || fate === 'overdue') return
    const on = (n: number, hour: string, from = since) => `${n === 0 ? from : addWorkdays(from, n)} ${hour}`
    const answer = async () => {
      const plans = plan ? [{ what: plan, dueOn: addWorkdays(since, 30) }] : []
      await head.cases.answer({ id, ...found, plans })
    }
    const tell = async () => {
      if (fate === 'grave') {
        await supervision.cases.propose({ id, words: '情况已核实，请审定。' })
        await director.cases.consent({ id })
      } else await supervision.cases.pass({ id })
      const how = fate === 'letter' ? 'letter' : 'call'
      await tells.cases.tell({ id, how, what: '已说明核实的情况和整改措施，并致歉。' })
    }
    const [answered, toldOn] = sameDay ? [0, 0] : (paces[fate] ?? [2, 3])
    if (fate === 'several' || fate === 'severalLate') {
      yield on(1, '09:00')
      const other = handlerOf('H5', null)
      const reason = '另一科室也有关，须一并核实'
      await supervision.cases.askAssist({ id, departmentId: places.get(other)!, demand: '请说明系统情况', reason })
      yield on(3, '11:00')
      const [assist] = (await heads.get(other)!.cases.get({ id })).assists
      await heads.get(other)!.assists.contribute({ id: assist!.id, findings: '系统当日切换，叫号延迟。' })
    }
    if (fate === 'paused') {
      yield on(1, '09:00')
      await supervision.cases.pause({ id, reason: 'material', words: '等本人补交缴费票据', workdays: 5 })
      yield on(4, '09:00')
      await supervision.cases.resume({ id, words: '票据已补交' })
    }
    yield on(answered, '11:00')
    await answer()
    yield on(toldOn, '14:00')
    await tell()
    if (fate === 'unrated') return
    let asked = addDays(on(toldOn, '').trim(), 1)
    yield `${asked} 10:00`
    if (fate === 'unreachable') {
      for (let day = 0; ; asked = addDays(asked, 1), day++) {
        if (day > 0) yield `${asked} 10:00`
        await nurse.cases.failRecall({ id, words: '无人接听' })
        if (day === 2) break
      }
      await lead.cases.approve({ id, reason: '三次回访均未接通，已书面答复' })
      return
    }
    if (fate === 'second' || fate === 'escalated') {
      await ask('dissatisfied')
      yield on(2, '11:00', asked)
      await answer()
      yield on(3, '14:00', asked)
      await tell()
      yield `${addDays(addWorkdays(asked, 3), 1)} 10:00`
      if (fate === 'escalated') {
        await nurse.cases.escalate({ id, words: '还是没有说清楚' })
        return
      }
    }
    await ask(fate === 'fairly' ? 'fairly' : 'satisfied')
  }

  return { centre, nurse, lead, supervision, director, heads, places, handlerOf, handled }
}
export type Quarter = Awaited<ReturnType<typeof openQuarter>>
