// What each agent is able to, and where he is reached away from his desk: a row a person, set by the lead.
import { sql } from 'kysely'
import { type Ctx, handle } from '#engine/ctx.ts'
import { record } from '#engine/ledger.ts'
import { newId } from '#kernel/ids.ts'
import { maskPhone } from '#kernel/mask.ts'
import { conflict, type FieldProblem, invalidFields } from '#kernel/refusal.ts'
import { w } from '#kernel/words.ts'
import { callerNumber } from '#modules/calls/caller-number.ts'
import { skills } from './contract.ts'

type Person = {
  staffId: string
  name: string
  role: string
  extension: string | null
  skills: string[]
  number: string | null
}
type Skill = { id: string; name: string; kind: 'language' | 'patients' | 'department' | 'other'; people: number }

const all = async (ctx: Ctx) => {
  const { rows } = await sql<Skill>`
    select id, name, kind, (select count(*) from staff_skills t where t.skill_id = skills.id) as people
    from skills order by kind, name`.execute(ctx.tx)
  const { rows: people } = await sql<Person>`
    select s.id as "staffId", s.name, s.role, l.number as extension, o.number,
      array(select skill_id from staff_skills t where t.staff_id = s.id) as skills
    from staff s left join lines l on l.staff_id = s.id and l.active left join outside_numbers o on o.staff_id = s.id
    where s.status = 'active' and (l.id is not null or s.role in ('agent', 'lead', 'supervision', 'leadership'))
    order by l.number is null, s.name, s.id`.execute(ctx.tx)
  return {
    skills: rows,
    people: people.map(({ number, ...one }) => ({ ...one, outside: number && maskPhone(number) })),
  }
}

const list = handle(skills.list, all)

/** Sets the list as a whole; what a queue still asks for cannot be taken off it. */
const set = handle(skills.set, async (ctx, form) => {
  await sql`select pg_advisory_xact_lock(hashtext('skills'))`.execute(ctx.tx)
  const known = new Set((await ctx.tx.selectFrom('skills').select('id').execute()).map(({ id }) => id))
  const names = form.skills.map(({ name }) => name)
  const problems = form.skills.flatMap(({ id, name }, i): FieldProblem[] => [
    ...(id !== null && !known.has(id) ? [{ field: `skills.${i}.id`, reason: '没有这项技能' }] : []),
    ...(names.indexOf(name) !== i ? [{ field: `skills.${i}.name`, reason: '这项技能写了两次' }] : []),
  ])
  if (problems.length > 0) throw invalidFields(problems)
  const rows = form.skills.map(({ id, name, kind }) => ({ id: id ?? newId(ctx.now), name, kind, updated_at: ctx.now }))
  const gone = [...known].filter((id) => !rows.some((row) => row.id === id))
  const { rows: asked } = await sql<{ name: string }>`
    select q.name from queues q where q.skills && ${gone}::uuid[] limit 1`.execute(ctx.tx)
  if (asked[0])
    throw conflict(w(`队列“${asked[0].name}”还要求这项技能。`, `The queue “${asked[0].name}” still asks for it.`))
  await sql`delete from staff_skills where skill_id = any(${gone}::uuid[])`.execute(ctx.tx)
  await sql`delete from skills where id = any(${gone}::uuid[])`.execute(ctx.tx)
  for (const row of rows)
    await ctx.tx
      .insertInto('skills')
      .values(row)
      .onConflict((same) => same.column('id').doUpdateSet(row))
      .execute()
  await record(ctx, 'skill.set', { subject: null, data: { skills: form.skills } })
  return all(ctx)
})

const assign = handle(skills.assign, async (ctx, { staffId, skills: these, outside }) => {
  const { rows } = await sql<{ there: boolean; skills: string[] }>`
    select exists (select from staff where id = ${staffId} and status = 'active') as there,
      array(select id from skills where id = any(${these}::uuid[])) as skills`.execute(ctx.tx)
  const { there, skills: known } = rows[0]!
  const number = outside === undefined || outside === '' ? null : callerNumber(outside)
  const problems: FieldProblem[] = [
    ...(there ? [] : [{ field: 'staffId', reason: '没有这个在用的人员' }]),
    ...these.flatMap((id, i) => (known.includes(id) ? [] : [{ field: `skills.${i}`, reason: '没有这项技能' }])),
    ...(outside && !number ? [{ field: 'outside', reason: '应为 11 位手机号，或带区号的固定电话' }] : []),
  ]
  if (problems.length > 0) throw invalidFields(problems)
  await ctx.tx.deleteFrom('staff_skills').where('staff_id', '=', staffId).execute()
  if (known.length > 0)
    await ctx.tx
      .insertInto('staff_skills')
      .values(known.map((skill_id) => ({ staff_id: staffId, skill_id })))
      .execute()
  if (outside !== undefined) await ctx.tx.deleteFrom('outside_numbers').where('staff_id', '=', staffId).execute()
  if (number)
    await ctx.tx
      .insertInto('outside_numbers')
      .values({ staff_id: staffId, number: number.number, updated_at: ctx.now })
      .execute()
  const data = {
    staffId,
    skills: known,
    ...(outside === undefined ? {} : { outside: number ? maskPhone(number.number) : '' }),
  }
  await record(ctx, 'skill.set', { subject: null, data })
  return all(ctx)
})

export const skillHandlers = [list, set, assign]
