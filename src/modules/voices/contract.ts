// What the pages without account ask, and what custodians, outbox and posters ask: shapes of everything that voices say.
import { z } from 'zod'
import { Both, Can, contract, get, Id, Instant, InstantIn, Paging, pageOf, post, words } from '#kernel/contract.ts'
import { w } from '#kernel/words.ts'

const optional = (most: number) => z.string().trim().max(most).default('')
/** Made by the page of at least 128 random bits: what is sent twice under it is done once. Whoever has it has the receipt. */
const Key = z.string().regex(/^[\w-]{22,64}$/, '页面出错，请刷新后再发')
/** As it stands on a receipt; spaces, hyphens and case are the typist's. */
const Code = z.string().trim().min(16, '请输入完整的凭码').max(40)

const Place = z.object({ id: Id, name: z.string(), group: z.string(), campus: z.string() })

export const patientTopics = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'other'] as const

const Said = z.object({
  key: Key,
  text: words(4),
  happenedAt: InstantIn.nullable().default(null),
  place: optional(100),
  departmentId: Id.nullable().default(null),
  demand: optional(1000),
})

export const Identity = z.object({
  mode: z.enum(['named', 'confidential', 'anonymous']),
  name: optional(40),
  department: optional(60),
  phone: optional(40),
})
export type Identity = z.output<typeof Identity>

const Receipt = z.object({
  code: z.string().describe('in groups of four'),
  token: z.string().describe('of the link'),
  number: z.string(),
})

export const voices = contract('voice', '/voices', {
  form: get('/form', {
    apart: true,
    verb: 'voice.use',
    title: w('填写页', 'The form'),
    reply: z.object({
      hospital: z.string(),
      hotline: z.string(),
      departments: z.array(
        Place.extend({ small: z.boolean().describe('fewer than five people: a staff voice names the group') }),
      ),
    }),
  }),
  say: post('/say', {
    apart: true,
    secret: true,
    verb: 'voice.use',
    title: w('患者说句话', 'A patient speaks'),
    body: Said.extend({
      kind: z.enum(['complaint', 'suggestion', 'praise', 'enquiry', 'help']),
      topic: z.enum(patientTopics).default('other'),
      name: optional(40),
      phone: optional(40),
      relation: z.enum(['self', 'guardian', 'family', 'visitor', 'other']).default('self'),
      speaksFor: optional(40),
    }),
    reply: Receipt,
  }),
  speak: post('/speak', {
    apart: true,
    secret: true,
    verb: 'voice.use',
    title: w('员工说句话', 'A member of the staff speaks'),
    body: Said.extend({
      topic: z.string().regex(/^(J\d|I\d)$/, '请选择一项'),
      about: z.array(z.string().trim().min(2).max(20)).max(5).default([]).describe('names of those it is about'),
      identity: Identity,
    }),
    reply: Receipt,
  }),
  posters: get('/posters', {
    verb: 'voice.post',
    title: w('海报', 'Posters'),
    query: z.object({ origin: z.url({ protocol: /^https?$/ }).max(200) }),
    reply: z.object({
      hospital: z.string(),
      hotline: z.string(),
      rows: z.array(z.object({ key: z.enum(['say', 'staff', 'answer']), url: z.string(), picture: z.string() })),
    }),
  }),
})

const Handled = z.object({ at: Instant, what: z.string() })

/** What the one who spoke may know of the matter. */
export const Became = z.object({
  number: z.string(),
  kind: z.string(),
  staff: z.boolean(),
  receivedAt: Instant,
  text: z.string(),
  state: Both,
  next: Both.nullable(),
  until: Instant.nullable(),
  answers: z.array(Handled.extend({ how: z.string() })),
  additions: z.array(Handled),
  news: z.array(Handled).describe('what became better because of it'),
  pictures: z.int(),
  mayRate: z.boolean(),
  rated: z.enum(['satisfied', 'fairly', 'dissatisfied']).nullable(),
  openings: z.array(
    z.object({
      askedAt: Instant,
      by: z.string().describe('the office, not the person'),
      outcome: z.enum(['asked', 'granted', 'refused', 'withdrawn']),
      until: Instant.nullable(),
      looks: z.array(Instant),
    }),
  ),
})

