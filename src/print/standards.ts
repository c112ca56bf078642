// Prints the numbers that the hospital is judged by, with their bounds and sources.
import { type Standard, standards } from '#src/standards.ts'
import { page, table } from './page.ts'

export const standardsPage = (): string =>
  page(
    '标准 · Standards',
    'src/standards.ts',
    table(
      ['名称 name', '含义 says', '值 value', '可调范围 bounds', '出处 source'],
      Object.entries(standards as Record<string, Standard>).map(([name, { value, unit, says, source, min, max }]) => [
        `\`${name}\``,
        `${says.zh}<br>${says.en}`,
        `${value} ${unit}`,
        min === undefined ? '不可调' : `${min}–${max}`,
        source,
      ]),
    ),
  )
