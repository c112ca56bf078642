// `import sheets`: a file of a public line's sheets, with a word for every row that stays out.
import { existsSync } from 'node:fs'
import path from 'node:path'
import { systemMe } from '#engine/house.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Taken } from '#modules/sheets/contract.ts'
import { rowsOf, takeAll } from '#modules/sheets/taking.ts'
import { withHouse } from './beside.ts'
import { type Call, Sorry } from './command.ts'

const text = (it: Taken): string =>
  [
    `✔ ${it.rows} 行：新增 ${it.created}（其中再次派单 ${it.renewed}），更正 ${it.updated}，未变 ${it.unchanged}，退回 ${it.rejected.length}`,
    `  rows ${it.rows}, created ${it.created} (again ${it.renewed}), corrected ${it.updated}, unchanged ${it.unchanged}, rejected ${it.rejected.length}`,
    ...it.rejected
      .slice(0, 50)
      .map(({ row, number, column, reason }) => `  第 ${row} 行 ${number} ${column}：${reason}`),
    ...it.warnings.slice(0, 50).map(({ number, words }) => `  ${number}：${words}`),
  ].join('\n')

export const importSheets = async (call: Call): Promise<undefined> => {
  const file = path.resolve(call.operands[0]!)
  if (!existsSync(file)) throw new Sorry(`文件 ${file} 不存在。`, `There is no file ${file}.`)
  await withHouse(call, async (house) => {
    const ctx = { ...house.ctx(house.db, systemMe), tx: house.db }
    const taken = await takeAll(ctx, rowsOf(file)).catch((error) => {
      throw error instanceof Refusal ? new Sorry(error.words.zh, error.words.en) : error
    })
    house.committed(ctx)
    call.answer(taken, text(taken))
  })
  return undefined
}
