// What came of an import: how far it is, the counts, why rows were refused, what corrected rows changed.
import type { Wire } from '#kernel/contract.ts'
import { api, hrefOf, useAsk } from '#web/api.ts'
import { useMayEver } from '#web/me.tsx'
import { Go } from '#web/place.tsx'
import { Button } from '#web/ui/button.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { t } from '#web/ui/language.ts'
import { Fold, Page } from '#web/ui/layout.tsx'
import { Progress } from '#web/ui/marks.tsx'
import { Time } from '#web/ui/moment.tsx'
import { ErrorNote, Note, Skeleton } from '#web/ui/states.tsx'
import { type Column, Table } from '#web/ui/table.tsx'
import type { imports } from '../contract.ts'
import { kindNames } from './kinds.ts'

type It = Wire<NonNullable<NonNullable<(typeof imports)['get']['~types']>[2]>>

const number = (n: number): string => n.toLocaleString('en-US')

const Counts = ({ it }: { it: It }) => {
  const { counts } = it
  const list = it.kind === 'discharges'
  const figures: readonly (readonly [n: number, label: string, tone?: 'bad'])[] = [
    [counts.rows, t('行', 'rows')],
    [counts.created, t('新增', 'new')],
    [counts.updated, t('更新', 'changed')],
    [counts.unchanged, t('无变化', 'unchanged')],
    [counts.rejected, t('拒收', 'refused'), 'bad'],
  ]
  return (
    <>
      <dl className="figures">
        {figures.map(([n, label, tone]) => (
          <div key={label} className={tone && n > 0 ? tone : ''}>
            <dt>{label}</dt>
            <dd>{number(n)}</dd>
          </div>
        ))}
      </dl>
      {list && (
        <p className="figures-say">
          {[
            t(`安排随访 ${number(counts.tasks)} 条`, `${number(counts.tasks)} calls planned`),
            counts.doNotCall > 0 && t(`已故不访 ${number(counts.doNotCall)} 人`, `${number(counts.doNotCall)} died`),
            counts.noPhone > 0 &&
              t(`没有可用号码 ${number(counts.noPhone)} 人`, `${number(counts.noPhone)} without a number`),
            counts.notPlanned > 0 &&
              t(
                `出院已久、不再首访 ${number(counts.notPlanned)} 人`,
                `${number(counts.notPlanned)} too long ago for a first call`,
              ),
            counts.warnings > 0 && t(`提示 ${number(counts.warnings)} 处`, `${number(counts.warnings)} warnings`),
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
      )}
    </>
  )
}

type Refusal = It['rejections'][number] & { readonly id: string }

const refusalColumns = (): readonly Column<Refusal>[] => [
  { key: 'row', head: t('行', 'Row'), width: '64px', align: 'right', card: 'aside', cell: (one) => one.row },
  { key: 'column', head: t('列', 'Column'), width: '120px', card: 'line', cell: (one) => one.column },
  {
    key: 'value',
    head: t('内容', 'Value'),
    width: '190px',
    card: 'line',
    cell: (one) => (one.value === '' ? <span className="none">{t('空', 'empty')}</span> : one.value),
  },
  { key: 'reason', head: t('原因', 'Reason'), card: 'title', cell: (one) => one.reason },
  { key: 'remedy', head: t('怎么改', 'Remedy'), card: 'foot', cell: (one) => one.remedy },
]

const Refusals = ({ it }: { it: It }) => (
  <section className="refusals">
    <header>
      <h2>{t(`拒收的 ${number(it.counts.rejected)} 行`, `${number(it.counts.rejected)} refused rows`)}</h2>
      <p className="none">
        {t('其余各行已导入。改好后把这个文件再拖进来即可。', 'The rest went in. Correct this file and drop it again.')}
      </p>
      <a className="button" href={hrefOf(api.imports.rejections, { id: it.id })} download>
        <Icon name="download" size={17} />
        {t('下载被拒行', 'Download refused rows')}
      </a>
    </header>
    <Table
      label={t('拒收的行', 'Refused rows')}
      columns={refusalColumns()}
      rows={it.rejections.map((one, i) => ({ ...one, id: `${one.row}.${i}` }))}
    />
    {it.rejections.length < it.counts.rejected && (
      <p className="hint">
        {t(
          `这里显示前 ${it.rejections.length} 行，全部在下载的文件里。`,
          `The first ${it.rejections.length}; all are in the file.`,
        )}
      </p>
    )}
  </section>
)

const Details = ({ it }: { it: It }) => (
  <>
    {it.changes.length > 0 && (
      <Fold
        title={t('更新了什么', 'What changed')}
        aside={t(`${it.changes.length} 份记录`, `${it.changes.length} records`)}
      >
        <ul className="changes">
          {it.changes.map((one) => (
            <li key={`${one.recordNumber}.${one.admissionCount}`}>
              <b>{one.recordNumber}</b>
              {one.admissionCount > 1 && (
                <small> {t(`第 ${one.admissionCount} 次`, `stay ${one.admissionCount}`)}</small>
              )}
              {one.changed.map((change) => (
                <span key={change.field}>
                  {change.field}:<s>{change.from || t('空', 'empty')}</s> → {change.to || t('空', 'empty')}
                </span>
              ))}
            </li>
          ))}
        </ul>
      </Fold>
    )}
    {it.warnings.length > 0 && (
      <Fold title={t('提示', 'Warnings')} aside={t(`${it.counts.warnings} 处`, String(it.counts.warnings))}>
        <ul className="changes">
          {it.warnings.map((one, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row may be warned of twice in the same words
            <li key={`${one.row}.${i}`}>
              <b>{t(`第 ${one.row} 行`, `Row ${one.row}`)}</b>
              <span>{one.words}</span>
            </li>
          ))}
        </ul>
      </Fold>
    )}
  </>
)

export const Result = ({ id, onBack }: { id: string; onBack: () => void }) => {
  const mayEver = useMayEver()
  const ask = useAsk(api.imports.get, { id })
  const it = ask.data
  if (!it) return ask.error ? <ErrorNote error={ask.error} retry={ask.refetch} /> : <Skeleton lines={10} />
  const running = it.status === 'running'
  return (
    <Page
      title={it.fileName}
      about={
        <>
          {t(kindNames[it.kind])}
          {it.by && ` · ${it.by}`} · <Time at={it.startedAt} />
        </>
      }
      actions={
        <>
          <Button icon="left" onClick={onBack}>
            {t('全部导入', 'All imports')}
          </Button>
          {it.status === 'finished' && mayEver('task.read') && it.counts.tasks > 0 && (
            <Go to="/desk" className="button primary">
              {t('去随访', 'To the calls')}
            </Go>
          )}
          {it.status === 'finished' && it.kind === 'cases' && mayEver('case.read') && (
            <Go to="/register" with={{ takenOver: 'true', open: 'true' }} className="button primary">
              {t('看没有答复的', 'What is still open')}
            </Go>
          )}
        </>
      }
    >
      <div className="result" aria-live="polite">
        {running && (
          <Progress
            done={it.done}
            label={t(`正在导入…已读 ${number(it.counts.rows)} 行`, `Taking in… ${number(it.counts.rows)} rows read`)}
          />
        )}
        {it.status === 'failed' && (
          <Note tone="bad" title={t('没有全部导入', 'It did not all go in')}>
            {it.failure}
          </Note>
        )}
        {it.status === 'finished' && it.counts.rejected === 0 && (
          <Note tone="good">
            {it.counts.created + it.counts.updated === 0
              ? t('和上次一样，没有变化。', 'The same as before; nothing changed.')
              : t('全部导入，没有一行被拒。', 'Everything went in; no row was refused.')}
          </Note>
        )}
        <Counts it={it} />
      </div>
      {it.counts.rejected > 0 && <Refusals it={it} />}
      {!running && <Details it={it} />}
    </Page>
  )
}
