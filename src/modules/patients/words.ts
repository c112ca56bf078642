// The words of patients, their stays and how content they were: for screens, files and printed forms alike.
import { type Words, w } from '#kernel/words.ts'

type Table = Readonly<Record<string, Words>>

export const sexWords = { male: w('男', 'M'), female: w('女', 'F'), unknown: w('', '') } as const satisfies Table

/** Whose number it is. */
export const ownerWords = {
  patient: w('本人', 'Own'),
  contact: w('联系人', 'Contact'),
  work: w('单位', 'Work'),
} as const satisfies Table

/** How a stay ended. */
export const leavingWords = {
  home: w('医嘱离院', 'Home'),
  transfer: w('转院', 'Transferred'),
  community: w('转社区', 'To the community'),
  'against-advice': w('非医嘱离院', 'Against advice'),
  died: w('死亡', 'Died'),
  other: w('其他', 'Other'),
} as const satisfies Table

/** Why somebody is called no more. */
export const whyWords = {
  died: w('已故', 'Died'),
  'do-not-call': w('永久勿扰', 'Do not call'),
} as const satisfies Table

/** The three grades of the hospital’s rules for follow-up calls. Everything below `satisfied` is an opinion to be followed up. */
export const grades = {
  satisfied: w('满意', 'Satisfied'),
  fairly: w('基本满意', 'Fairly satisfied'),
  dissatisfied: w('不满意', 'Not satisfied'),
} as const satisfies Table

export type Grade = keyof typeof grades

export const isGrade = (value: unknown): value is Grade => typeof value === 'string' && Object.hasOwn(grades, value)
