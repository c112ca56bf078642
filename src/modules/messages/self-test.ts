// The self-test of a gateway: one text to a number that the administrator holds in his hand, and in plain words which step fails.
import { setTimeout as sleep } from 'node:timers/promises'
import type { z } from 'zod'
import { advance, locked } from '#engine/advance.ts'
import { type Ctx, handleLong } from '#engine/ctx.ts'
import { systemMe } from '#engine/house.ts'
import type { Sent, Trouble } from '#engine/outside/texts/gateway.ts'
import { step } from '#engine/step.ts'
import { newId } from '#kernel/ids.ts'
import { type Words, w } from '#kernel/words.ts'
import { settingsOf } from '#modules/directory/settings.ts'
import { hearReply } from './coming.ts'
import { type GatewayStep, gateways } from './contract.ts'
import { gatewayLifecycle, messageLifecycle } from './lifecycle.ts'
import { type GatewayRow, gatewayRow, lineOf, outgoingOf } from './opened.ts'
import { answered, hearReport, leaseMs } from './states.ts'
import { approvedTemplate } from './texting.ts'
import { textOf } from './wording.ts'

type Step = z.output<typeof GatewayStep>

/** Milliseconds for which a report is waited for. */
const reportPatience = 20_000
const look = 400

const well = (step: Step['step'], zh: string, en: string): Step => ({ step, well: true, words: w(zh, en) })
const ill = (step: Step['step'], words: Words): Step => ({ step, well: false, words })

/** The steps in their order, up to the one that fails. */
const order: readonly Trouble[] = ['address', 'certificate', 'account', 'busy']
const passed: Record<Trouble, Step> = {
  address: well('address', '能连上短信平台', 'The gateway can be reached'),
  certificate: well('certificate', '连接和证书正常', 'The connection is sound'),
  account: well('account', '账号密码正确', 'The account is right'),
  busy: well('accepted', '平台收下了短信', 'It took the text'),
}

const stepsOf = (sent: Sent): Step[] => {
  if (sent.is === 'taken') return order.map((it) => passed[it])
  if (sent.is === 'later') {
    const at = order.indexOf(sent.why)
    const failed = sent.why === 'busy' ? 'accepted' : sent.why
    return [...order.slice(0, at).map((it) => passed[it]), ill(failed, sent.words)]
  }
  return [...order.slice(0, 3).map((it) => passed[it]), ill('accepted', sent.words)]
}

/** The text as a row of the outbox, claimed from the beginning: the sender leaves it alone. */
const begin = async (ctx: Ctx, row: GatewayRow, to: string): Promise<{ id: string; text: string }> => {
  const template = (await approvedTemplate(ctx, 'test'))!
  const { hospitalName } = await settingsOf(ctx, 'hospitalName')
  const id = newId(ctx.now)
  await ctx.tx
    .insertInto('messages')
    .values({
      ...{ id, status: 'waiting', to_number: to, template_id: template.id, blanks: '{}', asked: true },
      ...{ about_noun: 'gateway', about_id: row.id, made_by_id: ctx.me.id, created_at: ctx.now, updated_at: ctx.now },
      expires_at: new Date(ctx.now.getTime() + 10 * 60_000),
    })
    .execute()
  const lease = {
    gateway_id: row.id,
    claimed_at: ctx.now,
    lease_until: new Date(ctx.now.getTime() + leaseMs),
    tries: 1,
  }
  await advance({ ...ctx, me: systemMe }, messageLifecycle, 'claim', id, lease)
  return { id, text: textOf(template.text, { hospital: hospitalName }) }
}

const unheard = (row: GatewayRow): Words => {
  const { settings } = row
  if (settings.kind === 'smpp')
    return w(
      '20 秒内没有等到回执。请向平台确认已为此账号开通状态报告。',
      'No report came in 20 seconds; ask the gateway whether reports are on for this account.',
    )
  if (settings.base === '')
    return w(
      '没有填写本系统的地址，平台不知道把回执送到哪里。',
      'Our own address is not set; the gateway does not know where to bring reports.',
    )
  const host = new URL(settings.base).host
  return w(
    `20 秒内没有等到回执。请在平台那台机器上确认能打开 ${host}（防火墙、证书），${settings.kind === 'https' ? '并在平台后台填好回执地址' : '并看平台日志里对回执地址的请求'}。号码空号、关机时也没有回执。`,
    `No report came in 20 seconds. Make sure that the gateway’s machine reaches ${host}; a phone that is off sends none either.`,
  )
}

const endOf = async (ctx: Ctx, id: string, status: string): Promise<Step> => {
  if (status === 'delivered') return well('report', '回执已收到，短信已送达手机', 'The report came: it was delivered')
  const row = await ctx.tx.selectFrom('messages').where('id', '=', id).select('trouble').executeTakeFirst()
  const why = row?.trouble ?? ''
  return ill(
    'delivered',
    w(`回执线路正常，但短信没有送达：${why}`, `Reports arrive, but the text was not delivered: ${why}`),
  )
}

/** Waits for the report, which comes in by another request or on the line itself. */
const waited = async (ctx: Ctx, row: GatewayRow, id: string): Promise<Step> => {
  for (let passing = 0; passing < reportPatience; passing += look) {
    const found = await ctx.tx.selectFrom('messages').where('id', '=', id).select('status').executeTakeFirst()
    const status = found?.status ?? ''
    if (!['sending', 'taken'].includes(status)) return endOf(ctx, id, status)
    await sleep(look)
  }
  return ill('report', unheard(row))
}

/** Sends one text and waits for its report. A gateway that is off can be tested before it is switched on. */
export const test = handleLong(gateways.test, async (ctx, { id, to }) => {
  await step(ctx, (inside) =>
    locked(inside, gatewayLifecycle, id).then(() => advance(inside, gatewayLifecycle, 'test', id)),
  )
  const row = (await gatewayRow(ctx, id))!
  const { vault, outside } = ctx.house
  const made = await step(ctx, (inside) => begin(inside, row, to))
  // Two lines under one account are one too many for some gateways; the test has its own only while nobody else has one.
  const gateway = lineOf(vault, outside, row, {
    onReport: (report) => step(ctx, (inside) => hearReport(inside, id, report), systemMe),
    onReply: (reply) => step(ctx, (inside) => hearReply(inside, id, reply), systemMe),
  })
  try {
    const sent = await gateway.send(outgoingOf(vault, row, { ...made, to, code: '', params: {} }))
    await step(ctx, (inside) => answered(inside, made.id, sent), systemMe)
    const steps = stepsOf(sent)
    if (sent.is === 'later') await step(ctx, (inside) => giveUp(inside, made.id), systemMe)
    if (sent.is === 'taken') steps.push(await waited(ctx, row, made.id))
    return { well: steps.every((it) => it.well), steps }
  } finally {
    await gateway.close()
  }
})

/** A test that did not get through is not tried again later, when nobody looks. */
const giveUp = (ctx: Ctx, id: string) =>
  advance(ctx, messageLifecycle, 'withhold', id, { blanks: '{}', ended_at: ctx.now })
