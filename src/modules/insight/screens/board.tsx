// The board (看板) on the centre's wall: what is open, late and about to be late, for whom it waits, and who has how much.
import { useEffect } from 'react'
import type { Wire } from '#kernel/contract.ts'
import { dayOf } from '#kernel/time.ts'
import { api, useAsk } from '#web/api.ts'
import { useMe } from '#web/me.tsx'
import { Go } from '#web/place.tsx'
import { now, useNow } from '#web/ui/clock.ts'
import { t } from '#web/ui/language.ts'
import { Page } from '#web/ui/layout.tsx'
import { Time } from '#web/ui/moment.tsx'
import { Loaded } from '#web/ui/states.tsx'
import type { Board } from '../contract.ts'
import './board.css'
import { type Filters, sayChannel, sayKind, sayLetter, saySeverity, sayUrgency, sayWaiting } from './register-words.ts'
import './reports.css'
import { Tally, TallyBars } from './tally.tsx'

type Told = Wire<Board>
type Parts = Told['by']['kind']

const Big = ({ title, count, opens, tone }: { title: string; count: number; opens: Filters; tone?: 'late' }) => (
  <section className={tone && count > 0 ? 'tile board-tile late-tile' : 'tile board-tile'}>
    <h2>{title}</h2>
    <p className="tile-figure">
      <Tally count={count} opens={opens} name={title} />
    </p>
  </section>
)

const barsOf = (cut: keyof Told['by'], parts: Parts, say: (key: string) => string) =>
  parts.map(({ key, open, late }) => ({
    key,
    label: say(key),
    count: open,
    late,
    opens: { [cut]: key, open: 'true' } as Filters,
  }))

/** Who has how much: open, late, about to be late; each number opens its rows. */
const Load = ({
  title,
  who,
  cut,
  parts,
}: {
  title: string
  who: string
  cut: 'owner' | 'department'
  parts: Parts
}) => (
  <section className="sheet">
    <h2>{title}</h2>
    {parts.length === 0 ? (
      <p className="none">{t('没有在办的', 'Nothing open')}</p>
    ) : (
      <table className="small-table">
        <thead>
          <tr>
            <th scope="col">{who}</th>
            <th scope="col" className="right">
              {t('在办', 'Open')}
            </th>
            <th scope="col" className="right">
              {t('超时', 'Late')}
            </th>
            <th scope="col" className="right">
              {t('将超时', 'Late soon')}
            </th>
          </tr>
        </thead>
        <tbody>
          {parts.map(({ key, label, open, late, soon }) => {
            const name = key === 'none' ? t('未定科室', 'No department yet') : label
            const opens = { [cut]: key } as Filters
            return (
              <tr key={key}>
                <th scope="row">{name}</th>
                <td className="right">
                  <Tally count={open} opens={{ ...opens, open: 'true' }} name={`${name} ${t('在办', 'open')}`} />
                </td>
                <td className="right">
                  <Tally
                    count={late}
                    opens={{ ...opens, late: 'true' }}
                    name={`${name} ${t('超时', 'late')}`}
                    tone="late"
                  />
                </td>
                <td className="right">
                  <Tally count={soon} opens={{ ...opens, soon: 'true' }} name={`${name} ${t('将超时', 'late soon')}`} />
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    )}
  </section>
)

const Everything = ({ board }: { board: Told }) => {
  const today = dayOf(now())
  const { by } = board
  const nothing = t('没有在办的', 'Nothing open')
  return (
    <>
      <div className="tiles">
        <Big title={t('在办', 'Open')} count={board.open} opens={{ open: 'true' }} />
        <Big title={t('超时', 'Late')} count={board.late} opens={{ late: 'true' }} tone="late" />
        <Big title={t('一个工作日内将超时', 'Late within a working day')} count={board.soon} opens={{ soon: 'true' }} />
        <Big title={t('停钟', 'Clock stopped')} count={board.paused} opens={{ waiting: 'outside' }} />
        <Big title={t('今日登记', 'In today')} count={board.today.received} opens={{ from: today, to: today }} />
        <Big title={t('今日答复', 'Told today')} count={board.today.told} opens={{ told: today }} />
        <Big title={t('今日归档', 'Closed today')} count={board.today.closed} opens={{ closed: today }} />
      </div>
      <div className="report-columns">
        <section className="sheet">
          <h2>{t('在等谁？', 'For whom does it wait?')}</h2>
          <TallyBars bars={barsOf('waiting', by.waiting, sayWaiting)} whole={board.open} empty={nothing} />
        </section>
        <section className="sheet">
          <h2>{t('是什么事？', 'Of what kind?')}</h2>
          <TallyBars bars={barsOf('kind', by.kind, sayKind)} whole={board.open} empty={nothing} />
        </section>
        <Load title={t('谁手上多？', 'Who has how much?')} who={t('负责人', 'Owner')} cut="owner" parts={by.owner} />
        <Load
          title={t('哪个科室？', 'Which department?')}
          who={t('科室', 'Department')}
          cut="department"
          parts={by.department}
        />
        <section className="sheet">
          <h2>{t('关于什么？', 'About what?')}</h2>
          <TallyBars bars={barsOf('category', by.category, sayLetter)} whole={board.open} empty={nothing} />
        </section>
        <section className="sheet">
          <h2>{t('有多重、多急？', 'How grave, how urgent?')}</h2>
          <TallyBars bars={barsOf('severity', by.severity, saySeverity)} whole={board.open} empty={nothing} />
          <TallyBars bars={barsOf('urgency', by.urgency, sayUrgency)} whole={board.open} empty="" />
        </section>
        <section className="sheet">
          <h2>{t('从哪里来？', 'By which way in?')}</h2>
          <TallyBars bars={barsOf('channel', by.channel, sayChannel)} whole={board.open} empty={nothing} />
        </section>
      </div>
    </>
  )
}

/** What becomes late becomes so without anybody doing anything: the board asks anew with the minute. */
const useEveryMinute = (again: () => unknown) => {
  const minute = Math.floor(useNow().getTime() / 60_000)
  // biome-ignore lint/correctness/useExhaustiveDependencies: on every minute
  useEffect(() => void again(), [minute])
}

export const Screen = () => {
  const { hospital } = useMe()
  const ask = useAsk(api.register.board, {}, { keep: true })
  useEveryMinute(ask.refetch)
  return (
    <div className="board">
      <Page
        wide
        title={t('看板', 'The board')}
        about={
          <>
            {hospital}
            {ask.data && (
              <>
                {' · '}
                <Time at={(ask.data as Told).at} />
              </>
            )}
          </>
        }
        actions={
          <Go to="/board/wall" className="button">
            {t('挂到墙上', 'On the wall')}
          </Go>
        }
      >
        <Loaded ask={ask} lines={18}>
          {(board: Told) => <Everything board={board} />}
        </Loaded>
      </Page>
    </div>
  )
}
