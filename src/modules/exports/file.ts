// What stands in a file besides its rows: whose it is, what was asked for, and how it is called.
import type { Ctx } from '#engine/ctx.ts'
import type { List } from '#engine/lists.ts'
import { csvCell, type OutRow } from '#engine/tables/write.ts'
import { writeBook } from '#engine/tables/write-book.ts'
import { dayOf, momentText } from '#kernel/time.ts'
import { settingsOf } from '#modules/directory/settings.ts'
import type { ExportRow } from './rows.ts'
import { saidOf } from './said.ts'

/** Who took it out, when, and under which number: at the head and foot of every page. */
export const markOf = (row: Pick<ExportRow, 'number'>, name: string, at: Date): string =>
  `${row.number}　${name}　${momentText(at)}　请勿外传`

export const columnsOf = (list: List, personal: boolean) => list.columns.filter((one) => personal || !one.personal)

/** `诉求登记簿-2026-03-09-DC2026-000001.xlsx` */
export const fileName = (
  list: List | undefined,
  row: Pick<ExportRow, 'number' | 'format' | 'asked_at' | 'list'>,
): string => {
  const title = (list?.endpoint.title.zh ?? row.list).replace(/[\\/:*?"<>|]/g, ' ').trim()
  return `${title}-${dayOf(row.asked_at)}-${row.number}.${row.format}`
}

export const typeOf = (format: string): string =>
  format === 'csv' ? 'text/csv; charset=utf-8' : 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** How a CSV says whose it is: in a last column, where every program that reads the file still finds it, row by row. */
const numberColumn = '导出编号'

/** The bytes of a file while its rows come. `made` says at the end how many there were. */
export async function* bytesOf(
  ctx: Ctx,
  it: {
    readonly list: List
    readonly row: ExportRow
    readonly name: string
    readonly rows: AsyncIterable<OutRow>
    readonly made: () => number
  },
): AsyncGenerator<Buffer> {
  const { list, row, name } = it
  const columns = columnsOf(list, row.personal)
  const header = columns.map(({ head }) => head.zh)
  if (row.format === 'csv') {
    yield Buffer.from(`\ufeff${[...header, numberColumn].map(csvCell).join(',')}\r\n`)
    for await (const cells of it.rows) yield Buffer.from(`${[...cells, row.number].map(csvCell).join(',')}\r\n`)
    return
  }
  const { hospitalName } = await settingsOf(ctx, 'hospitalName')
  const said = await saidOf(ctx, row.asked as Record<string, string>)
  async function* about(): AsyncGenerator<OutRow> {
    yield ['导出编号', row.number]
    yield ['医院', hospitalName]
    yield ['列表', list.endpoint.title.zh]
    yield ['导出人', name]
    yield ['时间', momentText(ctx.now)]
    for (const one of said) yield [`条件：${one.name.zh}`, one.value]
    if (said.length === 0) yield ['条件', '无']
    yield ['行数', it.made()]
    if (row.reason) yield ['用途', row.reason]
    yield [
      '说明',
      row.personal
        ? '含个人信息（按屏幕上的遮盖显示），经第二人批准。请勿外传，用毕删除。'
        : '已去标识：不含患者、反映人的姓名、电话、病案号和原话。请勿外传。',
    ]
  }
  yield* writeBook({
    sheets: [
      { name: list.endpoint.title.zh, header, rows: it.rows },
      { name: '说明', header: ['项目', '内容'], rows: about(), widths: [18, 80] },
    ],
    mark: markOf(row, name, ctx.now),
    at: ctx.now,
  })
}
