// The calls that were drawn: the drawing above with its proof, the list, and beside it the one that is being checked.
import { useState } from 'react'
import type { Wire } from '#kernel/contract.ts'
import { api, useAsk, useAskPages, useDo } from '#web/api.ts'
import { useFilters } from '#web/place.tsx'
import { Records, useOpened } from '#web/records.tsx'
import { Button } from '#web/ui/button.tsx'
import { Select, TextField } from '#web/ui/field.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { ConfirmButton, Fold, Panel } from '#web/ui/layout.tsx'
import { Facts, StateDot, Tag } from '#web/ui/marks.tsx'
import { Time } from '#web/ui/moment.tsx'
import { Empty, Loaded, Note } from '#web/ui/states.tsx'
import type { Column } from '#web/ui/table.tsx'
import type { CheckLine, DrawLine } from '../contract.ts'
import { checkLifecycle } from '../lifecycle.ts'
import { CheckRecord } from './record.tsx'
import { Score } from './score.tsx'
import { monthWords, recallWords } from './words.ts'

type Line = Wire<CheckLine>
type Draw = Wire<DrawLine>

const columns = (): readonly Column<Line>[] => [
  { key: 'caller', head: t('回访人', 'Caller'), width: '84px', card: 'title', cell: (row) => row.caller.name },
  { key: 'patient', head: t('患者', 'Patient'), width: '72px', card: 'line', cell: (row) => row.patient },
  { key: 'department', head: t('科室', 'Department'), card: 'line', cell: (row) => row.department ?? '—' },
  {
    key: 'at',
    head: t('回访时间', 'Called'),
    width: '112px',
    card: 'aside',
    cell: (row) => <Time at={row.calledAt} />,
  },
  {
    key: 'status',
    head: t('进展', 'State'),
    width: '190px',
    card: 'foot',
    cell: (row) => (
      <span className="check-state">
        <StateDot life={checkLifecycle} status={row.status} tone={row.status === 'drawn' ? 'accent' : 'plain'} />{' '}
        <Score it={row} /> {row.recall === 'waiting' && <Tag>{t(recallWords.waiting!)}</Tag>}
      </span>
    ),
  },
]

/** Draws by hand; a seed of one's own is for whoever wants to be able to repeat it in front of others. */
const DrawForm = ({ onDone }: { onDone: (id?: string) => void }) => {
  const last = new Date(Date.now() - 28 * 86_400_000).toISOString().slice(0, 7)
  const form = useForm({ month: last, seed: '' })
  const make = useDo(api.draws.make, { inForm: true, changes: ['check'], says: t('已抽取', 'Drawn') })
  const submit = async () => {
    const { month, seed } = form.values
    const done = await make.run({ month, ...(seed.trim() ? { seed } : {}) })
    if (done) onDone(done.id)
  }
  return (
    <Panel head={<h2>{t('手工抽样', 'Draw by hand')}</h2>}>
      <Form
        onSubmit={submit}
        problem={make.problem}
        busy={make.busy}
        submit={t('抽取', 'Draw')}
        onCancel={() => onDone()}
      >
        <TextField
          {...form.field('month')}
          label={t('哪个月', 'Month')}
          hint={t('如 2026-03', 'e.g. 2026-03')}
          autoFocus
        />
        <TextField
          {...form.field('seed')}
          label={t('种子', 'Seed')}
          optional
          hint={t(
            '当众抽样时写现场定的数；不填由程序生成。',
            'A number agreed on in public; made by the program if empty.',
          )}
        />
        <Note>
          {t(
            '已抽过的电话和监察室自己打的电话不再抽。比例、每人最少和总数在“设置”→“时限与指标”里改。',
            'Calls drawn before, and supervision’s own, are left out. Share, least per caller and most are settings.',
          )}
        </Note>
      </Form>
    </Panel>
  )
}

const Proof = ({ draw }: { draw: Draw }) => {
  const ask = useAsk(api.draws.proof, { id: draw.id })
  return (
    <Loaded ask={ask} lines={3}>
      {(it) => (
        <>
          <Note
            tone={it.same && it.frameIntact ? 'good' : 'bad'}
            title={it.same ? t('重抽结果相同', 'Drawn again: the same') : t('与重抽结果不同', 'Not the same')}
          >
            {t(
              `按同一名单（${it.size} 通）和种子重新抽取，得到的正是这 ${it.drawn} 通。名单校验值${it.frameIntact ? '相符' : '不符'}。`,
              `From the same ${it.size} calls and seed these ${it.drawn} are drawn again. The frame is ${it.frameIntact ? 'intact' : 'not intact'}.`,
            )}
          </Note>
          <ul className="check-proof">
            {it.callers.map((one) => (
              <li key={one.name}>
                {one.name} <b>{one.drawn}</b>
                <small>
                  {' '}
                  / {one.calls} {t('通', 'calls')}
                </small>
              </li>
            ))}
          </ul>
        </>
      )}
    </Loaded>
  )
}

