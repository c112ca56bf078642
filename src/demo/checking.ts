// The demo's spot checks: a drawing that was released with an objection, one that is half done, blind calls, and what they brought up.
import { sql } from 'kysely'
import type { OpenHouse } from '#engine/house.ts'
import type { Me } from '#kernel/permission.ts'
import { addDays, dayOf, monthOf } from '#kernel/time.ts'
import { object, recall, reply, score } from '#modules/checks/commands.ts'
import { make, release } from '#modules/checks/draws.ts'
import { formOf } from '#modules/checks/forms.ts'
import type { Item, Mark } from '#modules/checks/scoring.ts'
import { ask, state } from '#modules/checks/suspicions.ts'
import { auditOf } from '#modules/followups/audit-questions.ts'
import { complete } from '#modules/followups/completing.ts'
import type { Answers, Questionnaire } from '#modules/followups/questions.ts'
import { act, unlessRefused } from './acting.ts'
import { type Chance, chanceFrom } from './chance.ts'
import type { DemoHospital } from './hospital.ts'

type Drawn = { id: string; task_id: string; staff_id: string; answers: Answers; definition: Questionnaire }

// The demo records no calls: its checks were read, and what only the ear can judge has no mark.
const remarks = ['意见只写了“一般”，没有追问', '没有写下一次什么时候联系', '患者的原话没有记下来'] as const
const byEar = new Set(['greeting', 'identity', 'courtesy', 'record', 'ending'])

const marksOf = (chance: Chance, items: readonly Item[]): Record<string, Mark> =>
  Object.fromEntries(
    items.map(({ key, critical }) => {
      if (byEar.has(key)) return [key, 'none']
      const other: Mark = key === 'promise' || key === 'red-flag' ? 'none' : 'met'
      return [key, chance.happens(critical ? 0.04 : 0.3) ? chance.one(['partly', 'not'] as const) : other]
    }),
  )

const drawnIn = async (house: OpenHouse, draw: string): Promise<Drawn[]> => {
  const { rows } = await sql<Drawn>`
    select c.id, c.task_id, c.staff_id, t.answers, q.definition from checks c join tasks t on t.id = c.task_id
    join questionnaires q on q.id = t.questionnaire_id where c.draw_id = ${draw} order by c.id`.execute(house.db)
  return rows
}

/** Somebody else calls again: most say the same, and one says that nobody had called. */
const calledAgain = async (house: OpenHouse, jiancha: Me, agents: readonly Me[], one: Drawn, said: string) => {
  const to = agents.find(({ id }) => id !== one.staff_id)
  const sheet = to && (await unlessRefused(act(house, jiancha, recall, { id: one.id, to: to.id })))
  if (!to || !sheet) return
  const { rows } = await sql<{ id: string }>`
    select recall_task_id as id from checks where id = ${one.id} and recall_result = 'waiting'`.execute(house.db)
  if (!rows[0]) return
  const answers = Object.fromEntries(
    auditOf(one.definition).questions.map(({ key, kind }, i) => [
      key,
      key === 'called-before'
        ? { value: said }
        : kind === 'grade' && i === 2
          ? { value: 'fairly' }
          : (one.answers[key] ?? { refused: true }),
    ]),
  )
  await unlessRefused(
    act(house, to, complete, { id: rows[0].id, answers, respondent: 'patient', numberOwner: 'patient' }),
  )
}

/** Draws, checks and releases, and leaves a second drawing for the visitor. */
export const spotChecks = async (house: OpenHouse, { people }: DemoHospital): Promise<void> => {
  const chance = chanceFrom(20_110_301)
  const { jiancha } = people as Record<string, Me>
  const agents = Object.values(people).filter(({ role }) => role === 'agent')
  const month = monthOf(addDays(dayOf(house.clock.now()), -8))
  const form = await house.asSystem((ctx) => formOf(ctx))
  const scored = (one: Drawn) => {
    const marks = marksOf(chance, form.items)
    const wanting = Object.values(marks).some((mark) => mark === 'partly' || mark === 'not')
    const told = wanting ? [{ second: null, words: chance.one(remarks) }] : []
    const body = { id: one.id, method: 'read', formId: form.id, marks, remarks: told }
    return act(house, jiancha!, score, body)
  }

  const first = (await unlessRefused(act(house, jiancha!, make, { month, seed: '现场摇号 73916' }))) as
    | { id: string }
    | undefined
  if (!first) return
  const drawn = await drawnIn(house, first.id)
  for (const one of drawn) await unlessRefused(scored(one))
  for (const [i, one] of drawn.slice(0, 6).entries())
    await calledAgain(house, jiancha!, agents, one, i === 1 || i === 4 ? 'no' : 'yes')
  await unlessRefused(act(house, jiancha!, release, { id: first.id }))
  const objector = drawn.find(({ staff_id }) => agents.some(({ id }) => id === staff_id))
  if (objector) {
    const me = agents.find(({ id }) => id === objector.staff_id)!
    await unlessRefused(
      act(house, me, object, { id: objector.id, words: '患者当时信号不好，没有说清楚，请再看一遍记录。' }),
    )
    await unlessRefused(act(house, jiancha!, reply, { id: objector.id, words: '已重看记录，情况属实，按原意见说明。' }))
  }

  // One doubt waits for supervision, about the other its caller has said his side.
  const { rows: doubts } = await sql<{ id: string; staff_id: string }>`
    select id, staff_id from suspicions where status = 'flagged' order by called_at`.execute(house.db)
  const doubted = doubts[0]
  if (doubted) {
    await unlessRefused(act(house, jiancha!, ask, { id: doubted.id }))
    const caller = Object.values(people).find(({ id }) => id === doubted.staff_id)
    const side = '当天是患者的女儿接的电话，患者本人可能不知道。'
    if (caller) await unlessRefused(act(house, caller, state, { id: doubted.id, side }))
  }

  const second = (await unlessRefused(act(house, jiancha!, make, { month }))) as { id: string } | undefined
  if (!second) return
  const waiting = await drawnIn(house, second.id)
  for (const one of waiting.slice(0, Math.floor(waiting.length / 3))) await unlessRefused(scored(one))
}
