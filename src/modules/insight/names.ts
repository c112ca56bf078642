// What the keys of a report are called: reasons, categories, campuses, departments, callers.
import type { Ctx } from '#engine/ctx.ts'
import { type Words, w } from '#kernel/words.ts'
import { categories } from '#modules/cases/taxonomy.ts'
import { unreachedReasons } from '#modules/followups/dispositions.ts'
import { ageBands, type SliceName } from './stays.ts'

export const excludedNames: Readonly<Record<string, Words>> = {
  died: w('死亡（出院时或接通前）', 'Died, at discharge or before being reached'),
  'do-not-call': w('名单到达前已登记勿扰', 'Do-not-call stood before the list came'),
}

/** Why somebody who was due was not reached: the reasons of field.md §6.6 in their order, then what the hospital left undone. */
export const unreachedNames: Readonly<Record<string, Words>> = {
  ...Object.fromEntries(
    Object.entries(unreachedReasons)
      .filter(([key]) => key !== 'died')
      .map(([key, { words }]) => [key, words]),
  ),
  'not-planned': w('未安排回访', 'No call was planned'),
  cancelled: w('任务已取消', 'Cancelled'),
}

/** Every outcome of a stay. */
export const outcomeNames: Readonly<Record<string, Words>> = {
  reached: w('已访', 'Reached'),
  pending: w('待访', 'Still to call'),
  ...unreachedNames,
  died: w('死亡', 'Died'),
  'do-not-call': w('勿扰', 'Do not call'),
}

export const categoryLetters = [...categories.map((one) => one.code), 'none']
export const categoryName = (letter: string): string =>
  categories.find((one) => one.code === letter)?.name.zh ?? '未分类'

const sexNames: Readonly<Record<string, string>> = { male: '男', female: '女', unknown: '未知' }
const sexes = ['male', 'female', 'unknown']

const ageName = (band: string): string => {
  if (band === 'unknown') return '年龄不详'
  return band.endsWith('-') ? `${band.slice(0, -1)} 岁及以上` : `${band.replace('-', '–')} 岁`
}

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
    sex: (key) => sexNames[key] ?? key,
    age: ageName,
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
