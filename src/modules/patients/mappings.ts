// Which column of a file is which field: guessed, remembered from a template, or said by a person.
import type { Ctx } from '#engine/ctx.ts'
import { invalid } from '#kernel/refusal.ts'
import type { Words } from '#kernel/words.ts'
import { type CaseMapping, caseFields, guessCaseColumns, requiredCaseFields } from './reading/cases.ts'
import { fieldNames, fields, guessColumns, type Mapping, requiredFields } from './reading/columns.ts'
import { guessRegisterColumns, type RegisterMapping, registerFields } from './reading/register.ts'

export type ImportKind = 'discharges' | 'register' | 'cases'
/** Field → column from 0; null: the file has none. */
export type AnyMapping = Readonly<Record<string, number | null>>

type KnownField = { readonly field: string; readonly zh: string; readonly en: string; readonly required: boolean }

const registerRequired: readonly string[] = ['recordNumber', 'result']

const known: Record<ImportKind, readonly KnownField[]> = {
  discharges: fields.map((field) => ({
    field,
    ...fieldNames[field].words,
    required: (requiredFields as readonly string[]).includes(field),
  })),
  register: Object.entries(registerFields).map(([field, { words }]) => ({
    field,
    ...words,
    required: registerRequired.includes(field),
  })),
  cases: Object.entries(caseFields).map(([field, { words }]) => ({
    field,
    ...words,
    required: (requiredCaseFields as readonly string[]).includes(field),
  })),
}

/** The fields that a file of this kind may have, in the order in which people map them. */
export const fieldsOf = (kind: ImportKind): KnownField[] => [...known[kind]]

/** The field in the words of the trade; the code where there are none. */
export const fieldWords = (kind: ImportKind, field: string): Words =>
  known[kind].find((it) => it.field === field) ?? { zh: field, en: field }

/** The field by which a row of such a file is known again. */
export const numberField = (kind: ImportKind): { readonly field: string; readonly words: Words } => {
  const field = kind === 'cases' ? 'number' : 'recordNumber'
  return { field, words: fieldWords(kind, field) }
}

export type Guessed = { readonly mapping: AnyMapping; readonly dialect: string; readonly doubts: readonly Words[] }

export const guessMapping = (kind: ImportKind, header: readonly string[]): Guessed => {
  if (kind === 'cases') return { mapping: guessCaseColumns(header).mapping, dialect: 'chinese', doubts: [] }
  if (kind === 'register') return { mapping: guessRegisterColumns(header).mapping, dialect: 'chinese', doubts: [] }
  const { mapping, dialect, doubts } = guessColumns(header)
  return { mapping, dialect, doubts: doubts.map(({ words }) => words) }
}

/** A discharge list names patients, a register of calls tells their results, one of cases what was raised and when. */
export const kindOfFile = (header: readonly string[]): ImportKind => {
  if (guessColumns(header).missing.length === 0) return 'discharges'
  if (guessRegisterColumns(header).missing.length === 0) return 'register'
  return guessCaseColumns(header).missing.length === 0 ? 'cases' : 'discharges'
}

/**
 * A mapping that a file can be read with: every field has its entry, and every entry a column that exists. Refuses one
 * that leaves a required field without a column.
 */
export const usableMapping = (kind: ImportKind, mapping: AnyMapping, header: readonly string[]): AnyMapping => {
  const complete = Object.fromEntries(
    known[kind].map(({ field }) => {
      const column = mapping[field]
      return [field, column !== undefined && column !== null && column >= 0 && column < header.length ? column : null]
    }),
  )
  const missing = known[kind].filter(({ field, required }) => required && complete[field] === null)
  if (missing.length > 0)
    throw invalid(
      `缺少必需的列：${missing.map(({ zh }) => zh).join('、')}。请指明它们在文件的哪一列。`,
      `Columns are missing: ${missing.map(({ en }) => en).join(', ')}. Say which columns of the file they are.`,
      missing.map(({ field, zh }) => ({ field: `mapping.${field}`, reason: `请选择“${zh}”所在的列` })),
    )
  return complete
}

export const asMapping = (mapping: AnyMapping): Mapping => mapping as Mapping
export const asRegisterMapping = (mapping: AnyMapping): RegisterMapping => mapping as RegisterMapping
export const asCaseMapping = (mapping: AnyMapping): CaseMapping => mapping as CaseMapping

export type Template = { readonly name: string; readonly mapping: AnyMapping }

/** The template kept for a heading of these columns, in whatever order the file has them now. */
export const templateFor = async (
  ctx: Pick<Ctx, 'tx'>,
  kind: ImportKind,
  header: readonly string[],
): Promise<Template | null> => {
  const rows = await ctx.tx
    .selectFrom('column_templates')
    .where('kind', '=', kind)
    .orderBy('at', 'desc')
    .select(['name', 'header', 'mapping'])
    .execute()
  const sorted = (names: readonly string[]) => JSON.stringify(names.toSorted())
  const wanted = sorted(header)
  const found = rows.find((row) => sorted(row.header as string[]) === wanted)
  if (!found) return null
  const then = found.header as string[]
  const mapping = Object.entries(found.mapping as AnyMapping).map(([field, column]) => [
    field,
    // A heading that occurs twice stays where it was.
    column === null || then[column] === header[column] ? column : header.indexOf(then[column] ?? ''),
  ])
  return { name: found.name, mapping: Object.fromEntries(mapping) as AnyMapping }
}
