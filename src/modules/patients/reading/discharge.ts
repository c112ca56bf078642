// Turns one row of a discharge list into a discharge, or says in which column it cannot and what to do about it.
import { daysBetween, yearsBetween } from '#kernel/time.ts'
import { w } from '#kernel/words.ts'
import { halfWidth, isScientific, present, tidy } from './clean.ts'
import type { Mapping } from './columns.ts'
import { readDate, readDateAndTime } from './dates.ts'
import { essentialFields, type Field, fieldNames } from './fields.ts'
import { readIdNumber, type Sex } from './idnumber.ts'
import { type Leaving, outcomeSaysDied, readLeaving } from './leaving.ts'
import { positive, readCount, readGrams, readRecordNumber } from './numbers.ts'
import { namedAfterMother, readAge, readName, readSex } from './people.ts'
import { type Phone, type PhoneOwner, phoneLadder, readPhones } from './phones.ts'
import { type Rejection, type RejectionCode, type Row, rowDamage, type Warning } from './rejection.ts'

/** One stay in hospital as the list tells it. Dates are `YYYY-MM-DD`, times `HH:MM`, both hospital time. */
export type Discharge = {
  readonly recordNumber: string
  readonly admissionCount: number
  readonly name: string
  readonly sex: Sex
  readonly bornOn: string | null
  /** Whole years at discharge: as the list says, else from the date of birth. */
  readonly ageYears: number | null
  /** Only under one year. */
  readonly ageDays: number | null
  readonly idNumber: string | null
  /** In the order in which they are to be tried: patient, contact, work. */
  readonly phones: readonly Phone[]
  readonly contactName: string | null
  readonly contactRelation: string | null
  readonly address: string | null
  readonly campus: string | null
  /** As written: a name, a national code or the hospital's own. Null stays to be confirmed. */
  readonly department: string | null
  readonly ward: string | null
  readonly transfers: readonly string[]
  readonly admittedOn: string | null
  readonly admittedTime: string | null
  readonly dischargedOn: string
  readonly dischargedTime: string | null
  readonly diagnosis: string | null
  readonly diagnosisCode: string | null
  readonly procedure: string | null
  readonly allergies: string | null
  readonly leaving: Leaving | null
  readonly leavingText: string | null
  /** Never a call, a message or a task. */
  readonly died: boolean
  readonly newborn: boolean
  /** Who is to be spoken with: a guardian for newborns and children under fourteen (PIPL art. 31). */
  readonly speaker: 'patient' | 'guardian'
  readonly chiefDoctor: string | null
  readonly attendingDoctor: string | null
  readonly residentDoctor: string | null
  readonly nurse: string | null
  readonly birthWeight: number | null
  readonly admissionWeight: number | null
  readonly payment: string | null
}

export type DischargeOptions = {
  /** The hospital's today, `YYYY-MM-DD`: a discharge after it is a mistake. */
  readonly today: string
  /** For hospitals of one campus, whose lists do not name it. */
  readonly defaultCampus?: string | undefined
  /** The heading, so that a refusal can name the column as the file does. */
  readonly header?: readonly string[] | undefined
}

type ReadDischarge =
  | { readonly ok: Discharge; readonly rejected: null; readonly warnings: Warning[] }
  | { readonly ok: null; readonly rejected: Rejection; readonly warnings: Warning[] }

/** The key under which a stay is known: the same number and count are the same stay (住院病案首页). */
export const dischargeKey = ({
  recordNumber,
  admissionCount,
}: Pick<Discharge, 'recordNumber' | 'admissionCount'>): string => `${recordNumber}#${admissionCount}`

/**
 * Reads one row. Refused are, in this order: damaged rows, no name, no record number, an impossible admission count,
 * no readable discharge date, discharge before admission, discharge in the future. Everything else that is missing
 * or damaged costs only itself and a warning.
 */
