// The page on which one who spoke sees what became of it, adds to it, rates the answer, and may say who he is.
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { type Ctx, handle, handleLong } from '#engine/ctx.ts'
import { systemMe } from '#engine/house.ts'
import { record } from '#engine/ledger.ts'
import { step } from '#engine/step.ts'
import { newId } from '#kernel/ids.ts'
import { conflict, invalid, notFound } from '#kernel/refusal.ts'
import { w } from '#kernel/words.ts'
import { addToCase } from '#modules/cases/additions.ts'
import { attachTo, evidenceOf } from '#modules/cases/attachments.ts'
import { recallAnswered } from '#modules/cases/recalls.ts'
import type { Secrecy } from '#modules/contacts/commands.ts'
import { sendText, textsTo } from '#modules/messages/texting.ts'
import { becameOf } from './became.ts'
import { answers } from './contract.ts'
import { hourOf, keepIdentity, resealIdentity } from './identity.ts'
import { codeHash, isSame, linkHash, markOf, newOneTime, oneTimeHash } from './keys.ts'
import { knock } from './limits.ts'
import { exchange } from './links.ts'
import { readNews } from './news.ts'
import { holderOf, letIn, letOut, type ReceiptRow } from './receipts.ts'

const oneTimeMinutes = 10
const oneTimeTries = 5
/** More pictures than a matter needs, and fewer than fill a disk. */
const mostPictures = 6

type Known = ReceiptRow & {
  number: string
  channel: string
  phone: string | null
  one_time_hash: Buffer | null
  one_time_until: Date | null
  one_time_tries: number
}

const receiptBy = async (
  ctx: Ctx,
  column: 'code_hash' | 'link_hash' | 'id',
  hash: Buffer | string,
): Promise<Known | undefined> => {
  const { rows } = await sql<Known>`
    select r.id, r.case_id, r.guarded, r.one_time_hash, r.one_time_until, r.one_time_tries, c.number, c.channel, p.phone
    from receipts r join cases c on c.id = r.case_id left join reporters p on p.case_id = c.id
    where ${sql.ref(`r.${column}`)} = ${hash} for update of r`.execute(ctx.tx)
  return rows[0]
}

/** Whatever was found, the answer comes no sooner than this: how long it took tells nothing. */
const floorMs = 150

const evenly = async <T>(work: () => Promise<T>): Promise<T> => {
  const [done] = await Promise.allSettled([work(), sleep(floorMs)])
  if (done.status === 'fulfilled') return done.value
  throw done.reason
}

/** Opens the page for the holder; of a staff voice the vault's row is written anew at each visit, so that one that was says nothing. */
const enterAs = async (ctx: Ctx, it: Known) => {
  await letIn(ctx, it)
  if (it.channel === 'staff') await resealIdentity(ctx, it.case_id)
  await readNews(ctx, it.case_id)
  return becameOf(ctx, it.case_id)
}

/** A wrong link counts as a knock even though it is refused. */
export const enter = handleLong(answers.enter, (ctx, { token }) =>
  evenly(async () => {
    const became = await step(ctx, async (inside) => {
      await knock(inside, 'enter')
      const it = await receiptBy(inside, 'link_hash', linkHash(token))
      if (it) return enterAs(inside, it)
      // A link of a text is exchanged once; used or too old, it says so.
      const exchanged = await exchange(inside, token)
      if (!exchanged || 'zh' in exchanged) return exchanged
      return enterAs(inside, (await receiptBy(inside, 'id', exchanged.receiptId))!)
    })
    if (became && 'zh' in became) throw notFound(became)
    if (became) return became
    throw notFound(
      w('这个链接打不开，请核对是否完整，或输入凭码。', 'This link opens nothing; check it, or type your code.'),
    )
  }),
)

/** A code that opens by itself opens; for every other one, known or not, a one-time code is asked for next. */
export const code = handleLong(answers.code, (ctx, it) =>
  evenly(() =>
    step(ctx, async (inside) => {
      await knock(inside, 'code')
      const found = await receiptBy(inside, 'code_hash', codeHash(it.code))
      if (found && !found.guarded) return { became: await enterAs(inside, found) }
      if (found?.phone) await sendOneTime(inside, found, found.phone)
      return { became: null }
    }),
  ),
)

/** To the number that was left, and no more often than the number's owner can bear; too often is not said to whoever types. */
const sendOneTime = async (ctx: Ctx, it: Known, phone: string): Promise<void> => {
  if ((await textsTo(ctx, phone, 'one-time', new Date(ctx.now.getTime() - 3_600_000))) >= 5) return
  const oneTime = newOneTime()
  const until = new Date(ctx.now.getTime() + oneTimeMinutes * 60_000)
  await ctx.tx
    .updateTable('receipts')
    .set({ one_time_hash: oneTimeHash(it.id, oneTime), one_time_until: until, one_time_tries: 0 })
    .where('id', '=', it.id)
    .execute()
  // Who left his number with a hidden matter is as hidden as the matter.
  const { rows } = await sql<Secrecy>`select restricted, barred_staff from cases where id = ${it.case_id}`.execute(
    ctx.tx,
  )
  await sendText(ctx, {
    ...{ to: phone, template: 'one-time', values: { code: oneTime }, until, asked: true },
    ...(rows[0] && { secrecy: rows[0] }),
  })
}

