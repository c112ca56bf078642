// What the hospital's own parts are called in a report: campuses, departments, callers.
import type { Ctx } from '#engine/ctx.ts'
import { ageBands, type SliceName } from './stays.ts'
import { ageName, sexes, sexNames } from './words.ts'

export type Place = { readonly name: string; readonly campusId: string; readonly group: string }
export type Names = {
  readonly label: (slice: SliceName, key: string) => string
  /** Where a department lies, for what is hidden with it. */
  readonly places: ReadonlyMap<string, Place>
}

/** The names of the hospital's own parts; a department is told with its campus where there are several. */
export const namesOf = async (ctx: Ctx): Promise<Names> => {
  const campuses = await ctx.tx.selectFrom('campuses').select(['id', 'name']).execute()
  const departments = await ctx.tx
    .selectFrom('departments')
    .select(['id', 'name', 'campus_id as campusId', 'department_group as group'])
    .execute()
  const callers = await ctx.tx.selectFrom('staff').select(['id', 'name']).execute()
  const campusNames = new Map(campuses.map(({ id, name }) => [id, name]))
  const places = new Map(departments.map(({ id, ...place }) => [id, place]))
  const callerNames = new Map(callers.map(({ id, name }) => [id, name]))
  const departmentName = (id: string): string => {
    const place = places.get(id)
    if (!place) return '未确认科室'
    return campuses.length > 1 ? `${campusNames.get(place.campusId)}${place.name}` : place.name
  }
  const labels: Record<SliceName, (key: string) => string> = {
    campus: (key) => campusNames.get(key) ?? '未确认院区',
    group: (key) => (key === 'none' ? '未确认科室组' : key),
    department: departmentName,
    caller: (key) => callerNames.get(key) ?? (key === 'register' ? '旧登记本' : '尚未拨打'),
    sex: (key) => sexNames[key]?.zh ?? key,
    age: (key) => ageName(key).zh,
  }
  return { label: (slice, key) => labels[slice](key), places }
}

/** The order in which groups stand: the natural one where there is one, else by name. */
export const inOrder = (slice: SliceName, parts: { key: string; label: string }[]): void => {
  const fixed = { sex: sexes, age: ageBands }[slice as 'sex']
  const last = (key: string) => Number(key === 'none' || key === 'register')
  parts.sort((a, b) =>
    fixed
      ? fixed.indexOf(a.key) - fixed.indexOf(b.key)
      : last(a.key) - last(b.key) || a.label.localeCompare(b.label, 'zh'),
  )
}
