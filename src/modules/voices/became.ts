// What became of a matter, as the one who spoke may know it: plain words, what was told to him, and never who did what.
import { sql } from 'kysely'
import type { z } from 'zod'
import type { Ctx } from '#engine/ctx.ts'
import { type Role, roleWords } from '#kernel/permission.ts'
import { notFound } from '#kernel/refusal.ts'
import { dayOf, sayDay } from '#kernel/time.ts'
import { type Words, w } from '#kernel/words.ts'
import type { Became } from './contract.ts'

type Shown = {
  number: string
  kind: string
  channel: string
  status: string
  text: string
  received_at: Date
  due_at: Date
  satisfaction: 'satisfied' | 'fairly' | 'dissatisfied' | null
  archived_by: string | null
  answers: { at: string; how: string; what: string }[]
  additions: { at: string; what: string }[]
  news: { at: string; what: string }[]
  pictures: number
  openings: {
    askedAt: string
    role: Role
    outcome: z.output<typeof Became>['openings'][number]['outcome']
    until: string | null
    looks: string[]
  }[]
}

const states: Readonly<Record<string, Words>> = {
  received: w('已收到，正在安排处理', 'Received; it is being arranged who handles it'),
  investigating: w('正在调查核实', 'It is being looked into'),
  merged: w('正在调查核实', 'It is being looked into'),
  submitted: w('调查有了结果，正在审核', 'There are findings; they are being reviewed'),
  consenting: w('处理意见正在报院领导', 'What is to be done is before the head of the hospital'),
  reviewed: w('已有处理结果，马上答复您', 'There is a result; you will be told'),
  told: w('已经答复您，请您评价', 'You have been answered; please say what you think of it'),
  escalated: w('院领导正在督办', 'The head of the hospital sees to it'),
  archived: w('已办结', 'Closed'),
}

const open = (status: string) => status !== 'told' && status !== 'archived'

const nextOf = ({ status, due_at }: Shown, now: Date): Words | null => {
  if (status === 'told')
    return w('满意就此办结；不满意，我们重新处理。', 'If you are content, that closes it; if not, it is handled again.')
  if (!open(status)) return null
  const [, month, day] = dayOf(due_at).split('-').map(Number)
  if (now > due_at)
    return w(
      '答复比我们承诺的晚了，很抱歉。已催办，您也可以直接打电话。',
      'The answer is later than we promised; we are sorry. It is being urged; you may also call.',
    )
  return w(`最晚 ${month} 月 ${day} 日答复您`, `You will be answered by ${sayDay(dayOf(due_at), dayOf(now), 'en')}`)
}

/** The matter of a receipt, for its holder. */
export const becameOf = async (ctx: Ctx, caseId: string): Promise<z.output<typeof Became>> => {
  const { rows } = await sql<Shown>`
    select c.number, c.kind, c.channel, c.status, c.text, c.received_at, c.due_at, c.archived_by,
      (select r.outcome from rounds r where r.case_id = c.id and r.outcome is not null order by r.number desc limit 1) as satisfaction,
      (select coalesce(json_agg(json_build_object('at', r.told_at, 'how', coalesce(r.told_how, ''), 'what', coalesce(r.told_what, ''))
          order by r.number), '[]')
       from rounds r where r.case_id = c.id and r.told_at is not null) as answers,
      (select coalesce(json_agg(json_build_object('at', a.at, 'what', a.text) order by a.at, a.id), '[]')
       from additions a where a.case_id = c.id) as additions,
      (select coalesce(json_agg(json_build_object('at', n.at, 'what', n.text) order by n.at, n.id), '[]')
       from receipt_news n where n.case_id = c.id) as news,
      (select count(*) from files f where f.noun = 'case' and f.subject = c.id and f.by_id is null) as pictures,
      (select coalesce(json_agg(json_build_object('askedAt', o.asked_at, 'role', s.role, 'outcome', o.status, 'until', o.granted_until,
          'looks', (select coalesce(json_agg(e.at order by e.id), '[]') from events e
            where e.noun = 'opening' and e.subject = o.id and e.verb = 'opening.look' and e.at >= o.asked_at)) order by o.id), '[]')
       from openings o join staff s on s.id = o.asked_by_id where o.case_id = c.id) as openings
    from cases c where c.id = ${caseId}`.execute(ctx.tx)
  const row = rows[0]
  if (!row) throw notFound()
  const said = <T extends { at: string }>(list: readonly T[]) => list.map((it) => ({ ...it, at: new Date(it.at) }))
  return {
    number: row.number,
    kind: row.kind,
    staff: row.channel === 'staff',
    receivedAt: row.received_at,
    text: row.text,
    state: states[row.status] ?? states.received!,
    next: nextOf(row, ctx.now),
    until: open(row.status) ? row.due_at : null,
    answers: said(row.answers),
    additions: said(row.additions),
    news: said(row.news),
    pictures: row.pictures,
    mayRate: row.status === 'told',
    rated: row.satisfaction,
    openings: row.openings.map(({ role, ...o }) => ({
      ...o,
      by: roleWords[role].zh,
      askedAt: new Date(o.askedAt),
      until: o.until === null ? null : new Date(o.until),
      looks: o.looks.map((at) => new Date(at)),
    })),
  }
}
