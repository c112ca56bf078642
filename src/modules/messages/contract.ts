// What can be asked about texts, their templates, the gateways and the replies, and what comes back.
import { z } from 'zod'
import { Both, Can, contract, Flag, get, Id, Instant, Paging, pageOf, post, words } from '#kernel/contract.ts'
import { w } from '#kernel/words.ts'
import { longest } from './wording.ts'

const optional = (most: number) => z.string().trim().max(most).default('')

export const MessageStatus = z.enum([
  ...['waiting', 'sending', 'taken', 'delivered', 'undeliverable', 'refused', 'expired'],
  ...['unclear', 'unreported', 'withheld', 'sent'],
] as const)

export const MessageLine = z.object({
  id: Id,
  status: MessageStatus,
  to: z.string().describe('masked'),
  text: z.string().describe('its secret blanks masked'),
  template: z.string(),
  patientId: Id.nullable(),
  aboutNoun: z.string().nullable(),
  aboutId: Id.nullable(),
  createdAt: Instant,
  expiresAt: Instant,
  sentAt: Instant.nullable().describe('when the gateway took it, or somebody sent it by hand'),
  sentBy: z.string().nullable(),
  gateway: z.string().nullable(),
  endedAt: Instant.nullable(),
  tries: z.int(),
  trouble: z.string().nullable(),
  can: Can,
})

export const messages = contract('message', '/messages', {
  list: get('', {
    title: w('发件箱', 'Outbox'),
    query: Paging.extend({
      status: MessageStatus.optional(),
      open: Flag.optional().describe('what waits, is on its way, or needs somebody'),
      patientId: Id.optional(),
    }),
    reply: pageOf(MessageLine),
  }),
  state: get('/state', {
    title: w('发送情况', 'How sending goes'),
    reply: z.object({
      gateway: z.object({ name: z.string(), trouble: z.string().nullable(), troubleAt: Instant.nullable() }).nullable(),
      counts: z.partialRecord(MessageStatus, z.int()),
    }),
  }),
  reveal: post('/{id}/reveal', {
    secret: true,
    title: w('查看短信', 'Reveal a message'),
    body: z.object({ reason: words(2, 200) }),
    reply: z.object({ to: z.string(), text: z.string() }),
  }),
  send: post('/{id}/send', { title: w('已发出', 'Sent'), reply: MessageLine }),
  again: post('/{id}/again', { title: w('再发一次', 'Send again'), reply: MessageLine }),
  settle: post('/{id}/settle', { title: w('当作已发', 'Take it as sent'), reply: MessageLine }),
  choices: get('/choices', {
    verb: 'message.write',
    title: w('可发的短信', 'What may be sent'),
    query: z.object({ patientId: Id }),
    reply: z.object({
      to: z.string().nullable().describe('masked; null: no number that takes texts'),
      refused: z.string().nullable().describe('why this person gets none'),
      rows: z.array(z.object({ key: z.string(), name: z.string(), text: z.string() })),
    }),
  }),
  write: post('', {
    title: w('发短信', 'Text a patient'),
    body: z.object({ patientId: Id, key: z.string().max(60) }),
    reply: MessageLine,
  }),
})

const Wording = z.object({
  name: words(2, 40),
  text: words(4, longest),
  repetition: z
    .enum(['at-least-once', 'at-most-once'])
    .describe('what follows when nobody knows whether a gateway took it: sent again, or never'),
  gatewayCode: optional(60).describe('how the gateway’s own house calls it'),
})

export const TemplateLine = z.object({
  id: Id,
  key: z.string(),
  version: z.int(),
  status: z.enum(['draft', 'approved', 'retired']),
  ...Wording.shape,
  sample: z.string(),
  parts: z.int().describe('as the carrier counts'),
  writtenBy: z.string().nullable(),
  approvedBy: z.string().nullable(),
  approvedAt: Instant.nullable(),
  createdAt: Instant,
  can: Can,
})

