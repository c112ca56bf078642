// One talk by keys, from the greeting to goodbye: a telephone on one side, a script on the other, no database.

import type { Sound } from '#engine/outside/voice/gateway.ts'
import type { VoiceCall } from '#engine/outside/voice/shapes.ts'
import {
  type Answer,
  type Answers,
  gradeOf,
  type Questionnaire,
  redFlagsOf,
  visibleQuestions,
} from '#modules/followups/questions.ts'
import { promptOfStep, type ScriptDefinition } from './script.ts'

export type Talk = Pick<VoiceCall, 'play' | 'stopPlaying' | 'onDigit' | 'ended'>

/** How it came out, before anybody has been fetched. */
export type How = 'completed' | 'urgent' | 'dissatisfied' | 'person' | 'partly' | 'machine' | 'stranger'

export type Told = {
  readonly how: How
  readonly answers: Answers
  readonly respondent: 'patient' | 'family' | null
  /** Keys that meant something. */
  readonly keys: number
}

/** Seconds to think after a question; how much of it must have been heard before a key is its answer; how often it is said. */
const patience = 6
const heardAfter = 1
const times = 3

type Pressed = string | 'nothing' | 'gone'

/**
 * Speaks with whoever picked up. A key counts once the question was being heard for a second: what was pressed before
 * belongs to nothing. `*` says it again, `#` or `0` (where 0 is no answer) asks for a person. A danger ends the questions
 * at once; dissatisfaction is heard out. `onHeard` is told each answer as it comes, so that a cut line loses none.
 */
export const converse = async (
  talk: Talk,
  it: {
    readonly script: ScriptDefinition
    readonly questionnaire: Questionnaire
    readonly sound: (prompt: string) => Sound
    readonly onHeard: (told: Omit<Told, 'how'>) => void
  },
): Promise<Told> => {
  const { script, questionnaire } = it
  let answers: Answers = {}
  let respondent: Told['respondent'] = null
  let keys = 0
  let gone = false
  const ended = talk.ended.then(() => {
    gone = true
    return 'gone' as const
  })
  const told = (how: How): Told => ({ how, answers, respondent, keys })
  const heard = () => it.onHeard({ answers, respondent, keys })

  /** Says a sentence and waits for a key: while it is said (after its first second) or for some seconds after it. */
  const sayAndHear = async (prompt: string): Promise<Pressed> => {
    const sound = it.sound(prompt)
    const began = performance.now()
    const soon = Math.min(heardAfter, sound.length / 8000) * 1000
    const key = Promise.withResolvers<Pressed>()
    const off = talk.onDigit((digit) => {
      if (performance.now() - began >= soon) key.resolve(digit)
    })
    let timer: NodeJS.Timeout | undefined
    const silence = talk.play(sound).then(
      (whole) =>
        new Promise<Pressed>((resolve) => {
          timer = setTimeout(() => resolve('nothing'), whole ? patience * 1000 : 0)
        }),
    )
    const pressed = await Promise.race([key.promise, silence, ended])
    clearTimeout(timer)
    off()
    talk.stopPlaying()
    return pressed
  }

  /** A key that is one of `valid`, or asks for a person; otherwise what kept it from being one. */
  const ask = async (prompt: string, valid: readonly string[]): Promise<Pressed> => {
    for (let said = 0, wished = 0; said < times; ) {
      const pressed = await sayAndHear(prompt)
      if (pressed === 'gone' || valid.includes(pressed)) return pressed
      if (pressed === '0' || pressed === '#') return '#'
      // Who wishes to hear it again has not failed to answer.
      if (pressed === '*' && wished < 5) {
        wished += 1
        continue
      }
      said += 1
      if (said < times) await Promise.race([talk.play(it.sound('again')), ended])
    }
    return gone ? 'gone' : 'nothing'
  }

  await Promise.race([talk.play(it.sound('greeting')), ended])
  const who = gone ? 'gone' : await ask('identity', ['1', '2', '3'])
  if (who === 'gone') return told('partly')
  if (who === 'nothing') return told('machine')
  keys += 1
  if (who === '3') return told('stranger')
  if (who === '#') return told('person')
  respondent = who === '1' ? 'patient' : 'family'
  heard()

  for (const step of script.steps) {
    if (!visibleQuestions(questionnaire, answers).some(({ key }) => key === step.question)) continue
    const pressed = await ask(promptOfStep(step.question), Object.keys(step.keys))
    if (pressed === 'gone' || pressed === 'nothing') return told('partly')
    keys += 1
    if (pressed === '#') return told('person')
    const answer: Answer = { value: step.keys[pressed]! }
    answers = { ...answers, [step.question]: answer }
    heard()
    if (redFlagsOf(questionnaire, answers).length > 0) return told('urgent')
  }
  return told(gradeOf(answers) === 'dissatisfied' ? 'dissatisfied' : 'completed')
}
