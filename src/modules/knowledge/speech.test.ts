// Promises of the language guard: what must be caught, and what must be left in peace.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { soundsLikeTreatment } from './boundary.ts'
import { careNotes, guidance } from './content.ts'
import { forbiddenIn, forbiddenTypes } from './speech.ts'

test('diagnosis, dose, stopping and changing are caught, also in the middle of a kind sentence', () => {
  for (const [text, kind] of [
    ['您这个诊断为肺炎', 'diagnosis'],
    ['听您说的，应该是切口感染', 'diagnosis'],
    ['可能是心梗', 'diagnosis'],
    ['没关系，那个降压药可以停药了', 'stopping'],
    ['胃不舒服就不用再吃这个药', 'stopping'],
    ['血压高的话加量', 'dose'],
    ['疼的话多吃一片', 'dose'],
    ['每天两次，每次 2 片', 'dose'],
    ['吃 20mg 就行', 'dose'],
    ['那就换药试试', 'changing'],
    ['可以换成另一种药', 'changing'],
    ['建议改吃阿司匹林', 'changing'],
    ['我给您开点药', 'prescribing'],
    ['您去药店买一盒', 'prescribing'],
    ['先吃点消炎药看看', 'prescribing'],
    ['建议患者停药', 'stopping'],
    ['已告知家属加量', 'dose'],
  ] as const) {
    const match = soundsLikeTreatment(text)
    assert.equal(match?.kind, kind, text)
    assert.equal(text.slice(match!.index, match!.index + match!.text.length), match!.text)
  }
})

test('warnings, questions, reports and dressings are left in peace', () => {
  for (const text of [
    '请不要自行停药，也不要自己加量或减量',
    '切勿擅自换药',
    '您有没有停药？',
    '是否加量请问主管医师',
    '患者自行停药三天',
    '患者诉已停药',
    '医生让停药，已按医嘱执行',
    '出院医嘱减量',
    '请按时到换药室换药',
    '伤口两天换药一次',
    '下次换药时间是周五',
    '血糖 110 mg/dl',
    '每天喝水一千五百毫升左右',
    '体温 38.5 度，护士态度好',
    '饭菜都凉了，请改进',
    '',
  ])
    assert.equal(soundsLikeTreatment(text), null, text)
})

test('the guidance that ships is itself within the line, and always says where to turn', () => {
  for (const { title, text, turnTo } of guidance)
    for (const words of [title, text, turnTo]) {
      assert.equal(soundsLikeTreatment(words), null, words)
      assert.deepEqual(forbiddenIn(words), [], words)
      assert.ok(words.length >= 4)
    }
  for (const { medicines, cautions } of careNotes)
    for (const words of [medicines, cautions]) assert.deepEqual(forbiddenIn(words), [], words)
  for (const { instead } of forbiddenTypes) assert.equal(soundsLikeTreatment(instead.zh), null, instead.zh)
  assert.ok(guidance.length >= 25)
  assert.equal(new Set(guidance.map((entry) => entry.key)).size, guidance.length)
  for (const group of [null, '外科', '内科', '妇产科', '儿科'])
    assert.ok(guidance.filter((entry) => entry.group === group).length >= 4, `${group}`)
})

test('each type of forbidden phrase is found, with its place', () => {
  for (const [text, kind] of [
    ['这事不归我管', 'blame'],
    ['不知道', 'refusal'],
    ['这个我办不了', 'refusal'],
    ['您快点说', 'hurry'],
    ['不是跟您说过了吗', 'retort'],
    ['说了多少遍了', 'retort'],
    ['不想治就别来', 'threat'],
    ['你有本事去告', 'threat'],
    ['你怎么这么烦', 'belittling'],
    ['这病治了也没用', 'despair'],
    ['12床的', 'coldness'],
    ['他得的是肺癌', 'disclosure'],
    ['您放心，绝对没事', 'guarantee'],
    ['欢迎下次再来', 'come-again'],
  ] as const) {
    const found = forbiddenIn(text)
    assert.deepEqual(
      found.map((match) => match.kind),
      [kind],
      text,
    )
    assert.ok(text.startsWith(found[0]!.text, found[0]!.index), text)
  }
})

test('ordinary politeness is no offence', () => {
  for (const text of [
    '我不清楚这一点，核实后今天下午回复您',
    '请您到 12 床旁边的护士站',
    '办理出院手续请到一楼',
    '我再说一遍地址',
  ])
    assert.deepEqual(forbiddenIn(text), [], text)
})
