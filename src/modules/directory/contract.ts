// What can be asked about people, departments, sessions, the roster, tokens and settings.
import { z } from 'zod'
import { Can, contract, DayText, get, Id, Instant, InstantIn, post } from '#kernel/contract.ts'
import { roles } from '#kernel/permission.ts'
import { w } from '#kernel/words.ts'

const Role = z.enum(roles)
const Password = z.string().min(1).max(200)
/** ASVS 5.0 6.2.1: length is what makes a password strong; composition is not asked for. */
const NewPassword = z.string().min(12, '密码至少 12 个字符').max(200)
/** Written small however it was typed: a telephone's keyboard begins every word with a capital. */
const TypedLogin = z.string().trim().normalize('NFKC').toLowerCase().max(100)
const Login = TypedLogin.min(2, '登录名至少 2 个字符')
  .max(50, '登录名至多 50 个字符')
  .regex(/^[\p{L}\p{N}._-]+$/u, '登录名只用文字、数字和 . _ -')

export const Person = z.object({
  id: Id,
  login: z.string(),
  name: z.string(),
  role: Role,
  departments: z.array(Id),
  mustChangePassword: z.boolean(),
  hasSecondFactor: z.boolean(),
  /** Verbs of the matrix that this person has for some row: the screens show what can be done at all. */
  verbs: z.array(z.string()),
})
export type Person = z.infer<typeof Person>

const SignedIn = z.object({ next: z.enum(['in', 'second-factor', 'change-password']) })

export const sessions = contract('session', '/session', {
  signIn: post('/sign-in', {
    verb: 'session.use',
    open: true,
    secret: true,
    title: w('登录', 'Sign in'),
    body: z.object({ login: TypedLogin, password: Password }),
    reply: SignedIn,
  }),
  secondFactor: post('/second-factor', {
    verb: 'session.use',
    open: true,
    title: w('动态验证码', 'Second factor'),
    secret: true,
    body: z.object({ code: z.string().max(40).describe('six digits, or a recovery code') }),
    reply: SignedIn,
  }),
  signOut: post('/sign-out', { verb: 'session.use', open: true, title: w('退出', 'Sign out') }),
  me: get('/me', {
    verb: 'session.use',
    open: true,
    title: w('当前用户', 'Who I am'),
    reply: z.object({
      person: Person.nullable(),
      owes: z.enum(['second-factor']).nullable(),
      hospital: z.string(),
      demo: z.boolean(),
      now: Instant,
    }),
  }),
  demoPeople: get('/demo-people', {
    verb: 'session.use',
    open: true,
    title: w('演示人员', 'Demo people'),
    reply: z.object({
      password: z.string().nullable(),
      people: z.array(z.object({ login: z.string(), name: z.string(), role: Role, says: z.string() })),
    }),
  }),
  changePassword: post('/change-password', {
    verb: 'session.use',
    secret: true,
    title: w('修改密码', 'Change password'),
    body: z.object({ current: Password, fresh: NewPassword }),
    reply: SignedIn,
  }),
  enrol: post('/second-factor/enrol', {
    verb: 'session.use',
    secret: true,
    title: w('绑定动态验证码', 'Enrol a second factor'),
    body: z.object({ password: Password }),
    reply: z.object({ uri: z.string(), secret: z.string(), picture: z.string().describe('an SVG of the QR code') }),
  }),
  confirmEnrolment: post('/second-factor/confirm', {
    verb: 'session.use',
    secret: true,
    title: w('确认绑定', 'Confirm the second factor'),
    body: z.object({
      secret: z
        .string()
        .max(64)
        .regex(/^[A-Z2-7]{16,}$/),
      code: z.string().max(10),
    }),
    reply: z.object({ recoveryCodes: z.array(z.string()) }),
  }),
  removeSecondFactor: post('/second-factor/remove', {
    verb: 'session.use',
    secret: true,
    title: w('解除绑定', 'Remove the second factor'),
    body: z.object({ password: Password }),
  }),
  list: get('/list', {
    verb: 'session.use',
    title: w('我的登录', 'My sessions'),
    reply: z.object({
      rows: z.array(
        z.object({ createdAt: Instant, seenAt: Instant, address: z.string(), agent: z.string(), current: z.boolean() }),
      ),
    }),
  }),
  endOthers: post('/end-others', { verb: 'session.use', title: w('结束其他登录', 'End my other sessions') }),
})

