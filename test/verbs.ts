// What people do by chance: which verb, to what, with which words; mostly what they may, sometimes what they may not.

import type { Endpoint } from '#kernel/contract.ts'
import type { Questionnaire } from '#modules/followups/questions.ts'
import { optionsOf } from '#modules/followups/questions.ts'
import { contracts } from '#src/contracts.ts'
import { type Chance, chanceFrom } from '#src/demo/chance.ts'
import { calm } from './calls.ts'
import type { Desk, Person } from './desk.ts'
import type { Step } from './model.ts'
import type { Login } from './people.ts'
import { bodySchema, sampleOf } from './sample.ts'
import { dayOf } from './time.ts'

/** A case, a task, a promise or an assist as somebody saw it. */
export type Subject = {
  readonly noun: 'cases' | 'followups' | 'promises' | 'assists' | 'measures'
  readonly id: string
  readonly can: readonly string[]
  /** Who looked. */
  readonly by: Login
  readonly name: string
}

export type World = {
  readonly desk: Desk
  readonly departments: readonly string[]
  stays: { encounterId: string; patientId: string; recordNumber: string }[]
  readonly disabled: Set<Login>
}

export type Plan = Omit<Step, 'batch' | 'replies'>
type Input = Record<string, unknown>
type Call = (input: Input, options?: { key?: string; file?: object }) => Promise<unknown>

export const everyone: readonly Login[] = [
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
export const centre: readonly Login[] = ['nurse', 'nurse', 'nurse2', 'nurse2', 'lead', 'supervision']

/** The verbs of a noun that are done to one row. */
const verbsOf = Object.fromEntries(
  (['cases', 'followups', 'promises', 'assists', 'measures'] as const).map((noun) => [
    noun,
    Object.entries(contracts[noun] as Record<string, Endpoint>)
      .filter(([, { method, path }]) => method === 'POST' && path.includes('{id}') && !path.includes('{fileId}'))
      .map(([key]) => key),
  ]),
) as Record<Subject['noun'], string[]>

const aside = new Set([
  ...['comment', 'attach', 'grade', 'object', 'draft', 'putBack', 'handOver', 'cancel'],
  ...['urge', 'pause', 'resume', 'askAssist', 'meet'],
  ...['inquire', 'unmerge', 'split', 'link', 'unlink', 'add'],
])

/** What moves this matter on, as far as whoever looked may do it. */
export const moving = ({ can }: Subject): readonly string[] => can.filter((verb) => !aside.has(verb))

const categories = ['D3', 'B1', 'C3', 'A1', 'B2', 'D1', 'I1']
export const opinion = (chance: Chance, world: World, text: string): Input => ({
  text,
  category: chance.one(categories),
  severity: chance.one([0, 1, 1, 1, 2, 2, 3]),
  urgency: chance.whole(0, 3),
  heated: chance.happens(0.05),
  demand: chance.one(['', '请说明原因', '请改进']),
  departmentId: chance.happens(0.3) ? chance.one(world.departments) : null,
  kind: chance.one(['opinion', 'opinion', 'complaint', 'suggestion', 'enquiry', 'help', 'praise']),
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
  'cases.askAssist': (chance, { departments }) => ({ departmentId: chance.one(departments) }),
  'cases.pause': (chance) => ({ workdays: chance.whole(1, 6), reason: chance.one(['material', 'appraisal']) }),
  'cases.meet': (chance) => ({ standard: chance.one(['dangerDoctorContacted', 'urgentTaken', 'urgentPlanned']) }),
  'cases.askTime': (chance) => ({ workdays: chance.whole(1, 6) }),
  'cases.tell': (chance) => ({ how: chance.one(['call', 'call', 'in-person', 'letter']) }),
  'cases.answer': (chance, { desk }, name) => ({
    plans: chance.happens(0.4)
      ? [{ what: `整改 ${name}`, dueOn: dayOf(new Date(desk.clock.now().getTime() + chance.whole(0, 6) * 86_400_000)) }]
      : [],
  }),
  'cases.inquire': (chance, { desk }) => ({
    kind: chance.one(['material', 'interview', 'fact']),
    happenedAt: new Date(desk.clock.now().getTime() - chance.whole(1, 40) * 3_600_000).toISOString(),
  }),
  'cases.refer': () => ({ ways: ['mediation', 'administrative', 'court', 'office'] }),
  'cases.merge': async (chance, _, __, ___, person) => ({ intoId: await another(chance, person) }),
  'cases.link': async (chance, _, __, ___, person) => ({ otherId: await another(chance, person) }),
  'cases.unlink': async (_, __, ___, { id }, person) => {
    const { links } = await person.cases.related({ id })
    return links[0] ? { otherId: links[0].id } : {}
  },
  'cases.split': (chance, world, name) => {
    const { category, severity, urgency, departmentId } = opinion(chance, world, name)
    return { text: `另一件 ${name}`, category, severity, urgency, departmentId }
  },
  'measures.finish': () => ({ words: '已落实' }),
  'measures.verify': () => ({ words: '已查看' }),
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

/** Another case that this hand may see; among the open ones, as one looks for it. */
const another = async (chance: Chance, person: Person): Promise<string> => {
  const { rows } = await person.cases.list({ open: 'true', limit: 40 })
  return rows.length > 0 ? chance.one(rows.toSorted((a, b) => (a.number < b.number ? -1 : 1))).id : nobody
}
const nobody = '019c0000-0000-7000-8000-00000000dead'

/** A verb to a row: usually one that whoever looked may do, by somebody who may be somebody else. */
export const toRow = (world: World, subject: Subject, chance: Chance, name: string): Plan => {
  const { noun } = subject
  // What moves a matter on is what people come for; the rest would otherwise be most of the day.
  const on = moving(subject)
  const may = on.length > 0 && chance.happens(0.8) ? on : subject.can
  const key = may.length > 0 && chance.happens(0.85) ? chance.one(may) : chance.one(verbsOf[noun])
  const verb = verbsOf[noun].includes(key) ? key : chance.one(verbsOf[noun])
  const who = chance.happens(0.8) ? subject.by : chance.one(everyone)
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
