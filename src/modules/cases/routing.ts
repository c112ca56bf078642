// Where a matter goes: what keeps it with supervision, who must find nothing of it, and who answers for it.
import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import { systemId } from '#engine/ledger.ts'
import { conflict, invalid } from '#kernel/refusal.ts'
import { onDutyAt } from '#modules/directory/roster.ts'
import { superiorsOf } from '#modules/directory/superiors.ts'
import { categoryOf, isIntegrityCategory, type Office, offices, subcategoryOf } from './taxonomy.ts'

export type Grading = { readonly category: string; readonly severity: number; readonly heated: boolean }

/** About integrity (行风): handled by supervision, invisible to the accused and theirs. */
export const isIntegrity = ({ category }: Grading): boolean => isIntegrityCategory(category)

/** The staff's own voice, a domain apart from patients' matters. */
export const isStaffVoice = (category: string): boolean => categoryOf(category)?.domain === 'staff'

/** Grave, heated or about integrity: straight to supervision and to nobody else (the hospital’s rules for follow-up calls). */
export const isForSupervision = (it: Grading & { readonly channel?: string }): boolean =>
  // What came from the staff's own page never leaves supervision: who spoke could be guessed from what is said.
  isIntegrity(it) || it.severity >= 3 || it.heated || it.channel === 'staff'

/** Refuses a category that has the form of a code but is in no list. */
export const mustBeCategory = (code: string): void => {
  if (!subcategoryOf(code))
    throw invalid('没有这个分类。', 'There is no such category.', [{ field: 'category', reason: '请选择二级分类' }])
}

/** Offices that are no department of their own: the place itself, and those who handle cases anyway. */
const nowhere: readonly Office[] = ['own-department', 'supervision', 'centre']

/** The office that handles matters of a category, unless it is the department itself. */
export const officeOf = (category: string): Office | null => {
  const office = subcategoryOf(category)?.office ?? null
  return office === null || nowhere.includes(office) ? null : office
}

/**
 * The department that fills an office, as SQL: the one that the hospital's directory names, or else the one that is
 * called so; null where there is neither.
 */
export const departmentOf = (office: Office | null): RawBuilder<string | null> =>
  office === null
    ? sql<string | null>`null::uuid`
    : sql<string | null>`(
        select o.id from departments o
        where o.active and (o.name = ${offices[office].zh}
          or o.id::text = (select value ->> ${office} from settings where key = 'offices'))
        order by o.id::text = (select value ->> ${office} from settings where key = 'offices') desc nulls last, o.id limit 1)`

/**
 * Who finds nothing of a matter: the accused and everyone above them; for an integrity matter that names nobody, all of
 * the department concerned and everyone above it (《信访工作条例》). The head of the hospital, who has nobody above him,
 * answers by law for every matter (第一责任人, 《医疗机构投诉管理办法》) and is barred only when he himself is accused: without him
 * nobody could consent to what supervision proposes.
 */
export const barredBy = async (
  ctx: Ctx,
  accused: readonly string[],
  departmentId: string | null,
  integrity: boolean,
): Promise<string[]> => {
  const whole = integrity && accused.length === 0 ? departmentId : null
  if (accused.length === 0 && whole === null) return []
  const { rows } = await sql<{ id: string }>`
    select id from staff where id = any(${accused}) or (role = 'department' and departments @> array[${whole}::uuid])`.execute(
    ctx.tx,
  )
  const named = rows.map(({ id }) => id)
  if (accused.some((id) => !named.includes(id)))
    throw invalid('被反映人不在人员名单中。', 'The accused is not on the staff.', [
      { field: 'accusedIds', reason: '请从人员名单中选择' },
    ])
  return [...new Set([...named, ...(await superiorsOf(ctx, ...named))])]
}

/** Whether anybody of the department may know of the matter; only asked when somebody is barred. */
export const someoneThereMayKnow = async (ctx: Ctx, departmentId: string, barred: readonly string[]) => {
  if (barred.length === 0) return true
  const { rows } = await sql`
    select from staff where status = 'active' and role = 'department' and departments @> array[${departmentId}::uuid]
      and id <> all(${barred}) limit 1`.execute(ctx.tx)
  return rows.length > 0
}

const answerers = {
  restricted: ['supervision', 'leadership', 'lead'],
  ordinary: ['lead', 'supervision', 'agent'],
} as const

/**
 * Who answers for the matter from now on: the one who was asked first, if it is his to follow (首问负责); else the
 * member of supervision, or the lead, who is on shift and has the fewest open matters. Never nobody, and never one who is barred.
 */
export const ownerFor = async (ctx: Ctx, restricted: boolean, barred: readonly string[]): Promise<string> => {
  const { me } = ctx
  const roles: readonly string[] = answerers[restricted ? 'restricted' : 'ordinary']
  const mine = me.id !== systemId && !barred.includes(me.id)
  if (mine && (restricted ? me.role === 'supervision' : roles.includes(me.role))) return me.id
  const onShift = (await onDutyAt(ctx, ctx.now)).map(({ id }) => id)
  const { rows } = await sql<{ id: string }>`
    select s.id from staff s
    where s.status = 'active' and s.role = any(${roles}) and s.id <> all(${barred})
    order by array_position(${roles}, s.role), s.id = any(${onShift}::uuid[]) desc,
             (select count(*) from cases c where c.owner_id = s.id and c.status <> 'archived'), s.id
    limit 1`.execute(ctx.tx)
  if (rows[0]) return rows[0].id
  if (mine) return me.id
  throw conflict({
    zh: '没有可以负责这件诉求的人员，请先在人员中添加。',
    en: 'Nobody can own this matter; add staff first.',
  })
}
