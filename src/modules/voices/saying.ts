// Taking in what somebody says from a page without account: a case, a receipt, and for a staff voice a place in the vault.
import { sql } from 'kysely'
import { type Ctx, handle } from '#engine/ctx.ts'
import { systemMe } from '#engine/house.ts'
import { invalidFields } from '#kernel/refusal.ts'
import { openCase, opinionOf } from '#modules/cases/opening.ts'
import { settingsOf } from '#modules/directory/settings.ts'
import { voices } from './contract.ts'
import { hourOf, keepIdentity } from './identity.ts'
import { codeHash, keysOf, linkHash } from './keys.ts'
import { knock } from './limits.ts'
import { isSmall, placesOf } from './places.ts'
import { keepReceipt, receiptUnder } from './receipts.ts'
import { categoryFor } from './topics.ts'

/** What the form needs to know before anybody has said anything. */
export const form = handle(voices.form, async (ctx) => {
  const { hospitalName, hotline } = await settingsOf(ctx, 'hospitalName', 'hotline')
  const departments = await placesOf(ctx)
  return {
    hospital: hospitalName,
    hotline,
    departments: departments.map(({ people, ...it }) => ({ ...it, small: isSmall({ people }) })),
  }
})

/** What is done from these pages is nobody's on the staff. */
const asNobody = (ctx: Ctx, now = ctx.now): Ctx => ({ ...ctx, me: systemMe, now })

/** Does `work` once for a page's key and answers the receipt; a repetition gets the same one and nothing is done. */
const onceFor = async (
  ctx: Ctx,
  key: string,
  { guarded, at }: { readonly guarded: boolean; readonly at: Date },
  work: () => Promise<{ id: string; number: string }>,
) => {
  const keys = keysOf(key)
  const { code, token, mark } = keys
  await sql`select pg_advisory_xact_lock(hashtextextended(${mark.toString('hex')}, 3))`.execute(ctx.tx)
  const done = await receiptUnder(ctx, mark)
  if (done) return { code, token, number: done.number }
  const { id, number } = await work()
  await keepReceipt({ ...ctx, now: at }, { caseId: id, keys, guarded }, { code: codeHash(code), link: linkHash(token) })
  return { code, token, number }
}

const mustBeThere = async (ctx: Ctx, departmentId: string | null) => {
  if (departmentId === null) return null
  const place = (await placesOf(ctx)).find(({ id }) => id === departmentId)
  if (place) return place
  throw invalidFields([{ field: 'departmentId', reason: '请从科室名单中选择' }])
}

export const say = handle(voices.say, async (ctx, it) => {
  const { kind, topic, name, phone, relation, speaksFor } = it
  return onceFor(ctx, it.key, { guarded: phone !== '', at: ctx.now }, async () => {
    await knock(ctx, 'say', { number: phone || null })
    const place = await mustBeThere(ctx, it.departmentId)
    return openCase(asNobody(ctx), {
      channel: 'web',
      reporter: { name, phone, relation, speaksFor, reach: phone === '' ? 'receipt' : 'phone', address: '' },
      opinion: opinionOf({
        kind,
        text: it.text,
        demand: it.demand,
        category: categoryFor(kind, topic),
        departmentId: place?.id ?? null,
        happenedAt: it.happenedAt?.toISOString() ?? null,
        place: it.place,
      }),
    })
  })
})

/** Those on the staff who bear one of these names; where nobody is named, all who answer for the department. */
const concerned = async (ctx: Ctx, names: readonly string[], departmentId: string | null): Promise<string[]> => {
  const { rows } = await sql<{ id: string; named: boolean }>`
    select id, name = any(${names}) as named from staff
    where status = 'active' and (name = any(${names})
      or (role = 'department' and departments @> array[${departmentId}::uuid]))
    order by id limit 200`.execute(ctx.tx)
  const named = rows.filter((row) => row.named)
  return (named.length > 0 ? named : rows).slice(0, 20).map(({ id }) => id)
}

/**
 * A member of the staff speaks: by name, in confidence or anonymous, which nothing but the vault tells apart. Where
 * fewer than five people work the case names their group; the accused and those above them find nothing of it.
 */
export const speak = handle(voices.speak, async (ctx, it) =>
  // The receipt's id has a time in it too.
  onceFor(ctx, it.key, { guarded: false, at: hourOf(ctx.now) }, async () => {
    await knock(ctx, 'say')
    const place = await mustBeThere(ctx, it.departmentId)
    const small = place !== null && isSmall(place)
    const where = [small ? `${place.campus}${place.group}` : '', it.place].filter(Boolean).join('，')
    const nobody = asNobody(ctx, hourOf(ctx.now))
    const opened = await openCase(nobody, {
      channel: 'staff',
      opinion: opinionOf({
        kind: 'staff',
        text: it.text,
        demand: it.demand,
        category: it.topic,
        departmentId: small ? null : (place?.id ?? null),
        accusedIds: await concerned(ctx, it.about, it.departmentId),
        happenedAt: it.happenedAt?.toISOString() ?? null,
        place: where.slice(0, 100),
      }),
    })
    await keepIdentity(ctx, opened.id, it.identity)
    return opened
  }),
)
