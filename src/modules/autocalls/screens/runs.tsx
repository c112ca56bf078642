// The board of the automatic calls: what the program did today and does now, the pause key, the pace, and each call.
import { useMemo, useState } from 'react'
import type { ReplyOf, Wire } from '#kernel/contract.ts'
import { outcomeWords } from '#modules/calls/outcomes.ts'
import { wordsOfDisposition } from '#modules/contacts/dispositions.ts'
import { api, useAsk, useAskPages, useDo } from '#web/api.ts'
import { ExportButton } from '#web/export-button.tsx'
import { Go, useFilters } from '#web/place.tsx'
import { Button } from '#web/ui/button.tsx'
import { RadioRow } from '#web/ui/choose.tsx'
import { NumberField, Select, TextField } from '#web/ui/field.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { Page, Section } from '#web/ui/layout.tsx'
import { Facts, Tag } from '#web/ui/marks.tsx'
import { Time } from '#web/ui/moment.tsx'
import { Empty, Loaded, Note } from '#web/ui/states.tsx'
import { type Column, Table } from '#web/ui/table.tsx'
import { type autocalls, type Result, results } from '../contract.ts'
import './autocalls.css'

type Today = Wire<ReplyOf<typeof autocalls.today>>
type Line = Wire<ReplyOf<typeof autocalls.list>>['rows'][number]

const tones: Partial<Record<Result, 'good' | 'warn' | 'bad'>> = {
  completed: 'good',
  urgent: 'bad',
  dissatisfied: 'warn',
  person: 'warn',
  failed: 'warn',
  lost: 'warn',
}

/** How it ended, with what the line said where nobody spoke. */
const How = ({ row }: { row: Line }) => {
  if (row.result === null)
    return <Tag tone="accent">{row.status === 'talking' ? t('通话中', 'Talking') : t('正在拨打', 'Dialling')}</Tag>
  const said =
    row.result === 'unreached' && row.disposition
      ? t(wordsOfDisposition(row.disposition))
      : row.result === 'failed' && row.outcome
        ? t(outcomeWords[row.outcome as keyof typeof outcomeWords])
        : t(results[row.result])
  return <Tag tone={tones[row.result] ?? 'plain'}>{said}</Tag>
}

const after = (row: Line): string =>
  row.agent
    ? t(`转接 ${row.agent}`, `to ${row.agent}`)
    : row.promised
      ? t('已约定回电', 'A call-back is promised')
      : row.keys > 0
        ? t(`按键 ${row.keys} 次`, `${row.keys} keys`)
        : ''

const columnsOf = (): Column<Line>[] => [
  { key: 'at', head: t('拨打', 'Dialled'), width: '110px', card: 'aside', cell: (row) => <Time at={row.startedAt} /> },
  {
    key: 'patient',
    head: t('患者', 'Patient'),
    card: 'title',
    cell: (row) => (
      <>
        <Go to="/desk" with={{ id: row.taskId, view: 'all' }}>
          {row.patient}
        </Go>
        <small>{row.department}</small>
      </>
    ),
  },
  { key: 'how', head: t('结果', 'Result'), width: '190px', card: 'line', cell: (row) => <How row={row} /> },
  { key: 'after', head: t('之后', 'Then'), card: 'foot', cell: after },
  {
    key: 'script',
    head: t('话术', 'Script'),
    card: 'hide',
    cell: (row) => `${row.script} ${t(`第 ${row.scriptVersion} 版`, `v${row.scriptVersion}`)}`,
  },
]

