// What can be asked about scripts and automatic calls, and what comes back.
import { z } from 'zod'
import { Can, contract, get, Id, Instant, Paging, pageOf, post } from '#kernel/contract.ts'
import { w } from '#kernel/words.ts'
import { ScriptDefinition } from './script.ts'

export const ScriptStatus = z.enum(['draft', 'proposed', 'approved', 'retired'])

export const ScriptLine = z.object({
  id: Id,
  key: z.string(),
  version: z.int(),
  name: z.string(),
  status: ScriptStatus,
  questionnaireId: Id,
  questionnaire: z.string().describe('its title'),
  questionnaireVersion: z.int(),
  writtenBy: z.string(),
  approvedBy: z.string().nullable(),
  approvedAt: Instant.nullable(),
  missing: z.int().describe('sentences without sound'),
  updatedAt: Instant,
  can: Can,
})

const Prompt = z.object({
  prompt: z.string(),
  question: z.string().nullable().describe('the name of the question that it asks'),
  keys: z.array(z.object({ digit: z.string(), means: z.string() })),
  says: z.string(),
  seconds: z.number().nullable().describe('null: no sound yet'),
  made: z.boolean().describe('by the engine, not uploaded'),
  stale: z.boolean().describe('made from other words than are written now'),
})

export const ScriptSheet = ScriptLine.extend({
  definition: ScriptDefinition,
  prompts: z.array(Prompt),
  remark: z.string(),
  notAsked: z.array(z.string()).describe('questions that a person has to ask afterwards'),
  speech: z.boolean().describe('an engine is there'),
})
export type ScriptSheet = z.output<typeof ScriptSheet>

const prompt = '/{id}/prompts/{prompt}'

export const scripts = contract('script', '/scripts', {
  list: get('', { title: w('话术', 'Scripts'), reply: z.object({ rows: z.array(ScriptLine) }) }),
  /** What the program would say for a questionnaire, to begin with. */
  proposal: get('/proposal/{id}', { title: w('话术样稿', 'A proposal'), reply: ScriptDefinition }),
  get: get('/{id}', { title: w('话术内容', 'A script'), reply: ScriptSheet }),
  /** The first version of a key, or the next one. */
  create: post('', {
    title: w('新建话术', 'Write a script'),
    body: z.object({
      key: z.string().regex(/^[a-z][a-z0-9-]{1,40}$/, '小写字母、数字和 -'),
      name: z.string().trim().min(2).max(60),
      questionnaireId: Id,
      definition: ScriptDefinition,
    }),
    reply: ScriptSheet,
  }),
  change: post('/{id}/change', {
    title: w('修改话术', 'Change a script'),
    body: z.object({ name: z.string().trim().min(2).max(60), definition: ScriptDefinition }),
    reply: ScriptSheet,
  }),
  /** Makes the sound of every sentence that has none, or whose words have changed. */
  speak: post('/{id}/speak', { title: w('合成语音', 'Synthesise'), reply: ScriptSheet }),
  upload: post(prompt, { title: w('上传录音', 'Upload a sound'), carriage: 'upload', reply: ScriptSheet }),
  sound: get(prompt, { title: w('试听', 'Listen'), carriage: 'file' }),
  propose: post('/{id}/propose', { title: w('送审', 'Propose'), reply: ScriptSheet }),
  sendBack: post('/{id}/send-back', {
    title: w('退回修改', 'Send back'),
    body: z.object({ remark: z.string().trim().min(2, '请写明要改什么').max(500) }),
    reply: ScriptSheet,
  }),
  approve: post('/{id}/approve', { title: w('批准使用', 'Approve'), reply: ScriptSheet }),
  retire: post('/{id}/retire', { title: w('停用', 'Retire'), reply: ScriptSheet }),
})

export const results = {
  completed: w('完成', 'Completed'),
  urgent: w('红旗，转人工', 'Red flag'),
  dissatisfied: w('不满意，转人工', 'Dissatisfied'),
  person: w('要求人工', 'Asked for a person'),
  partly: w('中途挂断', 'Hung up in the middle'),
  machine: w('无人按键（疑为语音信箱）', 'No key (perhaps a machine)'),
  stranger: w('非本人', 'Not the person'),
  refused: w('拒绝', 'Refused'),
  unreached: w('未接通', 'Not reached'),
  failed: w('线路故障', 'The line failed'),
  lost: w('中断', 'Lost'),
} as const
export type Result = keyof typeof results
export const Result = z.enum(Object.keys(results) as [Result, ...Result[]])

export const AutocallLine = z.object({
  id: Id,
  status: z.enum(['dialling', 'talking', 'over']),
  taskId: Id,
  patient: z.string().describe('masked'),
  department: z.string(),
  script: z.string(),
  scriptVersion: z.int(),
  startedAt: Instant,
  answeredAt: Instant.nullable(),
  endedAt: Instant.nullable(),
  result: Result.nullable(),
  disposition: z.string().nullable(),
  outcome: z.string().nullable().describe('as the line witnessed it'),
  keys: z.int(),
  respondent: z.enum(['patient', 'family']).nullable(),
  agent: z.string().nullable().describe('who took it over'),
  promised: z.boolean().describe('somebody will call back'),
})

const Clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, '时间写成 09:00')
export const Pace = z.object({
  lines: z.int().min(1).max(200).describe('calls at once'),
  perSecond: z.number().min(0.1).max(10).describe('calls begun in a second'),
  from: Clock,
  until: Clock,
  days: z.enum(['all', 'workdays']),
  tries: z.int().min(1).max(5).describe('by the program; then a person calls'),
  callBackMinutes: z.int().min(5).max(240).describe('within which somebody calls back who was promised it'),
})
export type Pace = z.output<typeof Pace>

export const Today = z.object({
  waiting: z.int().describe('tasks that are due and wait for the program'),
  unscripted: z.int().describe('of them without an approved script: nobody calls'),
  later: z.int(),
  dialled: z.int(),
  reached: z.int().describe('somebody pressed a key'),
  keys: z.int(),
  handedOver: z.int(),
  promised: z.int(),
  now: z.int().describe('calls in progress'),
  results: z.array(z.object({ result: Result, count: z.int() })),
  failures: z.array(z.object({ words: z.string(), count: z.int() })),
  lines: z.int().describe('lines of the machine'),
  paused: z.object({ at: Instant, by: z.string(), why: z.string() }).nullable(),
  allowed: z.boolean().describe('by hour and day, now'),
  pace: Pace,
  can: Can,
})

export const autocalls = contract('autocall', '/autocalls', {
  today: get('/today', { title: w('今日自动外呼', 'Today'), reply: Today }),
  list: get('', {
    title: w('自动外呼记录', 'Automatic calls'),
    query: Paging.extend({ result: Result.optional(), task: Id.optional() }),
    reply: pageOf(AutocallLine),
  }),
  pause: post('/pause', {
    title: w('暂停', 'Pause'),
    body: z.object({ why: z.string().trim().max(200).default('') }),
    reply: Today,
  }),
  resume: post('/resume', { title: w('继续', 'Resume'), reply: Today }),
  set: post('/pace', { title: w('外呼设置', 'Set the pace'), body: Pace, reply: Today }),
})