export const templates = contract('template', '/templates', {
  list: get('', { title: w('短信模板', 'Templates'), reply: z.object({ rows: z.array(TemplateLine) }) }),
  write: post('', {
    title: w('写模板', 'Write a template'),
    body: Wording.extend({ of: z.string().max(60).optional().describe('the key of which it is a new version') }),
    reply: TemplateLine,
  }),
  change: post('/{id}/change', { title: w('修改模板', 'Change'), body: Wording, reply: TemplateLine }),
  approve: post('/{id}/approve', { title: w('批准使用', 'Approve'), reply: TemplateLine }),
  retire: post('/{id}/retire', { title: w('停用模板', 'Retire'), reply: TemplateLine }),
})

const address = z.url({ protocol: /^https?$/, error: '请填写以 http:// 或 https:// 开头的地址' }).max(500)
const path = optional(60).describe('a place in JSON, `data.0.id`')

/** What every gateway has, whatever it speaks. */
const common = {
  name: words(2, 40),
  signature: optional(20).describe('【…】 before every text; empty: the gateway adds its own'),
  sender: optional(30).describe('接入号'),
  perSecond: z.int().min(1).max(50).default(10),
  reportWithin: z.int().min(1).max(10_080).default(4320).describe('minutes after which a text without report has none'),
  deduplicates: z.boolean().default(false).describe('it knows our id again and sends nothing twice'),
  base: z
    .union([z.literal(''), address])
    .default('')
    .describe('our own address as the gateway reaches it'),
  ca: optional(10_000).describe('its certificate authority, PEM'),
}

export const GatewaySettings = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('kannel'),
    ...common,
    address,
    user: words(1, 60),
    line: optional(60).describe('smsc-id'),
  }),
  z.object({
    kind: z.literal('smpp'),
    ...common,
    host: z
      .string()
      .trim()
      .regex(/^[\w.:-]{1,253}$/, '请填写域名或 IP 地址'),
    port: z.int().min(1).max(65_535),
    secure: z.boolean().default(false).describe('TLS'),
    systemId: words(1, 15),
    systemType: optional(12),
  }),
  z.object({
    kind: z.literal('https'),
    ...common,
    address: z
      .string()
      .trim()
      .regex(/^https?:\/\/[^\s{}]+(\/|$|\?)/i, '请填写以 https:// 开头的地址')
      .max(1000),
    method: z.enum(['GET', 'POST']),
    headers: optional(2000).describe('a line each, `Name: value`'),
    body: optional(4000),
    user: optional(200),
    takenAt: path,
    takenSays: optional(100),
    referenceAt: path,
    wordsAt: path,
    reports: z
      .object({
        list: path,
        id: path,
        reference: path,
        state: path,
        delivered: optional(200),
        expired: optional(200),
        refused: optional(200),
        pending: optional(200),
      })
      .prefault({}),
    replies: z.object({ list: path, id: path, from: path, text: path }).prefault({}),
  }),
])
export type GatewaySettings = z.output<typeof GatewaySettings>

/** Empty: as it was. */
const Secret = z.string().max(500).default('')

export const GatewayLine = z.object({
  id: Id,
  status: z.enum(['off', 'on']),
  settings: GatewaySettings,
  secretSet: z.boolean(),
  reportAddress: z.string().describe('for gateways whose addresses are set in their own house'),
  replyAddress: z.string(),
  trouble: z.string().nullable(),
  troubleAt: Instant.nullable(),
  can: Can,
})

export const GatewayStep = z.object({
  step: z.enum(['setting', 'address', 'certificate', 'account', 'accepted', 'delivered', 'report']),
  well: z.boolean(),
  words: Both,
})

