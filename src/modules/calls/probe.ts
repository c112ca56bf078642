// The self-test of an exchange: step by step, each answered in words for whoever can mend it.
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { type Ctx, handleLong } from '#engine/ctx.ts'
import { record } from '#engine/ledger.ts'
import { NotOutside } from '#engine/outside/address.ts'
import { q850Of } from '#engine/outside/sip/address.ts'
import { challengeOf } from '#engine/outside/sip/digest.ts'
import { step as inStep } from '#engine/step.ts'
import { maskPhone } from '#kernel/mask.ts'
import { conflict, notFound } from '#kernel/refusal.ts'
import { type Words, w } from '#kernel/words.ts'
import { exchanges } from './contract-settings.ts'
import { dialled } from './numbers.ts'
import { outcomeOf } from './outcomes.ts'
import { dial, type Line, listens, openTest, register, shownCertificate } from './probe-line.ts'
import { callEnded, connectionTrouble, noReason, refusedSecond, registrationTrouble } from './probe-words.ts'
import { accountOfLine, type LineAccount } from './secrets.ts'

type Step = 'address' | 'certificate' | 'protocol' | 'registration' | 'second-contact' | 'call' | 'reason' | 'codec'
type Result = 'good' | 'doubtful' | 'bad' | 'skipped'
type Told = { readonly step: Step; readonly result: Result } & Words

const order: readonly Step[] = [
  'address',
  'certificate',
  'protocol',
  'registration',
  'second-contact',
  'call',
  'reason',
  'codec',
]
/** Whether somebody could be disturbed: his line is in use at this moment, or the number is of one who is not to be called. */
const mustBeHarmless = async (ctx: Ctx, lineId: string | undefined, numbers: readonly string[]) => {
  const { rows: used } = await sql`
    select from lines l join agent_states a on a.staff_id = l.staff_id
    where l.id = ${lineId ?? null}::uuid and a.state <> 'off' and a.seen_at > ${new Date(ctx.now.getTime() - 60_000)}`.execute(
    ctx.tx,
  )
  if (used.length > 0)
    throw conflict(w('这个分机正有人在用，请换一个分机测试。', 'Somebody is using this extension; test with another.'))
  for (const number of numbers) {
    const { rows } = await sql`
      select from patients where not contactable and phones @> ${JSON.stringify([{ number }])}::jsonb limit 1`.execute(
      ctx.tx,
    )
    if (rows.length > 0) throw conflict(w('这个号码要求勿扰，请换一个。', 'This number asked not to be called.'))
  }
}

