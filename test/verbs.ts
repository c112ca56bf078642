// What people do by chance: which verb, to what, with which words; mostly what they may, sometimes what they may not.

import { sql } from 'kysely'
import type { Endpoint } from '#kernel/contract.ts'
import type { Questionnaire } from '#modules/followups/questions.ts'
import { optionsOf } from '#modules/followups/questions.ts'
import { contracts } from '#src/contracts.ts'
import { type Chance, chanceFrom } from '#src/demo/chance.ts'
import { calm } from './calls.ts'
import type { Desk, Person } from './desk.ts'
import { listOf } from './lists.ts'
import type { Step } from './model.ts'
import type { Login } from './people.ts'
import { bodySchema, sampleOf } from './sample.ts'
import { addDays, dayOf } from './time.ts'

/** A case or a task as somebody saw it in a list. */
export type Subject = {
  readonly noun: 'cases' | 'followups'
  readonly id: string
  readonly can: readonly string[]
  readonly patientId: string | null
  readonly name: string
}

export type World = {
  readonly desk: Desk
  readonly departments: readonly string[]
  stays: { encounterId: string; patientId: string; recordNumber: string }[]
  readonly disabled: Set<Login>
}

type Plan = Omit<Step, 'batch' | 'replies'>
type Input = Record<string, unknown>
type Call = (input: Input, options?: { key?: string; file?: object }) => Promise<unknown>

const everyone: readonly Login[] = [
  ...([
    'nurse',
    'nurse',
    'nurse',
    'nurse2',
    'nurse2',
    'nurse2',
    'lead',
    'lead',
    'supervision',
    'supervision',
    'supervision',
  ] as const),
  ...([
    'cardiology',
    'cardiology',
    'surgery',
    'surgery',
    'obstetrics',
    'cardiologist',
    'director',
    'director',
    'admin',
  ] as const),
]
const centre: readonly Login[] = ['nurse', 'nurse', 'nurse2', 'nurse2', 'lead', 'supervision']

/** The verbs of a noun that are done to one row. */
const verbsOf = Object.fromEntries(
  (['cases', 'followups'] as const).map((noun) => [
    noun,
    Object.entries(contracts[noun] as Record<string, Endpoint>)
      .filter(([, { method, path }]) => method === 'POST' && path.includes('{id}'))
      .map(([key]) => key),
  ]),
) as Record<Subject['noun'], string[]>

const categories = ['D3', 'B1', 'C3', 'A1', 'B2', 'D1', 'I1']
const opinion = (chance: Chance, world: World, text: string): Input => ({
  text,
  category: chance.one(categories),
  severity: chance.one([0, 1, 1, 1, 2, 2, 3]),
  urgency: chance.whole(0, 3),
  heated: chance.happens(0.05),
  demand: chance.one(['', '请说明原因', '请改进']),
  departmentId: chance.happens(0.3) ? chance.one(world.departments) : null,
  accusedIds: chance.happens(0.08) ? [world.desk.people.ids[chance.one(everyone)]] : [],
})

/** Somebody's answers: mostly content, sometimes not, now and then in danger. */
const answered = (chance: Chance, asked: Questionnaire): Input => {
  const overall = chance.one(['satisfied', 'satisfied', 'fairly', 'dissatisfied', 'dissatisfied'])
  const answers = calm(asked, asked.questions.some(({ key }) => key === 'overall') ? { overall } : {})
  const dangers = asked.questions.flatMap((question) =>
    optionsOf(question).flatMap(({ value, redFlag }) => (redFlag ? [{ question, value }] : [])),
  )
  if (dangers.length === 0 || !chance.happens(0.12)) return answers
  const { question, value } = chance.one(dangers)
  return { ...answers, [question.key]: { value: question.kind === 'choices' ? [value] : value } }
}

/** What is sent with a verb besides what any value would do for. */
const inputs: Record<
  string,
  (chance: Chance, world: World, name: string, subject: Subject, person: Person) => Input | Promise<Input>
