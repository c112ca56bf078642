// 导出: one's own files with how far they are, those of others that wait for one's word, and what has left the house.
import { useState } from 'react'
import type { Wire } from '#kernel/contract.ts'
import { api, hrefOf, useAsk, useAskPages, useDo } from '#web/api.ts'
import { ExportButton } from '#web/export-button.tsx'
import { useMayEver } from '#web/me.tsx'
import { useFilters } from '#web/place.tsx'
import { Button } from '#web/ui/button.tsx'
import { TextField } from '#web/ui/field.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { t } from '#web/ui/language.ts'
import { ConfirmButton, Page, Segmented, Toolbar } from '#web/ui/layout.tsx'
import { Facts, Progress, StateDot, Tag, type Tone } from '#web/ui/marks.tsx'
import { Time } from '#web/ui/moment.tsx'
import { MoreButton } from '#web/ui/more.tsx'
import { Empty, ErrorNote, Loaded, Note, Skeleton } from '#web/ui/states.tsx'
import type { ExportLine } from '../contract.ts'
import { exportLifecycle } from '../lifecycle.ts'
import './exports.css'

type Line = Wire<ExportLine>
type View = 'mine' | 'decide' | 'all'

const tones: Partial<Record<Line['status'], Tone>> = {
  asked: 'accent',
  making: 'accent',
  ready: 'good',
  refused: 'warn',
  failed: 'warn',
  withdrawn: 'warn',
}

