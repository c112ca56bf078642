// What people do by chance about voices: speak up without account, ask who it was, judge that, and look.
import { type Chance, chanceFrom } from '#src/demo/chance.ts'
import type { Person } from './desk.ts'
import type { Login } from './people.ts'
import { everyone, type World } from './verbs.ts'

type Errand = { readonly verb: string; act(person: Person, name: string, world: World, its: Chance): Promise<unknown> }

const nowhere = '019c0000-0000-7000-8000-00000000dead'
const reason = '随机医院里的理由'
/** As long as a page makes it, and the same from run to run. */
const keyOf = (name: string, its: Chance) =>
  `model-${name}-${its.whole(0, 2 ** 31)}`.replace(/[^\w-]/g, '-').padEnd(30, '0')

/** The first opening that the person may do this to; whoever may to none is refused as anybody would be. */
const openingFor = async ({ openings }: Person, verb: string): Promise<string> =>
  (await openings.list({ limit: 30 })).rows.find(({ can }) => can.includes(verb))?.id ?? nowhere

const errands: readonly Errand[] = [
  {
    verb: 'case.open',
    act: ({ voices }, name, { departments }, its) =>
      voices.speak({
        key: keyOf(name, its),
        topic: its.one(['J1', 'J2', 'J7', 'I1']),
        text: `员工反映 ${name}`,
        departmentId: its.happens(0.5) ? its.one(departments) : null,
        about: its.happens(0.3) ? [its.one(['方监察', '陈组长', '心内主任', '没有此人'])] : [],
        identity: { mode: its.one(['named', 'confidential', 'anonymous'] as const), name: `本人 ${name}` },
      }),
  },
  {
    verb: 'case.open',
    act: ({ voices }, name, { departments }, its) =>
      voices.say({
        key: keyOf(name, its),
        kind: its.one(['complaint', 'enquiry', 'praise', 'suggestion'] as const),
        topic: 'D',
        text: `网上反映 ${name}`,
        departmentId: its.happens(0.5) ? its.one(departments) : null,
      }),
  },
  {
    verb: 'opening.ask',
    act: async ({ cases, openings }, _, __, its) => {
      const { rows } = await cases.list({ limit: 100, open: 'true' })
      const voices = rows.filter(({ channel }) => channel === 'staff')
      return openings.ask({ caseId: voices.length > 0 ? its.one(voices).id : nowhere, reason })
    },
  },
  {
    verb: 'opening.consent',
    act: async (person) => person.openings.consent({ id: await openingFor(person, 'consent'), reason }),
  },
  {
    verb: 'opening.refuse',
    act: async (person) => person.openings.refuse({ id: await openingFor(person, 'refuse'), reason }),
  },
  { verb: 'opening.look', act: async (person) => person.openings.look({ id: await openingFor(person, 'look') }) },
]

const judges: Readonly<Record<string, readonly Login[]>> = {
  'opening.ask': ['supervision'],
  'opening.consent': ['lead', 'admin', 'director'],
  'opening.refuse': ['lead', 'admin', 'director'],
  'opening.look': ['supervision'],
}

/** Judging is asked for more often than refusing, so that some are opened. */
const likely = [0, 0, 1, 1, 2, 2, 3, 3, 3, 4, 5] as const

/** One of them, with a chance of its own that is the same from run to run. */
export const speakUp = (world: World, chance: Chance, name: string) => {
  const { verb, act } = errands[chance.one(likely)]!
  // Mostly those whom it may concern.
  const who = chance.happens(0.8) ? chance.one(judges[verb] ?? everyone) : chance.one(everyone)
  const its = chance.whole(0, 2 ** 31)
  return { who, verb, act: (person: Person) => act(person, name, world, chanceFrom(its)) }
}
