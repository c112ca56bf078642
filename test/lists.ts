// Discharge lists as a hospital exports them, a line each where only what matters is said.
import { type ImportResult, importFile } from '#modules/patients/importing.ts'
import type { Desk } from './desk.ts'

const heading =
  '病案号,住院次数,姓名,性别,年龄,联系电话,联系人电话,联系地址,院区,出院科室,入院日期,出院日期,出院诊断,离院方式'
export type Line = Partial<{
  number: string
  count: string
  name: string
  phone: string
  contact: string
  address: string
  campus: string
  department: string
  discharged: string
  diagnosis: string
  leaving: string
}>
const line = (it: Line): string =>
  [
    it.number ?? '70000001',
    it.count ?? '1',
    it.name ?? '赵明远',
    '男',
    '61',
    it.phone ?? '19912345678',
    it.contact ?? '',
    it.address ?? '解放路18号3幢',
    it.campus ?? '本部',
    it.department ?? '心内科',
    (it.discharged ?? '2026-03-05') < '2026-02-20' ? '' : '2026-02-20',
    it.discharged ?? '2026-03-05',
    it.diagnosis ?? '冠心病',
    it.leaving ?? '医嘱离院',
  ].join(',')
/** The list as a CSV in UTF-8. */
export const listOf = (...lines: Line[]) => Buffer.from([heading, ...lines.map(line)].join('\r\n'))

/** Takes a list in as the command line would. */
export const takeList = (desk: Desk, content: Uint8Array): Promise<ImportResult> =>
  importFile(desk.house, { kind: 'discharges', content, fileName: '出院名单.csv' })
