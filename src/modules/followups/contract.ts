// What can be asked about follow-up tasks, programmes and questionnaires.
import { z } from 'zod'
import { Can, contract, Flag, get, Id, Instant, InstantIn, Paging, pageOf, post } from '#kernel/contract.ts'
import { w } from '#kernel/words.ts'
import { Dialling } from '#modules/calls/contract.ts'
import { Grade, Opinion } from '#modules/cases/shapes.ts'
import { ContactLine } from '#modules/contacts/contract.ts'
import { GuidanceLine } from '#modules/knowledge/contract.ts'
import { MaskedPhone, PatientBrief } from '#modules/patients/contract.ts'
import { type UnreachedReason, unreachedReasons } from '#modules/patients/reading/reasons.ts'
import { retryPolicy } from '#src/standards.ts'

export const TaskStatus = z.enum(['open', 'flagged', 'done', 'unreached', 'cancelled', 'voided'])
export const TaskKind = z.enum(['wave', 'repeat', 'recall', 'urgent', 'audit'])
/** How a try ended that did not come to the questions: one of the twelve reasons, or one of the three that end nothing. */
export const Disposition = z.enum([
  ...(Object.keys(unreachedReasons) as UnreachedReason[]),
  'busy',
  'not-now',
  'call-back',
])
export const Respondent = z.enum(['patient', 'guardian', 'family'])

/** One answer: a value, or refused, or not applicable. */
export const Answer = z.object({
  value: z.union([z.string().max(4000), z.number(), z.array(z.string().max(100)).max(50)]).optional(),
  refused: z.literal(true).optional(),
  notApplicable: z.literal(true).optional(),
})
export const Answers = z.record(z.string().max(60), Answer)

export const TaskLine = z.object({
  id: Id,
  kind: TaskKind,
  wave: z.string(),
  waveName: z.string(),
  status: TaskStatus,
  patient: PatientBrief,
  campus: z.string().nullable(),
  department: z.string(),
  diagnosis: z.string().nullable(),
  dischargedOn: z.string(),
  assignee: z.string().nullable(),
  mine: z.boolean(),
  dueAt: Instant,
  nextAt: Instant,
  promisedAt: Instant.nullable(),
  attempts: z.int(),
  lastDisposition: z.string().nullable(),
  redFlag: z.enum(['now', 'today']).nullable(),
  overdue: z.boolean(),
  automatic: z.boolean().describe('waits for the program, which calls first'),
  can: Can,
})
export type TaskLine = z.output<typeof TaskLine>

export const TaskSheet = TaskLine.extend({
  encounter: z.object({
    id: Id,
    admissionCount: z.int(),
    admittedOn: z.string().nullable(),
    dischargedOn: z.string(),
    procedure: z.string().nullable(),
    attending: z.string().nullable(),
    leaving: z.string(),
    newborn: z.boolean(),
    group: z.string().nullable(),
  }),
  guardian: z.boolean().describe('a guardian speaks for the patient'),
  phones: z.array(MaskedPhone),
  careNotes: z.array(z.object({ medicines: z.string(), cautions: z.string() })),
  guidance: z
    .array(GuidanceLine.pick({ id: true, title: true, text: true, turnTo: true }))
    .describe('approved entries for this group'),
  earlier: z
    .array(ContactLine.pick({ at: true, by: true, disposition: true, note: true }))
    .describe('earlier contacts with this patient'),
  attemptsMade: z.array(ContactLine),
  openCases: z.array(z.object({ id: Id, number: z.string(), status: z.string(), text: z.string() })),
  forCase: z
    .object({ id: Id, number: z.string(), text: z.string(), demand: z.string(), told: z.string().nullable() })
    .nullable()
    .describe('a recall: the case that it asks about'),
  questionnaire: z.unknown().nullable().describe('the questionnaire of this task, as in followups/content'),
  answers: Answers.nullable(),
  draft: z.unknown().nullable(),
  draftAt: Instant.nullable(),
  draftBy: z.string().nullable(),
  satisfaction: Grade.nullable(),
  opinion: z.string().nullable(),
  respondent: Respondent.nullable(),
  recovered: z.boolean().nullable(),
  redFlagWords: z.array(z.string()),
  flagDone: z.string().nullable(),
  flagNote: z.string().nullable(),
  unreachedReason: z.string().nullable(),
  cancelledReason: z.string().nullable(),
  parentId: Id.nullable(),
  nextAllowedAt: Instant.nullable().describe('when the retry policy lets the next try happen'),
})
export type TaskSheet = z.output<typeof TaskSheet>

