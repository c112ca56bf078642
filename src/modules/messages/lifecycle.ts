// How a text moves from the outbox to its end, a template to its approval, a gateway on and off, and a reply to who settles it.
import { lifecycle } from '#kernel/lifecycle.ts'
import { w } from '#kernel/words.ts'

export type MessageState = { readonly id: string; readonly status: string }

/** A report may come before our own call is answered, and after it was given up: whatever is not ended hears it. */
const hears = ['waiting', 'sending', 'taken', 'unclear', 'unreported'] as const

// biome-ignore format: a table is read by its columns
export const messageLifecycle = lifecycle<MessageState, string, string>({
  noun: 'message',
  title: w('短信', 'Message'),
  table: 'messages',
  start: ['waiting'],
  states: {
    waiting:       w('待发送', 'Waiting'),
    sending:       w('发送中', 'Sending'),
    taken:         w('平台已收', 'Taken'),
    delivered:     w('已送达', 'Delivered'),
    undeliverable: w('未送达', 'Undeliverable'),
    refused:       w('被拒收', 'Refused'),
    expired:       w('已过期', 'Expired'),
    unclear:       w('不确定', 'Unclear'),
    unreported:    w('无回执', 'No report'),
    withheld:      w('不予发送', 'Withheld'),
    sent:          w('人工已发', 'Sent by hand'),
  },
  acts: [
    // verb       from                                to               button
    ['send',      ['waiting'],                        'sent',          w('已发出', 'Sent')],
    ['again',     ['unclear'],                        'waiting',       w('再发一次', 'Send again')],
    ['settle',    ['unclear'],                        'unreported',    w('当作已发', 'Take it as sent')],
    ['claim',     ['waiting'],                        'sending',       w('开始发送', 'Claim')],
    ['take',      ['sending', 'waiting', 'unclear'],  'taken',         w('平台已收', 'Taken')],
    ['putBack',   ['sending'],                        'waiting',       w('退回待发', 'Put back')],
    ['doubt',     ['sending'],                        'unclear',       w('不知是否发出', 'Doubt')],
    ['refuse',    hears,                              'refused',       w('拒收', 'Refuse')],
    ['deliver',   hears,                              'delivered',     w('送达', 'Deliver')],
    ['fail',      hears,                              'undeliverable', w('未能送达', 'Fail')],
    ['lapse',     hears,                              'expired',       w('运营商超时', 'Lapse')],
    ['unreport',  ['taken'],                          'unreported',    w('没有等到回执', 'No report')],
    ['withhold',  ['waiting'],                        'withheld',      w('不予发送', 'Withhold')],
    ['expire',    ['waiting'],                        'expired',       w('过期', 'Expire')],
  ],
  rules: {},
})

export type TemplateState = { readonly id: string; readonly status: string; readonly key: string }

// biome-ignore format: a table is read by its columns
export const templateLifecycle = lifecycle<TemplateState, string, string>({
  noun: 'template',
  title: w('短信模板', 'Template'),
  table: 'templates',
  start: ['draft'],
  states: {
    draft:    w('待批准', 'Draft'),
    approved: w('使用中', 'Approved'),
    retired:  w('已停用', 'Retired'),
  },
  acts: [
    // verb     from          to          button                     only if
    ['change',  ['draft'],    '=',        w('修改', 'Change')],
    ['approve', ['draft'],    'approved', w('批准使用', 'Approve')],
    ['retire',  ['draft', 'approved'], 'retired', w('停用', 'Retire'), 'spare'],
    ['replace', ['approved'], 'retired',  w('由新版本代替', 'Replaced')],
  ],
  rules: {
    spare: [
      w('验证码和自检模板不能停用，只能换成新版本。', 'The program needs this one; write a new version instead.'),
      ({ key, status }) => status !== 'approved' || !['one-time', 'test'].includes(key),
    ],
  },
})

export type GatewayState = { readonly id: string; readonly status: string }

// biome-ignore format: a table is read by its columns
export const gatewayLifecycle = lifecycle<GatewayState, string, string>({
  noun: 'gateway',
  title: w('短信平台', 'Gateway'),
  table: 'gateways',
  start: ['off'],
  states: {
    off: w('未启用', 'Off'),
    on:  w('使用中', 'On'),
  },
  acts: [
    // verb     from            to     button
    ['change',  ['off', 'on'],  '=',   w('修改设置', 'Change')],
    ['open',    ['off'],        'on',  w('启用', 'Switch on')],
    ['close',   ['on'],         'off', w('停用', 'Switch off')],
    ['renew',   ['off', 'on'],  '=',   w('更换回执钥匙', 'Renew its key')],
    ['test',    ['off', 'on'],  '=',   w('自检', 'Self-test')],
  ],
  rules: {},
})

export type ReplyState = { readonly id: string; readonly status: string }

// biome-ignore format: a table is read by its columns
export const replyLifecycle = lifecycle<ReplyState, string, string>({
  noun: 'reply',
  title: w('患者回信', 'Reply'),
  table: 'replies',
  start: ['unread'],
  states: {
    unread:  w('未处理', 'Unread'),
    settled: w('已处理', 'Settled'),
  },
  acts: [
    // verb    from                    to         button
    ['settle', ['unread'],             'settled', w('已处理', 'Settle')],
    ['assign', ['unread', 'settled'],  '=',       w('是这位患者', 'It is this patient')],
  ],
  rules: {},
})