const size = (bytes: number): string =>
  bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`

/** Yes, or no with the reason; nobody is asked about his own. */
const Decide = ({ one }: { one: Line }) => {
  const [refusing, setRefusing] = useState(false)
  const form = useForm({ words: '' })
  const approve = useDo(api.exports.approve, { says: t('已同意，正在制作', 'Approved; it is being made') })
  const refuse = useDo(api.exports.refuse, { inForm: true, says: t('已答复', 'Answered') })
  if (refusing)
    return (
      <Form
        onSubmit={() => refuse.run({ id: one.id, words: form.values.words })}
        submit={t('不同意', 'Refuse')}
        busy={refuse.busy}
        problem={refuse.problem}
        onCancel={() => setRefusing(false)}
      >
        <TextField {...form.field('words')} label={t('理由', 'Reason')} />
      </Form>
    )
  return (
    <div className="actions">
      {one.can.includes('approve') && (
        <Button kind="primary" small busy={approve.busy} onClick={() => void approve.run({ id: one.id })}>
          {t('同意导出', 'Approve')}
        </Button>
      )}
      {one.can.includes('refuse') && (
        <Button small onClick={() => setRefusing(true)}>
          {t('不同意', 'Refuse')}
        </Button>
      )}
    </div>
  )
}

const rowsSaid = (one: Line) =>
  one.status === 'asked'
    ? one.found === null
      ? t('正在数…', 'Being counted…')
      : t(`${one.found} 行`, `${one.found}`)
    : one.status === 'making' && one.found === null
      ? ''
      : t(`${one.made} 行`, `${one.made}`)

const One = ({ one }: { one: Line }) => {
  const cancel = useDo(api.exports.cancel, { says: t('已取消', 'Cancelled') })
  return (
    <li className="sheet exported">
      <h2>
        {t(one.title)}{' '}
        <StateDot life={exportLifecycle as never} status={one.status} tone={tones[one.status] ?? 'plain'} />
        {one.personal && <Tag tone="warn">{t('含个人信息', 'Personal')}</Tag>}
      </h2>
      <Facts
        facts={[
          [t('编号', 'Number'), <code key="n">{one.number}</code>],
          [t('行数', 'Rows'), rowsSaid(one)],
          [
            t('条件', 'Filter'),
            one.said.map(({ name, value }) => `${t(name)} ${value}`).join('；') || t('无', 'None'),
            true,
          ],
          [t('导出人', 'Asked by'), one.mine ? null : one.askedBy],
          [t('申请', 'Asked'), <Time key="a" at={one.askedAt} />],
          [t('用途', 'What for'), one.reason, true],
          [
            t('审批', 'Decided'),
            one.decidedBy && (
              <>
                {one.decidedBy} {one.decidedAt && <Time at={one.decidedAt} />} {one.words}
              </>
            ),
          ],
          [
            t('文件', 'File'),
            one.status === 'ready' && one.bytes ? `${one.format.toUpperCase()} · ${size(one.bytes)}` : null,
          ],
          [
            t('保留至', 'Kept until'),
            one.status === 'ready' && one.keptUntil ? <Time key="k" at={one.keptUntil} /> : null,
          ],
          [t('已下载', 'Downloads'), one.downloads > 0 ? t(`${one.downloads} 次`, `${one.downloads}`) : null],
        ]}
      />
      {one.status === 'making' && (
        <Progress
          done={one.found ? Math.min(1, one.made / one.found) : null}
          label={t(`正在制作，已写 ${one.made} 行`, `Being made: ${one.made} rows`)}
        />
      )}
      {one.trouble !== '' && <Note tone="warn">{one.trouble}</Note>}
      {one.mine && one.status === 'asked' && !one.alone && (
        <p className="hint">{t('等待另一人审批。', 'Another one has to approve it.')}</p>
      )}
      {!one.mine && <Decide one={one} />}
      {one.mine && (
        <div className="actions">
          {one.can.includes('download') && (
            <a className="button primary small" href={hrefOf(api.exports.file, { id: one.id })} download>
              <Icon name="download" size={15} />
              <span>{t('下载', 'Download')}</span>
            </a>
          )}
          {one.can.includes('cancel') &&
            (one.status === 'ready' ? (
              <ConfirmButton
                label={t('删除文件', 'Delete the file')}
                title={t('删除这份文件？', 'Delete this file?')}
                text={t('记录会保留，文件不能再下载。', 'Its record stays; it cannot be fetched any more.')}
                busy={cancel.busy}
                onConfirm={() => void cancel.run({ id: one.id })}
              />
            ) : (
              <Button small busy={cancel.busy} onClick={() => void cancel.run({ id: one.id })}>
                {t('取消', 'Cancel')}
              </Button>
            ))}
        </div>
      )}
    </li>
  )
}

const nothing = (view: View) =>
  view === 'decide' ? (
    <Empty icon="check" title={t('没有等您审批的导出', 'Nothing waits for you')}>
      {t(
        '超过 500 行或含个人信息的导出，由第二人审批。',
        'More than 500 rows, or who it is about: a second person decides.',
      )}
    </Empty>
  ) : (
    <Empty icon="download" title={t('还没有导出', 'Nothing was exported')}>
      {t(
        '在任何列表上方点下载图标，导出的就是屏幕上筛出的内容。',
        'The sign above any list takes out what stands on the screen.',
      )}
    </Empty>
  )

export const Screen = () => {
  const [filters, set] = useFilters<'view' | 'id'>()
  // The one that a notice leads to stands alone, whichever view it would be in.
  const asked = useAsk(api.exports.get, { id: filters.id ?? '' }, { on: !!filters.id })
  const mayDecide = useMayEver()('export.approve')
  const view = (filters.view || 'mine') as View
  const list = useAskPages(api.exports.list, { view })
  const counts = useAsk(api.exports.counts).data
  return (
    <Page
      title={t('导出', 'Exports')}
      about={t(
        '导出的就是列表上筛出的内容，默认去标识；每份文件有编号，谁导出、导了什么都有记录。',
        'A file holds what its list showed, without anybody’s name. Each has a number, and who took what is recorded.',
      )}
    >
      <Toolbar>
        {mayDecide && (
          <Segmented<View>
            label={t('看哪些', 'Which')}
            value={view}
            onChange={(to) => set({ view: to === 'mine' ? '' : to, id: '' })}
            options={[
              { value: 'mine', label: t('我的', 'Mine') },
              { value: 'decide', label: t('待我审批', 'To decide'), count: counts?.decide },
              { value: 'all', label: t('我能看到的', 'All I may know') },
            ]}
          />
        )}
        <span className="push">
          <ExportButton of={list.asks} />
        </span>
      </Toolbar>
      {filters.id ? (
        <Loaded ask={asked}>
          {(one) => (
            <>
              <ul className="exporteds">
                <One one={one} />
              </ul>
              <p>
                <Button small onClick={() => set({ id: '' })}>
                  {t('看全部', 'See them all')}
                </Button>
              </p>
            </>
          )}
        </Loaded>
      ) : list.error && !list.rows ? (
        <ErrorNote error={list.error} retry={list.retry} />
      ) : !list.rows ? (
        <Skeleton lines={10} />
      ) : list.rows.length === 0 ? (
        nothing(view)
      ) : (
        <>
          <ul className="exporteds">
            {list.rows.map((one) => (
              <One key={one.id} one={one} />
            ))}
          </ul>
          <MoreButton more={list.more} />
        </>
      )}
    </Page>
  )
}
