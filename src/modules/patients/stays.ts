// What lists say of a stay: comparing a corrected row with what was said before, and telling from all stays who the patient is.
import { maskAddress, maskIdNumber, maskName, maskPhone } from '#kernel/mask.ts'
import type { Day } from '#kernel/time.ts'
import { type Words, w } from '#kernel/words.ts'
import type { KeptPhone } from './queries.ts'
import type { Mapping } from './reading/columns.ts'
import type { Discharge } from './reading/discharge.ts'
import type { Field } from './reading/fields.ts'
import { type Leaving, leavingWays } from './reading/leaving.ts'
import type { Phone } from './reading/phones.ts'

/** A discharge as it is kept beside its stay: what is missing or empty is left out. */
export type Said = Partial<Discharge>

type Told = {
  readonly words: Words
  readonly from: readonly Field[]
  /** As it is shown: protected values masked, codes in words. */
  readonly show?: (value: never) => string
  /** Where it is missing nothing is said: some exports drop the hour of a date. */
  readonly optional?: true
}

const maskPhones = (phones: readonly Phone[]): string =>
  phones.map(({ number, extension }) => maskPhone(number) + (extension ? `转${extension}` : '')).join('、')

/**
 * What of a row counts as a difference, from which columns of the file it is read, and how it is shown.
 * What follows from these (newborn, who speaks, died) or says the same in other words (leavingText) is not compared.
 */
const told = {
  name: { words: w('姓名', 'Name'), from: ['name'], show: maskName },
  sex: { words: w('性别', 'Sex'), from: ['sex', 'idNumber'], show: (sex: string) => (sex === 'male' ? '男' : '女') },
  bornOn: { words: w('出生日期', 'Date of birth'), from: ['bornOn', 'idNumber'] },
  ageYears: { words: w('年龄', 'Age'), from: ['ageYears'] },
  ageDays: { words: w('日龄', 'Age in days'), from: ['ageDays'] },
  idNumber: { words: w('身份证号', 'ID number'), from: ['idNumber'], show: maskIdNumber },
  phones: {
    words: w('电话', 'Telephone'),
    from: ['phone', 'otherPhone', 'contactPhone', 'workPhone'],
    show: maskPhones,
  },
  contactName: { words: w('联系人', 'Contact'), from: ['contactName'], show: maskName },
  contactRelation: { words: w('联系人关系', 'Relation'), from: ['contactRelation'] },
  address: { words: w('住址', 'Address'), from: ['address'], show: maskAddress },
  campus: { words: w('院区', 'Campus'), from: ['campus'] },
  department: { words: w('出院科室', 'Department'), from: ['department'] },
  ward: { words: w('病房', 'Ward'), from: ['ward'] },
  transfers: { words: w('转科', 'Transfers'), from: ['transfers'] },
  admittedOn: { words: w('入院日期', 'Admitted'), from: ['admittedAt'] },
  admittedTime: { words: w('入院时刻', 'Hour of admission'), from: ['admittedAt', 'admittedTime'], optional: true },
  dischargedOn: { words: w('出院日期', 'Discharged'), from: ['dischargedAt'] },
  dischargedTime: {
    words: w('出院时刻', 'Hour of discharge'),
    from: ['dischargedAt', 'dischargedTime'],
    optional: true,
  },
  diagnosis: { words: w('出院诊断', 'Diagnosis'), from: ['diagnosis'] },
  diagnosisCode: { words: w('诊断编码', 'Diagnosis code'), from: ['diagnosisCode'] },
  procedure: { words: w('主要手术', 'Procedure'), from: ['procedure'] },
  allergies: { words: w('过敏药物', 'Allergies'), from: ['allergies'] },
  leaving: {
    words: w('离院方式', 'Way of leaving'),
    from: ['leaving', 'outcome', 'diedAt'],
    show: (leaving: Leaving) => leavingWays[leaving].words.zh,
  },
  chiefDoctor: { words: w('主任医师', 'Chief physician'), from: ['chiefDoctor'] },
  attendingDoctor: { words: w('主治医师', 'Attending doctor'), from: ['attendingDoctor'] },
  residentDoctor: { words: w('住院医师', 'Resident'), from: ['residentDoctor'] },
  nurse: { words: w('责任护士', 'Nurse'), from: ['nurse'] },
  birthWeight: { words: w('出生体重', 'Birth weight'), from: ['birthWeight'] },
  admissionWeight: { words: w('入院体重', 'Weight at admission'), from: ['admissionWeight'] },
  payment: { words: w('付费方式', 'Payment'), from: ['payment'] },
} as const satisfies Partial<Record<keyof Discharge, Told>>

type ToldField = keyof typeof told
const toldFields = Object.keys(told) as ToldField[]

export const toldWords = (field: string): Words => (told as Record<string, Told>)[field]?.words ?? w(field, field)

/** Numbers keep their place in the ladder; whether a line is local follows from the number. */
const phoneText = ({ number, owner, extension, remark }: Phone): string =>
  `${owner} ${number}-${extension ?? ''} ${remark ?? ''}`

/** A value as it is compared; objects come back from the database with their keys in another order. */
const plain = (value: Said[ToldField]): string =>
  Array.isArray(value)
    ? value.map((it) => (typeof it === 'string' ? it : phoneText(it))).join('\n')
    : value === undefined || value === null
      ? ''
      : String(value)

