// What is open about people, in one line each: matters in hand, follow-up calls that are due, promises that were made.
import { sql } from 'kysely'
import type { z } from 'zod'
import type { Ctx } from '#engine/ctx.ts'
import { within } from '#engine/permit.ts'
import { kindWords, wordsOf } from '#modules/cases/words.ts'
import { isUnfinished } from '#modules/followups/tasks.ts'
import type { Matter as MatterShape } from './contract.ts'

export type Matter = z.output<typeof MatterShape>
type Found = Matter & { patientId: string | null; kind: string; urgent: boolean; promised: boolean }

const waveNames: Readonly<Record<string, string>> = { recall: '整改回访', urgent: '紧急联系医师', repeat: '再次回访' }

/** Said with the kind of the matter in front, so that nobody has to open it to know what it is. */
const spoken = ({ noun, kind, words, promised }: Found): string => {
  if (noun === 'case') return `${wordsOf(kindWords, kind).zh}：${words}`
  if (noun === 'promise') return `承诺：${words}`
  return promised ? `约定回电：${words}` : words
}

/** Danger first, then what is late, then by its hour. */
const byHaste = (a: Found, b: Found): number =>
  Number(b.urgent) - Number(a.urgent) ||
  Number(b.overdue) - Number(a.overdue) ||
  (a.dueAt?.getTime() ?? Number.MAX_SAFE_INTEGER) - (b.dueAt?.getTime() ?? Number.MAX_SAFE_INTEGER)

const shown = ({ noun, id, caseId, number, status, dueAt, overdue }: Found, words: string): Matter => ({
  ...{ noun, id, caseId, number, words, status, dueAt, overdue },
})

/**
 * What is open about these patients and about these cases (of people who are no patients), as far as the reader may see
 * it, most urgent first: a matter that is hidden from him is not there, not even as a number.
 */
export const mattersOf = async (
  ctx: Ctx,
  patientIds: readonly string[],
  caseIds: readonly string[],
): Promise<{ ofPatient: ReadonlyMap<string, Matter[]>; ofCase: ReadonlyMap<string, Matter[]> }> => {
  const { me, now } = ctx
  const these = sql<boolean>`(cases.patient_id = any(${patientIds}::uuid[]) or cases.id = any(${caseIds}::uuid[]))`
  const { rows } = await sql<Found>`
    select 'case' as noun, cases.id, cases.id as "caseId", cases.number, cases.kind, left(cases.text, 40) as words,
      cases.status, cases.due_at as "dueAt", cases.due_at < ${now} and cases.paused_at is null as overdue,
      cases.urgency <= 1 as urgent, cases.patient_id as "patientId", false as promised
    from cases where cases.status not in ('archived', 'merged') and ${these} and ${within(me, 'case.read', 'cases')}
    union all
    select 'task', tasks.id, null, null, tasks.kind, coalesce(
        (select w->>'name' from programmes g, jsonb_array_elements(g.definition->'waves') w
         where g.id = tasks.programme_id and w->>'key' = tasks.wave), tasks.wave),
      tasks.status, coalesce(tasks.promised_at, tasks.due_at), coalesce(tasks.promised_at, tasks.due_at) < ${now},
      tasks.status = 'flagged' or tasks.kind = 'urgent', tasks.patient_id, tasks.promised_at is not null
    from tasks where ${isUnfinished('tasks')} and tasks.patient_id = any(${patientIds}::uuid[])
      and ${within(me, 'task.read', 'tasks')}
    union all
    select 'promise', promises.id, promises.case_id, cases.number, cases.kind, left(promises.what, 40), promises.status,
      promises.by_at, promises.by_at < ${now}, false, cases.patient_id, false
    from promises join cases on cases.id = promises.case_id
    where promises.status = 'open' and ${these} and ${within(me, 'promise.read', 'promises')}
      and ${within(me, 'case.read', 'cases')}`.execute(ctx.tx)
  const [ofPatient, ofCase] = [new Map<string, Matter[]>(), new Map<string, Matter[]>()]
  for (const row of rows.toSorted(byHaste)) {
    const named =
      row.noun === 'task' ? { ...row, words: waveNames[row.words] ?? waveNames[row.kind] ?? row.words } : row
    const said = shown(named, spoken(named))
    const [map, key] = row.patientId ? [ofPatient, row.patientId] : [ofCase, row.caseId!]
    map.set(key, [...(map.get(key) ?? []), said])
  }
  return { ofPatient, ofCase }
}
