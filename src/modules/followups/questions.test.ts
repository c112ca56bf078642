// Promises of questionnaires: branches, complete answers, red flags, grades; and of every questionnaire that ships.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { soundsLikeTreatment } from '#modules/knowledge/boundary.ts'
import { calming } from '#modules/knowledge/phrases.ts'
import { forbiddenIn } from '#modules/knowledge/speech.ts'
import { emergency, guardianScript, promise, script } from './content/phrases.ts'
import { questionnaires } from './content/questionnaires.ts'
import { questionnaireIdFor } from './planning.ts'
import {
  type Answer,
  type Answers,
  checkAnswers,
  departmentGroups,
  dimensions,
  dimensionsOf,
  gradeOf,
  optionsOf,
  type Question,
  type Questionnaire,
  redFlagsOf,
  visibleAnswers,
  visibleQuestions,
  withoutSupervisionOnly,
} from './questions.ts'

/** The calmest answer to a question. */
const calm = (question: Question): Answer => {
  if (question.kind === 'number' || question.kind === 'scale') return { value: question.min! > 0 ? 36.5 : 0 }
  if (question.kind === 'text') return { value: '' }
  if (question.kind === 'choices') return { value: ['none'] }
  if (question.kind === 'yesno') return { value: 'no' }
  return { value: optionsOf(question)[0]!.value }
}

/** A complete record without any danger, except what `said` says. */
const record = (questionnaire: Questionnaire, said: Answers = {}): Answers => {
  const answers: Record<string, Answer> = {}
  for (const question of questionnaire.questions) {
    if (!visibleQuestions(questionnaire, { ...answers, [question.key]: {} }).includes(question)) continue
    answers[question.key] = said[question.key] ?? calm(question)
  }
  return answers
}

const questionnaireOf = (key: string) => questionnaires.find((one) => one.key === key)
const surgery = questionnaireOf('surgery-safety')!
const internal = questionnaireOf('internal-safety')!
const obstetrics = questionnaireOf('obstetrics-safety')!
const paediatrics = questionnaireOf('paediatrics-safety')!
const satisfaction = questionnaireOf('satisfaction')!
const fields = (questionnaire: Questionnaire, answers: Answers) =>
  checkAnswers(questionnaire, answers).map(({ field }) => field)
const levels = (questionnaire: Questionnaire, said: Answers) =>
  redFlagsOf(questionnaire, record(questionnaire, said)).map(({ question, level }) => `${question} ${level}`)

test('every group has its own safety call, everyone else the general one', () => {
  const published = questionnaires.map((one) => ({ id: one.key, ...one }))
  const safety = (group: string | null) => questionnaireIdFor(published, 'by-group', group)
  assert.deepEqual(departmentGroups.map(safety), [
    'surgery-safety',
    'internal-safety',
    'obstetrics-safety',
    'paediatrics-safety',
  ])
  assert.equal(safety('康复科'), 'general-safety')
  assert.equal(safety(null), 'general-safety')
  assert.equal(questionnaireIdFor(published, 'recall', '外科'), 'recall')
})

for (const questionnaire of questionnaires) {
  test(`${questionnaire.key}: keys are unique, branches point back, options exist, words are in both languages`, () => {
    const seen = new Map<string, Question>()
    for (const question of questionnaire.questions) {
      assert.ok(!seen.has(question.key), question.key)
      if (question.onlyIf) {
        const earlier = seen.get(question.onlyIf.question)
        assert.ok(earlier, `${question.key} depends on a later question`)
        const possible = optionsOf(earlier).map((option) => option.value)
        if (possible.length > 0) for (const value of question.onlyIf.is) assert.ok(possible.includes(String(value)))
      }
      if (question.kind === 'number' || question.kind === 'scale') assert.ok(question.min! < question.max!)
      if (question.kind === 'choice' || question.kind === 'choices') assert.ok(question.options!.length > 1)
      const values = optionsOf(question).map((option) => option.value)
      assert.equal(new Set(values).size, values.length)
      for (const words of [question.name, question.ask]) assert.ok(words.zh && words.en)
      seen.set(question.key, question)
    }
  })

  test(`${questionnaire.key}: a calm record is complete and raises no flag; no question advises or offends`, () => {
    const answers = record(questionnaire)
    assert.deepEqual(checkAnswers(questionnaire, answers), [])
    assert.deepEqual(redFlagsOf(questionnaire, answers), [])
    for (const { ask, help } of questionnaire.questions) {
      assert.deepEqual(forbiddenIn(ask.zh), [], ask.zh)
      for (const words of help ? [ask, help] : [ask])
        assert.notEqual(soundsLikeTreatment(words.zh)?.kind, 'dose', words.zh)
    }
  })
}

