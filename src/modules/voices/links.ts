// Links in texts: each opens the page of one matter once, and is then worth nothing to whoever finds the text.
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import type { LedgerEvent } from '#engine/ledger.ts'
import { newToken } from '#engine/sessions.ts'
import { newId } from '#kernel/ids.ts'
import { conflict } from '#kernel/refusal.ts'
import { type Words, w } from '#kernel/words.ts'
import { settingsOf } from '#modules/directory/settings.ts'
import { sendText } from '#modules/messages/texting.ts'
import { linkHash } from './keys.ts'

const days = 7

type Told = {
  number: string
  channel: string
  patient_id: string | null
  restricted: boolean
  barred_staff: string[]
  phone: string | null
  patient_phone: string | null
  contactable: boolean | null
}

const mayGet = (row: Told, pages: string): Words | null => {
  if (row.channel === 'staff') return w('员工声音不能用短信告知。', 'A staff voice is not told by text.')
  if (row.phone === null && row.contactable === false)
    return w('患者已去世或要求勿扰，不能发短信。', 'The patient has died or asked not to be contacted.')
  if (!(row.phone ?? row.patient_phone))
    return w('没有能收短信的手机号，请用别的方式告知。', 'There is no number that takes texts.')
  return pages === ''
    ? w('还没有设置患者打开网页的地址，请管理员在“设置”里填写。', 'The address of the pages is not set yet.')
    : null
}

/**
 * Texts the one who raised a case a link to its page, and answers the text's id. It carries nothing of the matter but its
 * number and the link; what was answered stands on the page. Refused where nobody may be texted.
 */
export const textLink = async (ctx: Ctx, caseId: string, template: string): Promise<string> => {
  const { rows } = await sql<Told>`
    select c.number, c.channel, c.patient_id, c.restricted, c.barred_staff, p.contactable,
      case when r.phone ~ '^1[3-9][0-9]{9}$' then r.phone end as phone,
      (select x->>'number' from jsonb_array_elements(p.phones) x where x->>'number' ~ '^1[3-9][0-9]{9}$' limit 1) as patient_phone
    from cases c left join reporters r on r.case_id = c.id left join patients p on p.id = c.patient_id
    where c.id = ${caseId}`.execute(ctx.tx)
  const row = rows[0]!
  const { pagesAddress } = await settingsOf(ctx, 'pagesAddress')
  const refused = mayGet(row, pagesAddress)
  if (refused) throw conflict(refused)
  const token = newToken()
  const until = new Date(ctx.now.getTime() + days * 86_400_000)
  await ctx.tx
    .insertInto('answer_links')
    .values({ token_hash: linkHash(token), case_id: caseId, expires_at: until })
    .execute()
  return sendText(ctx, {
    to: (row.phone ?? row.patient_phone)!,
    template,
    values: { number: row.number, link: `${pagesAddress.replace(/\/+$/, '')}/answer#${token}` },
    until,
    // A relative's number is not the patient's.
    ...(row.phone === null && row.patient_id ? { patientId: row.patient_id } : {}),
    about: { noun: 'case', id: caseId },
    secrecy: row,
  })
}

/** 短信告知: in the transaction of `case.tell`, so that who cannot be texted is not told. */
export const textTold = async (ctx: Ctx, { subject, data }: LedgerEvent): Promise<void> => {
  if (data.how === 'sms') await textLink(ctx, subject!, 'answered')
}

/** The matter's page is opened by receipts; one that was told on the telephone has one that nobody holds. */
const receiptOf = async (ctx: Ctx, caseId: string): Promise<string> => {
  const { rows } = await sql<{
    id: string
  }>`select id from receipts where case_id = ${caseId} order by id limit 1`.execute(ctx.tx)
  if (rows[0]) return rows[0].id
  const id = newId(ctx.now)
  const [code_hash, link_hash, mark] = [randomBytes(32), randomBytes(32), randomBytes(32)]
  await ctx.tx
    .insertInto('receipts')
    .values({ id, case_id: caseId, code_hash, link_hash, mark, guarded: true })
    .execute()
  return id
}

/** The receipt that a link of a text opens, this once; the sentence where it was used or is too old; null where there is none such. */
export const exchange = async (ctx: Ctx, token: string): Promise<{ receiptId: string } | Words | null> => {
  const { rows } = await sql<{ case_id: string; expires_at: Date; used_at: Date | null }>`
    select case_id, expires_at, used_at from answer_links where token_hash = ${linkHash(token)} for update`.execute(
    ctx.tx,
  )
  const link = rows[0]
  if (!link) return null
  const { hotline } = await settingsOf(ctx, 'hotline')
  const call = hotline ? `请拨打 ${hotline}` : '请联系医院客户服务中心'
  if (link.used_at)
    return w(
      `这个链接已经打开过一次。为了保护您的隐私，短信里的链接只能用一次；想再看，${call}，我们再发一条给您。`,
      'This link was opened before. To protect you it works once; call us and we send another.',
    )
  if (link.expires_at < ctx.now)
    return w(`这个链接已经过了 7 天，${call}，我们再发一条给您。`, 'This link is too old; call us and we send another.')
  await sql`update answer_links set used_at = ${ctx.now} where token_hash = ${linkHash(token)}`.execute(ctx.tx)
  return { receiptId: await receiptOf(ctx, link.case_id) }
}

/** Links that were used or are too old keep their sentence for a month. */
export const forgetLinks = async (ctx: Ctx): Promise<void> => {
  await sql`delete from answer_links where expires_at < ${new Date(ctx.now.getTime() - 30 * 86_400_000)}`.execute(
    ctx.tx,
  )
}
