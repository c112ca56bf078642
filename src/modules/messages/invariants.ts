// What must be true of texts, their wordings and their gateways at any moment.
import type { Invariant } from '#kernel/invariant.ts'
import { w } from '#kernel/words.ts'

export const messagesInvariants: readonly Invariant[] = [
  {
    name: 'message.worded',
    says: w('发出的每条短信都出自当时已批准的模板', 'every text has the words of a template that was approved'),
    broken: `select m.id::text as row from messages m join templates t on t.id = m.template_id
      where t.status = 'draft' or t.approved_at is null`,
  },
  {
    name: 'message.leased',
    says: w('发送中的短信都有人在发，说好发到几时', 'whatever is being sent has somebody at it, and says until when'),
    broken: `select id::text as row from messages where (status = 'sending') <> (lease_until is not null)`,
  },
  {
    name: 'message.ended',
    says: w('有结果的短信不再留有验证码和链接', 'a text that has gone keeps nothing that opens something'),
    broken: `select id::text as row from messages
      where status not in ('waiting', 'sending', 'unclear') and blanks <> '{}'`,
  },
  {
    name: 'message.silenced',
    says: w('退订之后没有再发主动短信', 'nobody was texted unasked after he asked not to be'),
    broken: `select m.id::text as row from messages m join silenced s on s.number = m.to_number
      where not m.asked and m.claimed_at > s.at`,
  },
  {
    name: 'gateway.one',
    says: w('同时使用的短信平台至多一个', 'at most one gateway is on'),
    broken: `select string_agg(id::text, ' ') as row from gateways where status = 'on' having count(*) > 1`,
  },
]