export const TaskFilter = Paging.extend({
  view: z.enum(['today', 'mine', 'unassigned', 'later', 'flagged', 'unreached', 'done', 'all']).default('today'),
  kind: TaskKind.optional(),
  departmentId: Id.optional(),
  campusId: Id.optional(),
  assigneeId: Id.optional(),
  q: z.string().max(60).optional(),
  case: Id.optional(),
  overdue: Flag.optional(),
})

const numberOwner = z.enum(['patient', 'contact', 'work']).default('patient')
const CallTimes = {
  startedAt: InstantIn.optional().describe('when the number was dialled; now, if absent'),
  callId: Id.optional().describe('the call of the page’s telephone; its own times count'),
}

export const followups = contract('task', '/followups', {
  list: get('', { title: w('随访任务', 'Follow-up tasks'), query: TaskFilter, reply: pageOf(TaskLine) }),
  counts: get('/counts', {
    title: w('任务数', 'Task counts'),
    reply: z.object({
      today: z.int(),
      mine: z.int(),
      unassigned: z.int(),
      later: z.int(),
      flagged: z.int(),
      overdue: z.int(),
      doneToday: z.int(),
    }),
  }),
  get: get('/{id}', { title: w('随访记录', 'A follow-up task'), reply: TaskSheet }),
  claim: post('/{id}/claim', { title: w('领取', 'Claim'), reply: TaskSheet }),
  handOver: post('/{id}/hand-over', {
    title: w('转交', 'Hand over'),
    body: z.object({ to: Id, words: z.string().max(500).default('') }),
    reply: TaskSheet,
  }),
  putBack: post('/{id}/put-back', { title: w('放回', 'Put back'), reply: TaskSheet }),
  /** Keeps what was typed so far; called while typing, so that a browser that dies loses at most a second. */
  draft: post('/{id}/draft', {
    title: w('暂存', 'Keep the draft'),
    body: z.object({ draft: z.record(z.string(), z.unknown()) }),
  }),
  /** One try that did not reach the person, or a promise to call back. A final reason or the last try closes the task. */
  attempt: post('/{id}/attempt', {
    title: w('未接通', 'Not reached'),
    body: z.object({
      disposition: Disposition,
      numberOwner,
      note: z.string().trim().max(1000).default(''),
      callBackAt: InstantIn.optional(),
      ...CallTimes,
    }),
    reply: TaskSheet,
  }),
  complete: post('/{id}/complete', {
    title: w('完成', 'Complete'),
    body: z.object({
      answers: Answers,
      respondent: Respondent,
      numberOwner,
      note: z.string().trim().max(2000).default(''),
      recovered: z.boolean().optional(),
      guidanceIds: z.array(Id).max(20).default([]),
      opinion: Opinion.optional(),
      ...CallTimes,
    }),
    reply: TaskSheet,
  }),
  resolve: post('/{id}/resolve', {
    title: w('红旗处置', 'Resolve a red flag'),
    body: z.object({
      done: z.enum(['doctor-told', 'told-to-come', '120']),
      note: z.string().trim().min(2, '请写明处置经过').max(1000),
    }),
    reply: TaskSheet,
  }),
  confirm: post('/{id}/confirm', {
    title: w('医师已处理', 'The doctor has acted'),
    body: z.object({ note: z.string().trim().min(2).max(1000) }),
    reply: TaskSheet,
  }),
  reopen: post('/{id}/reopen', { title: w('撤销未访', 'Undo not reached'), reply: TaskSheet }),
  cancel: post('/{id}/cancel', {
    title: w('取消', 'Cancel'),
    body: z.object({ reason: z.string().trim().min(2).max(300) }),
    reply: TaskSheet,
  }),
  reveal: post('/{id}/reveal', {
    secret: true,
    title: w('查看电话', 'Reveal a number'),
    body: z.object({
      index: z.int().min(0).max(20).default(0),
      reason: z.string().trim().min(2).max(200).default('拨打随访电话'),
    }),
    reply: z.object({ number: z.string(), extension: z.string().nullable() }),
  }),
  /** Dials without showing: the page gets a target for its telephone, and the number stays here. */
  dial: post('/{id}/dial', {
    title: w('拨打', 'Dial'),
    body: z.object({ index: z.int().min(0).max(20).default(0) }),
    reply: Dialling,
  }),
  allot: post('/allot', { title: w('分配任务', 'Allot tasks'), reply: z.object({ allotted: z.int() }) }),
})