export const StaffLine = z.object({
  id: Id,
  login: z.string(),
  name: z.string(),
  role: Role,
  status: z.enum(['active', 'disabled']),
  departments: z.array(Id),
  campusId: Id.nullable(),
  superiorId: Id.nullable(),
  hasSecondFactor: z.boolean(),
  can: Can,
})
const StaffForm = z.object({
  name: z.string().trim().min(1).max(50),
  role: Role,
  departments: z.array(Id).max(50).default([]),
  campusId: Id.nullable().default(null),
  superiorId: Id.nullable().default(null),
})
const FirstPassword = z.object({
  id: Id,
  password: z.string().describe('shown once; must be changed at the first sign-in'),
})

export const staff = contract('staff', '/staff', {
  list: get('', {
    title: w('人员', 'Staff'),
    query: z.object({ role: Role.optional(), departmentId: Id.optional(), q: z.string().max(50).optional() }),
    reply: z.object({ rows: z.array(StaffLine) }),
  }),
  create: post('', {
    secret: true,
    title: w('新增人员', 'Add a person'),
    body: StaffForm.extend({ login: Login }),
    reply: FirstPassword,
  }),
  change: post('/{id}/change', { title: w('修改人员', 'Change a person'), body: StaffForm, reply: StaffLine }),
  disable: post('/{id}/disable', { title: w('停用', 'Disable'), reply: StaffLine }),
  enable: post('/{id}/enable', { title: w('启用', 'Enable'), reply: StaffLine }),
  reset: post('/{id}/reset', { secret: true, title: w('重设密码', 'Reset the password'), reply: FirstPassword }),
})

export const DepartmentLine = z.object({
  id: Id,
  campusId: Id,
  campus: z.string(),
  name: z.string(),
  group: z.string(),
  active: z.boolean(),
  headcount: z.int().nullable().describe('people who work there, where the hospital has set it'),
})
export const AliasLine = z.object({
  id: Id,
  campus: z.string(),
  name: z.string(),
  encounters: z.int(),
  firstSeenAt: Instant,
})

export const departments = contract('department', '/departments', {
  list: get('', {
    title: w('科室', 'Departments'),
    reply: z.object({ campuses: z.array(z.object({ id: Id, name: z.string() })), rows: z.array(DepartmentLine) }),
  }),
  create: post('', {
    title: w('新增科室', 'Add a department'),
    body: z.object({
      campus: z.string().trim().min(1).max(50),
      name: z.string().trim().min(1).max(50),
      group: z.string().trim().min(1).max(50),
    }),
    reply: DepartmentLine,
  }),
  size: post('/{id}/size', {
    title: w('设置人数', 'Set how many work there'),
    body: z.object({ people: z.int().min(0).max(5000).nullable() }),
    reply: DepartmentLine,
  }),
  unconfirmed: get('/unconfirmed', {
    title: w('待确认的科室名', 'Unconfirmed department names'),
    reply: z.object({ rows: z.array(AliasLine) }),
  }),
  confirm: post('/unconfirmed/{id}/confirm', {
    title: w('确认科室名', 'Confirm a department name'),
    body: z.object({ departmentId: Id }),
    reply: z.object({ encounters: z.int() }),
  }),
})

const TokenLine = z.object({
  id: Id,
  name: z.string(),
  person: z.string(),
  scopes: z.array(z.string()),
  status: z.enum(['active', 'revoked']),
  createdAt: Instant,
  expiresAt: Instant.nullable(),
  can: Can,
})
export const tokens = contract('token', '/tokens', {
  list: get('', { title: w('接口令牌', 'API tokens'), reply: z.object({ rows: z.array(TokenLine) }) }),
  create: post('', {
    secret: true,
    title: w('新建令牌', 'Create a token'),
    body: z.object({
      name: z.string().trim().min(1).max(80),
      login: TypedLogin,
      scopes: z.array(z.string().max(60)).min(1).max(200),
      expiresAt: InstantIn.nullable().default(null),
    }),
    reply: z.object({ id: Id, token: z.string().describe('shown once') }),
  }),
  revoke: post('/{id}/revoke', { title: w('吊销', 'Revoke') }),
})

const Clock = z
  .string()
  .regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, '时间写作 08:00')
  .describe('a time of day in the hospital, 24:00 at most')

