// What can be asked about patients, their stays, and the lists they come from.
import { z } from 'zod'
import { Can, contract, DayText, get, Id, Instant, Paging, pageOf, post } from '#kernel/contract.ts'
import { w } from '#kernel/words.ts'

export const Sex = z.enum(['male', 'female', 'unknown'])
export const MaskedPhone = z.object({
  index: z.int(),
  masked: z.string(),
  owner: z.enum(['patient', 'contact', 'work']),
  kind: z.string(),
  remark: z.string().nullable(),
})

/** A person as anyone may see him: masked by the server. */
export const PatientBrief = z.object({
  id: Id,
  name: z.string().describe('masked: 张*'),
  sex: Sex,
  age: z.int().nullable(),
  recordNumber: z.string(),
  contactable: z.boolean(),
  why: z.enum(['died', 'do-not-call']).nullable(),
})

export const EncounterLine = z.object({
  id: Id,
  patient: PatientBrief,
  admissionCount: z.int(),
  campus: z.string().nullable(),
  department: z.string(),
  departmentConfirmed: z.boolean(),
  group: z.string().nullable(),
  admittedOn: DayText.nullable(),
  dischargedOn: DayText,
  diagnosis: z.string().nullable(),
  procedure: z.string().nullable(),
  leaving: z.enum(['home', 'transfer', 'community', 'against-advice', 'died', 'other']),
  attending: z.string().nullable(),
  newborn: z.boolean(),
})

export const patients = contract('patient', '/patients', {
  list: get('', {
    title: w('患者', 'Patients'),
    query: Paging.extend({ q: z.string().max(60).optional() }),
    reply: pageOf(PatientBrief),
  }),
  get: get('/{id}', {
    title: w('患者详情', 'A patient'),
    reply: z.object({
      patient: PatientBrief,
      bornOn: DayText.nullable(),
      idNumber: z.string().nullable(),
      address: z.string().nullable(),
      phones: z.array(MaskedPhone),
      encounters: z.array(EncounterLine),
      can: Can,
    }),
  }),
  doNotCall: post('/{id}/do-not-call', {
    title: w('永久勿扰', 'Never call again'),
    body: z.object({ reason: z.string().trim().min(2, '请写明原因').max(300) }),
  }),
  died: post('/{id}/died', {
    title: w('登记死亡', 'Record a death'),
    body: z.object({ diedOn: DayText, note: z.string().max(300).default('') }),
  }),
})

export const encounters = contract('encounter', '/encounters', {
  list: get('', {
    title: w('出院名单', 'Discharges'),
    query: Paging.extend({
      q: z.string().max(60).optional(),
      from: DayText.optional(),
      to: DayText.optional(),
      campusId: Id.optional(),
      departmentId: Id.optional(),
      group: z.string().max(50).optional(),
    }),
    reply: pageOf(EncounterLine),
  }),
})

export const Rejection = z.object({
  row: z.int(),
  column: z.string(),
  value: z.string(),
  reason: z.string(),
  remedy: z.string(),
})
export const ImportCounts = z.object({
  rows: z.int(),
  created: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  rejected: z.int(),
  warnings: z.int(),
  doNotCall: z.int(),
  noPhone: z.int(),
  tasks: z.int(),
  notPlanned: z.int().describe('discharged too long ago for a first call'),
})
export const ImportKind = z.enum(['discharges', 'register', 'cases'])
export const ImportLine = z.object({
  id: Id,
  kind: ImportKind,
  fileName: z.string(),
  status: z.enum(['running', 'finished', 'failed']),
  counts: ImportCounts,
  done: z.number().nullable().describe('share of the file read, 0 to 1'),
  failure: z.string().nullable(),
  by: z.string().nullable(),
  startedAt: Instant,
  finishedAt: Instant.nullable(),
})
const Mapping = z
  .record(z.string(), z.int().nullable())
  .describe('field → column, counted from 0; null: the file has none')

export const imports = contract('import', '/imports', {
  list: get('', { title: w('导入记录', 'Imports'), query: Paging, reply: pageOf(ImportLine) }),
  get: get('/{id}', {
    title: w('导入结果', 'An import'),
    reply: ImportLine.extend({
      rejections: z.array(Rejection),
      changes: z.array(
        z.object({
          recordNumber: z.string().describe('of a stay; of a case the number in its register'),
          admissionCount: z.int().describe('1 where it is no stay'),
          changed: z.array(z.object({ field: z.string(), from: z.string(), to: z.string() })),
        }),
      ),
      warnings: z.array(z.object({ row: z.int(), words: z.string() })),
    }),
  }),
  rejections: get('/{id}/rejections.xlsx', { title: w('下载被拒行', 'Download refused rows'), carriage: 'file' }),
  /** Keeps the file and answers what it looks like, before anything is taken in. */
  upload: post('/upload', {
    verb: 'import.discharges',
    title: w('上传名单', 'Upload a list'),
    carriage: 'upload',
    reply: z.object({
      fileId: Id,
      kind: ImportKind,
      format: z.string(),
      encoding: z.string(),
      dialect: z.string(),
      header: z.array(z.string()),
      sample: z.array(z.array(z.string())),
      mapping: Mapping,
      fields: z.array(z.object({ field: z.string(), zh: z.string(), en: z.string(), required: z.boolean() })),
      doubts: z.array(z.string()),
      template: z.string().nullable(),
    }),
  }),
  /** What the first rows would become under a mapping. */
  preview: post('/preview', {
    verb: 'import.discharges',
    title: w('预览', 'Preview'),
    body: z.object({ fileId: Id, mapping: Mapping }),
    reply: z.object({
      rows: z.array(
        z.object({
          row: z.int(),
          reads: z.record(z.string(), z.string()),
          rejected: Rejection.nullable(),
          warnings: z.array(z.string()),
        }),
      ),
    }),
  }),
  discharges: post('/discharges', {
    title: w('导入出院名单', 'Take in discharges'),
    body: z.object({ fileId: Id, mapping: Mapping, campusId: Id.nullable().default(null) }),
    reply: z.object({ id: Id }),
  }),
  register: post('/register', {
    title: w('接管旧登记本', 'Take over an old register'),
    body: z.object({ fileId: Id, mapping: Mapping }),
    reply: z.object({ id: Id }),
  }),
  cases: post('/cases', {
    title: w('接管旧诉求登记本', 'Take over an old register of cases'),
    body: z.object({ fileId: Id, mapping: Mapping }),
    reply: z.object({ id: Id }),
  }),
  template: post('/templates', {
    title: w('保存列对应模板', 'Keep the mapping as a template'),
    body: z.object({
      name: z.string().trim().min(1).max(60),
      kind: ImportKind,
      header: z.array(z.string()).max(300),
      mapping: Mapping,
    }),
  }),
})
