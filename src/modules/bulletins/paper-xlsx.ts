// A bulletin as a workbook: its sentences, every figure in one sheet, the charts' months, and how it is counted.
import type { OutCell, OutRow } from '#engine/tables/write.ts'
import type { BookSheet } from '#engine/tables/write-book.ts'
import { type Cell, hiddenText } from './document.ts'
import { sayValue } from './paper-chart.ts'
import type { Printed, PrintedBlock } from './papers.ts'

/** What is written in digits is a number that can be summed; a share stands as it is read. */
const cellOf = ({ text, value }: Cell): OutCell =>
  value !== null && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text

const isTable = (block: PrintedBlock) => block.kind === 'table'
const isChart = (block: PrintedBlock) => block.kind === 'chart'

export const sheetsOf = (it: Printed): BookSheet[] => {
  const said: OutRow[] = it.sections.flatMap(({ title, blocks }) =>
    blocks.flatMap((block): OutRow[] =>
      block.kind === 'text'
        ? [[title, '', block.text]]
        : block.kind === 'words'
          ? block.text.split(/\n+/).map((line, i): OutRow => [title, i === 0 ? block.by : '', line])
          : [],
    ),
  )
  const figures: OutRow[] = it.sections.flatMap(({ title, blocks }) =>
    blocks.filter(isTable).flatMap((table) =>
      table.rows.flatMap(({ cells }) =>
        cells
          .slice(1)
          .map((cell, i): OutRow => [title, table.title, cells[0]!.text, table.head[i + 1]!, cellOf(cell)])
          .filter((row) => row[4] !== ''),
      ),
    ),
  )
  const months: OutRow[] = it.sections.flatMap(({ blocks }) =>
    blocks
      .filter(isChart)
      .flatMap((chart) =>
        chart.points.map(
          ({ key, value, hidden, numerator, denominator, special }): OutRow => [
            chart.title,
            key,
            hidden ? hiddenText : value === null ? '—' : sayValue(chart.unit, value),
            numerator,
            denominator,
            special,
          ],
        ),
      ),
  )
  const about: OutRow[] = [
    ['通报', it.title],
    ['', it.under],
    ['标记', it.mark],
    ...it.notes.map((note, i): OutRow => [`口径 ${i + 1}`, note]),
  ]
  return [
    { name: '数字', header: ['部分', '表', '项目', '栏', '数值'], rows: figures, widths: [16, 20, 34, 14, 18] },
    { name: '文字', header: ['部分', '执笔', '内容'], rows: said, widths: [16, 24, 100] },
    {
      name: '十二个月',
      header: ['图', '月份', '数值', '分子', '分母', '超出偶然'],
      rows: months,
      widths: [30, 12, 18, 10, 10, 26],
    },
    { name: '口径与说明', header: ['项目', '说明'], rows: about, widths: [12, 110] },
  ]
}
