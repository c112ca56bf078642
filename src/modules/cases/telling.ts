// Who is told of what on his screen: the department that is urged or asked to help, and those who owe what nobody has done.
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import type { LedgerEvent } from '#engine/ledger.ts'
import { may } from '#engine/permit.ts'
import type { Me, Role } from '#kernel/permission.ts'
import { clockOf } from '#kernel/time.ts'
import { type Words, w } from '#kernel/words.ts'
import { type Notice, notify } from '#modules/directory/notices.ts'
import type { CaseRow } from './rows.ts'

export type Person = { id: string; name: string; role: string; departments: string[] }

export const caseOf = async (ctx: Ctx, id: string): Promise<CaseRow | undefined> =>
  (await sql<CaseRow>`select * from cases where id = ${id}`.execute(ctx.tx)).rows[0]

/** Tells those among the staff who are meant and may see the case, and answers who they are; the words name its number and nothing of it. */
export const tell = async (
  ctx: Ctx,
  row: CaseRow,
  isMeant: (one: Person) => boolean,
  notice: Omit<Notice, 'to' | 'about'>,
): Promise<string[]> => {
  const people = (await ctx.tx
    .selectFrom('staff')
    .where('status', '=', 'active')
    .select(['id', 'name', 'role', 'departments'])
    .execute()) as Person[]
  const told = people.filter(
    (one) => isMeant(one) && may({ ...one, role: one.role as Role } satisfies Me, 'case.read', row),
  )
  await notify(ctx, { ...notice, to: told.map(({ id }) => id), about: { noun: 'case', id: row.id } })
  return told.map(({ name }) => name)
}

export const works =
  (department: string | null) =>
  ({ role, departments }: Person): boolean =>
    role === 'department' && department !== null && departments.includes(department)

/** 督办 reaches the department that has the matter. */
export const tellUrged = async (ctx: Ctx, { subject }: LedgerEvent): Promise<void> => {
  const row = await caseOf(ctx, subject!)
  if (!row) return
  const words = w(
    `${row.number} 被督办（第 ${row.urged} 次），请尽快办理`,
    `${row.number} is urged, for the ${row.urged}. time`,
  )
  const notice = { kind: 'urged', words, key: `urged ${row.id} ${row.urged}`, atOnce: row.urgency < 2 }
  await tell(ctx, row, works(row.handling_department_id), notice)
}

/** Who is asked to help hears of it. */
export const tellAsked = async (ctx: Ctx, { subject, data }: LedgerEvent): Promise<void> => {
  const row = await caseOf(ctx, subject!)
  const { departmentId } = data as { departmentId?: string }
  if (!row || !departmentId) return
  const words = w(`请贵科协办 ${row.number}`, `Your department is asked to help with ${row.number}`)
  const notice = { kind: 'asked', words, key: `asked ${row.id} ${row.round} ${departmentId}`, atOnce: row.urgency < 2 }
  await tell(ctx, row, works(departmentId), notice)
}

/** Who has raised the same again is heard of by those who may urge: the owner, and the leads who see it, or supervision. */
export const tellRepeated = async (ctx: Ctx, id: string): Promise<void> => {
  const row = await caseOf(ctx, id)
  if (!row) return
  const words = w(`${row.number} 是 30 天内再次反映，请督办`, `${row.number} was raised again within thirty days`)
  const watches = row.restricted ? 'supervision' : 'lead'
  const isMeant = (one: Person) => one.id === row.owner_id || one.role === watches
  await tell(ctx, row, isMeant, { kind: 'urged', words, key: `repeated ${row.id}`, atOnce: false })
}

/** A clock of minutes or hours that nobody met: the owner, the leads and leadership, at whatever hour. */
export const tellMissed = async (ctx: Ctx, { subject, data }: LedgerEvent): Promise<void> => {
  const row = await caseOf(ctx, subject!)
  const { standard, what, dueAt } = data as { standard: string; what: string; dueAt: string }
  if (!row) return
  const at = clockOf(new Date(dueAt))
  const words: Words = w(`${row.number} ${what}：${at} 已过，无人处置`, `${row.number}: nobody met its clock by ${at}`)
  const isMeant = (one: Person) => one.id === row.owner_id || ['lead', 'supervision', 'leadership'].includes(one.role)
  await tell(ctx, row, isMeant, { kind: 'overdue', words, key: `missed ${row.id} ${standard} ${dueAt}`, atOnce: true })
}

type Owed = { id: string; case_id: string; made_by_id: string; by_at: Date; late: boolean }

/** Half an hour before a promised hour, and when it has passed: who promised, the owner, and at last the lead. */
export const remindPromises = async (ctx: Ctx): Promise<void> => {
  const soon = new Date(ctx.now.getTime() + 30 * 60_000)
  const { rows } = await sql<Owed>`
    select id, case_id, made_by_id, by_at, by_at < ${ctx.now} as late from promises
    where status = 'open' and by_at <= ${soon}
      and not exists (select from notices n
        where n.key = 'promise ' || case when by_at < ${ctx.now} then 'late ' else 'soon ' end || promises.id)
    order by by_at limit 500`.execute(ctx.tx)
  for (const { id, case_id, made_by_id, by_at, late } of rows) {
    const row = await caseOf(ctx, case_id)
    if (!row) continue
    const at = clockOf(by_at)
    const words = late
      ? w(`${row.number} 的承诺已过 ${at}，尚未兑现`, `A promise of ${row.number} was due at ${at} and is not kept`)
      : w(`${row.number} 的承诺 ${at} 到时`, `A promise of ${row.number} is due at ${at}`)
    const isMeant = (one: Person) => one.id === made_by_id || one.id === row.owner_id || (late && one.role === 'lead')
    await tell(ctx, row, isMeant, {
      kind: late ? 'overdue' : 'due-soon',
      words,
      key: `promise ${late ? 'late' : 'soon'} ${id}`,
      atOnce: true,
    })
  }
}
