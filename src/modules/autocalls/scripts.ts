// Scripts: written, given their sound, approved by who did not write them; one verb each.
import { sql } from 'kysely'
import { advance, advanceLocked, locked, mustBeAble, type RowOf } from '#engine/advance.ts'
import { type Ctx, handle, handleFile, handleLong } from '#engine/ctx.ts'
import type { Db } from '#engine/database.ts'
import { record } from '#engine/ledger.ts'
import { NoSpeech } from '#engine/outside/voice/speech.ts'
import { NotSound, readWave, secondsOf, writeWave } from '#engine/outside/voice/wave.ts'
import { can } from '#engine/permit.ts'
import { step } from '#engine/step.ts'
import { newId } from '#kernel/ids.ts'
import { conflict, invalid, notFound } from '#kernel/refusal.ts'
import { w } from '#kernel/words.ts'
import { settingsOf } from '#modules/directory/settings.ts'
import { optionsOf, type Questionnaire } from '#modules/followups/questions.ts'
import { questionnaireOfTask } from '#modules/followups/tasks.ts'
import { type ScriptSheet, scripts } from './contract.ts'
import { scriptLifecycle } from './lifecycle.ts'
import { notAsked, promptOfStep, promptsOf, proposedScript, ScriptDefinition, scriptProblems } from './script.ts'

type ScriptRow = RowOf<'scripts'>

type Line = Omit<ScriptRow, 'definition'> & {
  definition: unknown
  questionnaire: string
  questionnaireVersion: number
  writtenBy: string
  approvedBy: string | null
  sounds: { prompt: string; seconds: number; made_of: string | null }[]
}

const rowsOf = async (ctx: Ctx, id?: string): Promise<Line[]> => {
  const { rows } = await sql<Line>`
    select s.*, q.title as questionnaire, q.version as "questionnaireVersion", w.name as "writtenBy", a.name as "approvedBy",
      coalesce((select jsonb_agg(jsonb_build_object('prompt', p.prompt, 'seconds', p.seconds, 'made_of', p.made_of))
        from script_prompts p where p.script_id = s.id), '[]') as sounds
    from scripts s join questionnaires q on q.id = s.questionnaire_id
      join staff w on w.id = s.written_by_id left join staff a on a.id = s.approved_by_id
    ${id ? sql`where s.id = ${id}` : sql``} order by s.key, s.version desc`.execute(ctx.tx)
  return rows
}

const promptsIn = (row: Line) => {
  const sounds = new Map(row.sounds.map((sound) => [sound.prompt, sound]))
  return promptsOf(ScriptDefinition.parse(row.definition)).map(({ prompt, says }) => {
    const sound = sounds.get(prompt)
    const made = sound !== undefined && sound.made_of !== null
    return { prompt, says, seconds: sound?.seconds ?? null, made, stale: made && sound.made_of !== says }
  })
}

const lineOf = (ctx: Ctx, row: Line) => ({
  id: row.id,
  key: row.key,
  version: row.version,
  name: row.name,
  status: row.status as ScriptSheet['status'],
  questionnaireId: row.questionnaire_id,
  questionnaire: row.questionnaire,
  questionnaireVersion: row.questionnaireVersion,
  writtenBy: row.writtenBy,
  approvedBy: row.approvedBy,
  approvedAt: row.approved_at,
  missing: promptsIn(row).filter(({ seconds, stale }) => seconds === null || stale).length,
  updatedAt: row.updated_at,
  can: can(ctx.me, scriptLifecycle, row),
})

/** Which question a sentence asks, and what its keys answer, in words. */
const meaningOf = (definition: ScriptDefinition, { questions }: Questionnaire, prompt: string) => {
  const step = definition.steps.find(({ question }) => promptOfStep(question) === prompt)
  const question = questions.find(({ key }) => key === step?.question)
  if (!step || !question) return { question: null, keys: [] }
  const words = (value: string | number) =>
    optionsOf(question).find((option) => option.value === value)?.label.zh ?? String(value)
  return {
    question: question.name.zh,
    keys:
      question.kind === 'scale'
        ? []
        : Object.entries(step.keys).map(([digit, value]) => ({ digit, means: words(value) })),
  }
}

const scriptSheet = async (ctx: Ctx, id: string): Promise<ScriptSheet> => {
  const [row] = await rowsOf(ctx, id)
  if (!row) throw notFound()
  const definition = ScriptDefinition.parse(row.definition)
  const questionnaire = (await questionnaireOfTask(ctx, row.questionnaire_id))!
  return {
    ...lineOf(ctx, row),
    definition,
    prompts: promptsIn(row).map((it) => ({ ...it, ...meaningOf(definition, questionnaire, it.prompt) })),
    remark: row.remark,
    notAsked: notAsked(definition, questionnaire).map(({ name }) => name.zh),
    speech: ctx.house.speech.name !== '',
  }
}

