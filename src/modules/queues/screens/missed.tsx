// Missed calls: who could not speak to anybody and waits for us, the promised first; each stays until it has an outcome.
import { useState } from 'react'
import type { z } from 'zod'
import type { Wire } from '#kernel/contract.ts'
import { w } from '#kernel/words.ts'
import { dial, hasTelephone, mainCall, useTelephone } from '#modules/calls/screens/telephone.ts'
import { api, useAsk, useAskPages, useDo } from '#web/api.ts'
import { Go, useFilters } from '#web/place.tsx'
import { Records, useOpened } from '#web/records.tsx'
import { Button } from '#web/ui/button.tsx'
import { RadioRow } from '#web/ui/choose.tsx'
import { TextArea } from '#web/ui/field.tsx'
import { Form } from '#web/ui/form.tsx'
import { Kbd, useShortcut } from '#web/ui/keys.tsx'
import { t } from '#web/ui/language.ts'
import { Panel, Section, Segmented } from '#web/ui/layout.tsx'
import { Facts, StateDot, Tag } from '#web/ui/marks.tsx'
import { Due, Time } from '#web/ui/moment.tsx'
import { Empty } from '#web/ui/states.tsx'
import type { Column } from '#web/ui/table.tsx'
import type { MissedLine } from '../contract.ts'
import { missedLifecycle } from '../lifecycle.ts'
import './queues.css'

type Line = Wire<z.output<typeof MissedLine>>
type View = 'owed' | 'late' | 'closed' | 'all'
type Failed = 'no-answer' | 'busy' | 'powered-off' | 'wrong-number' | 'refused'

const isOwed = ({ closedAt }: Line): boolean => closedAt === null
const tone = (row: Line) => (row.overdue ? 'bad' : isOwed(row) ? 'accent' : row.status === 'reached' ? 'good' : 'plain')

const columnsOf = (): readonly Column<Line>[] => [
  {
    key: 'due',
    head: t('期限', 'Due'),
    width: '132px',
    card: 'aside',
    cell: (row) => (isOwed(row) ? <Due at={row.dueAt} /> : row.closedAt && <Time at={row.closedAt} />),
  },
  {
    key: 'who',
    head: t('谁', 'Who'),
    card: 'title',
    cell: (row) => (
      <>
        {row.masked} {row.promised && <Tag tone="warn">{t('已答应回拨', 'promised')}</Tag>}
        <small>{row.people.join('、')}</small>
      </>
    ),
  },
  {
    key: 'calls',
    head: t('来电', 'Called'),
    width: '150px',
    card: 'line',
    cell: (row) => (
      <>
        <Time at={row.lastAt} /> {row.calls > 1 && t(`共 ${row.calls} 次`, `${row.calls} times`)}
      </>
    ),
  },
  {
    key: 'queue',
    head: t('队列', 'Queue'),
    width: '110px',
    card: 'line',
    cell: (row) => row.queue ?? t('坐席分机', 'Extension'),
  },
  {
    key: 'state',
    head: t('状态', 'State'),
    width: '170px',
    card: 'foot',
    cell: (row) => (
      <>
        <StateDot life={missedLifecycle} status={row.status} tone={tone(row)} />{' '}
        {isOwed(row) && row.tries > 0 && t(`已拨 ${row.tries} 次`, `tried ${row.tries}`)}
      </>
    ),
  },
]

const failedWords: Readonly<Record<Failed, ReturnType<typeof w>>> = {
  'no-answer': w('无人接听', 'No answer'),
  busy: w('占线', 'Busy'),
  'powered-off': w('关机', 'Switched off'),
  'wrong-number': w('空号或打错', 'Wrong number'),
  refused: w('对方说不用了', 'Needs nothing any more'),
}

const Outcome = ({ row }: { row: Line }) => {
  const [words, setWords] = useState('')
  const [failed, setFailed] = useState<Failed>('no-answer')
  const changes = ['missed', 'call', 'agent', 'queue']
  const reach = useDo(api.missed.reach, { inForm: true, changes, says: t('已登记', 'Written') })
  const fail = useDo(api.missed.fail, { inForm: true, changes, says: t('已记一次', 'One try more') })
  const giveUp = useDo(api.missed.giveUp, { inForm: true, changes, says: t('已登记未联系上', 'Not reached') })
  const send = () => reach.run({ id: row.id, words })
  useShortcut('Ctrl+Enter', () => void send(), { on: row.can.includes('reach') })
  return (
    <>
      <Section title={t('已说上话', 'Spoke to the caller')}>
        <Form onSubmit={send} problem={reach.problem} busy={reach.busy} submit={t('登记', 'Write it down')}>
          <TextArea
            name="words"
            label={t('对方要什么，怎样答复的', 'What was wanted, and what was said')}
            value={words}
            onChange={setWords}
            rows={3}
            maxLength={1000}
          />
        </Form>
      </Section>
      <Section title={t('没联系上', 'Not reached')}>
        <p className="hint">
          {t(
            `用本页电话回拨的，没人接会自动记一次。拨够 ${row.needed} 次仍未接通，才可登记未联系上。`,
            `Calls of this telephone count by themselves. After ${row.needed} tries it may be left.`,
          )}
        </p>
        <RadioRow<Failed>
          name="disposition"
          label={t('结果', 'What happened')}
          value={failed}
          onChange={setFailed}
          options={(Object.keys(failedWords) as Failed[]).map((value) => ({ value, label: t(failedWords[value]) }))}
        />
        <div className="actions after">
          <Button busy={fail.busy} onClick={() => void fail.run({ id: row.id, disposition: failed, words })}>
            {t('记一次', 'Note one try')}
          </Button>
          {row.can.includes('giveUp') && (
            <Button busy={giveUp.busy} onClick={() => void giveUp.run({ id: row.id, words })}>
              {t('登记未联系上', 'Record as not reached')}
            </Button>
          )}
        </div>
      </Section>
    </>
  )
}