> = {
  'cases.dispatch': (chance, { departments }) => ({
    departmentId: chance.one(departments),
    workdays: chance.one([5, 5, 10]),
  }),
  'cases.askTime': (chance) => ({ workdays: chance.whole(1, 6) }),
  'cases.tell': (chance) => ({ how: chance.one(['call', 'call', 'in-person', 'letter']) }),
  'cases.confirm': (chance) => ({ satisfaction: chance.one(['satisfied', 'fairly']) }),
  'cases.grade': (chance, world, name) => {
    const { category, severity, urgency, heated, accusedIds } = opinion(chance, world, name)
    return { category, severity, urgency, heated, ...(chance.happens(0.3) ? { accusedIds } : {}) }
  },
  'followups.handOver': (chance, { desk }) => ({ to: desk.people.ids[chance.one(everyone)] }),
  'followups.attempt': (chance, { desk }) => {
    const disposition = chance.one([
      ...([
        'no-answer',
        'no-answer',
        'no-answer',
        'no-answer',
        'busy',
        'powered-off',
        'call-back',
        'wrong-number',
      ] as const),
      ...(chance.happens(0.3) ? (['refused', 'died', 'readmitted', 'other', 'not-the-person'] as const) : []),
    ])
    const callBackAt = new Date(desk.clock.now().getTime() + chance.whole(1, 40) * 3_600_000)
    return {
      disposition,
      note: '无人应答',
      numberOwner: chance.one(['patient', 'contact']),
      ...(disposition === 'call-back' ? { callBackAt: callBackAt.toISOString() } : {}),
    }
  },
  'followups.complete': async (chance, world, name, { id }, person) => {
    const { questionnaire } = await person.followups.get({ id })
    const answers = questionnaire ? answered(chance, questionnaire as Questionnaire) : {}
    return {
      answers,
      respondent: chance.one(['patient', 'guardian', 'family']),
      note: '照实记录',
      ...(chance.happens(0.3) ? { recovered: chance.happens(0.7) } : {}),
      ...(chance.happens(0.35) ? { opinion: opinion(chance, world, `随访意见 ${name}`) } : {}),
    }
  },
  'followups.resolve': (chance) => ({ done: chance.one(['doctor-told', 'told-to-come', '120']) }),
  'followups.draft': (_, __, name) => ({ draft: { note: name } }),
}

/** A verb to a row: usually one that whoever looked may do, by somebody who may be somebody else. */
const toRow = (world: World, subject: Subject, chance: Chance, name: string): Plan => {
  const { noun } = subject
  const key = subject.can.length > 0 && chance.happens(0.8) ? chance.one(subject.can) : chance.one(verbsOf[noun])
  const verb = verbsOf[noun].includes(key) ? key : chance.one(verbsOf[noun])
  const who = chance.one(noun === 'followups' ? [...centre, ...everyone] : everyone)
  const endpoint = (contracts[noun] as Record<string, Endpoint>)[verb]!
  const schema = bodySchema(endpoint)
  const file =
    endpoint.carriage === 'upload'
      ? { name: '附件.pdf', type: 'application/pdf', content: Buffer.from('%PDF-1.4 ') }
      : undefined
  const twice = chance.happens(0.05)
  const options = { ...(twice || chance.happens(0.3) ? { key: `model ${name}` } : {}), ...(file ? { file } : {}) }
  const its = chance.whole(0, 2 ** 31)
  let input: Promise<Input> | undefined
  const act = async (person: Person) => {
    // Sent twice, it is the same both times.
    input ??= (async () => ({
      ...(schema ? (sampleOf(schema) as Input) : {}),
      ...(await inputs[`${noun}.${verb}`]?.(chanceFrom(its), world, name, subject, person)),
    }))()
    return (person[noun] as unknown as Record<string, Call>)[verb]!({ id: subject.id, ...(await input) }, options)
  }
  return { who, verb: endpoint.verb, on: subject.name, subject: subject.id, chance: chanceFrom(its + 1), act, twice }
}

const opened = (world: World, chance: Chance, name: string): Plan => {
  const { encounterId, recordNumber } = chance.one(world.stays)
  const input = { encounterId, ...opinion(chance, world, `反映 ${name}`) }
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
  if (kind < 0.15) {
    const { verb, act } = chance.one(errands)
    return {
      who: chance.one(everyone),
      verb,
      on: '',
      chance: chanceFrom(chance.whole(0, 2 ** 31)),
      act: (person) => act(person, name),
    }
  }
  // Now and then two go for the same row.
  const same = before && chance.happens(0.25) ? subjects.find(({ id }) => id === before.subject) : undefined
  return toRow(world, same ?? chance.one(subjects), chance, name)
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
