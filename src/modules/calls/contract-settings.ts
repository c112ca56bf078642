// What the administrator can ask and set about the telephone: exchanges, lines, the phone book, and the self-test.
import { z } from 'zod'
import { contract, get, Id, Instant, post } from '#kernel/contract.ts'
import { w } from '#kernel/words.ts'

const digits = (least: number, most: number) =>
  z
    .string()
    .trim()
    .regex(new RegExp(`^[0-9*#]{${least},${most}}$`), '只能填数字、* 和 #')

const ExchangeForm = z.object({
  name: z.string().trim().min(1, '请填写名称').max(40),
  wsUrl: z.url({ protocol: /^wss?$/, error: '应以 wss:// 或 ws:// 开头' }).max(200),
  domain: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9.\-_]{1,100}$/, '填写 SIP 域名或电话系统地址'),
  ca: z.string().trim().max(20_000).default('').describe('PEM; empty: the usual authorities'),
  ringSeconds: z.int().min(5).max(180).default(45),
  outsidePrefix: digits(0, 6).default(''),
  mobilePrefix: digits(0, 6).default(''),
  emergencyPrefix: digits(0, 6).default(''),
  areaCode: z
    .string()
    .trim()
    .regex(/^(0\d{2,3})?$/, '区号以 0 开头')
    .default(''),
  internalDigits: z.int().min(0).max(8).default(6),
  callerNumber: z
    .string()
    .trim()
    .regex(/^[0-9+]{0,20}$/, '只能填数字')
    .default(''),
  listenCode: digits(0, 8).default(''),
  testNumber: digits(0, 20).default(''),
  active: z.boolean().default(true),
})

export const ExchangeLine = ExchangeForm.extend({ id: Id, lines: z.int(), updatedAt: Instant })

export const Probing = z.object({
  exchangeId: Id,
  lineId: Id.optional().describe('the line to register with; without it the test ends before'),
  number: digits(2, 20).optional().describe('somebody who expects a call of a few seconds'),
  refused: digits(2, 20).optional().describe('a telephone that is switched off or engaged'),
})

/** One step of the self-test: how it went, in words for whoever can mend it. */
export const ProbeStep = z.object({
  step: z.enum(['address', 'certificate', 'protocol', 'registration', 'second-contact', 'call', 'reason', 'codec']),
  result: z.enum(['good', 'doubtful', 'bad', 'skipped']),
  zh: z.string(),
  en: z.string(),
})

export const exchanges = contract('exchange', '/exchanges', {
  list: get('', { title: w('电话系统', 'Exchanges'), reply: z.object({ rows: z.array(ExchangeLine) }) }),
  set: post('/set', {
    title: w('设置电话系统', 'Set an exchange'),
    body: ExchangeForm.extend({ id: Id.optional() }),
    reply: ExchangeLine,
  }),
  book: get('/book', {
    title: w('常用号码', 'Phone book'),
    reply: z.object({ rows: z.array(z.object({ id: Id, name: z.string(), number: z.string() })) }),
  }),
  setBook: post('/book', {
    verb: 'exchange.set',
    title: w('设置常用号码', 'Set the phone book'),
    body: z.object({
      rows: z.array(z.object({ name: z.string().trim().min(1).max(40), number: digits(2, 20) })).max(200),
    }),
  }),
  probe: post('/probe', {
    title: w('电话系统自检', 'Test an exchange'),
    body: Probing,
    reply: z.object({ steps: z.array(ProbeStep), well: z.boolean() }),
  }),
})

const LineForm = z.object({
  exchangeId: Id,
  number: z
    .string()
    .trim()
    .regex(/^\d{2,15}$/, '分机号只有数字'),
  kind: z.enum(['agent', 'machine', 'hotline']).default('agent'),
  staffId: Id.nullable().default(null),
})

export const LineRow = z.object({
  id: Id,
  exchangeId: Id,
  number: z.string(),
  kind: z.enum(['agent', 'machine', 'hotline']),
  staffId: Id.nullable(),
  name: z.string().nullable(),
  updatedAt: Instant,
})

export const phoneLines = contract('line', '/lines', {
  list: get('', { title: w('分机', 'Extensions'), reply: z.object({ rows: z.array(LineRow) }) }),
  set: post('/set', {
    secret: true,
    title: w('设置分机', 'Set an extension'),
    body: LineForm.extend({
      id: Id.optional(),
      password: z.string().min(1).max(200).optional().describe('kept as it is, if absent; required for a new one'),
    }),
    reply: LineRow,
  }),
  /** Lines of a table copied from Excel or a CSV: number, password, login or name; one line each, told one by one. */
  paste: post('/paste', {
    secret: true,
    title: w('批量粘贴分机', 'Paste extensions'),
    body: z.object({ exchangeId: Id, text: z.string().min(1).max(100_000) }),
    reply: z.object({
      kept: z.int(),
      problems: z.array(z.object({ line: z.int(), zh: z.string(), en: z.string() })),
    }),
  }),
  retire: post('/{id}/retire', { title: w('停用分机', 'Retire an extension') }),
})