const Record = ({ row }: { row: Line }) => {
  const telephone = useTelephone()
  const place = useDo(api.missed.dial, { changes: ['missed'] })
  const mine = hasTelephone(telephone) && !mainCall(telephone)
  const call = () => dial(() => place.run({ id: row.id }), { who: row.masked, about: row.id })
  useShortcut('c', () => void call(), { on: mine && row.can.includes('dial'), words: w('回拨', 'Call back') })
  return (
    <Panel
      head={
        <div className="missed-head">
          <h2 className="panel-title">{row.masked}</h2>
          <StateDot life={missedLifecycle} status={row.status} tone={tone(row)} />
          {isOwed(row) && <Due at={row.dueAt} />}
        </div>
      }
      foot={
        row.can.includes('dial') ? (
          row.status === 'calling' && row.callId && mainCall(telephone)?.about === row.id ? (
            <Go to="/cases" with={{ new: '1', call: row.callId }} className="button plain">
              <span>{t('登记成诉求', 'Register a matter')}</span>
            </Go>
          ) : mine ? (
            <Button kind="primary" icon="phone" keys="C" busy={place.busy} onClick={() => void call()}>
              {t('回拨', 'Call back')}
            </Button>
          ) : hasTelephone(telephone) ? (
            <p className="hint">{t('正在通话中。', 'You are speaking.')}</p>
          ) : (
            <p className="hint">{t('您还没有分机，请有分机的同事回拨。', 'Colleagues with an extension call back.')}</p>
          )
        ) : null
      }
    >
      <Facts
        facts={[
          [t('谁用这个号码', 'Who has this number'), row.people.join('、') || t('没有人留过', 'nobody we know')],
          [t('第一次来电', 'First call'), <Time key="first" at={row.firstAt} />],
          [t('最近一次', 'Last call'), <Time key="last" at={row.lastAt} />],
          [t('来电次数', 'Calls'), String(row.calls)],
          [t('打到', 'Called'), row.queue ?? t('坐席分机', 'an agent’s extension')],
          [t('已回拨', 'Tried'), t(`${row.tries} 次`, String(row.tries))],
          [t('回拨人', 'By'), row.staff],
          [t('结果', 'Outcome'), row.outcome, true],
        ]}
      />
      {row.can.includes('reach') && <Outcome key={row.id} row={row} />}
    </Panel>
  )
}

export const Screen = () => {
  const [filters, set] = useFilters<'view' | 'id'>()
  const view = (filters.view || 'owed') as View
  const counts = useAsk(api.missed.counts).data
  return (
    <Records
      heading={t('漏接回拨', 'Missed calls')}
      unseen
      noun={t('漏接回拨', 'Missed call')}
      tools={
        <Segmented<View>
          label={t('视图', 'View')}
          value={view}
          onChange={(to) => set({ view: to === 'owed' ? '' : to, id: '' })}
          options={[
            { value: 'owed', label: t('待回拨', 'Owed'), count: counts?.owed },
            { value: 'late', label: t('超时', 'Late'), count: counts?.late },
            { value: 'closed', label: t('已了结', 'Over') },
            { value: 'all', label: t('全部', 'All') },
          ]}
        />
      }
      list={useAskPages(api.missed.list, { view, limit: 100 })}
      columns={columnsOf}
      nameOf={(row) => row.people.join(' ')}
      empty={
        <Empty icon="phone" title={t('没有待回拨的电话', 'Nobody waits for a call')}>
          {t('没打通的来电都会出现在这里，直到有了结果。', 'Whoever could not get through stands here.')}
        </Empty>
      }
      below={
        <footer className="list-foot no-print">
          <span className="keys-hint" aria-hidden="true">
            <Kbd keys="J" /> <Kbd keys="K" /> {t('上下', 'up, down')}
            <Kbd keys="C" /> {t('回拨', 'call back')}
          </span>
        </footer>
      }
      ask={useOpened(api.missed.get)}
      record={(row) => <Record row={row} />}
      lines={8}
      nothing={
        <Empty icon="phone" title={t('选一条回拨', 'Choose one')}>
          {t('答应过回拨的排在最前。', 'Who was promised a call stands first.')}
        </Empty>
      }
    />
  )
}