export function readDischarge(row: Row, mapping: Mapping, options: DischargeOptions): ReadDischarge {
  const { header = [], today } = options
  const { cells } = row
  const warnings: Warning[] = []
  const cell = (field: Field): string => (mapping[field] === null ? '' : (cells[mapping[field]] ?? ''))
  const text = (field: Field): string | null => present(cell(field))
  const column = (field: Field): string =>
    mapping[field] === null ? fieldNames[field].words.zh : (header[mapping[field]] ?? fieldNames[field].words.zh)
  const warn = (field: Field, zh: string, en: string) =>
    warnings.push({ column: column(field), value: cell(field), words: w(zh, en) })
  const refuse = (
    code: RejectionCode,
    field: Field,
    reason: [string, string],
    remedy: [string, string],
  ): ReadDischarge => ({
    ok: null,
    rejected: { code, column: column(field), value: cell(field), reason: w(...reason), remedy: w(...remedy) },
    warnings,
  })

  const damage = rowDamage(
    row,
    header,
    essentialFields.map((field) => mapping[field]),
  )
  if (damage && 'rejected' in damage) return { ok: null, rejected: damage.rejected, warnings }
  if (damage) warnings.push(damage.warning)

  const name = readName(cell('name'))
  if (!name)
    return refuse('name', 'name', ['没有姓名', 'There is no name'], ['请填写患者姓名。', "Fill in the patient's name."])
  const recordNumber = readRecordNumber(cell('recordNumber'))
  if (!recordNumber) {
    return isScientific(tidy(cell('recordNumber')))
      ? refuse(
          'number',
          'recordNumber',
          [
            '病案号被写成了科学计数法，末尾数字已丢失',
            'The record number has lost its last digits (scientific notation)',
          ],
          ['请把该列设为文本后重新导出。', 'Format the column as text and export again.'],
        )
      : refuse(
          'number',
          'recordNumber',
          ['没有病案号', 'There is no record number'],
          ['请填写病案号。', 'Fill in the record number.'],
        )
  }
  const admissionCount = readCount(cell('admissionCount'))
  if (admissionCount === null) {
    return refuse(
      'admission count',
      'admissionCount',
      ['住院次数不是正整数', 'The admission is not a positive whole number'],
      ['请填写 1、2、3……', 'Write 1, 2, 3 …'],
    )
  }

  const discharged = readDateAndTime(cell('dischargedAt'), cell('dischargedTime'))
  if (discharged.kind === 'missing') {
    return refuse(
      'discharge date',
      'dischargedAt',
      ['没有出院日期', 'There is no date of discharge'],
      ['请填写出院日期，如 2011-07-28。', 'Fill in the date of discharge, such as 2011-07-28.'],
    )
  }
  if (discharged.kind === 'unreadable') {
    return refuse(
      'discharge date',
      'dischargedAt',
      [`出院日期无法识别：${discharged.why.zh}`, `The date of discharge cannot be read: ${discharged.why.en}`],
      ['请改写为 2011-07-28 的形式。', 'Write it as 2011-07-28.'],
    )
  }
  const admitted = readDateAndTime(cell('admittedAt'), cell('admittedTime'))
  if (admitted.kind === 'unreadable')
    warn(
      'admittedAt',
      `入院日期无法识别，已略去：${admitted.why.zh}`,
      `the date of admission was left out: ${admitted.why.en}`,
    )
  if (admitted.kind === 'date' && admitted.date > discharged.date) {
    return refuse(
      'dates reversed',
      'dischargedAt',
      [`出院日期早于入院日期 ${admitted.date}`, `Discharged before the admission on ${admitted.date}`],
      ['请核对入院日期和出院日期。', 'Check both dates.'],
    )
  }
  if (discharged.date > today) {
    return refuse(
      'future',
      'dischargedAt',
      [`出院日期在今天（${today}）之后`, `The discharge is after today (${today})`],
      ['请核对出院日期。', 'Check the date of discharge.'],
    )
  }

  const id = readIdNumber(cell('idNumber'))
  if (id.kind === 'damaged')
    warn('idNumber', `身份证号已略去：${id.why.zh}`, `the ID number was left out: ${id.why.en}`)
  const bornOn = readBirth()
  const age = readAge(cell('ageYears'))
  const dayCount = /^\d{1,3}(\.\d+)?$/.test(halfWidth(tidy(cell('ageDays'))))
    ? Number.parseInt(halfWidth(tidy(cell('ageDays'))), 10)
    : readAge(cell('ageDays')).days
  const ageYears =
    age.years ??
    (bornOn ? yearsBetween(bornOn, discharged.date) : dayCount !== null && dayCount > 0 && dayCount < 366 ? 0 : null)
  // Front sheets of adults carry 0 or - in the days: they mean something only under one year.
  const admittedOn = admitted.kind === 'date' ? admitted.date : null
  const ageDays =
    ageYears === 0
      ? (positive(dayCount) ?? age.days ?? (bornOn ? daysBetween(bornOn, admittedOn ?? discharged.date) : dayCount))
      : null
  const newborn = ageYears === 0 && ageDays !== null ? ageDays <= 28 : (ageYears ?? 0) === 0 && namedAfterMother(name)

  const phones: Phone[] = []
  for (const [field, owner] of phoneColumns) {
    const read = readPhones(cell(field), owner)
    phones.push(...read.phones)
    for (const { zh, en } of read.warnings) warn(field, zh, en)
  }
  if (!text('department')) warn('department', '没有出院科室，待确认', 'there is no department; to be confirmed')

  const leavingText = text('leaving')
  const leaving = leavingText ? readLeaving(leavingText) : null
  if (leavingText && !leaving) warn('leaving', '离院方式无法识别', 'the way of leaving is not known')
  const died =
    leaving === 'died' || outcomeSaysDied(cell('outcome'), leaving === null) || readDate(cell('diedAt')).kind === 'date'
  if (died && leaving !== null && leaving !== 'died')
    warn('leaving', '其他列写明患者已死亡，按死亡处理', 'another column says that the patient died; taken as died')

  return {
    ok: {
      recordNumber,
      admissionCount,
      name,
      sex: readSexOf(),
      bornOn,
      ageYears,
      ageDays,
      idNumber: id.kind === 'id' ? id.number : null,
      phones: phoneLadder(phones),
      contactName: readName(cell('contactName')),
      contactRelation: text('contactRelation'),
      address: text('address'),
      campus: text('campus') ?? options.defaultCampus ?? null,
      department: text('department')?.replace(/\s+/g, '') ?? null,
      ward: text('ward'),
      transfers: (text('transfers') ?? '').split(/\s*(?:→|->|=>|>|,|,|、|;|;|\||\n)\s*/).filter(Boolean),
      admittedOn,
      admittedTime: admitted.kind === 'date' ? admitted.time : null,
      dischargedOn: discharged.date,
      dischargedTime: discharged.time,
      diagnosis: text('diagnosis'),
      diagnosisCode: text('diagnosisCode'),
      procedure: text('procedure'),
      allergies: text('allergies'),
      leaving: died ? 'died' : leaving,
      leavingText,
      died,
      newborn,
      speaker: newborn || (ageYears !== null && ageYears < 14) ? 'guardian' : 'patient',
      chiefDoctor: readName(cell('chiefDoctor')),
      attendingDoctor: readName(cell('attendingDoctor')),
      residentDoctor: readName(cell('residentDoctor')),
      nurse: readName(cell('nurse')),
      birthWeight: readGrams(cell('birthWeight')),
      admissionWeight: readGrams(cell('admissionWeight')),
      payment: text('payment'),
    },
    rejected: null,
    warnings,
  }

  function readBirth(): string | null {
    const born = readDate(cell('bornOn'))
    if (born.kind === 'unreadable')
      warn('bornOn', `出生日期无法识别：${born.why.zh}`, `the date of birth cannot be read: ${born.why.en}`)
    const known = id.kind === 'id' ? id.bornOn : null
    const said = born.kind === 'date' ? born.date : null
    if (said && known && said !== known)
      warn('bornOn', `与身份证号中的 ${known} 不一致`, `contradicts ${known} in the ID number`)
    const date = said ?? known
    if (date === null || discharged.kind !== 'date' || date <= discharged.date) return date
    warn('bornOn', '出生日期晚于出院日期，已略去', 'born after the discharge; left out')
    return null
  }

  function readSexOf(): Sex {
    const said = readSex(cell('sex'))
    if (id.kind !== 'id') return said
    if (said !== 'unknown' && said !== id.sex)
      warn('sex', '与身份证号中的性别不一致', 'contradicts the sex in the ID number')
    return said === 'unknown' ? id.sex : said
  }
}

const phoneColumns: readonly (readonly [Field, PhoneOwner])[] = [
  ['phone', 'patient'],
  ['otherPhone', 'patient'],
  ['contactPhone', 'contact'],
  ['workPhone', 'work'],
]