export const answers = contract('answer', '/answers', {
  enter: post('/enter', {
    apart: true,
    secret: true,
    verb: 'voice.use',
    title: w('凭链接查看', 'By the link'),
    body: z.object({ token: z.string().min(20).max(100) }),
    reply: Became,
  }),
  code: post('/code', {
    apart: true,
    secret: true,
    verb: 'voice.use',
    title: w('凭码查看', 'By the code'),
    body: z.object({ code: Code }),
    reply: z.object({ became: Became.nullable().describe('null: a one-time code is asked for next') }),
  }),
  confirm: post('/confirm', {
    apart: true,
    secret: true,
    verb: 'voice.use',
    title: w('验证码', 'The one-time code'),
    body: z.object({ code: Code, oneTime: z.string().regex(/^\d{6}$/, '验证码是 6 位数字') }),
    reply: Became,
  }),
  get: get('', {
    apart: true,
    secret: true,
    verb: 'voice.use',
    title: w('办理情况', 'What became of it'),
    reply: Became,
  }),
  add: post('/add', {
    apart: true,
    secret: true,
    verb: 'voice.use',
    title: w('补充', 'Add'),
    body: z.object({ key: Key, text: words(2, 2000) }),
    reply: Became,
  }),
  picture: post('/picture', {
    apart: true,
    secret: true,
    verb: 'voice.use',
    title: w('补充照片', 'Add a picture'),
    carriage: 'upload',
    reply: Became,
  }),
  rate: post('/rate', {
    apart: true,
    secret: true,
    verb: 'voice.use',
    title: w('评价', 'Rate'),
    body: z.object({ grade: z.enum(['satisfied', 'fairly', 'dissatisfied']), words: optional(1000) }),
    reply: Became,
  }),
  identify: post('/identify', {
    apart: true,
    secret: true,
    verb: 'voice.use',
    title: w('说明身份', 'Say who you are'),
    body: Identity,
    reply: Became,
  }),
  leave: post('/leave', { apart: true, verb: 'voice.use', title: w('离开', 'Leave') }),
})

export const OpeningStatus = z.enum(['asked', 'granted', 'refused', 'withdrawn'])
export const OpeningLine = z.object({
  id: Id,
  status: OpeningStatus,
  caseId: Id,
  number: z.string(),
  askedBy: z.string(),
  mine: z.boolean(),
  reason: z.string(),
  askedAt: Instant,
  until: Instant.nullable(),
  words: z.array(z.object({ by: z.string(), consents: z.boolean(), reason: z.string(), at: Instant })),
  said: z.boolean().describe('the reader has consented to it already'),
  can: Can,
})
const Reason = z.object({ reason: words(6, 500) })

export const openings = contract('opening', '/openings', {
  list: get('', {
    title: w('身份核实', 'Openings of the vault'),
    query: Paging.extend({ caseId: Id.optional() }),
    reply: pageOf(OpeningLine),
  }),
  ask: post('', {
    title: w('申请核实身份', 'Ask who it was'),
    body: Reason.extend({ caseId: Id }),
    reply: OpeningLine,
  }),
  consent: post('/{id}/consent', { title: w('同意核实', 'Consent'), body: Reason, reply: OpeningLine }),
  refuse: post('/{id}/refuse', { title: w('不同意核实', 'Refuse'), body: Reason, reply: OpeningLine }),
  withdraw: post('/{id}/withdraw', { title: w('撤回申请', 'Withdraw'), reply: OpeningLine }),
  look: post('/{id}/look', {
    secret: true,
    title: w('查看身份', 'Look'),
    reply: Identity.extend({ until: Instant }),
  }),
})

export const custodians = contract('custodian', '/custodians', {
  list: get('', {
    title: w('保管人', 'Custodians'),
    reply: z.object({
      rows: z.array(z.object({ id: Id, name: z.string(), role: z.string(), namedBy: z.string(), namedAt: Instant })),
      may: z.array(z.object({ id: Id, name: z.string(), role: z.string() })),
    }),
  }),
  name: post('/name', {
    title: w('指定保管人', 'Name the custodians'),
    body: z.object({ staffIds: z.array(Id).min(2, '至少两人').max(9) }),
  }),
})
