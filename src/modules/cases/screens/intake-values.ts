// What is written down of a matter that comes in, and how it is sent.
import type { InputOf } from '#kernel/contract.ts'
import type { cases } from '../contract.ts'
import { categoryOf, subcategoryOf } from '../taxonomy.ts'
import { nobody } from './who.tsx'

type Given = InputOf<typeof cases.open>
export type Kind = NonNullable<Given['kind']>
export type Channel = NonNullable<Given['channel']>

/** In the order in which people call; a follow-up's opinion comes from its call. */
export const kinds: readonly Kind[] = ['enquiry', 'help', 'complaint', 'suggestion', 'praise', 'staff']
export const channels: readonly Channel[] = ['phone', 'desk', 'letter', 'wechat', 'department', 'station']

/** What a kind is filed under until somebody says more. */
const usual: Readonly<Partial<Record<Kind, string>>> = { enquiry: 'K1', suggestion: 'K2', praise: 'K3', help: 'K4' }
const isUsual = (category: string): boolean => Object.values(usual).includes(category)

export const fresh = {
  ...nobody,
  kind: 'enquiry' as Kind,
  channel: 'phone' as Channel,
  text: '',
  demand: '',
  answered: '',
  promising: false,
  promised: '',
  byAt: '',
  departmentId: '',
  category: 'K1',
  aspects: [] as readonly string[],
  happenedAt: '',
  place: '',
  mood: '' as NonNullable<Given['mood']>,
  calmed: '',
  severity: 1,
  urgency: 3,
  heated: false,
  accusedIds: [] as readonly string[],
}
export type Values = typeof fresh

export const brief = (kind: Kind): boolean => kind === 'enquiry' || kind === 'help'

/** The form as the server takes it. */
export const asInput = (v: Values, callId?: string, replyId?: string): Given => {
  const said = v.name !== '' || v.phone !== '' || ((callId || replyId) && (v.relation !== 'self' || v.speaksFor !== ''))
  const speaks = v.kind !== 'staff' && said
  const { name, phone, speaksFor, address } = v
  const reporter = { name, phone, speaksFor, address, relation: v.relation, reach: v.reach } as NonNullable<
    Given['reporter']
  >
  const { text, demand, kind, channel, category, place, mood, calmed, severity, urgency, heated } = v
  return {
    ...{ text, demand, kind, channel, category, place, mood, calmed, severity, urgency, heated },
    aspects: [...v.aspects],
    accusedIds: [...v.accusedIds],
    happenedAt: v.happenedAt || null,
    departmentId: v.departmentId || null,
    patientId: v.patientId || null,
    encounterId: v.encounterId || null,
    reporter: speaks ? reporter : null,
    ...(callId ? { callId } : {}),
    ...(replyId ? { replyId } : {}),
    ...(brief(kind) && !v.promising && v.answered.trim() ? { answered: v.answered } : {}),
    ...(v.promising ? { promised: { what: v.promised, byAt: v.byAt, toWhom: name } } : {}),
  } as Given
}

/** Another kind is filed elsewhere, unless somebody has chosen a category already. */
export const categoryFor = (kind: Kind, before: string): string => {
  const staff = categoryOf(subcategoryOf(before)?.code ?? '')?.domain === 'staff'
  if (kind === 'staff') return staff ? before : 'J1'
  return staff || isUsual(before) || before === '' ? (usual[kind] ?? '') : before
}