/** A hospital's programme: which discharges, which waves, who calls, how often. */
export const ProgrammeDefinition = z.object({
  conditions: z
    .object({
      groups: z.array(z.string()).default([]),
      departmentIds: z.array(Id).default([]),
      campusIds: z.array(Id).default([]),
      diagnosisContains: z.array(z.string().min(1)).default([]),
      ageFrom: z.int().min(0).max(150).nullable().default(null),
      ageTo: z.int().min(0).max(150).nullable().default(null),
      leaving: z.array(z.enum(['home', 'transfer', 'community', 'against-advice', 'other'])).default([]),
    })
    .describe('empty: any'),
  waves: z
    .array(
      z.object({
        key: z
          .string()
          .min(1)
          .max(40)
          .regex(/^[a-z][a-z0-9-]*$/),
        name: z.string().min(1).max(40),
        from: z.int().min(0).max(365).describe('days after discharge'),
        until: z.int().min(0).max(365),
        questionnaire: z.string().describe("a questionnaire's key, or 'by-group'"),
        caller: z.enum(['centre', 'attending']).default('centre'),
        automatic: z.boolean().default(false).describe('the program calls first, by an approved script'),
      }),
    )
    .min(1)
    .max(12),
  retry: z
    .object({
      tries: z.int().min(1).max(10).default(retryPolicy.tries),
      hoursApart: z.number().min(0).max(72).default(retryPolicy.apartHours),
      dates: z.int().min(1).max(5).default(retryPolicy.dates),
    })
    .prefault({}),
  repeat: z
    .object({ everyDays: z.int().min(1).max(180), most: z.int().min(1).max(24) })
    .nullable()
    .default(null)
    .describe('again until recovered'),
})
export type ProgrammeDefinition = z.output<typeof ProgrammeDefinition>
const ProgrammeLine = z.object({
  id: Id,
  key: z.string(),
  version: z.int(),
  name: z.string(),
  status: z.enum(['draft', 'running', 'stopped']),
  definition: ProgrammeDefinition,
  startedAt: Instant.nullable(),
  openTasks: z.int(),
  can: Can,
})

export const programmes = contract('programme', '/programmes', {
  list: get('', { title: w('随访方案', 'Programmes'), reply: z.object({ rows: z.array(ProgrammeLine) }) }),
  /** A new key, or the next version of an old one; it takes force when it is started. */
  create: post('', {
    title: w('新建方案', 'Create a programme'),
    body: z.object({
      key: z.string().regex(/^[a-z][a-z0-9-]{1,40}$/),
      name: z.string().trim().min(2).max(60),
      definition: ProgrammeDefinition,
    }),
    reply: ProgrammeLine,
  }),
  start: post('/{id}/start', { title: w('启用', 'Start'), reply: ProgrammeLine }),
  stop: post('/{id}/stop', { title: w('停止', 'Stop'), reply: ProgrammeLine }),
})

const QuestionnaireLine = z.object({
  id: Id,
  key: z.string(),
  version: z.int(),
  title: z.string(),
  wave: z.string(),
  status: z.enum(['draft', 'published', 'retired']),
  definition: z.unknown(),
  can: Can,
})
export const questionnaires = contract('questionnaire', '/questionnaires', {
  list: get('', { title: w('问卷', 'Questionnaires'), reply: z.object({ rows: z.array(QuestionnaireLine) }) }),
  create: post('', {
    title: w('新版问卷', 'A new version'),
    body: z.object({
      definition: z.unknown().describe('a questionnaire as in followups/content; the next version of its key'),
    }),
    reply: QuestionnaireLine,
  }),
  publish: post('/{id}/publish', { title: w('发布', 'Publish'), reply: QuestionnaireLine }),
  retire: post('/{id}/retire', { title: w('停用', 'Retire'), reply: QuestionnaireLine }),
})
