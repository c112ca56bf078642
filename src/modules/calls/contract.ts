// What can be asked about calls, agents' states and the telephone's settings, and what comes back. No number in clear.
import { z } from 'zod'
import { Can, contract, DayText, get, Id, Instant, Paging, pageOf, post } from '#kernel/contract.ts'
import { w } from '#kernel/words.ts'
import { enders, outcomes } from './outcomes.ts'

export const Outcome = z.enum(outcomes as [string, ...string[]]).describe('as the server witnessed it')
const Status = z.enum(['placed', 'ringing', 'talking', 'ended'])

/** What a dialling verb answers: the page sends its INVITE to `sip:<target>@<domain>` within two minutes, once. */
export const Dialling = z.object({
  callId: Id,
  target: z.string(),
  /** `138****1234`, or the name of a colleague. */
  shown: z.string(),
})

export const CallLine = z.object({
  id: Id,
  status: Status,
  direction: z.enum(['out', 'in']),
  staffId: Id.nullable(),
  by: z.string().nullable().describe('whose call it is; null: the machine'),
  number: z.string().describe('masked; empty where it is withheld'),
  numberOwner: z.string().nullable(),
  patient: z.object({ id: Id, name: z.string().describe('masked') }).nullable(),
  aboutNoun: z.string().nullable(),
  aboutId: Id.nullable(),
  placedAt: Instant,
  ringingAt: Instant.nullable(),
  answeredAt: Instant.nullable(),
  endedAt: Instant.nullable(),
  wrappedAt: Instant.nullable(),
  ringSeconds: z.int().nullable(),
  talkSeconds: z.int().nullable(),
  wrapSeconds: z.int().nullable(),
  endedBy: z.enum(enders).nullable(),
  outcome: Outcome.nullable(),
  earlyMedia: z.boolean().describe('the network spoke before anybody answered'),
  proposed: z.string().nullable().describe('the disposition that the outcome proposes'),
  disposition: z.string().nullable().describe('as a person confirmed it'),
  contactId: Id.nullable(),
  parentId: Id.nullable(),
  can: Can,
})

export const CallSheet = CallLine.extend({
  sipStatus: z.int().nullable(),
  q850: z.int().nullable(),
  /** Why it failed and who can mend it, where it was no person's doing. */
  advice: z.string().nullable(),
  related: z.array(z.object({ id: Id, by: z.string().nullable(), status: Status, shown: z.string() })),
})

const State = z.enum(['ready', 'calling', 'wrap-up', 'break', 'off'])

export const AgentLine = z.object({
  staffId: Id,
  name: z.string(),
  extension: z.string().nullable(),
  state: State,
  reason: z.string(),
  since: Instant,
  until: Instant.nullable().describe('when wrap-up ends by itself'),
  next: z.enum(['ready', 'break', 'off']).nullable().describe('wished for; comes when the call is over'),
  callId: Id.nullable(),
})

export const CallFilter = Paging.extend({
  staffId: Id.optional(),
  direction: z.enum(['out', 'in']).optional(),
  outcome: Outcome.optional(),
  aboutNoun: z.string().max(20).optional(),
  aboutId: Id.optional(),
  patientId: Id.optional(),
  from: DayText.optional(),
  until: DayText.optional(),
  unfiled: z.enum(['true']).optional(),
})

export const Figures = z.object({
  calls: z.int(),
  answered: z.int(),
  unfiled: z.int(),
  ringSeconds: z.int().nullable().describe('median'),
  talkSeconds: z.int().nullable().describe('median of the answered ones'),
  wrapSeconds: z.int().nullable().describe('median'),
})

const reason = z.string().trim().min(2).max(200)

export const calls = contract('call', '/calls', {
  /** Who I am on the telephone. Neither password nor ha1 is in it: the server answers the exchange's challenge itself. */
  account: get('/account', {
    verb: 'session.use',
    title: w('我的分机', 'My extension'),
    reply: z.object({
      telephone: z
        .object({
          extension: z.string(),
          domain: z.string(),
          path: z.string().describe('of the WebSocket, sub-protocol sip; add ?tab=<id of the tab>'),
          name: z.string(),
          ringSeconds: z.int(),
          listenCode: z.string(),
          hasTestNumber: z.boolean(),
          freeOutside: z.boolean().describe('may dial typed numbers outside the house'),
        })
        .nullable(),
    }),
  }),
  mine: get('/mine', {
    verb: 'call.use',
    title: w('我的通话', 'My calls'),
    reply: z.object({ agent: AgentLine.nullable(), calls: z.array(CallLine), toFile: z.array(CallLine) }),
  }),
  /** Where a call may be handed to. `target` goes into the INVITE or the Refer-To. */
  colleagues: get('/colleagues', {
    verb: 'call.use',
    title: w('可转接的同事和号码', 'Colleagues and numbers'),
    reply: z.object({
      people: z.array(
        z.object({ staffId: Id, name: z.string(), extension: z.string(), state: State, target: z.string() }),
      ),
      numbers: z.array(z.object({ name: z.string(), target: z.string() })),
    }),
  }),
  list: get('', { title: w('通话记录', 'Calls'), query: CallFilter, reply: pageOf(CallLine) }),
  figures: get('/figures', { title: w('通话统计', 'Figures of calls'), query: CallFilter, reply: Figures }),
  get: get('/{id}', { title: w('通话', 'A call'), reply: CallSheet }),
  /** Files a call that no contact is written for: a wrong number, a colleague, a caller who hung up. */
  wrap: post('/{id}/wrap', {
    title: w('登记', 'File'),
    body: z.object({ disposition: z.string().max(40).optional(), note: z.string().trim().max(500).default('') }),
    reply: CallSheet,
  }),
  free: post('/free', {
    secret: true,
    title: w('拨号', 'Dial a number'),
    body: z.object({ number: z.string().trim().min(2).max(25), reason }),
    reply: Dialling,
  }),
  test: post('/test', { title: w('测试通话', 'Test call'), reply: Dialling }),
  /** Listening to a colleague's call, or joining it: rings at his page with `X-Huiyin-Listen`, which answers by itself. */
  listen: post('/{id}/listen', {
    title: w('监听', 'Listen in'),
    body: z.object({ join: z.boolean().default(false), reason }),
    reply: Dialling,
  }),
})

export const agents = contract('agent', '/agents', {
  list: get('', {
    title: w('坐席状态', 'Agents'),
    reply: z.object({ rows: z.array(AgentLine) }),
  }),
  ready: post('/ready', { title: w('就绪', 'Ready'), reply: AgentLine }),
  /** A break with its reason; while a call lasts it is a wish that comes true after wrap-up. */
  rest: post('/rest', {
    title: w('小休', 'Break'),
    body: z.object({ reason: z.string().trim().min(1).max(40) }),
    reply: AgentLine,
  }),
})
