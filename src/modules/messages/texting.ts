// Texts to people's phones: put into the outbox in the transaction that wants them; they go out if and only if it is committed.
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import { newId } from '#kernel/ids.ts'
import { conflict, invalid } from '#kernel/refusal.ts'
import { w } from '#kernel/words.ts'
import type { Secrecy } from '#modules/contacts/commands.ts'
import { settingsOf } from '#modules/directory/settings.ts'
import { readPhones } from '#modules/patients/reading/phones.ts'
import type { Values } from './wording.ts'

export type Text = {
  /** As somebody wrote it; only mobiles take texts. */
  readonly to: string
  /** The key of a template that is approved. */
  readonly template: string
  readonly values: Values
  /** Later than this it is not worth sending. */
  readonly until: Date
  /** Whose number it is: then it is kept with his conversations, and he is never texted once he asked not to be. */
  readonly patientId?: string
  readonly about?: { readonly noun: string; readonly id: string }
  /** Asked for by the person just now: neither quiet hours nor the day's budget hold it back. */
  readonly asked?: boolean
  readonly secrecy?: Secrecy
}

/** A number as it is compared and dialled within the country: without +86, spaces and whatever stands beside it. */
export const numberOf = (said: string): string =>
  readPhones(said, 'patient').phones[0]?.number ?? said.replace(/\D/g, '').slice(-20)

export const takesTexts = (number: string): boolean => /^1[3-9]\d{9}$/.test(number)

/** The version of a template that is in use; undefined where none was approved. */
export const approvedTemplate = (ctx: Pick<Ctx, 'tx'>, key: string) =>
  ctx.tx
    .selectFrom('templates')
    .where('key', '=', key)
    .where('status', '=', 'approved')
    .select(['id', 'key', 'version', 'name', 'text'])
    .executeTakeFirst()

/** What the program knows of itself for every text. */
export const ownValues = async (ctx: Pick<Ctx, 'tx'>): Promise<Values> => {
  const { hospitalName: hospital, hotline } = await settingsOf(ctx, 'hospitalName', 'hotline')
  return { hospital, hotline }
}

/** Whether everything that the program fills in by itself is known: a text with a hole in it is not sent. */
export const isSayable = async (ctx: Pick<Ctx, 'tx'>, { text }: { readonly text: string }): Promise<boolean> =>
  !text.includes('{hotline}') || (await settingsOf(ctx, 'hotline')).hotline !== ''

/**
 * Puts a text into the outbox and answers its id; one for a number that is no mobile waits there to be told by hand.
 * Refuses a template that nobody has approved, and what is no number.
 */
export const sendText = async (ctx: Ctx, it: Text): Promise<string> => {
  const template = await approvedTemplate(ctx, it.template)
  if (!template) throw conflict(w('这条短信的模板还没有批准使用。', 'The template of this text is not approved.'))
  if (!(await isSayable(ctx, template)))
    throw conflict(
      w(
        '模板里有服务电话，但还没有设置对外电话。请管理员在“设置”里填写。',
        'The wording names the hotline, which is not set yet.',
      ),
    )
  const to = numberOf(it.to)
  if (to === '') throw invalid('号码有误。', 'This is no number.', [{ field: 'to', reason: '请核对号码' }])
  const id = newId(ctx.now)
  await ctx.tx
    .insertInto('messages')
    .values({
      id,
      status: 'waiting',
      to_number: to,
      template_id: template.id,
      blanks: JSON.stringify(it.values),
      patient_id: it.patientId ?? null,
      about_noun: it.about?.noun ?? null,
      about_id: it.about?.id ?? null,
      asked: it.asked ?? false,
      restricted: it.secrecy?.restricted ?? false,
      barred_staff: [...(it.secrecy?.barred_staff ?? [])],
      made_by_id: ctx.door?.visitor ? ctx.me.id : null,
      created_at: ctx.now,
      expires_at: it.until,
      updated_at: ctx.now,
    })
    .execute()
  return id
}

/** How many texts of a template went into the outbox for a number since then: for those that anybody may ask for. */
export const textsTo = async (ctx: Ctx, said: string, key: string, since: Date): Promise<number> => {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from messages m join templates t on t.id = m.template_id
    where m.to_number = ${numberOf(said)} and t.key = ${key} and m.created_at > ${since}`.execute(ctx.tx)
  return rows[0]!.n
}
