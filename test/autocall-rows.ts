// Scripts of the automatic calls in every state, and on either side of who wrote them, put there directly.
import { newId } from '#kernel/ids.ts'
import { promptsOf, type ScriptDefinition } from '#modules/autocalls/script.ts'
import type { Desk } from './desk.ts'
import { silentWave } from './hotline-rows.ts'
import type { Known } from './sample.ts'

const definition: ScriptDefinition = {
  greeting: '您好，这里是自动语音电话。',
  identity: '本人请按 1，家属请按 2，都不是请按 3。',
  steps: [{ question: 'overall', says: '满意请按 1，不满意请按 3。', keys: { 1: 'satisfied', 3: 'dissatisfied' } }],
  again: '请再听一遍。',
  person: '正在转接。',
  busy: '稍后回电。',
  thanks: '再见。',
  stranger: '打扰了。',
}

/** Answers what puts them back, and what requests about them may name. */
export const putScripts = async (desk: Desk): Promise<{ undo: string; known: (path: string) => Known }> => {
  const { db } = desk.house
  const { ids } = desk.people
  const now = desk.clock.now()
  const asked = await db
    .selectFrom('questionnaires')
    .where('key', '=', 'satisfaction')
    .selectAll()
    .executeTakeFirstOrThrow()
  // One of its own for each: only one wording of a questionnaire is in force.
  const another = async (n: number): Promise<string> => {
    const id = newId(now)
    await db
      .insertInto('questionnaires')
      .values({ ...asked, id, key: `spoken-${n}`, definition: JSON.stringify(asked.definition) })
      .execute()
    return id
  }
  const questionnaireId = asked.id
  const made: string[] = []
  for (const [status, hands] of [
    ['draft', [ids.lead]],
    ['proposed', [ids.lead]],
    ['proposed', [ids.lead, ids.supervision]],
    ['proposed', [ids.lead, ids.director]],
    ['approved', [ids.lead]],
    ['retired', [ids.lead]],
  ] as const) {
    const id = newId(now)
    made.push(id)
    await db
      .insertInto('scripts')
      .values({
        ...{
          id,
          key: 'sample',
          version: made.length,
          name: '样例话术',
          status,
          questionnaire_id: await another(made.length),
        },
        ...{ definition: JSON.stringify(definition), hands: [...hands], written_by_id: ids.lead },
        ...(status === 'approved' || status === 'retired' ? { approved_by_id: ids.supervision, approved_at: now } : {}),
        ...{ created_at: now, updated_at: now },
      })
      .execute()
    await db
      .insertInto('script_prompts')
      .values(
        promptsOf(definition).map(({ prompt }) => ({
          ...{ script_id: id, prompt, sound: Buffer.from(silentWave, 'latin1'), seconds: 1, by_id: ids.lead, at: now },
        })),
      )
      .execute()
  }
  const pace = { lines: 5, perSecond: 1, from: '09:00', until: '18:00', days: 'all', tries: 2, callBackMinutes: 30 }
  return {
    undo: `delete from scripts where key <> 'sample'; delete from settings where key = 'autocalls'`,
    known: (path): Known => {
      if (path === '/autocalls/pace') return pace
      if (path === '/scripts') return { key: 'sample-new', name: '新话术', questionnaireId, definition }
      if (path.startsWith('/scripts/')) return { name: '样例话术', definition, file: silentWave }
      return {}
    },
  }
}
