// A bulletin as a sheet of paper: its sections with sentences, tables and small charts, and the words that people wrote into it.
import { useState } from 'react'
import { dayOf, momentText } from '#kernel/time.ts'
import { api, useDo } from '#web/api.ts'
import { Button } from '#web/ui/button.tsx'
import { percent } from '#web/ui/charts/frame.tsx'
import { RunChart } from '#web/ui/charts/run-chart.tsx'
import { TextArea } from '#web/ui/field.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { Fold } from '#web/ui/layout.tsx'
import type { Block, ChartBlock, Slot, TableBlock } from '../document.ts'
import type { One } from './words.ts'

export const FigureTable = ({ table }: { table: TableBlock }) => {
  const words = (i: number) => i === 0 || table.words.includes(i)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="bulletin-place" tabIndex={0} aria-label={table.title}>
      <table className="bulletin-table">
        <caption>{table.title}</caption>
        <thead>
          <tr>
            {table.head.map((head, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a column has no name but its place
              <th key={i} scope="col" className={words(i) ? '' : 'number'}>
                {head || <span className="unseen">{t('项目', 'What')}</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row) => (
            <tr key={row.key} className={row.tone === 'plain' ? '' : `bulletin-${row.tone}`}>
              {row.cells.map((cell, i) =>
                i === 0 ? (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a column has no name but its place
                  <th key={i} scope="row">
                    {cell.text}
                  </th>
                ) : (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a column has no name but its place
                  <td key={i} className={words(i) ? '' : 'number'}>
                    {cell.text}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {table.note && <p className="bulletin-small">{table.note}</p>}
    </section>
  )
}

const say = (unit: ChartBlock['unit']) => (value: number) => (unit === 'share' ? percent(value) : value.toFixed(1))

const Chart = ({ chart }: { chart: ChartBlock }) => (
  <div className="bulletin-chart">
    <RunChart
      title={chart.title}
      answer={chart.answer}
      level="h3"
      height={150}
      paper={330}
      say={say(chart.unit)}
      middle={chart.middle}
      target={chart.target === null ? undefined : { value: chart.target, words: `目标 ${percent(chart.target)}` }}
      {...(chart.unit === 'share' ? { bounds: [0, 1] as const } : {})}
      heads={{ value: t('数值', 'Value'), numerator: t('分子', 'Numerator'), denominator: t('分母', 'Denominator') }}
      points={chart.points.map(({ key, label, special, ...point }) => ({
        ...point,
        key,
        label,
        name: key,
        ...(special ? { special } : {}),
      }))}
    />
  </div>
)

/** What stands in an empty place while it is written. */
const hints = (): Record<Slot, string> => ({
  foreword: t('这个月想对大家说的话', 'What to say to everybody this month'),
  praise: t('表扬谁、为什么', 'Whom to praise, and what for'),
  criticism: t('批评什么、要怎么改；不写限监察室知悉的事', 'What to criticise; nothing that only supervision may know'),
  next: t('下个月抓哪几件事，谁负责', 'What matters next month, and who answers for it'),
})

const Writing = ({ it, slot, title, onDone }: { it: One; slot: Slot; title: string; onDone: () => void }) => {
  const note = it.notes.find((one) => one.slot === slot)
  const form = useForm({ text: note?.text ?? '' })
  const write = useDo(api.bulletins.write, { inForm: true, says: t('已写入', 'Written'), done: onDone })
  return (
    <div className="no-print">
      <Form
        onSubmit={() => write.run({ id: it.id, slot, text: form.values.text })}
        problem={write.problem}
        submit={t('写入', 'Write')}
        busy={write.busy}
        onCancel={onDone}
      >
        <TextArea {...form.field('text')} label={title} hint={hints()[slot]} rows={5} />
      </Form>
    </div>
  )
}

const Words = ({ it, slot, title }: { it: One; slot: Slot; title: string }) => {
  const [open, setOpen] = useState(false)
  const note = it.notes.find((one) => one.slot === slot)
  const may = it.can.includes('write')
  if (open && may) return <Writing it={it} slot={slot} title={title} onDone={() => setOpen(false)} />
  return (
    <>
      {note && (
        <blockquote className="bulletin-words">
          {note.text.split(/\n+/).map((line) => (
            <p key={line}>{line}</p>
          ))}
          <footer>
            {note.by}　{dayOf(new Date(note.at))}
          </footer>
        </blockquote>
      )}
      {may && (
        <p className="no-print">
          <Button small kind="quiet" icon="plus" onClick={() => setOpen(true)}>
            {note ? t(`改${title}`, `Change: ${title}`) : t(`写${title}`, `Write: ${title}`)}
          </Button>
        </p>
      )}
    </>
  )
}

const OneBlock = ({ it, block }: { it: One; block: Block }) => {
  if (block.kind === 'text') return <p className={`bulletin-says bulletin-${block.tone}`}>{block.text}</p>
  if (block.kind === 'table') return <FigureTable table={block} />
  if (block.kind === 'chart') return <Chart chart={block} />
  return <Words it={it} slot={block.slot} title={block.title} />
}

const state = ({ status }: One): string =>
  status === 'published'
    ? ''
    : ({
        draft: t('草稿', 'Draft'),
        proposed: t('草稿', 'Draft'),
        approved: t('待发布', 'Not out yet'),
        corrected: t('已被更正', 'Corrected'),
        withdrawn: t('已撤回', 'Withdrawn'),
      }[status as 'draft'] ?? '')

/** A section in which nothing stands, and in which the reader may write nothing, is not there. */
const hasContent = (it: One, blocks: readonly Block[]): boolean =>
  blocks.some(
    (block) => block.kind !== 'note' || it.can.includes('write') || it.notes.some(({ slot }) => slot === block.slot),
  )

export const Paper = ({ it }: { it: One }) => {
  const { document: doc } = it
  return (
    <article className="bulletin-paper" aria-label={doc.title}>
      <header className="bulletin-top">
        <p className="bulletin-house">
          {doc.hospital}
          <span>{t('内部资料　请勿外传', 'Internal')}</span>
        </p>
        <h2>
          {doc.title}
          {it.kind === 'department' && `（${doc.scope}）`}
        </h2>
        <p className="bulletin-small">
          {[
            doc.scope,
            `${doc.from} 至 ${doc.until}`,
            `第 ${it.version} 版`,
            ...(it.publishedAt ? [`${momentText(new Date(it.publishedAt))} 发布`] : []),
          ].join('　')}
        </p>
        {state(it) && <p className="bulletin-state">{state(it)}</p>}
      </header>
      {it.corrects && (
        <section className="bulletin-correction">
          <h3>{t('更正说明', 'What is corrected')}</h3>
          <p>
            {t(`本版更正第 ${it.corrects.version} 版。缘由：`, `Corrects version ${it.corrects.version}: `)}
            {it.corrects.reason}
          </p>
          <Changes changes={it.changes} />
        </section>
      )}
      {doc.sections
        .filter(({ blocks }) => hasContent(it, blocks))
        .map((section) => (
          <section key={section.key} className={`bulletin-section bulletin-of-${section.key}`}>
            <h3>{section.title}</h3>
            {section.blocks.map((block, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a block has no name but its place
              <OneBlock key={i} it={it} block={block} />
            ))}
          </section>
        ))}
      <section className="bulletin-section bulletin-notes">
        <h3>{t('口径与说明', 'How it is counted')}</h3>
        <ol>
          {doc.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ol>
      </section>
    </article>
  )
}

/** Old and new numbers side by side. */
export const Changes = ({ changes }: { changes: One['changes'] }) =>
  changes.length === 0 ? (
    <p className="bulletin-small">{t('没有数字变动。', 'No figure changed.')}</p>
  ) : (
    <Fold title={t(`${changes.length} 个数字不同`, `${changes.length} figures differ`)} open={changes.length <= 12}>
      <FigureTable
        table={{
          kind: 'table',
          key: 'changes',
          title: t('变动的数字', 'What changed'),
          head: [t('数字', 'Figure'), t('原为', 'Was'), t('现为', 'Is')],
          words: [],
          note: '',
          rows: changes.map(({ path, label, was, is }) => ({
            key: path,
            tone: 'plain',
            cells: [label, was, is].map((text) => ({ text, value: null })),
          })),
        }}
      />
    </Fold>
  )
