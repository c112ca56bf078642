// Which department of the directory a list means, and what to do where it means none or several.
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import { newId } from '#kernel/ids.ts'

export type Place = {
  readonly campusId: string | null
  readonly departmentId: string | null
  readonly group: string | null
}

type Department = { id: string; campus_id: string; name: string; department_group: string }
type Asked = { readonly campus: string | null; readonly department: string | null }

/** Names as they are compared: width, case and spaces make no difference. */
const bare = (name: string): string => name.normalize('NFKC').toLowerCase().replace(/\s+/g, '')
const keyOf = (campus: string, name: string): string => `${bare(campus)}\n${bare(name)}`

/** What a stay without a department is kept under. */
export const unnamed = '未注明'

const longest = 100

export type Places = {
  /** Where a row belongs; a name that means nothing certain is remembered for `meet`. */
  of(asked: Asked): Place
  /** Leaves the names that meant nothing certain to the administrator, who confirms each once. */
  meet(ctx: Ctx): Promise<void>
}

/**
 * The directory as it is now, with the names that were confirmed before. A row that names campus and department is there;
 * one without a campus is where the only department of that name is. Of several the group is known where all agree.
 */
export const openPlaces = async (ctx: Ctx): Promise<Places> => {
  const campuses = await ctx.tx.selectFrom('campuses').select(['id', 'name']).execute()
  const departments = await ctx.tx
    .selectFrom('departments')
    .select(['id', 'campus_id', 'name', 'department_group'])
    .execute()
  const aliases = await ctx.tx
    .selectFrom('department_aliases')
    .where('department_id', 'is not', null)
    .select(['campus', 'name', 'department_id'])
    .execute()
  const campusIds = new Map(campuses.map(({ id, name }) => [bare(name), id]))
  const byId = new Map(departments.map((it) => [it.id, it]))
  const byName = Map.groupBy(departments, ({ name }) => bare(name))
  const confirmed = new Map(aliases.map((it) => [keyOf(it.campus, it.name), byId.get(it.department_id!)]))
  const known = new Map<string, Place>()
  const met = new Map<string, { campus: string; name: string }>()

  const there = ({ id, campus_id, department_group }: Department): Place => ({
    campusId: campus_id,
    departmentId: id,
    group: department_group,
  })

  const find = ({ campus, department }: Asked): Place => {
    const campusId = (campus && campusIds.get(bare(campus))) || null
    if (!department) return { campusId, departmentId: null, group: null }
    const alias = confirmed.get(keyOf(campus ?? '', department))
    if (alias) return there(alias)
    const candidates = byName.get(bare(department)) ?? []
    const [only] = campus ? candidates.filter((it) => it.campus_id === campusId) : candidates
    if (only && (campus || candidates.length === 1)) return there(only)
    met.set(keyOf(campus ?? '', department), { campus: campus ?? '', name: department })
    const groups = new Set(candidates.map((it) => it.department_group))
    return { campusId, departmentId: null, group: groups.size === 1 ? [...groups][0]! : null }
  }

  return {
    of: (asked) => {
      const clipped = {
        campus: asked.campus?.slice(0, longest) ?? null,
        department: asked.department?.slice(0, longest) ?? null,
      }
      const key = `${clipped.campus}\n${clipped.department}`
      const place = known.get(key) ?? find(clipped)
      known.set(key, place)
      return place
    },
    meet: async (made) => {
      const names = [...met.values()]
      if (names.length === 0) return
      await sql`
        insert into department_aliases (id, campus, name, first_seen_at)
        select id, campus, name, ${made.now}
        from unnest(${names.map(() => newId(made.now))}::uuid[], ${names.map((it) => it.campus)}::text[], ${names.map((it) => it.name)}::text[])
          as t (id, campus, name)
        on conflict do nothing`.execute(made.tx)
    },
  }
}