const shown = (field: ToldField, value: Said[ToldField]): string => {
  if (plain(value) === '') return ''
  const { show } = told[field] as Told
  return show ? show(value as never) : plain(value).replaceAll('\n', '→')
}

/** What a row says, each value under its name and as it may be shown. */
export const shownOf = (said: Said): Record<string, string> =>
  Object.fromEntries(
    toldFields.flatMap((field) => {
      const text = shown(field, said[field])
      return text === '' ? [] : [[told[field].words.zh, text]]
    }),
  )

/** What is kept of a row: what it really says. */
export const saidOf = (discharge: Discharge): Said =>
  Object.fromEntries(
    Object.entries(discharge).filter(
      ([, value]) => value !== null && value !== 'unknown' && !(Array.isArray(value) && value.length === 0),
    ),
  ) as Said

/** A row that lacks a column says nothing about it; one that has it empty says that there is nothing. */
const speaks = (field: ToldField, row: Said, mapping: Mapping, hasCampus: boolean): boolean =>
  !((told[field] as Told).optional && row[field] === undefined) &&
  ((field === 'campus' && hasCampus) || told[field].from.some((column) => mapping[column] !== null))

/** What follows from columns that a list may lack altogether. */
const consequences: readonly (readonly [readonly Field[], readonly (keyof Discharge)[]])[] = [
  [told.leaving.from, ['died', 'leavingText']],
  [
    ['ageYears', 'ageDays', 'bornOn', 'idNumber'],
    ['newborn', 'speaker'],
  ],
]

export type SaidChange = { readonly field: ToldField; readonly from: string; readonly to: string }

/** What a row adds to what was said of its stay: the whole as it is now, and the differences, masked where people are protected. */
export const correctedBy = (
  before: Said,
  row: Said,
  mapping: Mapping,
  hasCampus: boolean,
): { said: Said; changed: SaidChange[] } => {
  const changed: SaidChange[] = []
  const said: Record<string, unknown> = { ...row }
  for (const field of toldFields) {
    if (plain(before[field]) === plain(row[field])) continue
    if (speaks(field, row, mapping, hasCampus))
      changed.push({ field, from: shown(field, before[field]), to: shown(field, row[field]) })
    // An age counted from the date of birth is taken as it is; it was not said.
    else if (row[field] === undefined) said[field] = before[field]
  }
  for (const [columns, following] of consequences)
    if (columns.every((column) => mapping[column] === null)) for (const it of following) said[it] = before[it]
  return { said: said as Said, changed }
}

type StayLeaving = 'home' | 'transfer' | 'community' | 'against-advice' | 'died' | 'other'

const leavings: Record<Leaving, StayLeaving> = {
  advised: 'home',
  transferred: 'transfer',
  community: 'community',
  'against-advice': 'against-advice',
  died: 'died',
  other: 'other',
}

/** How the patient left, in the words of the table; a list that does not say is `other`. */
export const leavingOf = ({ leaving, died }: Said): StayLeaving =>
  died ? 'died' : leaving ? leavings[leaving] : 'other'

/** Who looked after the patient, the nearest first. */
export const attendingOf = (said: Said): string | null =>
  said.attendingDoctor ?? said.residentDoctor ?? said.chiefDoctor ?? null

export type PersonSaid = {
  readonly name: string
  readonly sex: 'male' | 'female' | 'unknown'
  readonly bornOn: Day | null
  readonly idNumber: string | null
  readonly address: string | null
  readonly phones: KeptPhone[]
  readonly guardian: boolean
  readonly diedOn: Day | null
}

const kept = ({ number, owner, kind, extension, remark }: Phone): KeptPhone => ({
  number,
  owner,
  kind,
  ...(extension ? { extension } : {}),
  ...(remark ? { remark } : {}),
})

const byTime = (a: Said, b: Said): number =>
  (a.dischargedOn ?? '').localeCompare(b.dischargedOn ?? '') || (a.admissionCount ?? 0) - (b.admissionCount ?? 0)

/**
 * Who the patient is, from all that was said of his stays: each detail as the latest stay that has it tells it, so that
 * the order in which lists come in makes no difference. Only a death, once said, stays said.
 */
export const personOf = (stays: readonly Said[]): PersonSaid => {
  const newestFirst = stays.length < 2 ? stays : stays.toSorted(byTime).reverse()
  const latest = <F extends keyof Said>(field: F): Said[F] | undefined =>
    newestFirst.find((said) => said[field] !== undefined && said[field] !== null)?.[field]
  return {
    name: latest('name') ?? '',
    sex: newestFirst.find((said) => said.sex && said.sex !== 'unknown')?.sex ?? 'unknown',
    bornOn: latest('bornOn') ?? null,
    idNumber: latest('idNumber') ?? null,
    address: latest('address') ?? null,
    phones: (newestFirst.find((said) => said.phones && said.phones.length > 0)?.phones ?? []).map(kept),
    guardian: newestFirst[0]?.speaker === 'guardian',
    diedOn: newestFirst.find((said) => said.died)?.dischargedOn ?? null,
  }
}
