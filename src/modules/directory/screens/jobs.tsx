// Work in the background that gave up after its tries: what it was, why, and once more.
import type { ReplyOf, Wire } from '#kernel/contract.ts'
import { api, useAsk, useDo } from '#web/api.ts'
import { JobPanels } from '#web/panels.tsx'
import { Button } from '#web/ui/button.tsx'
import { t } from '#web/ui/language.ts'
import { Fold, Page } from '#web/ui/layout.tsx'
import { Badge } from '#web/ui/marks.tsx'
import { Time } from '#web/ui/moment.tsx'
import { Empty, Loaded } from '#web/ui/states.tsx'
import type { jobs } from '../contract.ts'
import './office.css'

type Failure = Wire<ReplyOf<typeof jobs.failures>>['rows'][number]

const Job = ({ job }: { job: Failure }) => {
  const retry = useDo(api.jobs.retry, { says: t('已重新排队', 'Queued again') })
  return (
    <li className="sheet job">
      <div>
        <h2>{job.what}</h2>
        <p className="faint">
          {job.name} · {t('失败于', 'failed')} <Time at={job.failedAt} />
        </p>
      </div>
      <Button icon="again" busy={retry.busy} onClick={() => void retry.run({ id: job.id })}>
        {t('重试', 'Retry')}
      </Button>
      <Fold title={t('出错信息', 'What it said')} aside={job.output.split('\n')[0]}>
        <pre className="output">{job.output}</pre>
      </Fold>
    </li>
  )
}

export const Screen = () => {
  const list = useAsk(api.jobs.failures)
  return (
    <Page
      title={
        <>
          {t('后台任务', 'Background jobs')}{' '}
          {!!list.data?.rows.length && <Badge tone="bad" count={list.data.rows.length} />}
        </>
      }
      about={t(
        '提醒、再访安排、统计等在后台完成；多次重试仍失败的列在这里。',
        'Reminders, recalls and figures are done in the background; what failed after its tries stands here.',
      )}
    >
      <Loaded ask={list}>
        {({ rows }) =>
          rows.length === 0 ? (
            <Empty icon="check" title={t('没有失败的任务', 'No failed job')}>
              {t('后台一切正常，不需要做什么。', 'All is well in the background; there is nothing to do.')}
            </Empty>
          ) : (
            <ul className="jobs">
              {rows.map((job) => (
                <Job key={job.id} job={job} />
              ))}
            </ul>
          )
        }
      </Loaded>
      <JobPanels />
    </Page>
  )
}