const list = handle(scripts.list, async (ctx) => ({ rows: (await rowsOf(ctx)).map((row) => lineOf(ctx, row)) }))
const get = handle(scripts.get, (ctx, { id }) => scriptSheet(ctx, id))

const proposal = handle(scripts.proposal, async (ctx, { id }) => {
  const questionnaire = await questionnaireOfTask(ctx, id)
  if (!questionnaire) throw notFound()
  const { hospitalName } = await settingsOf(ctx, 'hospitalName')
  return proposedScript(questionnaire, hospitalName)
})

const checked = (definition: ScriptDefinition, questionnaire: Questionnaire | null): void => {
  if (!questionnaire)
    throw invalid('请选择问卷。', 'Choose a questionnaire.', [{ field: 'questionnaireId', reason: '没有这份问卷' }])
  const problems = scriptProblems(definition, questionnaire)
  if (problems.length > 0) throw invalid('话术有几处不对。', 'The script is not right yet.', problems)
}

/** A draft of the next version of its key; sounds of sentences that did not change come along. */
const create = handle(scripts.create, async (ctx, { key, name, questionnaireId, definition }) => {
  checked(definition, await questionnaireOfTask(ctx, questionnaireId))
  const id = newId(ctx.now)
  await sql`
    insert into scripts (id, key, version, name, status, questionnaire_id, definition, hands, written_by_id, created_at, updated_at)
    select ${id}, ${key}, coalesce(max(version), 0) + 1, ${name}, 'draft', ${questionnaireId}, ${JSON.stringify(definition)},
      ${[ctx.me.id]}::uuid[], ${ctx.me.id}, ${ctx.now}, ${ctx.now} from scripts where key = ${key}`.execute(ctx.tx)
  await record(ctx, 'script.create', { subject: id, to: 'draft', data: { key, name } })
  const said = new Map(promptsOf(definition).map(({ prompt, says }) => [prompt, says]))
  const before = (await rowsOf(ctx)).find((row) => row.key === key && row.id !== id)
  const same = before
    ? promptsOf(ScriptDefinition.parse(before.definition)).filter(({ prompt, says }) => said.get(prompt) === says)
    : []
  if (before && same.length > 0)
    await sql`
      insert into script_prompts (script_id, prompt, sound, seconds, made_of, by_id, at)
      select ${id}, prompt, sound, seconds, made_of, by_id, at from script_prompts
      where script_id = ${before.id} and prompt = any(${same.map(({ prompt }) => prompt)})`.execute(ctx.tx)
  return scriptSheet(ctx, id)
})

const held = (ctx: Ctx, id: string): Promise<ScriptRow> =>
  locked(ctx, scriptLifecycle as never, id) as Promise<ScriptRow>

const handsOf = (row: ScriptRow, ctx: Ctx) => [...new Set([...row.hands, ctx.me.id])]

/** What is no longer said loses its sound; a recording whose sentence was rewritten, too: it says something else. */
const change = handle(scripts.change, async (ctx, { id, name, definition }) => {
  const row = await held(ctx, id)
  mustBeAble(ctx, scriptLifecycle, 'change', row)
  checked(definition, await questionnaireOfTask(ctx, row.questionnaire_id))
  const before = new Map(
    promptsOf(ScriptDefinition.parse(row.definition)).map(({ prompt, says }) => [prompt, says] as const),
  )
  const kept = promptsOf(definition).flatMap(({ prompt, says }) => (before.get(prompt) === says ? [prompt] : []))
  await sql`delete from script_prompts where script_id = ${id} and prompt <> all(${kept})`.execute(ctx.tx)
  await advanceLocked(ctx, scriptLifecycle, 'change', row, {
    name,
    definition: JSON.stringify(definition),
    hands: handsOf(row, ctx),
  })
  return scriptSheet(ctx, id)
})

const keepSound = async (
  ctx: Ctx,
  it: { scriptId: string; prompt: string; sound: Buffer; seconds: number; madeOf: string | null },
): Promise<void> => {
  await sql`
    insert into script_prompts (script_id, prompt, sound, seconds, made_of, by_id, at)
    values (${it.scriptId}, ${it.prompt}, ${it.sound}, ${it.seconds}, ${it.madeOf}, ${ctx.me.id}, ${ctx.now})
    on conflict (script_id, prompt) do update set sound = excluded.sound, seconds = excluded.seconds,
      made_of = excluded.made_of, by_id = excluded.by_id, at = excluded.at`.execute(ctx.tx)
}

/** Seconds: longer than this and nobody listens to the end. */
const longest = 60

