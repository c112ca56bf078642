// Which discharges are called, when, and with which questions: a programme laid over the list.
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import { newId } from '#kernel/ids.ts'
import { addDays, at, type Day, endOfDay } from '#kernel/time.ts'
import type { Arrivals, ArrivedEncounter } from '#modules/patients/arrivals.ts'
import { ProgrammeDefinition } from './contract.ts'
import type { Questionnaire } from './questions.ts'

/** A first call so long after the discharge is no follow-up: the list is history, and nothing is planned. */
export const tooLateDays = 30

export type Programme = { readonly id: string; readonly definition: ProgrammeDefinition }
type Published = {
  readonly id: string
  readonly key: string
  readonly wave: string
  readonly departments: Questionnaire['departments']
}

/** How much a programme asks of a discharge: a ward's own asks more than the hospital's. */
const narrowness = ({ conditions: c }: ProgrammeDefinition): number =>
  [c.groups, c.departmentIds, c.campusIds, c.diagnosisContains, c.leaving].filter((list) => list.length > 0).length +
  [c.ageFrom, c.ageTo].filter((age) => age !== null).length

/** The programmes in force; the first that fits a discharge takes it: the narrowest, and of equals the newest. */
const runningProgrammes = async (ctx: Ctx): Promise<Programme[]> => {
  const rows = await ctx.tx
    .selectFrom('programmes')
    .where('status', '=', 'running')
    .orderBy('started_at', 'desc')
    .orderBy('id', 'desc')
    .select(['id', 'definition'])
    .execute()
  const programmes = rows.map(({ id, definition }) => ({ id, definition: ProgrammeDefinition.parse(definition) }))
  return programmes.sort((a, b) => narrowness(b.definition) - narrowness(a.definition))
}

/** The newest published version of every questionnaire. */
const publishedQuestionnaires = async (ctx: Ctx): Promise<Published[]> => {
  const { rows } = await sql<Published>`
    select distinct on (key) id, key, wave, definition->'departments' as departments
    from questionnaires where status = 'published' order by key, version desc`.execute(ctx.tx)
  return rows
}

/** The questionnaire of a wave: the one named, or the one that the group has for safety calls, or the general one. */
export const questionnaireIdFor = (
  published: readonly Published[],
  named: string,
  group: string | null,
): string | null => {
  if (named !== 'by-group') return published.find(({ key }) => key === named)?.id ?? null
  const safety = published.filter(({ wave }) => wave === 'safety')
  const own = safety.find(({ departments }) => departments !== 'all' && departments.includes(group as never))
  return (own ?? safety.find(({ departments }) => departments === 'all'))?.id ?? null
}

const anyOf = <T>(wanted: readonly T[], value: T | null): boolean =>
  wanted.length === 0 || (value !== null && wanted.includes(value))

/** Does the programme take this discharge? Empty conditions take any. */
export const fits = ({ conditions: c }: ProgrammeDefinition, e: ArrivedEncounter): boolean =>
  anyOf(c.groups, e.departmentGroup) &&
  anyOf(c.departmentIds, e.departmentId) &&
  anyOf(c.campusIds, e.campusId) &&
  anyOf(c.leaving as readonly string[], e.leaving) &&
  (c.diagnosisContains.length === 0 || c.diagnosisContains.some((word) => e.diagnosis?.includes(word))) &&
  (c.ageFrom === null || (e.ageYears !== null && e.ageYears >= c.ageFrom)) &&
  (c.ageTo === null || (e.ageYears !== null && e.ageYears <= c.ageTo))

/** When a wave may begin and must be done. */
const waveTimes = (dischargedOn: Day, wave: { from: number; until: number }) => ({
  nextAt: at(addDays(dischargedOn, wave.from), '08:00'),
  dueAt: endOfDay(addDays(dischargedOn, wave.until)),
})

/** Plans the waves of newly arrived discharges; those who died or may not be called get none. */
export const planArrivals = async (ctx: Ctx, arrivals: Arrivals): Promise<void> => {
  const callable = arrivals.created.filter((encounter) => encounter.contactable && encounter.leaving !== 'died')
  if (callable.length === 0) return
  const programmes = await runningProgrammes(ctx)
  const published = await publishedQuestionnaires(ctx)
  const tooLate = new Date(ctx.now.getTime() - tooLateDays * 86_400_000)
  const planned = callable.flatMap((encounter) => {
    const programme = programmes.find(({ definition }) => fits(definition, encounter))
    const waves = (programme?.definition.waves ?? []).flatMap((wave) => {
      const times = waveTimes(encounter.dischargedOn, wave)
      if (times.dueAt < tooLate) return []
      const questionnaireId = questionnaireIdFor(published, wave.questionnaire, encounter.departmentGroup)
      return [{ encounter, programmeId: programme!.id, wave, questionnaireId, ...times }]
    })
    if (waves.length === 0) arrivals.notPlanned++
    return waves
  })
  if (planned.length === 0) return
  const column = <T>(of: (task: (typeof planned)[number]) => T) => planned.map(of)
  const result = await sql`
    insert into tasks (id, kind, status, programme_id, wave, questionnaire_id, patient_id, encounter_id, campus_id, department_id,
                       department_group, discharged_on, caller, automatic, due_at, next_at, order_at, created_at, updated_at)
    select id, 'wave', 'open', programme, wave, questionnaire, patient, encounter, campus, department, grp, discharged, caller, automatic, due, next, due, ${ctx.now}, ${ctx.now}
    from unnest(
      ${column(() => newId(ctx.now))}::uuid[], ${column((t) => t.programmeId)}::uuid[], ${column((t) => t.wave.key)}::text[],
      ${column((t) => t.questionnaireId)}::uuid[], ${column((t) => t.encounter.patientId)}::uuid[], ${column((t) => t.encounter.id)}::uuid[],
      ${column((t) => t.encounter.campusId)}::uuid[], ${column((t) => t.encounter.departmentId)}::uuid[], ${column((t) => t.encounter.departmentGroup)}::text[],
      ${column((t) => t.encounter.dischargedOn)}::date[], ${column((t) => t.wave.caller)}::text[], ${column((t) => t.wave.automatic && t.wave.caller === 'centre')}::boolean[],
      ${column((t) => t.dueAt)}::timestamptz[], ${column((t) => t.nextAt)}::timestamptz[]
    ) as t (id, programme, wave, questionnaire, patient, encounter, campus, department, grp, discharged, caller, automatic, due, next)
    on conflict do nothing`.execute(ctx.tx)
  arrivals.planned += Number(result.numAffectedRows)
}
