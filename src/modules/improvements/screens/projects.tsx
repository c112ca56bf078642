// 改进项目: the board of those that run, one column for each letter of the wheel, and the list of those that were closed.
import { api, useAskPages } from '#web/api.ts'
import { type Asks, ExportButton } from '#web/export-button.tsx'
import { useMe } from '#web/me.tsx'
import { Go, useFilters } from '#web/place.tsx'
import { Select } from '#web/ui/field.tsx'
import { FindField } from '#web/ui/find-field.tsx'
import { t } from '#web/ui/language.ts'
import { Page, Segmented, Toolbar } from '#web/ui/layout.tsx'
import { Listed } from '#web/ui/listed.tsx'
import { Progress, StateDot, Tag } from '#web/ui/marks.tsx'
import { DayText } from '#web/ui/moment.tsx'
import { Empty } from '#web/ui/states.tsx'
import { projectLifecycle } from '../lifecycle.ts'
import { standardWords } from '../shapes-projects.ts'
import { type Line, sayVerdict, stageTone, verdictTone } from './project-words.ts'
import { StandardRow } from './standards-part.tsx'
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

type View = 'running' | 'closed' | 'standards'

const Views = ({ view, usual, asks }: { view: View; usual: View; asks: Asks }) => {
  const [, set] = useFilters<'view' | 'kind' | 'q'>()
  return (
    <Toolbar>
      <Segmented<View>
        label={t('看哪些', 'Which')}
        value={view}
        onChange={(to) => set({ view: to === usual ? '' : to, kind: '', q: '' })}
        options={[
          { value: 'running', label: t('进行中', 'Running') },
          { value: 'closed', label: t('已结题', 'Closed') },
          { value: 'standards', label: t('固化清单', 'Now the rule') },
        ]}
      />
      <ExportButton of={asks} />
    </Toolbar>
  )
}

const List = ({ view, usual }: { view: 'running' | 'closed'; usual: View }) => {
  const list = useAskPages(api.projects.list, { view, limit: 200 })
  return (
    <>
      <Views view={view} usual={usual} asks={list.asks} />
      <Listed
        list={list}
        empty={
          <Empty
            icon="path"
            title={
              view === 'running'
                ? t('没有进行中的项目', 'No project is running')
                : t('还没有结题的项目', 'None is closed yet')
            }
          >
            {t(
              '在“苗头”里采纳一处，在登记簿里勾选几件，或在一件诉求下面“发起改进项目”。',
              'Take up what keeps coming back, choose some in the register, or make one from a case.',
            )}
          </Empty>
        }
      >
        {(rows) =>
          view === 'running' ? (
            <Board rows={rows} />
          ) : (
            <ul className="project-closed">
              {rows.map((it) => (
                <Card key={it.id} it={it} closed />
              ))}
            </ul>
          )
        }
      </Listed>
    </>
  )
}

/** What projects left behind, wherever it lies now. */
const Standards = ({ usual }: { usual: View }) => {
  const [filters, set] = useFilters<'kind' | 'q'>()
  const { kind = '', q = '' } = filters
  const list = useAskPages(api.projects.standards, {
    ...(kind ? { kind: kind as keyof typeof standardWords } : {}),
    ...(q ? { q } : {}),
  })
  return (
    <>
      <Views view="standards" usual={usual} asks={list.asks} />
      <div className="toolbar filters no-print">
        <FindField value={q} onChange={(to) => set({ q: to })} placeholder={t('标题、内容', 'Words')} />
        <Select
          bare
          label={t('类别', 'Kind')}
          empty={t('全部类别', 'All kinds')}
          value={kind}
          onChange={(to) => set({ kind: to })}
          options={Object.entries(standardWords).map(([value, words]) => ({ value, label: t(words) }))}
        />
      </div>
      <Listed
        list={list}
        empty={
          <Empty icon="book" title={t('还没有固化下来的做法', 'Nothing became the rule yet')}>
            {t(
              '项目到“处置”时，把做法写成制度、指导、注意事项或培训，就列在这里。',
              'What projects turn into rules, guidance, notes or training stands here.',
            )}
          </Empty>
        }
      >
        {(rows) => (
          <ul className="project-standards standards-all">
            {rows.map((one) => (
              <StandardRow
                key={one.id}
                one={one}
                aside={
                  <>
                    {' · '}
                    {one.project.department ?? t('客服中心', 'The centre')}{' '}
                    <Go to={`/projects/${one.project.id}`}>
                      {one.project.number} {one.project.title}
                    </Go>
                  </>
                }
              />
            ))}
          </ul>
        )}
      </Listed>
    </>
  )
}

export const Screen = () => {
  const [filters] = useFilters<'view'>()
  const { person } = useMe()
  // A caller has none that run; what he tells of is closed.
  const usual = person.role === 'agent' ? 'closed' : 'running'
  const view = (filters.view || usual) as View
  return (
    <Page
      wide
      title={t('改进项目', 'Improvement projects')}
      about={t(
        '从一件诉求到不再有：一个数说了算，指标没动就不算成功。',
        'From one case to no more such cases: one figure decides.',
      )}
    >
      {view === 'standards' ? <Standards usual={usual} /> : <List key={view} view={view} usual={usual} />}
    </Page>
  )
}
