// What a random day holds: who looks where, what comes in, who leaves, and what each hand does next.
import { sql } from 'kysely'
import { type Chance, chanceFrom } from '#src/demo/chance.ts'
import { Refused } from '#web/client.ts'
import type { Person } from './desk.ts'
import { listOf } from './lists.ts'
import type { Login } from './people.ts'
import { speakUp } from './speaking.ts'
import { addDays, dayOf } from './time.ts'
import { centre, everyone, moving, opinion, type Plan, type Subject, toRow, type World } from './verbs.ts'
import { watch } from './watching.ts'

const callers: readonly Login[] = ['nurse', 'nurse', 'nurse2', 'nurse2', 'lead', 'supervision', 'cardiology', 'surgery']
const offices: readonly Login[] = [
  ...(['nurse', 'lead', 'lead', 'supervision', 'supervision', 'supervision'] as const),
  ...(['cardiology', 'cardiology', 'surgery', 'obstetrics', 'director', 'director'] as const),
]
const views = ['today', 'mine', 'mine', 'unassigned', 'flagged', 'unreached', 'all'] as const

const states = [
  ...([
    'received',
    'investigating',
    'submitted',
    'submitted',
    'consenting',
    'reviewed',
    'told',
    'told',
    'escalated',
    'merged',
  ] as const),
] as const

type Line = {
  id: string
  can: string[]
  text?: string
  dueAt: string
  kind: string
  patient: { recordNumber: string } | null
}

const subjectOf = (noun: Subject['noun'], by: Login, { id, can, text, dueAt, kind, patient }: Line): Subject => {
  const name = `${noun === 'cases' ? '诉求' : kind} ${patient?.recordNumber} ${text ?? dueAt}`.slice(0, 60)
  return { noun, by, id, can, name }
}

/** What hangs on a case, named by the words that were said of it. */
const besideOf = (noun: Subject['noun'], by: Login, { id, can }: Pick<Line, 'id' | 'can'>, words: string): Subject => ({
  noun,
  by,
  id,
  can,
  name: `${noun} ${words}`.slice(0, 60),
})

/** What two people have on their screens, in an order that is the same from run to run. Whose account was closed sees nothing. */
export const lookAround = async (hand: (login: Login) => Person, chance: Chance): Promise<Subject[]> => {
  const [caller, office] = [chance.one(callers), chance.one(offices)]
  const view = chance.one(views)
  const which = chance.happens(0.7) ? { status: chance.one(states) } : {}
  try {
    const tasks = await hand(caller).followups.list({ view, limit: 40 })
    const cases = await hand(office).cases.list({ limit: 40, ...which })
    const one = cases.rows.length > 0 && chance.happens(0.4) ? chance.one(cases.rows) : undefined
    const sheet = one && (await hand(office).cases.get({ id: one.id }))
    const changing = chance.happens(0.3) ? (await hand(office).measures.list({ view: 'open', limit: 20 })).rows : []
    return [
      ...(sheet?.assists ?? []).map((row) => besideOf('assists', office, row, row.demand)),
      ...changing.map((row) => besideOf('measures', office, row, row.what)),
      ...(sheet?.promises ?? []).map((row) => besideOf('promises', office, row, row.what)),
      ...tasks.rows.map((row) => subjectOf('followups', caller, row)),
      ...cases.rows.map((row) => subjectOf('cases', office, row)),
    ].sort((a, b) => (a.name < b.name ? -1 : 1))
  } catch (error) {
    if (error instanceof Refused && error.status === 401) return []
    throw error
  }
}

/** What some know besides: who called for the patient, and what was promised on the spot. */
const besides = (world: World, chance: Chance, name: string) => {
  const tomorrow = new Date(world.desk.clock.now().getTime() + chance.whole(1, 40) * 3_600_000)
  return {
    ...(chance.happens(0.3) ? { reporter: { name: `来电人 ${name}`, phone: '19900001234', relation: 'family' } } : {}),
    ...(chance.happens(0.2) ? { promised: { what: `回电 ${name}`, byAt: tomorrow.toISOString() } } : {}),
  }
}

const opened = (world: World, chance: Chance, name: string): Plan => {
  const { encounterId, recordNumber } = chance.one(world.stays)
  const input = { encounterId, ...opinion(chance, world, `反映 ${name}`), ...besides(world, chance, name) }
  const twice = chance.happens(0.1)
  return {
    who: chance.one(chance.happens(0.9) ? centre : everyone),
    verb: 'case.open',
    on: recordNumber,
    chance: chanceFrom(chance.whole(0, 2 ** 31)),
    act: (person) => person.cases.open(input as never, twice ? { key: `model ${name}` } : {}),
    twice,
  }
}