test('the set sentences of a call neither advise nor offend', () => {
  const sentences = [...Object.values(script), ...Object.values(guardianScript), ...calming, promise, emergency]
  for (const { zh } of sentences) {
    assert.equal(soundsLikeTreatment(zh), null, zh)
    assert.deepEqual(forbiddenIn(zh), [], zh)
  }
})

test('an unknown question, a wrong kind and a missing answer are each named', () => {
  const answers = { ...record(surgery), temperature: { value: '38' }, 'no-such': { value: 1 } } as Answers
  const { wound: _, ...rest } = answers
  assert.deepEqual(fields(surgery, rest).sort(), ['answers.no-such', 'answers.temperature', 'answers.wound'])
  const wrong: [string, Answer][] = [
    ['temperature', { value: 52 }],
    ['pain', { value: 2.5 }],
    ['wound', { value: 'red' }],
    ['wound', { value: ['red', 'red'] }],
    ['wound', { value: ['none', 'red'] }],
    ['wound', { value: ['toString'] }],
    ['dressing', { value: 'perhaps' }],
    ['remark', { value: '长'.repeat(2001) }],
    ['temperature', { value: 37, refused: true }],
    ['danger', { notApplicable: true }],
  ]
  for (const [key, answer] of wrong)
    assert.deepEqual(fields(surgery, { ...record(surgery), [key]: answer }), [`answers.${key}`], key)
})

test('refused and not applicable are answers where the question allows them', () => {
  assert.deepEqual(fields(surgery, { ...record(surgery), temperature: { notApplicable: true } }), [])
  assert.deepEqual(fields(surgery, { ...record(surgery), danger: { refused: true } }), [])
  assert.deepEqual(fields(obstetrics, { ...record(obstetrics), stay: { refused: true } })[0], 'answers.stay')
})

test('a branch opens with its answer, and what is left of a closed one has to go', () => {
  const pain = record(surgery, { pain: { value: 4 } })
  assert.ok('pain-change' in pain)
  const calmer = { ...pain, pain: { value: 0 } }
  assert.deepEqual(fields(surgery, calmer), ['answers.pain-change'])
  assert.deepEqual(fields(surgery, visibleAnswers(surgery, calmer)), [])
  assert.deepEqual(fields(surgery, { ...pain, pain: { refused: true } }), ['answers.pain-change'])
})

test('after a loss nobody asks about the baby', () => {
  const asked = (stay: string) => visibleQuestions(obstetrics, { stay: { value: stay } }).map(({ key }) => key)
  for (const key of ['feeds', 'nappies', 'newborn', 'breasts', 'visits', 'harm'])
    assert.ok(asked('birth').includes(key) && !asked('loss').includes(key) && !asked('gynaecology').includes(key), key)
})

test('red flags: surgery', () => {
  assert.deepEqual(levels(surgery, { temperature: { value: 38 } }), ['temperature today'])
  assert.deepEqual(levels(surgery, { temperature: { value: 37.9 } }), [])
  assert.deepEqual(levels(surgery, { wound: { value: ['red', 'open'] } }), ['wound now'])
  assert.deepEqual(levels(surgery, { temperature: { value: 39 }, bowels: { value: ['vomiting'] } }), [
    'bowels now',
    'temperature today',
  ])
  assert.deepEqual(levels(surgery, { legs: { value: ['calf'] } }), ['legs today'])
  assert.deepEqual(levels(surgery, { danger: { value: ['stroke', 'urine'] } }), ['danger now'])
})

