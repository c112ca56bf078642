// 改进项目: the board of those that run, one column for each letter of the wheel, and the list of those that were closed.
import { api, useAskPages } from '#web/api.ts'
import { ExportButton } from '#web/export-button.tsx'
import { useMe } from '#web/me.tsx'
import { Go, useFilters } from '#web/place.tsx'
import { t } from '#web/ui/language.ts'
import { Page, Segmented, Toolbar } from '#web/ui/layout.tsx'
import { Progress, StateDot, Tag } from '#web/ui/marks.tsx'
import { DayText } from '#web/ui/moment.tsx'
import { MoreButton } from '#web/ui/more.tsx'
import { Empty, ErrorNote, Skeleton } from '#web/ui/states.tsx'
import { projectLifecycle } from '../lifecycle.ts'
import { type Line, sayVerdict, stageTone, verdictTone } from './project-words.ts'
import './projects.css'

const columns = ['planning', 'doing', 'checking', 'acting'] as const
const letters = { planning: 'P', doing: 'D', checking: 'C', acting: 'A' } as const

/** What is known of it in two lines: whose it is, and how far it has come. */
const Card = ({ it, closed }: { it: Line; closed?: boolean }) => (
  <li className="project-card">
    <Go to={`/projects/${it.id}`} className="project-link">
      {it.title}
    </Go>
    <p>
      {it.number} · {it.department ?? t('客服中心', 'The centre')}
      {it.owner && ` · ${it.owner}`}
    </p>
    <p>
      {closed && <StateDot life={projectLifecycle} status={it.status} tone={stageTone(it.status)} />}{' '}
      {it.round > 1 && <Tag>{t(`第 ${it.round} 轮`, `Round ${it.round}`)}</Tag>}{' '}
      {it.verdict && <Tag tone={verdictTone(it.verdict)}>{sayVerdict(it.verdict)}</Tag>}{' '}
      {it.restricted && <Tag tone="bad">{t('限监察室', 'Supervision only')}</Tag>}{' '}
      {it.measures.late > 0 && <Tag tone="bad">{t(`整改超期 ${it.measures.late}`, `${it.measures.late} late`)}</Tag>}
    </p>
    {it.status === 'doing' && it.measures.all > 0 && (
      <Progress
        done={it.measures.done / it.measures.all}
        label={t(`整改 ${it.measures.done}/${it.measures.all}`, `Measures ${it.measures.done}/${it.measures.all}`)}
      />
    )}
    {it.status === 'checking' && it.windowUntil && (
      <p className="hint">
        {t('观察到 ', 'Watched until ')}
        <DayText day={it.windowUntil} />
      </p>
    )}
    {it.told && (
      <Progress
        done={it.told.of === 0 ? 1 : it.told.told / it.told.of}
        label={t(`已告知 ${it.told.told}/${it.told.of} 人`, `${it.told.told}/${it.told.of} told`)}
      />
    )}
  </li>
)

const Board = ({ rows }: { rows: readonly Line[] }) => {
  const proposed = rows.filter(({ status }) => status === 'proposed')
  return (
    <>
      {proposed.length > 0 && (
        <section className="project-proposed" aria-label={t('待立项', 'Proposed')}>
          <h2>
            {t('待立项', 'Proposed')} <span>{proposed.length}</span>
          </h2>
          <ul>
            {proposed.map((it) => (
              <Card key={it.id} it={it} />
            ))}
          </ul>
        </section>
      )}
      <div className="project-board">
        {columns.map((stage) => {
          const mine = rows.filter(({ status }) => status === stage)
          return (
            <section key={stage} aria-label={t(projectLifecycle.states[stage]!)}>
              <h2>
                <b aria-hidden="true">{letters[stage]}</b> {t(projectLifecycle.states[stage]!)}{' '}
                <span>{mine.length}</span>
              </h2>
              <ul>
                {mine.map((it) => (
                  <Card key={it.id} it={it} />
                ))}
              </ul>
            </section>
          )
        })}
      </div>
    </>
  )
}

export const Screen = () => {
  const [filters, set] = useFilters<'view'>()
  const { person } = useMe()
  // A caller has none that run; what he tells of is closed.
  const usual = person.role === 'agent' ? 'closed' : 'running'
  const view = (filters.view || usual) as 'running' | 'closed'
  const list = useAskPages(api.projects.list, { view, limit: 200 })
  return (
    <Page
      wide
      title={t('改进项目', 'Improvement projects')}
      about={t(
        '从一件诉求到不再有：一个数说了算，指标没动就不算成功。',
        'From one case to no more such cases: one figure decides.',
      )}
    >
      <Toolbar>
        <Segmented
          label={t('状态', 'State')}
          value={view}
          onChange={(to) => set({ view: to === usual ? '' : to })}
          options={[
            { value: 'running', label: t('进行中', 'Running') },
            { value: 'closed', label: t('已结题', 'Closed') },
          ]}
        />
        <ExportButton of={list.asks} />
      </Toolbar>
      {list.error ? (
        <ErrorNote error={list.error} retry={list.retry} />
      ) : !list.rows ? (
        <Skeleton lines={6} />
      ) : list.rows.length === 0 ? (
        <Empty
          icon="path"
          title={
            view === 'running'
              ? t('没有进行中的项目', 'No project is running')
              : t('还没有结题的项目', 'None is closed yet')
          }
        >
          {t(
            '在“苗头”里采纳一处，或在一件诉求下面“发起改进项目”。',
            'Take up what keeps coming back, or make one from a case.',
          )}
        </Empty>
      ) : view === 'running' ? (
        <Board rows={list.rows} />
      ) : (
        <ul className="project-closed">
          {list.rows.map((it) => (
            <Card key={it.id} it={it} closed />
          ))}
        </ul>
      )}
      <MoreButton more={list.more} />
    </Page>
  )
}