export const probe = handleLong(exchanges.probe, async (ctx, { exchangeId, lineId, number, refused }) => {
  const exchange = await ctx.tx.selectFrom('exchanges').where('id', '=', exchangeId).selectAll().executeTakeFirst()
  if (!exchange) throw notFound()
  await mustBeHarmless(
    ctx,
    lineId,
    [number, refused].filter((one) => one !== undefined),
  )
  await inStep(ctx, (inside) =>
    record(inside, 'exchange.probe', {
      subject: exchangeId,
      data: {
        lineId: lineId ?? null,
        number: number ? maskPhone(number) : null,
        refused: refused ? maskPhone(refused) : null,
      },
    }),
  )
  const steps: Told[] = []
  const say = (step: Step, result: Result, words: Words) => void steps.push({ step, result, ...words })
  const rest = (words: Words) => {
    for (const step of order) if (!steps.some((told) => told.step === step)) say(step, 'skipped', words)
    steps.sort((a, b) => order.indexOf(a.step) - order.indexOf(b.step))
    return { steps, well: steps.every(({ result }) => result === 'good' || result === 'skipped') }
  }
  const url = new URL(exchange.ws_url)
  const known = lineId ? await accountOfLine(ctx, lineId) : null
  if (lineId && known?.exchangeId !== exchangeId) throw notFound()
  const account: LineAccount = known ?? {
    ...{
      lineId: '',
      exchangeId,
      url: exchange.ws_url,
      ca: exchange.ca,
      domain: exchange.domain,
      extension: '',
      password: '',
    },
    ...{ ringSeconds: 0, callerNumber: '' },
  }

  let line: Line
  try {
    line = await openTest(ctx, account)
  } catch (error) {
    const sealed = url.protocol === 'wss:' && !(error instanceof NotOutside)
    const near = sealed ? await shownCertificate(url, ctx.house.outside) : null
    const open = sealed && near === null && (await listens(url, ctx.house.outside))
    const trouble = connectionTrouble(open ? { code: 'EPROTO' } : error, url, near?.fingerprint ?? null)
    for (const step of order.slice(0, order.indexOf(trouble.step))) say(step, 'good', w('正常', 'Good'))
    say(trouble.step, 'bad', trouble.words)
    return rest(w('前面的问题解决后再测', 'Test again once that is mended'))
  }
  const host = `${randomBytes(6).toString('hex')}.invalid`
  try {
    say('address', 'good', w(`已连上 ${url.host}`, `Connected to ${url.host}`))
    if (url.protocol === 'wss:') {
      const shown = await shownCertificate(url, ctx.house.outside)
      const days = shown ? Math.floor((shown.until.getTime() - ctx.now.getTime()) / 86_400_000) : null
      if (days !== null && days < 30)
        say(
          'certificate',
          'doubtful',
          w(`证书还有 ${days} 天到期，请提前更换。`, `The certificate runs out in ${days} days.`),
        )
      else say('certificate', 'good', w('证书可信', 'The certificate is trusted'))
    } else
      say(
        'certificate',
        'skipped',
        w('未加密（ws://）。只应在院内网使用。', 'Not encrypted (ws://): inside the hospital only.'),
      )
    say('protocol', 'good', w('对方接受 SIP over WebSocket', 'SIP over WebSocket is accepted'))
    if (!known) return rest(w('没有选择分机', 'No extension was chosen'))

    const first = await register(line, host, 120)
    if (first === null || first.status >= 300) {
      const asks = first?.headers.find(([name]) => name === 'WWW-Authenticate' || name === 'Proxy-Authenticate')?.[1]
      const realm = asks ? (challengeOf(asks)?.realm ?? null) : null
      say('registration', 'bad', registrationTrouble(first?.status ?? null, { ...account, realm }))
      return rest(w('前面的问题解决后再测', 'Test again once that is mended'))
    }
    say('registration', 'good', w(`分机 ${account.extension} 注册成功`, `Extension ${account.extension} is registered`))
    const other = `${randomBytes(6).toString('hex')}.invalid`
    const second = await register(line, other, 120)
    if (second && second.status < 300)
      say('second-contact', 'good', w('新注册可以替换旧注册', 'A new registration replaces the old one'))
    else say('second-contact', 'doubtful', refusedSecond(second?.status ?? null))

    if (number) {
      const answer = await dial(line, host, dialled(number, exchange))
      const ending = answer && {
        status: answer.status,
        q850: q850Of(answer),
        by: 'network' as const,
        answered: answer.status < 300,
      }
      say(
        'call',
        answer?.status === 200 ? 'good' : 'bad',
        callEnded(number, answer?.status ?? null, ending ? outcomeOf(ending) : null),
      )
      if (answer?.status === 200) {
        const sound = [/PCMA\/8000|^m=audio.* 8\b/im, /PCMU\/8000|^m=audio.* 0\b/im, /opus\/48000/i].some((codec) =>
          codec.test(answer.body),
        )
        const keys = /telephone-event/i.test(answer.body)
        if (!sound)
          say(
            'codec',
            'bad',
            w('没有谈妥 G.711 语音，请电话班为分机启用 PCMA。', 'No G.711 was agreed on; enable PCMA.'),
          )
        else if (!keys)
          say(
            'codec',
            'doubtful',
            w('语音正常，但没有 RFC 4733 按键，请电话班打开。', 'Sound is agreed on, RFC 4733 keys are not.'),
          )
        else say('codec', 'good', w('语音和按键格式正常', 'Sound and keys are agreed on'))
      } else if (answer?.status === 488) say('codec', 'bad', callEnded(number, 488, null))
    }
    if (refused) {
      const answer = await dial(line, host, dialled(refused, exchange))
      const cause = answer ? q850Of(answer) : null
      if (!answer) say('reason', 'bad', callEnded(refused, null, null))
      else if (answer.status < 300)
        say(
          'reason',
          'skipped',
          w(`${refused} 接通了，请换一个关机或占线的号码。`, `${refused} answered; name one that is off or engaged.`),
        )
      else if (cause === null) say('reason', 'doubtful', noReason(refused, answer.status))
      else
        say(
          'reason',
          'good',
          w(
            `拒绝时带有原因（${answer.status}，Q.850 ${cause}）`,
            `Refused with a cause (${answer.status}, Q.850 ${cause})`,
          ),
        )
    }
    await register(line, other, 0)
    await register(line, host, 0)
    return rest(w('没有填写号码', 'No number was given'))
  } finally {
    line.wire.close()
  }
})