export const gateways = contract('gateway', '/gateways', {
  list: get('', { title: w('短信平台', 'Gateways'), reply: z.object({ rows: z.array(GatewayLine) }) }),
  create: post('', {
    secret: true,
    title: w('新建短信平台', 'New gateway'),
    body: z.object({ settings: GatewaySettings, password: Secret }),
    reply: GatewayLine,
  }),
  change: post('/{id}/change', {
    secret: true,
    title: w('修改短信平台', 'Change a gateway'),
    body: z.object({ settings: GatewaySettings, password: Secret }),
    reply: GatewayLine,
  }),
  open: post('/{id}/open', { secret: true, title: w('启用', 'Switch on'), reply: GatewayLine }),
  close: post('/{id}/close', { secret: true, title: w('停用', 'Switch off'), reply: GatewayLine }),
  renew: post('/{id}/renew', { secret: true, title: w('更换回执钥匙', 'Renew its key'), reply: GatewayLine }),
  test: post('/{id}/test', {
    secret: true,
    title: w('短信平台自检', 'Self-test'),
    body: z.object({
      to: z
        .string()
        .trim()
        .regex(/^1[3-9]\d{9}$/, '请填写 11 位手机号'),
    }),
    reply: z.object({ well: z.boolean(), steps: z.array(GatewayStep) }),
  }),
  report: get('/{id}/{key}/sms/report', {
    apart: true,
    secret: true,
    verb: 'gateway.hear',
    title: w('短信回执', 'A report comes in'),
    query: z.record(z.string(), z.string()).transform((query) => ({ query })),
    carriage: 'file',
  }),
  reports: post('/{id}/{key}/sms/report', {
    apart: true,
    secret: true,
    verb: 'gateway.hear',
    title: w('短信回执（JSON）', 'Reports come in'),
    body: z.unknown().transform((content) => ({ content })),
    carriage: 'file',
  }),
  inbound: get('/{id}/{key}/sms/inbound', {
    apart: true,
    secret: true,
    verb: 'gateway.hear',
    title: w('患者回信', 'A reply comes in'),
    query: z.record(z.string(), z.string()).transform((query) => ({ query })),
    carriage: 'file',
  }),
  inbounds: post('/{id}/{key}/sms/inbound', {
    apart: true,
    secret: true,
    verb: 'gateway.hear',
    title: w('患者回信（JSON）', 'Replies come in'),
    body: z.unknown().transform((content) => ({ content })),
    carriage: 'file',
  }),
})

const Candidate = z.object({ id: Id, name: z.string().describe('masked'), recordNumber: z.string(), owner: z.string() })

export const ReplyLine = z.object({
  id: Id,
  status: z.enum(['unread', 'settled']),
  from: z.string().describe('masked'),
  text: z.string(),
  stop: z.boolean(),
  receivedAt: Instant,
  patient: z.object({ id: Id, name: z.string(), recordNumber: z.string() }).nullable(),
  candidates: z.array(Candidate).describe('whose number it may be, while nobody knows'),
  before: z.string().nullable().describe('the text that it answers, its secrets masked'),
  aboutNoun: z.string().nullable(),
  aboutId: Id.nullable(),
  becameId: Id.nullable(),
  note: z.string(),
  settledAt: Instant.nullable(),
  settledBy: z.string().nullable(),
  can: Can,
})

export const replies = contract('reply', '/replies', {
  list: get('', {
    title: w('患者回信', 'Replies'),
    query: Paging.extend({ unread: Flag.optional(), id: Id.optional() }),
    reply: pageOf(ReplyLine),
  }),
  counts: get('/counts', { title: w('未处理回信数', 'Unread replies'), reply: z.object({ unread: z.int() }) }),
  settle: post('/{id}/settle', {
    title: w('已处理', 'Settle'),
    body: z.object({ note: optional(500) }),
    reply: ReplyLine,
  }),
  assign: post('/{id}/assign', {
    title: w('是这位患者', 'It is this patient'),
    body: z.object({ patientId: Id }),
    reply: ReplyLine,
  }),
})