const Figures = ({ it }: { it: Today }) => {
  const figures: [string, number][] = [
    [t('等待拨打', 'Waiting'), it.waiting],
    [t('正在通话', 'In progress'), it.now],
    [t('今日拨打', 'Dialled today'), it.dialled],
    [t('有人按键', 'Pressed a key'), it.reached],
    [t('按键总数', 'Keys'), it.keys],
    [t('转给坐席', 'Handed over'), it.handedOver],
    [t('约定回电', 'Call-backs'), it.promised],
  ]
  return (
    <dl className="run-figures">
      {figures.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

const PaceForm = ({ it, onDone }: { it: Today; onDone: () => void }) => {
  const form = useForm({
    ...it.pace,
    lines: it.pace.lines as number | null,
    tries: it.pace.tries as number | null,
    perSecond: it.pace.perSecond as number | null,
    callBackMinutes: it.pace.callBackMinutes as number | null,
  })
  const save = useDo(api.autocalls.set, { inForm: true, says: t('已保存', 'Saved') })
  return (
    <Form
      onSubmit={async () => {
        if (await save.run(form.values as Today['pace'])) onDone()
      }}
      problem={save.problem}
      submit={t('保存', 'Save')}
      busy={save.busy}
      onCancel={onDone}
    >
      <div className="columns">
        <NumberField {...form.field('lines')} label={t('同时通话', 'Calls at once')} min={1} max={200} step={1} />
        <NumberField
          {...form.field('perSecond')}
          label={t('每秒发起', 'Begun a second')}
          min={0.1}
          max={10}
          step={0.1}
        />
        <NumberField
          {...form.field('tries')}
          label={t('机器最多打', 'Tries by the program')}
          min={1}
          max={5}
          step={1}
          unit={t('次', '')}
        />
      </div>
      <div className="columns">
        <TextField {...form.field('from')} label={t('从', 'From')} maxLength={5} />
        <TextField {...form.field('until')} label={t('到', 'Until')} maxLength={5} />
        <NumberField
          {...form.field('callBackMinutes')}
          label={t('约定回电在', 'Call back within')}
          min={5}
          max={240}
          step={5}
          unit={t('分钟内', 'min')}
        />
      </div>
      <RadioRow
        {...form.field('days')}
        label={t('哪些日子', 'Which days')}
        options={[
          { value: 'all', label: t('每天', 'Every day') },
          { value: 'workdays', label: t('只在工作日', 'Working days only') },
        ]}
      />
      <p className="hint">
        {t('休息时间（12–14 点、20 点后）无论如何不打。', 'In hours of rest (12–14, after 20) nobody is called.')}
      </p>
    </Form>
  )
}

/** What keeps the program from calling now, the gravest first. */
const standing = (it: Today): string[] => [
  ...(it.lines === 0
    ? [
        t(
          '还没有机器外呼的分机。请信息科在“电话系统”中登记一条“机器”线路。',
          'There is no line for the machine yet; the administrator adds one under “Telephone”.',
        ),
      ]
    : []),
  ...(it.paused
    ? [
        t(
          `已由${it.paused.by}暂停${it.paused.why ? `：${it.paused.why}` : '。'}`,
          `Paused by ${it.paused.by}${it.paused.why ? `: ${it.paused.why}` : '.'}`,
        ),
      ]
    : []),
]

const Now = ({ it }: { it: Today }) => {
  const [setting, setSetting] = useState(false)
  const pause = useDo(api.autocalls.pause, { says: t('已暂停，正在通话的不受影响', 'Paused; calls in progress go on') })
  const resume = useDo(api.autocalls.resume, { says: t('已继续', 'Going on') })
  return (
    <>
      <div className="actions run-actions no-print">
        {it.can.includes('set') && (
          <Button small icon="sliders" onClick={() => setSetting(!setting)}>
            {t('外呼设置', 'Pace')}
          </Button>
        )}
        {it.can.includes('pause') && (
          <Button small icon="pause" busy={pause.busy} onClick={() => void pause.run({})}>
            {t('暂停外呼', 'Pause')}
          </Button>
        )}
        {it.can.includes('resume') && (
          <Button small kind="primary" icon="play" busy={resume.busy} onClick={() => void resume.run({})}>
            {t('继续外呼', 'Go on')}
          </Button>
        )}
      </div>
      {standing(it).map((words) => (
        <Note key={words} tone="warn">
          {words}
        </Note>
      ))}
      {!it.allowed && <Note>{t('现在不在外呼时间内。', 'It is not the time for calls now.')}</Note>}
      {it.unscripted > 0 && (
        <Note tone="warn">
          {t(
            `${it.unscripted} 人的问卷没有批准的话术，将转给人工。`,
            `${it.unscripted} have no approved script; people will call them.`,
          )}{' '}
          <Go to="/scripts">{t('话术', 'Scripts')}</Go>
        </Note>
      )}
      {setting && (
        <section className="sheet">
          <h2 className="sheet-title">{t('外呼设置', 'Pace')}</h2>
          <PaceForm it={it} onDone={() => setSetting(false)} />
        </section>
      )}
      <section className="sheet">
        <h2 className="sheet-title">{t('今天', 'Today')}</h2>
        <Figures it={it} />
        {it.failures.length > 0 && <Facts facts={it.failures.map(({ words: why, count }) => [why, count] as const)} />}
      </section>
    </>
  )
}

export const Screen = () => {
  const [filters, set] = useFilters<'result'>()
  const today = useAsk(api.autocalls.today)
  const result = filters.result && filters.result in results ? (filters.result as Result) : undefined
  const list = useAskPages(api.autocalls.list, { ...(result ? { result } : {}) })
  const columns = useMemo(columnsOf, [])
  return (
    <Page wide title={t('语音随访', 'Automatic calls')}>
      <Loaded ask={today}>{(it) => <Now it={it} />}</Loaded>
      <Section title={t('每一通', 'Each call')}>
        <div className="toolbar filters no-print">
          <Select
            label={t('结果', 'Result')}
            value={result ?? ''}
            onChange={(to) => set({ result: to ?? '' })}
            options={[
              { value: '', label: t('全部结果', 'Every result') },
              ...Object.entries(results).map(([value, words]) => ({ value, label: t(words) })),
            ]}
          />
          <ExportButton of={list.asks} />
        </div>
        <Table
          label={t('自动外呼记录', 'Automatic calls')}
          columns={columns}
          rows={list.rows}
          more={list.more}
          error={list.error}
          retry={list.retry}
          empty={
            <Empty icon="phone" title={t('还没有拨打', 'No call yet')}>
              {t(
                '在随访方案中选“先由语音自动随访”，并批准话术后，到期的任务由机器先打。',
                'A wave whose calls the program makes first, with an approved script, is called from here.',
              )}
            </Empty>
          }
        />
      </Section>
    </Page>
  )
}
