// The matter behind a sheet: opened with its first dispatch, taken up again when the citizen was not content.
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import { refusedBecause } from '#kernel/lifecycle.ts'
import { addToCase } from '#modules/cases/additions.ts'
import { caseLifecycle } from '#modules/cases/lifecycle.ts'
import { openCase, opinionOf } from '#modules/cases/opening.ts'
import { escalateCase, reopenCase } from '#modules/cases/recalls.ts'
import { correctReporter, readable } from '#modules/cases/reporters.ts'
import { isStaffVoice } from '#modules/cases/routing.ts'
import { held } from '#modules/cases/rows.ts'
import { categories, categoryOf, oldCategory } from '#modules/cases/taxonomy.ts'
import type { SheetIn } from './contract.ts'
import type { SheetRow } from './rows.ts'
import { lines } from './words.ts'

type Matter = {
  readonly caseId: string
  readonly restricted: boolean
  readonly barred: string[]
  readonly warning?: string
}

const kinds = [
  [/表扬|感谢/, 'praise', 'K3'],
  [/建议/, 'suggestion', 'K2'],
  [/咨询/, 'enquiry', 'K1'],
  [/求助/, 'help', 'K4'],
] as const

/** The kind by the sheet; whoever signs for it may judge otherwise. What says nothing is a complaint. */
const kindOf = ({ kind, title }: SheetIn) =>
  kinds.find(([pattern]) => pattern.test(kind)) ??
  (kind === '' ? kinds.find(([pattern]) => pattern.test(title)) : undefined)

/** The items whose name stands in the words, the longest first: 候诊 in “候诊时间太长”. */
const named = (words: string): string[] =>
  categories
    .flatMap(({ items }) => items.filter(({ name }) => words.includes(name.zh)))
    .sort((a, b) => b.name.zh.length - a.name.zh.length)
    .map(({ code }) => code)

/**
 * A category to begin with: the line's own where it is one of ours, or what title and text point at; the first item
 * where only a first level is meant. A complaint of which nothing is understood is one about service; who signs judges.
 */
const categoryFor = (it: SheetIn, ofKind: string | undefined): string => {
  if (ofKind) return ofKind
  for (const words of [it.category, it.title, it.text])
    for (const code of [...named(words), oldCategory(words)]) {
      const category = categoryOf(code)
      if (category?.complaint && !isStaffVoice(code)) return code.length > 1 ? code : category.items[0]!.code
    }
  return 'B1'
}

const departmentNamed = async (ctx: Ctx, name: string): Promise<string | null> => {
  if (name === '') return null
  const { rows } = await sql<{ id: string }>`
    select id from departments where active and name = ${name} limit 2`.execute(ctx.tx)
  return rows.length === 1 ? rows[0]!.id : null
}

const wordsOf = ({ title, text }: SheetIn): string =>
  (title === '' || text.includes(title) ? text : `${title}\n${text}`).slice(0, 4000)

/** Urgency 2: a sheet has its term. It waits at the centre until somebody has signed for it. */
export const openCaseOf = async (ctx: Ctx, it: SheetIn, number: string): Promise<Matter> => {
  const [, kind = 'complaint', ofKind] = kindOf(it) ?? []
  const phone = readable(it.phone)
  const { id } = await openCase(ctx, {
    opinion: opinionOf({
      text: wordsOf(it),
      demand: it.demand,
      category: categoryFor(it, ofKind),
      urgency: 2,
      kind,
      departmentId: await departmentNamed(ctx, it.department),
      happenedAt: it.happenedAt?.toISOString() ?? null,
      place: it.place,
    }),
    channel: it.source,
    externalNumber: number,
    reporter: {
      name: it.name,
      phone,
      relation: it.speaksFor === '' ? 'self' : 'other',
      speaksFor: it.speaksFor,
      reach: 'phone',
      address: it.address,
    },
    waits: true,
  })
  return {
    ...(await wallsOf(ctx, id)),
    ...(phone === '' && it.phone !== '' ? { warning: '联系电话无法识别，请向热线核对' } : {}),
  }
}

const wallsOf = async (ctx: Ctx, id: string): Promise<Matter> => {
  const row = await ctx.tx
    .selectFrom('cases')
    .where('id', '=', id)
    .select(['restricted', 'barred_staff'])
    .executeTakeFirstOrThrow()
  return { caseId: id, restricted: row.restricted, barred: row.barred_staff }
}

/**
 * The same matter, dispatched again. A case that waits for the person's word has it now: it goes into its next round. One
 * that is still being handled hears of it; an archived one stays as it was, and the sheet opens a case of its own.
 */
export const joinCase = async (line: Ctx, before: SheetRow, it: SheetIn, round: number): Promise<Matter> => {
  const row = await held(line, before.case_id)
  if (row.status === 'archived') return openCaseOf(line, it, `${before.number}#${round}`)
  await correctReporter(line, row.id, it)
  const words = `${lines[it.source].zh}第 ${round} 次派单：${wordsOf(it)}`.slice(0, 2000)
  if (row.status === 'told') {
    if (refusedBecause(caseLifecycle, 'reopen', row) === null) await reopenCase(line, row.id, { words })
    else await escalateCase(line, row.id, { words })
  } else await addToCase(line, row.id, words, lines[it.source].zh)
  return wallsOf(line, row.id)
}
