// The words of sheets: lines, messages, what the citizen thought, and how he was reached.
import { type Words, w } from '#kernel/words.ts'

export const lineNames = ['12345', '12320'] as const
export type Line = (typeof lineNames)[number]

export const lines: Readonly<Record<Line, Words>> = {
  12345: w('12345 热线', 'The 12345 line'),
  12320: w('12320 热线', 'The 12320 line'),
}

export const messageWords = {
  receipt: w('签收回执', 'Receipt'),
  objection: w('异议', 'Objection'),
  reply: w('回复', 'Reply'),
} as const satisfies Record<string, Words>

/** 诉求人意见, as the line's table asks for it. */
export const opinionWords = {
  satisfied: w('满意', 'Satisfied'),
  dissatisfied: w('不满意', 'Not satisfied'),
  unknown: w('未表态', 'Not said'),
} as const satisfies Record<string, Words>

export const reachedWords = {
  phone: w('电话', 'By telephone'),
  'in-person': w('当面', 'In person'),
  letter: w('书面', 'In writing'),
} as const satisfies Record<string, Words>
