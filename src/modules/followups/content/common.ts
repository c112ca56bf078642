// What the shipped questionnaires share: short ways to write a question, and the dangers asked of everyone (after AHRQ Project RED).
import { type Words, w } from '#kernel/words.ts'
import type { Option, Question, RedFlagLevel } from '../questions.ts'

type Names = readonly [name: Words, ask: Words]
type More = Partial<Omit<Question, 'key' | 'name' | 'ask' | 'kind' | 'options'>>

const both = ['refused', 'not-applicable'] as const

/** One option: value, Chinese, English, and how dangerous it is. */
export const option = (value: string, zh: string, en: string, redFlag?: RedFlagLevel): Option =>
  redFlag ? { value, label: w(zh, en), redFlag } : { value, label: w(zh, en) }

/** 都没有: the option that cannot stand beside another. */
export const none: Option = { value: 'none', label: w('都没有', 'None of these'), alone: true }

const question = (key: string, kind: Question['kind'], [name, ask]: Names, more: More = {}): Question => ({
  key,
  kind,
  name,
  ask,
  allow: both,
  ...more,
})

/** One of several. */
export const choice = (key: string, names: Names, options: readonly Option[], more: More = {}): Question => ({
  ...question(key, 'choice', names, more),
  options,
})

/** Any of several; begins with 都没有, which is what a caller hears most. */
export const choices = (key: string, names: Names, options: readonly Option[], more: More = {}): Question => ({
  ...question(key, 'choices', names, more),
  options: [none, ...options],
})

export const yesno = (key: string, names: Names, more: More = {}): Question => question(key, 'yesno', names, more)

export const number = (key: string, names: Names, min: number, max: number, unit: Words, more: More = {}): Question =>
  question(key, 'number', names, { min, max, unit, ...more })

/** Nought to ten, the pain scale. */
export const scale = (key: string, names: Names, more: More = {}): Question =>
  question(key, 'scale', names, { min: 0, max: 10, ...more })

/** Words of the person; may stay empty. */
export const text = (key: string, names: Names, more: More = {}): Question =>
  question(key, 'text', names, { optional: true, ...more })

/** One of the three grades. */
export const grade = (key: string, names: Names, more: More = {}): Question => question(key, 'grade', names, more)

export const celsius = w('℃', '°C')

/** Fever of an adult: 38 ℃ is told to a doctor the same day (the hospital's doctors confirm the number). */
export const temperature = number(
  'temperature',
  [
    w('体温', 'Temperature'),
    w('这两天量过体温吗？最高多少度？', 'Have you taken your temperature these days? What was the highest?'),
  ],
  34,
  43,
  celsius,
  {
    help: w(
      '没有量过选“不适用”，并问有没有发冷、发烫。',
      'Not taken: not applicable; ask about chills and feeling hot.',
    ),
    redFlag: [{ when: 'atLeast', value: 38, level: 'today' }],
  },
)

/** Asked of every adult at the end; read slowly, one by one. */
export const danger = choices(
  'danger',
  [
    w('危险信号', 'Danger signs'),
    w(
      '最后逐项问一下，现在或今天有没有：说胡话或叫不醒、抽搐、喘不上气、胸痛、大出血、口角歪或一侧手脚没力或说话不清、不想活的念头；有没有高烧不退、吃不下喝不进、小便明显减少？',
      'Last, one by one: confusion or hard to wake, fits, fighting for breath, chest pain, heavy bleeding, a drooping mouth or a weak side or slurred speech, thoughts of ending your life; a fever that stays, unable to eat or drink, much less urine?',
    ),
  ],
  [
    option('consciousness', '意识改变', 'Change of consciousness', 'now'),
    option('convulsion', '抽搐', 'Convulsion', 'now'),
    option('breath', '严重呼吸困难', 'Severe shortness of breath', 'now'),
    option('chest-pain', '胸痛', 'Chest pain', 'now'),
    option('bleeding', '大出血', 'Heavy bleeding', 'now'),
    option('stroke', '口眼歪斜、一侧无力或言语不清', 'Drooping face, one-sided weakness or slurred speech', 'now'),
    option('suicide', '轻生念头', 'Thoughts of suicide', 'now'),
    option('fever', '持续高热', 'High fever that stays', 'today'),
    option('intake', '不能进食进水', 'Cannot eat or drink', 'today'),
    option('urine', '尿量明显减少', 'Much less urine', 'today'),
  ],
  {
    help: w(
      '仅为分诊提示，不是诊断。命中“立即”项：不挂机，请对方拨打 120。',
      'A triage hint, not a diagnosis. On a danger of life stay on the line and have 120 called.',
    ),
    allow: ['refused'],
  },
)

/** Whether the medicines of discharge are there and understood; advice comes from approved entries only. */
export const medicines = choice(
  'medicines',
  [
    w('出院带药', 'Medicines'),
    w('出院带的药拿到了吗？怎么吃清楚吗？', 'Did you get your medicines? Is it clear how to take them?'),
  ],
  [
    option('clear', '拿到了，清楚', 'Has them, clear'),
    option('unclear', '拿到了，不太清楚', 'Has them, not clear'),
    option('missing', '没有拿到', 'Did not get them'),
    option('none-given', '没有带药', 'None given'),
  ],
  {
    help: w(
      '不清楚的：请主管医师或药师回电，不在电话里说剂量。',
      'Not clear: have the doctor or pharmacist call back; no doses on the line.',
    ),
  },
)

/** Whether they know when to come back. */
export const returnVisit = choice(
  'return-visit',
  [
    w('复诊安排', 'Return visit'),
    w('什么时候来复诊、要不要化验，您知道吗？', 'Do you know when to come back, and for which tests?'),
  ],
  [
    option('known', '知道', 'Knows'),
    option('unknown', '不知道', 'Does not know'),
    option('not-needed', '不需要复诊', 'None needed'),
  ],
)

/** What they said in passing; an opinion becomes a case in one move. */
export const remark = text('remark', [
  w('其他情况和意见', 'Anything else'),
  w('还有什么想告诉我们的吗？', 'Is there anything else you would like us to know?'),
])
