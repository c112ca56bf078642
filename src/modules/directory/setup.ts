// How a real hospital begins: its campuses and departments from one list, and the first administrator.
import { sql } from 'kysely'
import { z } from 'zod'
import type { OpenHouse } from '#engine/house.ts'
import { readTable, type Source } from '#engine/tables/read.ts'
import type { ParsedOf } from '#kernel/contract.ts'
import { conflict, type FieldProblem, invalid } from '#kernel/refusal.ts'
import { staff } from './contract.ts'
import { addDepartment } from './departments.ts'
import { addStaff } from './staff.ts'

/** One department as the list says it; `row` counts as a spreadsheet does, the heading being row 1. */
export type DepartmentRow = {
  readonly row: number
  readonly campus: string
  readonly name: string
  readonly group: string
}

const columns = { campus: '院区', name: '科室', group: '科室组' } as const

/** The columns are found by their headings, in any order; others beside them are passed over. */
const headings: Record<keyof typeof columns, readonly string[]> = {
  campus: ['院区', '院区名称', 'campus'],
  name: ['科室', '科室名称', 'department'],
  group: ['科室组', '科室分组', '组', 'group', 'department group', 'department_group'],
}

const tidy = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()

const refused = (fields: readonly FieldProblem[]) =>
  invalid(
    `科室表有 ${fields.length} 处要改，改好后再来一次；现在什么都没有写入。`,
    `The list of departments has ${fields.length} faults; nothing was written.`,
    fields.slice(0, 100),
  )

/**
 * Reads a list of departments (院区, 科室, 科室组; CSV or XLSX). Answers only a list without fault: otherwise refuses
 * with every row, its column, and the reason.
 */
export const readDepartments = async (source: Source): Promise<DepartmentRow[]> => {
  const table = await readTable(source)
  const header = table.header.map((cell) => tidy(cell).toLowerCase())
  const at = Object.fromEntries(
    Object.entries(headings).map(([key, names]) => [key, header.findIndex((cell) => names.includes(cell))]),
  ) as Record<keyof typeof columns, number>
  const missing = (Object.keys(columns) as (keyof typeof columns)[]).filter((key) => at[key] < 0)
  if (missing.length > 0) {
    await table.close()
    throw refused(missing.map((key) => ({ field: `第 ${table.headerRow} 行`, reason: `缺少“${columns[key]}”一列` })))
  }
  const rows: DepartmentRow[] = []
  const faults: FieldProblem[] = []
  for await (const { row, cells, problem } of table.rows) {
    if (problem) faults.push({ field: `第 ${row} 行`, reason: `${problem.words.zh}${problem.remedy.zh}` })
    else {
      const of = (key: keyof typeof columns) => tidy(cells[at[key]] ?? '')
      rows.push({ row, campus: of('campus'), name: of('name'), group: of('group') })
    }
  }
  if (faults.length > 0) throw refused(faults)
  return rows
}

const faultsOf = (rows: readonly DepartmentRow[]): FieldProblem[] => {
  const faults: FieldProblem[] = []
  const first = new Map<string, number>()
  for (const it of rows) {
    for (const key of Object.keys(columns) as (keyof typeof columns)[]) {
      const field = `第 ${it.row} 行 ${columns[key]}`
      if (it[key] === '') faults.push({ field, reason: '不能为空' })
      else if (it[key].length > 50) faults.push({ field, reason: '至多 50 个字' })
    }
    const same = JSON.stringify([it.campus, it.name])
    const before = first.get(same)
    if (before === undefined) first.set(same, it.row)
    else faults.push({ field: `第 ${it.row} 行 ${columns.name}`, reason: `与第 ${before} 行重复` })
  }
  return faults
}

/**
 * Sets up a hospital: campuses and departments in the order of the list, and an administrator of that name whose first
 * password is answered once. All or nothing; refused where there are people already.
 */
export const setUp = async (
  house: OpenHouse,
  { admin, departments: rows }: { readonly admin: string; readonly departments: readonly DepartmentRow[] },
): Promise<{ login: string; password: string; campuses: number; departments: number }> => {
  const faults = faultsOf(rows)
  if (faults.length > 0) throw refused(faults)
  const form = z.safeParse(staff.create.body!, { login: admin, name: admin, role: 'admin' })
  if (!form.success)
    throw invalid(`“${admin}”不能作登录名：只用文字、数字和 . _ -,2 至 50 个字。`, `“${admin}” cannot be a login.`, [
      { field: 'admin', reason: '不能作登录名' },
    ])
  const person = form.data as ParsedOf<typeof staff.create>
  return house.asSystem(async (ctx) => {
    await sql`select pg_advisory_xact_lock(hashtext('directory.setUp'))`.execute(ctx.tx)
    const already = await ctx.tx.selectFrom('staff').limit(1).select('id').executeTakeFirst()
    if (already)
      throw conflict({
        zh: '这里已经有一家医院的数据，不能重新初始化。',
        en: 'There is a hospital here already; it cannot be set up again.',
      })
    for (const department of rows) await addDepartment(ctx, department)
    const { password } = await addStaff(ctx, person)
    const campuses = new Set(rows.map(({ campus }) => campus)).size
    return { login: person.login, password, campuses, departments: rows.length }
  })
}
