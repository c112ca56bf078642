// What nobody of the centre says: types of sentences that hurt a person or bind the hospital.
import { type Words, w } from '#kernel/words.ts'

type ForbiddenKind =
  | 'blame'
  | 'refusal'
  | 'hurry'
  | 'retort'
  | 'threat'
  | 'belittling'
  | 'despair'
  | 'coldness'
  | 'disclosure'
  | 'guarantee'
  | 'come-again'

type ForbiddenType = {
  readonly kind: ForbiddenKind
  readonly name: Words
  readonly patterns: readonly RegExp[]
  /** What to say instead. */
  readonly instead: Words
}

/** The types of sentences that hurt or bind the hospital; matched clause by clause. Silence and hanging up cannot be read in a text. */
export const forbiddenTypes: readonly ForbiddenType[] = [
  {
    kind: 'blame',
    name: w('推给别人', 'Passing the buck'),
    patterns: [/不[归关该]我们?[管的]?/, /不是我们?的(?:事|责任|问题)/, /(?:你|您)?(?:去)?找(?:别人|他们)(?:去|吧)?$/],
    instead: w(
      '这件事我来帮您联系{department}，有结果我告诉您。',
      'I will reach {department} for you and tell you the result.',
    ),
  },
  {
    kind: 'refusal',
    name: w('一口回绝', 'Flat refusal'),
    patterns: [/^我?(?:也|真)?(?:不知道|不清楚)$/, /(?:办|管|查)不了/, /^(?:那)?(?:我)?(?:也)?没(?:有)?办法$/],
    instead: w(
      '我现在答不准，核实以后在{time}之前回复您。',
      'I am not certain now; I will find out and call you by {time}.',
    ),
  },
  {
    kind: 'hurry',
    name: w('催促', 'Hurrying'),
    patterns: [/(?:^|你|您)快点|赶紧说|磨蹭|长话短说|(?:我|这边)没(?:有)?时间/],
    instead: w('不着急，您慢慢说。', 'No hurry, take your time.'),
  },
  {
    kind: 'retort',
    name: w('反问顶撞', 'Retorting'),
    patterns: [
      /不会(?:自己)?看/,
      /不是(?:都)?[跟和](?:你|您)(?:说|讲)过/,
      /(?:说|讲)了(?:多少|几|好几)遍/,
      /你懂还是我懂/,
      /怎么(?:又|还)(?:问|打)/,
    ],
    instead: w('我再给您说一遍，没听清的地方随时打断我。', 'Let me say it again; stop me wherever it is unclear.'),
  },
  {
    kind: 'threat',
    name: w('威胁', 'Threat'),
    patterns: [
      /不(?:想|愿)(?:意)?[看治]就/,
      /没钱就?(?:停|别|不)/,
      /有本事/,
      /爱(?:去哪|上哪|找谁)/,
      /随(?:你|您|便)(?:去)?(?:投诉|告)/,
    ],
    instead: w('您有投诉的权利，我现在就替您登记。', 'You have the right to complain; I will take it down now.'),
  },
  {
    kind: 'belittling',
    name: w('贬损', 'Belittling'),
    patterns: [/没文化|神经病|有病吧|(?:素质|智商)(?:太|真)?[低差]|(?:这么|真|好|太)(?:烦人?|笨)$/],
    instead: w('可能是我没有说清楚，我换个说法。', 'Perhaps I was not clear; let me put it differently.'),
  },
  {
    kind: 'despair',
    name: w('泄气', 'Taking hope away'),
    patterns: [/治了?也(?:没|白|治不)/, /没(?:得)?救了?$/, /没(?:有|什么)?希望/, /白治/],
    instead: w('病情请主管医师和您谈，我帮您约他。', 'Your doctor should talk with you about this; I will arrange it.'),
  },
  {
    kind: 'coldness',
    name: w('直呼床号', 'Calling by bed number'),
    patterns: [/^(?:\d{1,3}|[一二三四五六七八九十]+)号?床(?:的)?$/],
    instead: w('称呼姓名加先生、女士或职务。', 'Use the name and a form of address.'),
  },
  {
    kind: 'disclosure',
    name: w('泄露病情', 'Disclosing an illness'),
    patterns: [
      /(?:他|她|患者|病人|您家人|你家人)[得患查](?:的|了|出了?)(?:是)?.{0,6}(?:癌|瘤|艾滋|乙肝|丙肝|梅毒|精神)/,
    ],
    instead: w(
      '病情只能和患者本人或他授权的人谈。',
      'I may speak of the illness only with the patient or someone the patient named.',
    ),
  },
  {
    kind: 'guarantee',
    name: w('打包票', 'Guaranteeing'),
    patterns: [
      /包(?:治|您?好|没事)/,
      /绝对(?:没|不会|安全)/,
      /(?:保证|肯定|一定)(?:能|会)?(?:没事|没问题|治好|好起来|不会复发|赔)/,
    ],
    instead: w(
      '我不能替医师下结论，但会请他尽快和您联系。',
      'I cannot say that for the doctor, but I will ask for a call to you soon.',
    ),
  },
  {
    kind: 'come-again',
    name: w('欢迎再来', 'Come again'),
    patterns: [/欢迎(?:您|你)?(?:再|下次|常)+[来光]/],
    instead: w('祝您早日康复。', 'We wish you a good recovery.'),
  },
]

type ForbiddenMatch = { readonly kind: ForbiddenKind; readonly text: string; readonly index: number }

/** Every forbidden phrase in what a caller said or is about to send; a hint to the writer, in the order of the text. */
export const forbiddenIn = (text: string): ForbiddenMatch[] =>
  clausesOf(text).flatMap(([clause, start]) =>
    forbiddenTypes.flatMap(({ kind, patterns }) => {
      for (const pattern of patterns) {
        const match = pattern.exec(clause)
        if (match) return [{ kind, text: match[0], index: start + match.index }]
      }
      return []
    }),
  )

/** The clauses of a text with their places; Chinese full-width marks are written as escapes so that no editor changes them. */
export const clausesOf = (text: string): [clause: string, start: number][] =>
  [...text.matchAll(/[^,;!?\n\r\uff0c\u3002\uff1b\uff01\uff1f\u3001]+/g)].map((match) => {
    const lead = match[0].length - match[0].trimStart().length
    return [match[0].trim(), match.index + lead]
  })