/** He died, or wants never to be called again. */
const ended = (world: World, chance: Chance): Plan => {
  const { patientId, recordNumber } = chance.one(world.stays)
  const died = chance.happens(0.5)
  return {
    who: chance.one(chance.happens(0.8) ? centre : everyone),
    verb: died ? 'patient.died' : 'patient.doNotCall',
    on: recordNumber,
    subject: patientId,
    chance: chanceFrom(chance.whole(0, 2 ** 31)),
    act: (person) =>
      died
        ? person.patients.died({ id: patientId, diedOn: dayOf(world.desk.clock.now()) })
        : person.patients.doNotCall({ id: patientId, reason: '本人要求不再来电' }),
  }
}

/** Somebody leaves the house, or comes back. */
const leftOrBack = (world: World, chance: Chance): Plan => {
  const [away] = world.disabled
  const login = away ?? chance.one(['nurse2', 'nurse', 'cardiologist', 'lead', 'supervision'] as const)
  const id = world.desk.people.ids[login]
  const act = async ({ staff }: Person) => {
    await (away ? staff.enable({ id }) : staff.disable({ id }))
    if (away) world.disabled.delete(login)
    else world.disabled.add(login)
  }
  const verb = away ? 'staff.enable' : 'staff.disable'
  return { who: 'admin', verb, on: login, subject: id, chance: chanceFrom(chance.whole(0, 2 ** 31)), act }
}

const about = (verb: string, act: (person: Person, name: string) => Promise<unknown>) => ({ verb, act })
const errands = [
  about('task.allot', (person) => person.followups.allot({})),
  about('setting.change', (person, name) => person.settings.change({ hotline: name })),
  about('guidance.create', (person, name) =>
    person.guidance.create({ group: null, title: `指导 ${name}`, text: '保持伤口干燥。', turnTo: '门诊' }),
  ),
  about('careNote.set', (person, name) =>
    person.careNotes.set({ group: '内科', diagnosis: name, medicines: '按医嘱', cautions: '防跌倒' }),
  ),
]

/** What one hand does next. */
export const planStep = (
  world: World,
  subjects: readonly Subject[],
  before: { subject?: string } | undefined,
  chance: Chance,
  name: string,
): Plan => {
  const kind = chance.next()
  if (kind < 0.1 || subjects.length === 0) return opened(world, chance, name)
  if (kind < 0.108) return ended(world, chance)
  if (kind < 0.108 + (world.disabled.size > 0 ? 0.02 : 0.002)) return leftOrBack(world, chance)
  if (kind < 0.19) {
    const who = chance.one(everyone)
    const its =
      kind < 0.15 ? chance.one(errands) : kind < 0.17 ? watch(world, chance, name) : speakUp(world, chance, name)
    const { verb, act } = its
    return {
      who: ('who' in its ? its.who : who) as Login,
      verb,
      on: '',
      chance: chanceFrom(chance.whole(0, 2 ** 31)),
      act: (person) => act(person, name),
    }
  }
  // Now and then two go for the same row.
  const same = before && chance.happens(0.25) ? subjects.find(({ id }) => id === before.subject) : undefined
  const waiting = subjects.filter((subject) => moving(subject).length > 0)
  const some = waiting.length > 0 && chance.happens(0.75) ? waiting : subjects
  return toRow(world, same ?? chance.one(some), chance, name)
}

/** A list comes in: two dozen people went home in the last days. */
export const discharge = async (world: World, admin: Person, chance: Chance, batch: number): Promise<void> => {
  const { desk } = world
  const today = dayOf(desk.clock.now())
  const lines = Array.from({ length: 24 }, (_, i) => ({
    number: `Z${String(batch).padStart(6, '0')}${String(i).padStart(2, '0')}`,
    phone: `13${String(batch % 10_000).padStart(5, '0')}${String(1000 + i)}`,
    contact: chance.happens(0.5) ? `15${String(batch % 10_000).padStart(5, '0')}${String(1000 + i)}` : '',
    department: chance.one(['心内科', '心内科', '普外科', '普外科', '产科', '儿科', '老年医学科']),
    discharged: addDays(today, -chance.whole(1, 8)),
    leaving: chance.happens(0.04) ? '死亡' : '医嘱离院',
  }))
  const file = { name: `${batch}.csv`, type: 'text/csv', content: listOf(...lines) }
  const { fileId, mapping } = await admin.imports.upload({}, { file })
  await admin.imports.discharges({ fileId, mapping })
  await desk.house.jobs.drain()
  const { rows } = await sql<World['stays'][number]>`
    select e.id as "encounterId", p.id as "patientId", p.record_number as "recordNumber"
    from encounters e join patients p on p.id = e.patient_id order by p.record_number desc limit 200`.execute(
    desk.house.db,
  )
  world.stays = rows
}
