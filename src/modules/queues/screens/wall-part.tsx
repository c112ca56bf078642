// Under the agents on the wall: how many wait and how long, and how the day went, each rate with its denominator.
import { Elapsed } from '#modules/calls/screens/elapsed.tsx'
import { api, useAsk } from '#web/api.ts'
import { t } from '#web/ui/language.ts'
import { Loaded } from '#web/ui/states.tsx'
import './queues.css'

type Board = Awaited<ReturnType<typeof api.queues.board>>

const percent = (share: number | null): string => (share === null ? '—' : `${Math.round(share * 100)}%`)

/** What a rate is of. */
const settledOf = ({ today: it }: Board): number =>
  it.answered + it.overflowed + it.calledBack + it.abandoned - it.early

export const QueueFigures = ({ board }: { board: Board }) => {
  const { today, waiting } = board
  const settled = settledOf(board)
  const [first] = waiting
  return (
    <dl className="queue-now">
      <div>
        <dt>{t('正在排队', 'Waiting')}</dt>
        <dd>
          {waiting.length}
          <small>{first ? <Elapsed since={first.since} /> : t('没有人在等', 'nobody waits')}</small>
        </dd>
      </div>
      <div>
        <dt>{t(`${board.levelSeconds} 秒内接听`, `Within ${board.levelSeconds} s`)}</dt>
        <dd>
          {percent(today.level)}
          <small>{t(`${today.inTime} ÷ ${settled} 通`, `${today.inTime} of ${settled}`)}</small>
        </dd>
      </div>
      <div>
        <dt>{t('放弃', 'Abandoned')}</dt>
        <dd>
          {percent(today.abandonment)}
          <small>
            {t(`${today.abandoned - today.early} ÷ ${settled} 通`, `${today.abandoned - today.early} of ${settled}`)}
          </small>
        </dd>
      </div>
      <div>
        <dt>{t('已接听', 'Answered')}</dt>
        <dd>
          {today.answered}
          <small>
            {today.waitedMedian === null
              ? t('今天', 'today')
              : t(`等候中位 ${today.waitedMedian} 秒`, `median wait ${today.waitedMedian} s`)}
          </small>
        </dd>
      </div>
      <div>
        <dt>{t('值班链接听', 'On call')}</dt>
        <dd>
          {today.overflowed}
          <small>{t(`非服务时间 ${today.closed}`, `after hours ${today.closed}`)}</small>
        </dd>
      </div>
      <div>
        <dt>{t('待回拨', 'To call back')}</dt>
        <dd className={board.late > 0 ? 'late' : undefined}>
          {board.owed}
          <small>
            {board.late > 0 ? t(`${board.late} 个超时`, `${board.late} late`) : t('都在时限内', 'all in time')}
          </small>
        </dd>
      </div>
    </dl>
  )
}

export const WallPart = () => {
  const ask = useAsk(api.queues.board, {}, { seconds: 10 })
  return <Loaded ask={ask}>{(board) => <QueueFigures board={board} />}</Loaded>
}
