// How the lists of patients, stays and imports stand in a table; who somebody is stands in columns of their own.
import { type ListColumn, tableOf } from '#engine/lists.ts'
import type { OutCell } from '#engine/tables/write.ts'
import { momentText, monthOf } from '#kernel/time.ts'
import { w } from '#kernel/words.ts'
import { encounters, imports, patients } from './contract.ts'
import { leavingWords, sexWords, whyWords } from './words.ts'

export type PatientCells = { name: string; sex: keyof typeof sexWords; age: number | null; recordNumber: string }

/** From ninety on an age is nearly a name. */
const ageCell = (age: number | null): OutCell => (age !== null && age >= 90 ? '90+' : age)

/** A patient in a table: sex and age for everybody, name (as masked on the screen) and record number as personal columns. */
export const patientColumns = <Row>(patient: (row: Row) => PatientCells | null): ListColumn<Row>[] => [
  { head: w('姓名', 'Name'), of: (row) => patient(row)?.name ?? '', personal: true },
  { head: w('病案号', 'Record number'), of: (row) => patient(row)?.recordNumber ?? '', personal: true },
  { head: w('性别', 'Sex'), of: (row) => sexWords[patient(row)?.sex ?? 'unknown'].zh },
  { head: w('年龄', 'Age'), of: (row) => ageCell(patient(row)?.age ?? null) },
]

type Stay = {
  campus: string | null
  department: string
  group: string | null
  dischargedOn: string
  admittedOn: string | null
  diagnosis: string | null
  procedure: string | null
  leaving: keyof typeof leavingWords
  attending: string | null
  patient: PatientCells
}
/** A stay in a table: month for everybody, days and diagnosis as personal columns. */
export const stayColumns: readonly ListColumn<Stay>[] = [
  ...patientColumns((row: Stay) => row.patient),
  { head: w('院区', 'Campus'), of: (row) => row.campus },
  { head: w('科室', 'Department'), of: (row) => row.department },
  { head: w('科室组', 'Group'), of: (row) => row.group },
  { head: w('出院月份', 'Month of discharge'), of: (row) => monthOf(row.dischargedOn) },
  { head: w('入院日期', 'Admitted'), of: (row) => row.admittedOn, personal: true },
  { head: w('出院日期', 'Discharged'), of: (row) => row.dischargedOn, personal: true },
  { head: w('诊断', 'Diagnosis'), of: (row) => row.diagnosis, personal: true },
  { head: w('手术', 'Procedure'), of: (row) => row.procedure, personal: true },
  { head: w('离院方式', 'Left'), of: (row) => leavingWords[row.leaving].zh },
  { head: w('主治医师', 'Attending'), of: (row) => row.attending },
]

export const patientsTables = [
  tableOf(patients.list, {
    id: (row) => row.id,
    columns: [
      ...patientColumns((row: PatientCells) => row),
      {
        head: w('可否联系', 'May be called'),
        of: (row) => (row.contactable ? '可' : row.why ? whyWords[row.why].zh : '否'),
      },
    ],
  }),
  tableOf(encounters.list, { id: (row) => row.id, guard: 'encounters', columns: stayColumns }),
  tableOf(imports.list, {
    id: (row) => row.id,
    columns: [
      { head: w('文件', 'File'), of: (row) => row.fileName },
      { head: w('种类', 'Kind'), of: (row) => row.kind },
      { head: w('状态', 'Status'), of: (row) => ({ running: '进行中', finished: '完成', failed: '失败' })[row.status] },
      { head: w('导入人', 'By'), of: (row) => row.by },
      { head: w('开始', 'Started'), of: (row) => momentText(row.startedAt) },
      { head: w('结束', 'Finished'), of: (row) => momentText(row.finishedAt) },
    ],
  }),
]