const upload = handle(scripts.upload, async (ctx, { id, prompt, file }) => {
  const row = await held(ctx, id)
  mustBeAble(ctx, scriptLifecycle, 'upload', row)
  if (!promptsOf(ScriptDefinition.parse(row.definition)).some((one) => one.prompt === prompt)) throw notFound()
  try {
    const sound = readWave(file?.content ?? Buffer.alloc(0))
    const seconds = secondsOf(sound)
    if (seconds > longest) throw new NotSound(`一句话不超过 ${longest} 秒`)
    await keepSound(ctx, { scriptId: id, prompt, sound: writeWave(sound), seconds, madeOf: null })
  } catch (error) {
    if (!(error instanceof NotSound)) throw error
    throw invalid(`${error.message}。`, 'This is not a sound that can be played.', [
      { field: 'file', reason: error.message },
    ])
  }
  await advanceLocked(ctx, scriptLifecycle, 'upload', row, { hands: handsOf(row, ctx) }, { prompt })
  return scriptSheet(ctx, id)
})

/** Outside any transaction, since an engine takes its time; each sentence is kept as soon as it is there. */
const speak = handleLong(scripts.speak, async (ctx, { id }) => {
  const row = await step(ctx, async (inner) => {
    const it = await held(inner, id)
    mustBeAble(inner, scriptLifecycle, 'speak', it)
    return it
  })
  const [line] = await rowsOf(ctx, id)
  const wanted = promptsIn(line!).filter(({ seconds, stale }) => seconds === null || stale)
  for (const { prompt, says } of wanted) {
    let sound: Int16Array
    try {
      sound = await ctx.house.speech.say(says)
    } catch (error) {
      if (!(error instanceof NoSpeech)) throw error
      throw conflict(w(`${error.message}。`, 'The sound could not be made; upload recordings instead.'))
    }
    await step(ctx, async (inner) => {
      const now = await held(inner, id)
      const still = promptsOf(ScriptDefinition.parse(now.definition)).some(
        (one) => one.prompt === prompt && one.says === says,
      )
      if (now.status === 'draft' && still)
        await keepSound(inner, {
          ...{ scriptId: id, prompt, seconds: secondsOf(sound) },
          ...{ sound: writeWave(sound), madeOf: says },
        })
    })
  }
  return step(ctx, async (inner) => {
    await advance(inner, scriptLifecycle, 'speak', row.id, {}, { made: wanted.length })
    return scriptSheet(inner, id)
  })
})

const sound = handleFile(scripts.sound, async (ctx, { id, prompt }) => {
  const row = await ctx.tx
    .selectFrom('script_prompts')
    .where('script_id', '=', id)
    .where('prompt', '=', prompt)
    .select('sound')
    .executeTakeFirst()
  if (!row) throw notFound()
  return { name: `${prompt.replace(':', '-')}.wav`, type: 'audio/wav', content: row.sound as Buffer, inline: true }
})

const mustSound = async (ctx: Ctx, id: string): Promise<void> => {
  const [row] = await rowsOf(ctx, id)
  const mute = row ? promptsIn(row).filter(({ seconds, stale }) => seconds === null || stale) : []
  if (mute.length > 0)
    throw conflict(
      w(
        `还有 ${mute.length} 句没有语音，请先合成或上传。`,
        `${mute.length} sentences have no sound yet; synthesise or upload them.`,
      ),
    )
}

const propose = handle(scripts.propose, async (ctx, { id }) => {
  await mustSound(ctx, id)
  await advance(ctx, scriptLifecycle, 'propose', id, { remark: '' })
  return scriptSheet(ctx, id)
})

const sendBack = handle(scripts.sendBack, async (ctx, { id, remark }) => {
  await advance(ctx, scriptLifecycle, 'sendBack', id, { remark }, { remark })
  return scriptSheet(ctx, id)
})

/** From now on the program calls with it; the wording that was in force for this questionnaire ends. */
const approve = handle(scripts.approve, async (ctx, { id }) => {
  const row = await held(ctx, id)
  await mustSound(ctx, id)
  const before = await ctx.tx
    .selectFrom('scripts')
    .where('questionnaire_id', '=', row.questionnaire_id)
    .where('status', '=', 'approved')
    .select('id')
    .execute()
  mustBeAble(ctx, scriptLifecycle, 'approve', row)
  for (const one of before) await advance(ctx, scriptLifecycle, 'retire', one.id)
  await advanceLocked(ctx, scriptLifecycle, 'approve', row, { approved_by_id: ctx.me.id, approved_at: ctx.now })
  return scriptSheet(ctx, id)
})

const retire = handle(scripts.retire, async (ctx, { id }) => {
  await advance(ctx, scriptLifecycle, 'retire', id)
  return scriptSheet(ctx, id)
})

export const scriptHandlers = [
  ...[list, get, proposal, create, change, speak, upload, sound],
  ...[propose, sendBack, approve, retire],
]

/** The sounds of a script, as the line plays them. */
export const soundsOf = async (tx: Db | Ctx['tx'], scriptId: string): Promise<ReadonlyMap<string, Int16Array>> => {
  const rows = await tx
    .selectFrom('script_prompts')
    .where('script_id', '=', scriptId)
    .select(['prompt', 'sound'])
    .execute()
  return new Map(rows.map(({ prompt, sound: wave }) => [prompt, readWave(wave as Buffer)]))
}