/** How it was drawn, how far it is, its proof, and telling the results. */
const Drawing = ({ draw }: { draw: Draw }) => {
  const [open, setOpen] = useState(false)
  const release = useDo(api.draws.release, { changes: ['check'], says: t('结果已公布给各回访人', 'Released') })
  const { share, perCaller, most } = draw.rules
  return (
    <div className="check-drawing">
      <p>
        <b>{monthWords(draw.month)}</b>{' '}
        {draw.status === 'released'
          ? t(`已公布，共 ${draw.drawn} 通`, `released, ${draw.drawn} calls`)
          : t(`已查 ${draw.scored} / ${draw.drawn} 通`, `${draw.scored} of ${draw.drawn} checked`)}
        {draw.can.includes('release') && draw.waiting === 0 && draw.drawn > 0 && (
          <ConfirmButton
            label={t('公布结果', 'Release')}
            title={t('公布这次抽查的结果？', 'Release the results?')}
            text={t(
              '每位回访人会看到自己被抽到的电话、评分和意见，也会看到谁听过录音。公布后只能因异议更正。',
              'Each caller sees his own calls, marks and remarks, and who heard them. After that only an objection changes them.',
            )}
            busy={release.busy}
            onConfirm={() => void release.run({ id: draw.id })}
          />
        )}
      </p>
      <Fold
        title={t('怎样抽的', 'How it was drawn')}
        aside={draw.how === 'hand' ? draw.drawnBy : t('按月自动', 'by schedule')}
        open={open}
        onToggle={setOpen}
      >
        <Facts
          facts={[
            [t('抽样名单', 'From'), t(`${draw.frameSize} 通随访电话`, `${draw.frameSize} calls`)],
            [
              t('规则', 'Rules'),
              t(
                `按回访人和科室分层，${share}%，每人至少 ${perCaller} 通，最多 ${most} 通`,
                `by caller and department, ${share}%, ${perCaller} a caller at least, ${most} at most`,
              ),
            ],
            [t('种子', 'Seed'), <code key="seed">{draw.seed}</code>],
            [t('名单校验值', 'SHA-256 of the frame'), <code key="sha">{draw.frameSha256.slice(0, 16)}…</code>],
            [t('抽取', 'Drawn'), <Time key="at" at={draw.drawnAt} />],
          ]}
        />
        {open && <Proof draw={draw} />}
      </Fold>
    </div>
  )
}

export const Drawn = ({ tools }: { tools: React.ReactNode }) => {
  const [filters, set] = useFilters<'id' | 'draw' | 'status'>()
  const draws = useAskPages(api.draws.list, {})
  const draw = draws.rows?.find(({ id }) => id === filters.draw) ?? draws.rows?.[0]
  const list = useAskPages(
    api.checks.list,
    { ...(draw ? { draw: draw.id } : {}), ...(filters.status ? { status: filters.status as Line['status'] } : {}) },
    { on: draws.rows !== undefined },
  )
  const one = useOpened(api.checks.get)
  const next = () => {
    const rows = list.rows ?? []
    const at = rows.findIndex(({ id }) => id === filters.id)
    const to = [...rows.slice(at + 1), ...rows.slice(0, Math.max(0, at))].find(({ status }) => status === 'drawn')
    if (to) set({ id: to.id })
  }
  return (
    <Records
      heading={t('质检', 'Quality')}
      unseen
      noun={t('一通抽查', 'A spot check')}
      tools={tools}
      under={
        <div className="toolbar filters no-print">
          {(draws.rows?.length ?? 0) > 1 && (
            <Select
              bare
              label={t('哪次抽样', 'Drawing')}
              value={draw?.id ?? ''}
              onChange={(value) => set({ draw: value, id: '' })}
              options={(draws.rows ?? []).map((it) => ({
                value: it.id,
                label: `${monthWords(it.month)}${it.how === 'hand' ? t('（手工）', ' (by hand)') : ''}`,
              }))}
            />
          )}
          <Select
            bare
            label={t('进展', 'State')}
            value={(filters.status ?? '') as Line['status'] | ''}
            onChange={(value) => set({ status: value, id: '' })}
            empty={t('全部进展', 'Any state')}
            options={Object.entries(checkLifecycle.states).map(([value, words]) => ({
              value: value as Line['status'],
              label: t(words),
            }))}
          />
          <Button icon="plus" onClick={() => set({ id: 'new' })}>
            {t('手工抽样', 'Draw')}
          </Button>
          {draw && <Drawing draw={draw} />}
        </div>
      }
      list={list}
      columns={columns}
      nameOf={(row) => `${row.caller.name} ${row.patient}`}
      ask={one}
      record={(it) => <CheckRecord it={it} onNext={next} />}
      instead={filters.id === 'new' && <DrawForm onDone={(id) => set({ id: '', ...(id ? { draw: id } : {}) })} />}
      empty={
        filters.status && draw ? (
          <Empty icon="checks" title={t('没有这样的电话', 'None of these')} />
        ) : (
          <Empty icon="checks" title={t('还没有抽样', 'Nothing has been drawn')}>
            {t(
              '每月初自动抽取上个月的随访电话；回访人在公布前不知道抽了哪些。',
              'At the beginning of a month calls of the last one are drawn; nobody is told which before the results are released.',
            )}
          </Empty>
        )
      }
      nothing={<Empty icon="checks" title={t('选择一通电话来检查', 'Choose a call to check')} />}
    />
  )
}
