// The sheets of a month as the rules make them, with what earlier final months would say differently now.
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import { record } from '#engine/ledger.ts'
import { newId } from '#kernel/ids.ts'
import { addMonths } from '#kernel/time.ts'
import type { Words } from '#kernel/words.ts'
import { w } from '#kernel/words.ts'
import { catalogue, hundredths, valueWords } from './catalogue.ts'
import { type Department, figuresOf } from './figures.ts'
import { rulesOf } from './rule-sets.ts'
import { type Figure, type Judged, judge, lineWords, type Rules, totalOf } from './rules.ts'

/** Figures of months as they are now, each reckoned once however many sheets ask. */
export type Now = (month: string) => Promise<ReadonlyMap<string, Department>>

export const nowOf = (ctx: Ctx): Now => {
  const known = new Map<string, Promise<ReadonlyMap<string, Department>>>()
  return (month) => {
    const one = known.get(month) ?? figuresOf(ctx, month).then((all) => new Map(all.map((it) => [it.id, it])))
    known.set(month, one)
    return one
  }
}

const monthNumber = (month: string): number => Number(month.slice(5))

const toneOf = ({ item, points }: Judged): 'praise' | 'criticism' | 'plain' =>
  points > 0 && item.praise !== '' ? 'praise' : points < 0 && item.criticism !== '' ? 'criticism' : 'plain'

/** What is kept of a figure on a line: without its cases, which stand beside it. */
const kept = ({ cases: _, ...figure }: Figure) => figure

type Kept = Pick<Figure, 'value'>
type FinalLine = {
  sheet: string
  month: string
  item: string
  figure: Kept | null
  reckoned: number
  upheld: boolean | null
  rules: Rules
  booked: number
  seen: (number | null)[]
}

/** The lines of final sheets of a department in the year before a month, with what was corrected of them already. */
const finalLines = async (ctx: Ctx, departmentId: string, month: string): Promise<FinalLine[]> => {
  const { rows } = await sql<FinalLine>`
    select a.id as sheet, a.month, l.item, l.figure, l.reckoned, l.upheld, r.rules, coalesce(c.booked, 0)::int as booked,
      coalesce(c.seen, '{}') as seen
    from assessments a join assessment_lines l on l.assessment_id = a.id and l.kind = 'rule' join rule_sets r on r.id = a.rule_set_id
    left join lateral (
      select sum(x.reckoned) as booked, array_agg((x.figure->>'value')::int) as seen from assessment_lines x
      join assessments o on o.id = x.assessment_id and o.month <> ${month}
      where x.kind = 'correction' and x.of_id = a.id and x.item = l.item
    ) c on true
    where a.department_id = ${departmentId} and a.status = 'final' and a.month < ${month} and a.month >= ${addMonths(month, -12)}
    order by a.month, l.position`.execute(ctx.tx)
  return rows
}

type Correction = {
  readonly item: string
  readonly of: string
  readonly figure: Figure
  readonly points: number
  readonly words: Words
}

/** 2026-03 二次处理 1 件 → 2 件：补扣 0.5 分。 */
const correctionWords = (line: FinalLine, figure: Figure, name: string, delta: number): Words => {
  const { kind, words } = catalogue[name]!
  const say = (value: number | null) => (value === null ? w('不显示', 'not shown') : valueWords(kind, value))
  const [was, is] = [say(line.figure?.value ?? null), say(figure.value)]
  const so = line.upheld
    ? w('原行已按异议更正，请人工核对', 'the line was corrected after an objection: look at it by hand')
    : delta < 0
      ? w(`补扣 ${hundredths(-delta)} 分`, `takes ${hundredths(-delta)} more`)
      : w(`退回 ${hundredths(delta)} 分`, `gives ${hundredths(delta)} back`)
  return w(
    `${line.month} ${words.zh} ${was.zh} → ${is.zh}：${so.zh}`,
    `${line.month} ${words.en} ${was.en} → ${is.en}: ${so.en}`,
  )
}

/**
 * What final months of the past year would say differently now, less what was booked already. A line that was corrected by hand
 * after an objection is not moved by itself: the change is told, with no points, once.
 */
const correctionsOf = async (ctx: Ctx, departmentId: string, month: string, now: Now): Promise<Correction[]> => {
  const found: Correction[] = []
  for (const line of await finalLines(ctx, departmentId, month)) {
    const department = (await now(line.month)).get(departmentId)
    const judged =
      department &&
      judge(line.rules, department.figures, monthNumber(line.month)).find(({ item }) => item.key === line.item)
    if (!judged) continue
    const delta = judged.points - line.reckoned - line.booked
    if (delta === 0 || (line.upheld && line.seen.includes(judged.figure.value))) continue
    const words = correctionWords(line, judged.figure, judged.item.figure, delta)
    found.push({ item: line.item, of: line.sheet, figure: judged.figure, points: line.upheld ? 0 : delta, words })
  }
  return found
}

