// Who hears what of a project: who answers for it, who watches over it, and the departments whose measures fall due.
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import { may } from '#engine/permit.ts'
import type { Me, Role } from '#kernel/permission.ts'
import { dayOf, daysBetween } from '#kernel/time.ts'
import { type Words, w } from '#kernel/words.ts'
import { caseOf, type Person } from '#modules/cases/telling.ts'
import { notify } from '#modules/directory/notices.ts'
import { staffOf } from '#modules/directory/people.ts'
import type { ProjectRow } from './project-rows.ts'

type Known = Pick<ProjectRow, 'id' | 'number' | 'restricted' | 'barred_staff'>

/** Leads hear of the centre's projects, supervision of its own. */
export const overseers = (ctx: Ctx, { restricted, barred_staff }: Pick<Known, 'restricted' | 'barred_staff'>) =>
  staffOf(ctx, [restricted ? 'supervision' : 'lead'], { barred: barred_staff })

/** Tells people something of a project; it leads there, and those who may not know of it hear nothing. */
export const tellOf = (
  ctx: Ctx,
  row: Pick<Known, 'id'>,
  it: { readonly to: readonly string[]; readonly words: Words; readonly key: string; readonly kind?: string },
): Promise<number> => notify(ctx, { kind: 'project', ...it, about: { noun: 'project', id: row.id } })

type Measure = { id: string; case_id: string; department_id: string; owner_id: string | null; due_on: string }

/** Who has to do a measure: its owner, else the department. */
const doers = async (ctx: Ctx, row: Known, { owner_id, department_id }: Measure): Promise<string[]> =>
  owner_id ? [owner_id] : staffOf(ctx, ['department'], { of: [department_id], barred: row.barred_staff })

/** A department that has none of the cases hears of its measure here; who has the case hears of it there. */
const besideCase = async (ctx: Ctx, people: readonly string[], caseId: string): Promise<string[]> => {
  const row = await caseOf(ctx, caseId)
  const { rows } = await sql<Person>`
    select id, name, role, departments from staff where id = any(${[...people]}::uuid[])`.execute(ctx.tx)
  const knows = (one: Person) =>
    row !== undefined && may({ ...one, role: one.role as Role } satisfies Me, 'case.read', row)
  return rows.filter((one) => !knows(one)).map(({ id }) => id)
}

export const tellMeasure = async (ctx: Ctx, row: Known, it: Measure): Promise<void> => {
  const people = await besideCase(ctx, await doers(ctx, row, it), it.case_id)
  const day = it.due_on.slice(5)
  await tellOf(ctx, row, {
    to: people.filter((id) => id !== ctx.me.id),
    kind: 'due-soon',
    words: w(`改进项目 ${row.number} 有一条整改，${day} 前落实`, `A measure of ${row.number} is yours, by ${day}`),
    key: `project measure ${it.id}`,
  })
}

type Owed = Measure & {
  project: string
  number: string
  restricted: boolean
  barred_staff: string[]
  leads: string | null
  department: string
}

/**
 * On the day on which a measure of a running project falls due, and each week for as long as it is late: whoever has to do
 * it, the owner of the project and those who watch over it.
 */
export const remindMeasures = async (ctx: Ctx): Promise<void> => {
  const today = dayOf(ctx.now)
  const { rows } = await sql<Owed & { key: string }>`
    select * from (
      select m.id, m.case_id, m.department_id, m.owner_id, m.due_on, d.name as department, p.id as project, p.number,
        p.restricted, p.barred_staff, p.owner_id as leads,
        'project measure due ' || (${today}::date - m.due_on + 6) / 7 || ' ' || m.due_on || ' ' || m.id as key
      from project_measures pm join measures m on m.id = pm.measure_id join projects p on p.id = pm.project_id
      join departments d on d.id = m.department_id
      where p.status in ('planning', 'doing', 'checking', 'acting') and pm.round = p.round and m.status = 'planned'
        and m.due_on <= ${today}
    ) owed where not exists (select from notices n where n.key = owed.key)
    order by due_on, id limit 500`.execute(ctx.tx)
  for (const { key, project, leads, ...it } of rows) {
    const row = { ...it, id: project }
    const late = daysBetween(it.due_on, today)
    const people = await doers(ctx, row, it)
    // The list of measures reminds once by the case; the project goes on.
    const to = late > 7 ? people : await besideCase(ctx, people, it.case_id)
    const watch = late > 0 ? [...(leads ? [leads] : []), ...(await overseers(ctx, row))] : []
    await tellOf(ctx, row, {
      to: [...to, ...watch],
      kind: late > 0 ? 'overdue' : 'due-soon',
      words:
        late > 0
          ? w(
              `改进项目 ${it.number}：${it.department}的整改超期 ${late} 天，尚未落实`,
              `${it.number}: a measure of ${it.department} is ${late} days late`,
            )
          : w(
              `改进项目 ${it.number}：${it.department}的整改今天到期`,
              `${it.number}: a measure of ${it.department} is due today`,
            ),
      key,
    })
  }
}