const wrongOneTime = () =>
  invalid(
    '验证码不对或已过期，请核对，或重新获取。',
    'That code is wrong or too old; look again, or ask for another.',
    [{ field: 'oneTime', reason: '不对或已过期' }],
  )

/** Five tries, ten minutes, once. A wrong one counts even though it is refused. */
export const confirm = handleLong(answers.confirm, (ctx, given) =>
  evenly(async () => {
    const became = await step(ctx, async (inside) => {
      await knock(inside, 'confirm')
      const it = await receiptBy(inside, 'code_hash', codeHash(given.code))
      const live =
        it?.one_time_until && it.one_time_until > inside.now && it.one_time_tries < oneTimeTries
          ? it.one_time_hash
          : null
      const right = isSame(live, oneTimeHash(it?.id ?? '', given.oneTime))
      if (!it) return null
      const used = right ? { one_time_hash: null, one_time_until: null } : { one_time_tries: it.one_time_tries + 1 }
      await inside.tx.updateTable('receipts').set(used).where('id', '=', it.id).execute()
      return right ? enterAs(inside, it) : null
    })
    if (became) return became
    throw wrongOneTime()
  }),
)

export const get = handle(answers.get, async (ctx) => becameOf(ctx, (await holderOf(ctx)).case_id))

export const leave = handle(answers.leave, async (ctx) => letOut(ctx))

type Held = { id: string; channel: string; status: string; restricted: boolean }

/** The holder's matter, held until the transaction ends; and who does it: nobody on the staff. */
const holding = async (ctx: Ctx): Promise<{ row: Held; nobody: Ctx }> => {
  const { case_id } = await holderOf(ctx)
  const { rows } = await sql<Held>`
    select id, channel, status, restricted from cases where id = ${case_id} for update`.execute(ctx.tx)
  const row = rows[0]
  if (!row) throw notFound()
  return { row, nobody: { ...ctx, me: systemMe, now: row.channel === 'staff' ? hourOf(ctx.now) : ctx.now } }
}

/** More words; they stand on the case's timeline, also of one that is closed. Sent twice under a key, they are kept once. */
export const add = handle(answers.add, async (ctx, { key, text }) => {
  const { row, nobody } = await holding(ctx)
  const added = await ctx.tx
    .insertInto('additions')
    .values({ id: newId(ctx.now), case_id: row.id, mark: markOf(key), text, at: nobody.now })
    .onConflict((already) => already.column('mark').doNothing())
    .executeTakeFirst()
  if (Number(added.numInsertedOrUpdatedRows) > 0) {
    await knock(ctx, 'add')
    // A closed matter stays closed; whoever answered for it reads what was added all the same.
    if (row.status === 'archived')
      await record(nobody, 'case.add', { subject: row.id, data: { words: text }, restricted: row.restricted })
    else await addToCase(nobody, row.id, text, '本人')
  }
  return becameOf(ctx, row.id)
})

/** A picture, cleaned of where and when it was taken; the same one twice is kept once. Its name is ours. */
export const picture = handle(answers.picture, async (ctx, { file }) => {
  const { row, nobody } = await holding(ctx)
  await knock(ctx, 'picture')
  const evidence = evidenceOf(file && { ...file, name: '照片' })
  if (!evidence.type.startsWith('image/'))
    throw invalid('这里只能补充照片。', 'Only pictures can be added here.', [{ field: 'file', reason: '请选择照片' }])
  const { rows } = await sql<{ n: number; same: boolean }>`
    select count(*) as n, coalesce(bool_or(sha256 = sha256(${evidence.content})), false) as same
    from files where noun = 'case' and subject = ${row.id} and by_id is null`.execute(ctx.tx)
  const { n, same } = rows[0]!
  if (!same && n >= mostPictures) throw conflict(w(`最多 ${mostPictures} 张照片。`, `Six pictures at most.`))
  if (!same) {
    await attachTo(nobody, row, evidence)
    await record(nobody, 'case.attach', { subject: row.id, data: { name: evidence.name }, restricted: row.restricted })
  }
  return becameOf(ctx, row.id)
})

/** The person's own verdict, by the same verb as when he is called: content closes it, anything else begins it anew. */
export const rate = handle(answers.rate, async (ctx, { grade, words }) => {
  const { row, nobody } = await holding(ctx)
  if (row.status !== 'told')
    throw conflict(w('现在不能评价，可能已经评价过了。请刷新看看。', 'It cannot be rated now; perhaps it was already.'))
  await recallAnswered(nobody, row.id, grade, words === '' ? '本人在网上评价' : `本人在网上评价：${words}`)
  return becameOf(ctx, row.id)
})

/** A member of the staff says later who he is, or takes it back. Nothing but the vault's row, of the same length, is written. */
export const identify = handle(answers.identify, async (ctx, said) => {
  const { row } = await holding(ctx)
  if (row.channel !== 'staff') throw notFound()
  await keepIdentity(ctx, row.id, said)
  return becameOf(ctx, row.id)
})