/** Writes the lines of a sheet that the rules make, and the corrections of earlier months, in the place of those before. */
const writeLines = async (
  ctx: Ctx,
  id: string,
  departmentId: string,
  month: string,
  rules: Rules,
  now: Now,
): Promise<void> => {
  const department = (await now(month)).get(departmentId)
  const judged = department ? judge(rules, department.figures, monthNumber(month)) : []
  await sql`delete from assessment_lines where assessment_id = ${id} and kind <> 'manual'`.execute(ctx.tx)
  const write = async (
    position: number,
    line: {
      kind: string
      item: string
      of: string | null
      figure: Figure
      points: number
      words: Words
      tone: string
      reason: string
    },
  ) => {
    const lineId = newId(ctx.now)
    await ctx.tx
      .insertInto('assessment_lines')
      .values({
        id: lineId,
        assessment_id: id,
        position,
        kind: line.kind,
        item: line.item,
        of_id: line.of,
        figure: JSON.stringify(kept(line.figure)),
        words: JSON.stringify(line.words),
        tone: line.tone,
        reckoned: line.points,
        points: line.points,
        reason: line.reason,
      })
      .execute()
    const cases = line.figure.cases ?? []
    if (cases.length > 0)
      await sql`insert into assessment_cases (line_id, case_id) select ${lineId}, unnest(${[...cases]}::uuid[]) on conflict do nothing`.execute(
        ctx.tx,
      )
  }
  let position = 0
  for (const line of judged) {
    const tone = toneOf(line)
    const reason = tone === 'praise' ? line.item.praise : tone === 'criticism' ? line.item.criticism : ''
    await write(position++, {
      kind: 'rule',
      item: line.item.key,
      of: null,
      figure: line.figure,
      points: line.points,
      words: lineWords(line),
      tone,
      reason,
    })
  }
  for (const it of await correctionsOf(ctx, departmentId, month, now))
    await write(position++, { kind: 'correction', ...it, tone: 'plain', reason: '' })
}

/** What stands at the foot of a sheet, from its lines. */
export const footOf = async (
  ctx: Ctx,
  id: string,
): Promise<{ total: number; criticised: boolean; objections_open: number }> => {
  const { rows } = await sql<{ base: number; points: number[]; criticised: boolean; open: number }>`
    select a.base, coalesce(array_agg(l.points order by l.position) filter (where l.id is not null), '{}') as points,
      coalesce(bool_or(l.tone = 'criticism' and (l.points < 0 or l.kind = 'manual')), false) as criticised,
      (count(*) filter (where l.objection is not null and l.upheld is null))::int as open
    from assessments a left join assessment_lines l on l.assessment_id = a.id where a.id = ${id} group by a.id`.execute(
    ctx.tx,
  )
  const { base, points, criticised, open } = rows[0]!
  return { total: totalOf(base, points), criticised, objections_open: open }
}

/** Writes a draft's lines anew; answers what has to be written on the sheet itself. */
export const reckonSheet = async (
  ctx: Ctx,
  it: { id: string; department_id: string; month: string; rules: Rules },
  now: Now,
) => {
  await writeLines(ctx, it.id, it.department_id, it.month, it.rules, now)
  const department = (await now(it.month)).get(it.department_id)
  const figures = Object.fromEntries(
    Object.entries(department?.figures ?? {}).map(([key, figure]) => [key, kept(figure)]),
  )
  return { ...(await footOf(ctx, it.id)), discharges: department?.discharges ?? 0, figures: JSON.stringify(figures) }
}

/** Drafts the sheets of a month that are not there yet, one for each active department; answers how many. None without rules. */
export const draftMonth = async (ctx: Ctx, month: string): Promise<number> => {
  const set = await rulesOf(ctx, month)
  if (!set) return 0
  const now = nowOf(ctx)
  const there = await ctx.tx.selectFrom('assessments').where('month', '=', month).select('department_id').execute()
  const drafted = new Set(there.map((one) => one.department_id))
  let count = 0
  for (const { id: department_id, discharges } of (await now(month)).values()) {
    if (drafted.has(department_id)) continue
    const id = newId(ctx.now)
    const common = { month, department_id, rule_set_id: set.id, base: set.rules.base, total: set.rules.base }
    await ctx.tx
      .insertInto('assessments')
      .values({ id, ...common, status: 'draft', discharges, drafted_at: ctx.now, figures: '{}', updated_at: ctx.now })
      .execute()
    const foot = await reckonSheet(ctx, { id, department_id, month, rules: set.rules }, now)
    await ctx.tx.updateTable('assessments').set(foot).where('id', '=', id).execute()
    await record(ctx, 'assessment.draft', { subject: id, to: 'draft', data: { month } })
    count++
  }
  return count
}
