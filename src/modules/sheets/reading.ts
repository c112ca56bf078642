// Reads a row of a line's list as a sheet: which column is what, and why a row is refused.
import { at } from '#kernel/time.ts'
import { halfWidth, isScientific, present, tidy } from '#modules/patients/reading/clean.ts'
import { readDateAndTime } from '#modules/patients/reading/dates.ts'
import { SheetIn } from './contract.ts'

/** What the lines call their columns; the first that a heading has is taken. */
const names = {
  source: '来源 工单来源 热线',
  number: '工单编号 工单号 编号 诉求编号 受理编号 流水号 受理单号',
  round: '派单次数 办理次数 轮次',
  kind: '诉求类型 工单类型 诉求性质 类型',
  title: '标题 工单标题 诉求标题 主题',
  text: '诉求内容 内容 反映内容 来电内容 工单内容 主要内容 问题描述',
  demand: '诉求目的 诉求人要求 主要诉求 希望 诉求',
  category: '诉求分类 问题分类 分类 归口类别 类别',
  department: '涉及科室 被反映科室 反映对象 涉及部门',
  place: '发生地点 地点 事发地点',
  happenedAt: '发生时间 事发时间',
  name: '诉求人 诉求人姓名 来电人 姓名 联系人 市民姓名',
  phone: '联系电话 联系方式 来电号码 诉求人电话 电话 手机',
  speaksFor: '患者姓名 患者 当事人',
  address: '联系地址 地址',
  dispatchedAt: '派单时间 转办时间 交办时间 下派时间',
  signBy: '签收期限 签收截止时间 签收时限',
  replyBy: '办结期限 办理截止时间 截止时间 回复期限 到期时间 反馈截止时间',
  term: '办理时限 办结时限 时限 办理期限',
} as const

export type Column = keyof typeof names
export type Columns = Readonly<Record<Column, number | null>>

const bare = (text: string): string =>
  halfWidth(tidy(text))
    .replace(/[（(].*?[)）]|[\s*:：]/g, '')
    .toLowerCase()

/** The columns of a heading, by name alone; a column is taken once. */
export const columnsOf = (header: readonly string[]): Columns => {
  const headings = header.map(bare)
  const taken = new Set<number>()
  const find = (wanted: string): number | null => {
    for (const name of wanted.split(' ')) {
      const found = headings.findIndex((heading, i) => heading === name && !taken.has(i))
      if (found >= 0) {
        taken.add(found)
        return found
      }
    }
    return null
  }
  return Object.fromEntries(Object.entries(names).map(([key, wanted]) => [key, find(wanted)])) as Columns
}

/** What a file lacks to be a list of sheets, in the columns' usual names. */
export const lacking = (columns: Columns): string[] =>
  (['number', 'text'] as const).filter((key) => columns[key] === null).map((key) => names[key].split(' ')[0]!)

const instants = ['happenedAt', 'dispatchedAt', 'signBy', 'replyBy'] as const
/** A day without an hour ends with the day where it is a limit, and begins with it where something began. */
const hourOf = { happenedAt: '00:00', dispatchedAt: '00:00', signBy: '23:59', replyBy: '23:59' } as const

export type Refused = { readonly column: string; readonly reason: string }

/** A row as a sheet in the shape of the interface, or every reason why it is none. */
export const readRow = (
  cells: readonly string[],
  columns: Columns,
  header: readonly string[],
): { readonly sheet: SheetIn } | { readonly refused: Refused } => {
  const headingOf = (key: Column): string => header[columns[key] ?? -1] ?? names[key].split(' ')[0]!
  const cell = (key: Column): string => (columns[key] === null ? '' : (present(cells[columns[key]]) ?? ''))
  const form: Record<string, unknown> = {}
  for (const key of Object.keys(names) as Column[]) if (cell(key) !== '') form[key] = cell(key)
  if (typeof form.number === 'string') {
    if (isScientific(form.number))
      return {
        refused: { column: headingOf('number'), reason: '编号被写成了科学计数法，末几位已丢失；请按文本格式重新导出' },
      }
    form.number = halfWidth(form.number)
  }
  for (const key of instants) {
    if (form[key] === undefined) continue
    const read = readDateAndTime(String(form[key]), '')
    if (read.kind === 'unreadable') {
      // A term in words often stands in the column of the limit.
      if (key === 'replyBy') form.term ??= form[key]
      else return { refused: { column: headingOf(key), reason: read.why.zh } }
    }
    if (read.kind === 'date') form[key] = at(read.date, read.time ?? hourOf[key]).toISOString()
    else delete form[key]
  }
  if (form.round !== undefined) form.round = Number(/\d/.exec(String(form.round))?.[0] ?? Number.NaN) || undefined
  if (form.source !== undefined) form.source = String(form.source).includes('12320') ? '12320' : '12345'
  return checked(form, headingOf)
}

/** Checks what came by the interface or was made of a row. */
export const checked = (
  form: unknown,
  headingOf: (key: Column) => string = (key) => names[key]?.split(' ')[0] ?? key,
): { readonly sheet: SheetIn } | { readonly refused: Refused } => {
  const parsed = SheetIn.safeParse(form)
  if (parsed.success) return { sheet: parsed.data }
  const [issue] = parsed.error.issues
  const key = issue!.path[0] as Column
  const missing = (form as Record<string, unknown> | null)?.[key] === undefined
  return { refused: { column: headingOf(key), reason: missing ? '必须填写' : issue!.message } }
}

/** A number with the line's mark of a repeated dispatch: `…（二次）`, `…#2`, `…-R2`; round 0 where there is no mark. */
export const splitNumber = (said: string): { readonly number: string; readonly round: number } => {
  const found = /^(.+?)\s*(?:[（(]?第?([二三四2-4])次(?:派单|办理|交办)?[)）]?|#([2-9])|[-_]?R([2-9]))$/i.exec(said)
  if (!found) return { number: said, round: 0 }
  const mark = found[2] ?? found[3] ?? found[4]!
  return {
    number: found[1]!.replace(/[-_（(]$/, ''),
    round: '二三四'.includes(mark) ? '二三四'.indexOf(mark) + 2 : Number(mark),
  }
}