export const ShiftLine = z.object({
  id: Id,
  campusId: Id.nullable().describe('null: of the whole hospital'),
  name: z.string(),
  begins: z.string(),
  ends: z.string().describe('at or before its beginning: on the next day'),
  takesCalls: z.boolean().describe('follow-up calls are allotted to who is on it'),
  active: z.boolean(),
})
export const shifts = contract('shift', '/shifts', {
  list: get('', { title: w('班次', 'Shifts'), reply: z.object({ rows: z.array(ShiftLine) }) }),
  set: post('/set', {
    title: w('设置班次', 'Set the shifts'),
    body: z.object({
      shifts: z
        .array(
          z.object({
            id: Id.nullable().default(null).describe('null: a new one; what is left out is worked no more'),
            campusId: Id.nullable().default(null),
            name: z.string().trim().min(1).max(20),
            begins: Clock,
            ends: Clock,
            takesCalls: z.boolean(),
          }),
        )
        .min(1)
        .max(20),
    }),
    reply: z.object({ rows: z.array(ShiftLine) }),
  }),
})

const Place = z.object({ day: DayText, shiftId: Id, staffId: Id })
const Gap = z.object({
  campusId: Id.nullable().describe('null: of the whole hospital'),
  from: Instant,
  until: Instant,
})
export const OnDuty = z.object({
  shiftId: Id,
  shift: z.string(),
  campusId: Id.nullable(),
  from: Instant,
  until: Instant,
  staff: z.array(z.object({ id: Id, name: z.string() })),
})
export const duties = contract('duty', '/duties', {
  list: get('', {
    title: w('排班', 'Roster'),
    query: z.object({ from: DayText, to: DayText }),
    reply: z.object({
      rows: z.array(z.object({ day: z.string(), shiftId: Id, staffId: Id, name: z.string() })),
      gaps: z.array(Gap).describe('hours that nobody covers, where there is a roster at all'),
    }),
  }),
  now: get('/now', {
    title: w('现在谁在班', 'Who is on duty now'),
    reply: z.object({
      on: z.array(OnDuty),
      next: z.array(OnDuty).describe('the shifts that begin next'),
      firstAsker: z.object({ id: Id, name: z.string() }).nullable().describe('who takes what comes in now (首问)'),
    }),
  }),
  set: post('/set', {
    title: w('安排当班', 'Set who is on duty'),
    body: z.object({
      day: DayText,
      shiftId: Id.nullable().default(null).describe('null: the day shift'),
      staffIds: z.array(Id).max(200),
    }),
  }),
  copy: post('/copy', {
    title: w('照上周排', 'As the week before'),
    body: z.object({
      week: DayText.describe('a day of the week to be set'),
      like: DayText.describe('a day of the week to be copied'),
    }),
  }),
  swap: post('/swap', {
    title: w('两人换班', 'Swap two people'),
    body: z.object({ one: Place, other: Place }),
  }),
})

/** What a hospital may set; the numbers' bounds are in `standards.ts`. */
export const Settings = z.object({
  hospitalName: z.string().trim().min(1).max(80),
  hotline: z.string().max(40),
  pagesAddress: z
    .union([z.literal(''), z.url({ protocol: /^https?$/, error: '请填写以 https:// 开头的地址' })])
    .describe('where patients open the pages'),
  standards: z.record(z.string(), z.number()),
  /** The hospital's own working days and days off; they outrank the state's calendar. */
  calendarExceptions: z.array(z.object({ day: DayText, works: z.boolean(), why: z.string().min(1).max(100) })).max(500),
  /** The State Council's notice for a year that the program does not know yet, `国庆 10-01~10-07 +09-29 +10-12`. */
  calendarYears: z.record(z.string().regex(/^20\d\d$/, '年份写作四位数字'), z.string().max(2000)),
})
export const settings = contract('setting', '/settings', {
  get: get('', { title: w('设置', 'Settings'), reply: Settings.extend({ calendarWarning: z.string().nullable() }) }),
  change: post('/change', { title: w('修改设置', 'Change settings'), body: Settings.partial(), reply: Settings }),
})

export const jobs = contract('job', '/jobs', {
  failures: get('/failures', {
    title: w('失败的后台任务', 'Failed jobs'),
    reply: z.object({
      rows: z.array(
        z.object({ id: z.string(), name: z.string(), what: z.string(), failedAt: Instant, output: z.string() }),
      ),
    }),
  }),
  retry: post('/{id}/retry', { title: w('重试', 'Retry') }),
})
