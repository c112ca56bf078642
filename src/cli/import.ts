// `import discharges`, `import register` and `import cases`: lists from files into the hospital, with a word for every row that stays out.
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { TableError } from '#engine/tables/read.ts'
import { w } from '#kernel/words.ts'
import { type ImportResult, importFile } from '#modules/patients/importing.ts'
import type { AnyMapping, ImportKind } from '#modules/patients/mappings.ts'
import { withHouse } from './beside.ts'
import { type Call, Sorry } from './command.ts'

const text = (it: ImportResult, kind: ImportKind): string =>
  [
    `✔ ${it.rows} 行：新增 ${it.created}，更新 ${it.updated}，未变 ${it.unchanged}，退回 ${it.rejected.length}`,
    ...(kind === 'cases' ? [] : [`  免打扰或死亡 ${it.doNotCall}，无可用电话 ${it.noPhone}，新任务 ${it.tasks}`]),
    `  rows ${it.rows}, created ${it.created}, updated ${it.updated}, unchanged ${it.unchanged}, rejected ${it.rejected.length}, tasks ${it.tasks}`,
    ...it.rejected.slice(0, 50).map(({ row, column, reason }) => `  第 ${row} 行 ${column}：${reason}`),
    ...(it.rejected.length > 50 ? [`  … 还有 ${it.rejected.length - 50} 行，见 --json 或界面中的导入记录`] : []),
  ].join('\n')

/** What `--json` prints: created + updated + unchanged + rejected = rows; doNotCall and noPhone are among the created. */
const figures = ({ rows, created, updated, unchanged, rejected, doNotCall, noPhone, tasks }: ImportResult) => ({
  rows,
  created,
  updated,
  unchanged,
  rejected: rejected.map(({ row, column, reason }) => ({ row, column, reason })),
  doNotCall,
  noPhone,
  tasks,
})

/** A mapping from a file: `{"recordNumber": 0, "name": 2, …}`, columns counted from 0, as templates keep it. */
const mappingFrom = async (file: string): Promise<AnyMapping> => {
  const shape = z.record(z.string(), z.int().min(0).nullable())
  try {
    return shape.parse(JSON.parse(await readFile(path.resolve(file), 'utf8')))
  } catch {
    throw new Sorry(
      `${file} 不是列对应表，应为 {"recordNumber": 0, "name": 2, …}，列从 0 数起。`,
      `${file} is no mapping; it is {"recordNumber": 0, "name": 2, …}, columns counted from 0.`,
    )
  }
}

/** Takes the file in; what follows from it (tasks) is done before the command ends. */
export const importList = async (call: Call, kind: ImportKind): Promise<undefined> => {
  const file = path.resolve(call.operands[0]!)
  if (!existsSync(file)) throw new Sorry(`文件 ${file} 不存在。`, `There is no file ${file}.`)
  const given = call.option('mapping')
  const mapping = given === undefined ? undefined : await mappingFrom(given)
  await withHouse(call, async (house) => {
    let said = 0
    const onProgress = (share: number) => {
      if (share - said < 0.1) return
      said = share
      call.say(w(`  ${Math.round(share * 100)} %`, 'of the file'))
    }
    const fileName = path.basename(file)
    const result = await importFile(house, {
      kind,
      path: file,
      fileName,
      campus: call.option('campus'),
      mapping,
      onProgress,
    }).catch((error) => {
      throw error instanceof TableError
        ? new Sorry(error.words.zh + error.remedy.zh, `${error.words.en} ${error.remedy.en}`)
        : error
    })
    call.answer(figures(result), text(result, kind))
  })
  return undefined
}
