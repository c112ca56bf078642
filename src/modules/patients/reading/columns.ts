// Guesses which column of a list is which field, in Chinese, front-sheet codes or pinyin, and says where it is not sure.
import { type Words, w } from '#kernel/words.ts'
import { type Field, fieldNames, fields, requiredFields } from './fields.ts'

export { type Field, fieldNames, fields, requiredFields } from './fields.ts'

export type Mapping = Record<Field, number | null>
type Dialect = 'chinese' | 'hqms' | 'pinyin' | 'mixed'

type Guess = {
  readonly mapping: Mapping
  readonly dialect: Dialect
  /** Headings that mean nothing to us; known ones without use here (fees, coders) are not among them. */
  readonly unknown: string[]
  /** Where a person should look before trusting the guess. */
  readonly doubts: { readonly field: Field; readonly column: number; readonly words: Words }[]
  /** Required fields without a column: nothing can be imported before they are mapped by hand. */
  readonly missing: Field[]
}

type Kind = 'chinese' | 'hqms' | 'pinyin'
type Name = { field: Field; rank: number; kind: Kind }

/** A heading as it is compared: half-width, lower case, without spaces, marks and punctuation. */
const bare = (heading: string): string =>
  heading
    .normalize('NFKC')
    .toLowerCase()
    .replace(/^.*[.](?=[a-z_0-9]+$)/, '')
    .replace(/[\s_\-*:"'“”.、,/#`\p{Cc}]+/gu, '')

const known: Map<string, Name> = new Map()
for (const field of fields) {
  const { chinese, codes = '', pinyin = '' } = fieldNames[field]
  const kinds: [Kind, string][] = [
    ['chinese', chinese],
    ['hqms', codes],
    ['pinyin', pinyin],
  ]
  for (const [kind, names] of kinds) {
    names
      .split(' ')
      .filter(Boolean)
      .forEach((name, rank) => {
        const forms =
          kind === 'hqms'
            ? [bare(name), bare(name).replace(/[cn]$/, '')]
            : [bare(name), bare(name).replace(/[()]/g, '')]
        for (const form of forms) if (!known.has(form)) known.set(form, { field, rank, kind })
      })
  }
}

const frontSheetCode = /^[a-d]\d{2}(x\d{2})?[cn]?$/
/** Pinyin names of the front sheet that we know and have no use for. */
const unusedPinyin =
  /^(yljgdm|zzjgdm|jgmc|jkkh|gj|gjdm|hy|hyzk|zy|zydm|mz|yb\d?|xzzyb|csd|gg|hkdz|hkyb|gzdwjdz|gzdw|dz|rytj|rykb(bm|dm|mc)?|rybf|sjzyts|sjzy|zyts|mzd|mzzd|mjz(zd)?|qtzd\d*|jbdm\d+|rybq\d*|blzd|blh1?|kzr|bmy|bazl|zkys|zkhs|zkrq|ssjczbm\d*|ssjczmc\d+|ssjczrq\d*|ssjb\d*|sz\d*|mzfs\d*|qkyhlb\d*|xx|rh|swhzsj|zzyjh|sfzzyjh|md|nzyyljg|zfy|zfje|xse(cs)?tz\d+)$/

/** The readings of a heading: as a whole, without its remark in brackets, and either side of "A48 病案号" or "病案号(A48)". */
function readings(heading: string): string[] {
  const whole = bare(heading)
  const outside = whole.replace(/[([【].*?[)\]】]/g, '')
  const inside = [...whole.matchAll(/[([【](.*?)[)\]】]/g)].map(([, text = '']) => text)
  const code = /^([a-d]\d{2}(?:x\d{2})?[cn]?)(?=[^\p{ASCII}])(.*)$/u.exec(whole)
  return [
    whole,
    whole.replace(/[()[\]]/g, ''),
    outside,
    ...(code ? [code[1]!, code[2]!] : []),
    ...inside.filter((text) => frontSheetCode.test(text)),
  ]
}

function nameOf(heading: string): Name | null {
  for (const reading of readings(heading)) {
    const name = known.get(reading)
    if (name) return name
  }
  return null
}

/** Second columns of the same field that carry something of their own. */
const second: Partial<Record<Field, Field>> = {
  phone: 'otherPhone',
  admittedAt: 'admittedTime',
  dischargedAt: 'dischargedTime',
}

/** Guesses the mapping from a heading. Columns that were exported twice keep their first place. */
export function guessColumns(header: readonly string[]): Guess {
  const mapping = emptyMapping()
  const chosen = new Map<Field, Name>()
  const kinds = new Set<Kind>()
  const unknown: string[] = []
  const doubts: Guess['doubts'] = []
  const spare: { field: Field; column: number }[] = []
  header.forEach((heading, column) => {
    if (heading.trim() === '') return
    const name = nameOf(heading)
    if (!name) {
      const forms = readings(heading)
      if (!forms.some((form) => frontSheetCode.test(form) || unusedPinyin.test(form))) unknown.push(heading)
      return
    }
    const { field } = name
    kinds.add(name.kind)
    const before = chosen.get(field)
    if (before && before.rank <= name.rank) spare.push({ field, column })
    else {
      if (before) spare.push({ field, column: mapping[field]! })
      chosen.set(field, name)
      mapping[field] = column
    }
  })
  for (const { field, column } of spare) {
    const other = second[field]
    if (other && mapping[other] === null) mapping[other] = column
    else if (!other) doubts.push({ field, column, words: alsoCalled(header, mapping[field]!, column) })
  }
  const home = mapping.phone
  if (home !== null && bare(header[home]!) === 'dh') {
    doubts.push({
      field: 'phone',
      column: home,
      words: w(
        'DH 通常是现住址电话，但有的系统导出的是户口电话，请核对几行。',
        'DH is usually the home telephone, but some systems put that of the household register there: check a few rows.',
      ),
    })
  }
  const dialect = kinds.size > 1 ? 'mixed' : ([...kinds][0] ?? 'chinese')
  return { mapping, dialect, unknown, doubts, missing: requiredFields.filter((field) => mapping[field] === null) }
}

const alsoCalled = (header: readonly string[], used: number, column: number): Words =>
  w(
    `“${header[column]}”与“${header[used]}”是同一项，采用后者。`,
    `“${header[column]}” means the same as “${header[used]}”; the latter is used.`,
  )

const emptyMapping = (): Mapping => Object.fromEntries(fields.map((field) => [field, null])) as Mapping