test('red flags: heart failure, birth, children', () => {
  assert.deepEqual(levels(internal, { 'weight-gain': { value: 1.5 } }), ['weight-gain today'])
  assert.deepEqual(levels(internal, { breath: { value: ['at-night'] } }), ['breath today'])
  assert.deepEqual(levels(internal, { breath: { value: ['froth'] }, swelling: { value: 'yes' } }), [
    'breath now',
    'swelling today',
  ])
  assert.deepEqual(levels(obstetrics, { head: { value: ['vision'] } }), ['head now'])
  assert.deepEqual(levels(obstetrics, { harm: { value: 'yes' } }), ['harm now'])
  assert.deepEqual(levels(obstetrics, { newborn: { value: ['navel'] } }), ['newborn today'])
  const child = (age: string, said: Answers) => levels(paediatrics, { age: { value: age }, ...said })
  assert.deepEqual(child('under-3-months', { 'temperature-young': { value: 38 } }), ['temperature-young now'])
  assert.deepEqual(child('3-to-6-months', { 'temperature-middle': { value: 38.5 } }), [])
  assert.deepEqual(child('3-to-6-months', { 'temperature-middle': { value: 39 } }), ['temperature-middle today'])
  assert.deepEqual(child('over-6-months', { 'temperature-older': { value: 39.5 } }), [])
  assert.deepEqual(child('over-6-months', { urine: { value: 12 } }), ['urine today'])
  assert.deepEqual(child('newborn', { 'urine-young': { value: 8 } }), ['urine-young today'])
  assert.deepEqual(child('over-6-months', { skin: { value: ['not-fading'] } }), ['skin now'])
})

test('a flag is said in words that a doctor can act on', () => {
  const [flag] = redFlagsOf(surgery, record(surgery, { temperature: { value: 38.6 } }))
  assert.match(flag!.words.zh, /^体温.38\.6 ℃$/)
  const [wound] = redFlagsOf(surgery, record(surgery, { wound: { value: ['pus', 'red'] } }))
  assert.match(wound!.words.zh, /红肿热痛、渗液/)
})

test('a flag under a branch that is closed does not count', () => {
  const stale: Answers = { age: { value: 'over-6-months' }, 'temperature-young': { value: 40 } }
  assert.deepEqual(redFlagsOf(paediatrics, stale), [])
})

test('the three grades and the dimensions', () => {
  const answers = record(satisfaction, {
    g2: { value: 'dissatisfied' },
    g5: { refused: true },
    g7: { value: 'yes' },
    overall: { value: 'fairly' },
  })
  assert.deepEqual(checkAnswers(satisfaction, answers), [])
  assert.equal(gradeOf(answers), 'fairly')
  assert.deepEqual(dimensionsOf(satisfaction, answers), {
    doctors: 'satisfied',
    nurses: 'dissatisfied',
    informed: 'satisfied',
    comfort: 'satisfied',
    fees: 'satisfied',
    integrity: 'dissatisfied',
  })
  assert.equal(Object.keys(dimensions).length, 7)
  assert.equal(gradeOf({ overall: { refused: true } }), null)
  assert.equal(gradeOf({ overall: { value: 'toString' } }), null)
  assert.equal(gradeOf({}), null)
})

test('the answer on red envelopes is for supervision alone', () => {
  const answers = record(satisfaction, { g7: { value: 'yes' }, 'g7-detail': { value: '收了' } })
  const open = withoutSupervisionOnly(satisfaction, answers)
  assert.ok(!('g7' in open) && !('g7-detail' in open) && 'g6' in open)
  assert.equal(dimensionsOf(satisfaction, open).integrity, undefined)
})

test('whatever is sent, nothing throws, and what passes the check has no stray answer', () => {
  const value = fc.oneof(
    fc.string(),
    fc.double(),
    fc.array(fc.constantFrom('none', 'red', 'now', '__proto__')),
    fc.constantFrom('yes', 'no', 'satisfied', 'birth', 'newborn'),
    fc.integer({ min: 0, max: 45 }),
  )
  const answer = fc.record({ value, refused: fc.constant(true as const) }, { requiredKeys: [] })
  for (const questionnaire of questionnaires) {
    const keys = fc.constantFrom('__proto__', 'x', ...questionnaire.questions.map((question) => question.key))
    fc.assert(
      fc.property(fc.dictionary(keys, answer), (answers) => {
        const problems = checkAnswers(questionnaire, answers)
        redFlagsOf(questionnaire, answers)
        dimensionsOf(questionnaire, answers)
        if (problems.length === 0)
          assert.deepEqual(Object.keys(visibleAnswers(questionnaire, answers)).sort(), Object.keys(answers).sort())
      }),
    )
  }
})
