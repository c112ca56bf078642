// Texts to people's phones: put into the outbox in the transaction that wants them; sent by hand from there, or by a gateway.

import { newId } from '#kernel/ids.ts'
import { type Words, w } from '#kernel/words.ts'
import type { Ctx } from '../ctx.ts'

/** Every text that may leave the house; blanks stand in braces and nothing else in it is looked at. */
export const templates = {
  oneTime: w(
    '您的验证码是 {code}，10 分钟内有效，用于查看您反映的事项。请不要告诉别人。',
    'Your code is {code}, good for 10 minutes, to see what became of your matter. Tell nobody.',
  ),
} as const satisfies Record<string, Words>

export type Template = keyof typeof templates

export type Text = {
  /** As it is dialled. */
  readonly to: string
  readonly template: Template
  readonly values: Readonly<Record<string, string>>
  /** Later than this it is not worth sending. */
  readonly until: Date
}

/** Puts a text into the outbox; it goes out if and only if the transaction is committed. */
export const sendText = async (ctx: Ctx, { to, template, values, until }: Text): Promise<string> => {
  const id = newId(ctx.now)
  await ctx.tx
    .insertInto('messages')
    .values({
      id,
      status: 'waiting',
      to_number: to,
      template,
      blanks: JSON.stringify(values),
      created_at: ctx.now,
      expires_at: until,
      updated_at: ctx.now,
    })
    .execute()
  return id
}

/** The text with its blanks filled; `mask` hides what stands in them. */
export const textOf = (template: string, values: Readonly<Record<string, string>>, mask = false): string =>
  (templates[template as Template]?.zh ?? '').replace(/\{(\w+)\}/g, (_, name: string) =>
    mask ? '••••••' : (values[name] ?? '——'),
  )
