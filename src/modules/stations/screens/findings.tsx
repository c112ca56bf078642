// What was found on a day: put right, or made a case; the same-day clock runs in sight.
import { useState } from 'react'
import { categories } from '#modules/cases/taxonomy.ts'
import { api, hrefOf, useAskPages, useDo } from '#web/api.ts'
import type { Wire } from '#web/client.ts'
import { ExportButton } from '#web/export-button.tsx'
import { useMayEver } from '#web/me.tsx'
import { Go } from '#web/place.tsx'
import { Button } from '#web/ui/button.tsx'
import { Select, TextField } from '#web/ui/field.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { t } from '#web/ui/language.ts'
import { Section } from '#web/ui/layout.tsx'
import { Tag } from '#web/ui/marks.tsx'
import { Due, Time } from '#web/ui/moment.tsx'
import { MoreButton } from '#web/ui/more.tsx'
import { Empty, ErrorNote } from '#web/ui/states.tsx'
import type { FindingLine } from '../contract.ts'

type Line = Wire<FindingLine>

const Mend = ({ it, onDone }: { it: Line; onDone: () => void }) => {
  const [how, setHow] = useState('')
  const mend = useDo(api.findings.mend, { says: t('已记为整改', 'Mended'), done: onDone, changes: ['station'] })
  return (
    <div className="station-do">
      <TextField label={t('怎样整改的', 'How it was mended')} value={how} onChange={setHow} />
      <div className="actions">
        <Button small kind="primary" busy={mend.busy} onClick={() => void mend.run({ id: it.id, how })}>
          {t('已整改', 'Mended')}
        </Button>
        <Button small kind="quiet" onClick={onDone}>
          {t('返回', 'Back')}
        </Button>
      </div>
    </div>
  )
}

const Raise = ({ it, onDone }: { it: Line; onDone: () => void }) => {
  const [category, setCategory] = useState('')
  const raise = useDo(api.findings.raise, {
    says: ({ number }) => t(`已转为诉求 ${number ?? ''}`, `Made case ${number ?? ''}`),
    done: onDone,
    changes: ['case', 'station'],
  })
  return (
    <div className="station-do">
      <Select
        label={t('分类', 'Category')}
        empty={t('请选择', 'Choose')}
        value={category}
        onChange={setCategory}
        groups={categories.map((one) => ({
          label: t(one.name),
          options: one.items.map((item) => ({ value: item.code, label: t(item.name) })),
        }))}
      />
      <div className="actions">
        <Button
          small
          kind="primary"
          busy={raise.busy}
          disabled={!category}
          onClick={() => void raise.run({ id: it.id, category })}
        >
          {t('转为诉求', 'Make it a case')}
        </Button>
        <Button small kind="quiet" onClick={onDone}>
          {t('返回', 'Back')}
        </Button>
      </div>
    </div>
  )
}

const Finding = ({ it }: { it: Line }) => {
  const [doing, setDoing] = useState<'mend' | 'raise' | null>(null)
  const mayEver = useMayEver()
  return (
    <li className="station-finding">
      <div>
        <p>
          <b>{it.place}</b> {it.itemText}
          {it.words && `：${it.words}`}
        </p>
        <small>
          {[it.station, it.department, it.foundBy].filter(Boolean).join(' · ')} · <Time at={it.foundAt} />
        </small>
        {it.photos.length > 0 && (
          <p className="station-photos">
            {it.photos.map((photo, i) =>
              photo.locked ? (
                <Tag key={photo.id} tone="warn">
                  {t('照片已隔离', 'Under lock')}
                </Tag>
              ) : (
                <a
                  key={photo.id}
                  className="link"
                  href={hrefOf(api.findings.photo, { id: it.id, fileId: photo.id })}
                  target="_blank"
                  rel="noreferrer"
                >
                  <Icon name="file" size={15} />
                  {t(`照片 ${i + 1}`, `Photograph ${i + 1}`)}
                </a>
              ),
            )}
          </p>
        )}
        {it.how && <p>{t(`整改：${it.how}（${it.mendedBy}）`, `Mended: ${it.how} (${it.mendedBy})`)}</p>}
      </div>
      <div className="station-state">
        {it.status === 'open' && <Due at={it.dueAt} />}
        {it.status === 'mended' && (
          <Tag tone="good">{it.sameDay ? t('当天整改', 'The same day') : t('已整改', 'Mended')}</Tag>
        )}
        {it.status === 'raised' && (
          <Tag tone="accent">
            {it.number ? t(`已转 ${it.number}`, `Case ${it.number}`) : t('已转诉求', 'Made a case')}
          </Tag>
        )}
        {!doing && it.can.includes('mend') && (
          <Button small onClick={() => setDoing('mend')}>
            {t('已整改…', 'Mended…')}
          </Button>
        )}
        {!doing && it.status === 'mended' && mayEver('practice.create') && (
          <Go className="button small" to="/practices" with={{ form: 'new', finding: it.id }}>
            {t('推荐为经验', 'Nominate as practice')}
          </Go>
        )}
        {!doing && it.can.includes('raise') && (
          <Button small kind="quiet" onClick={() => setDoing('raise')}>
            {t('转为诉求…', 'Make it a case…')}
          </Button>
        )}
      </div>
      {doing === 'mend' && <Mend it={it} onDone={() => setDoing(null)} />}
      {doing === 'raise' && <Raise it={it} onDone={() => setDoing(null)} />}
    </li>
  )
}

/** Of one day, and above it what is still owed from days before. */
export const Findings = ({ day }: { day: string }) => {
  const late = useAskPages(api.findings.list, { overdue: 'true' as never })
  const list = useAskPages(api.findings.list, { day })
  if (list.error) return <ErrorNote error={list.error} retry={list.retry} />
  const owed = (late.rows ?? []).filter(({ id }) => !list.rows?.some((one) => one.id === id))
  const rows = list.rows ?? []
  if (list.rows && rows.length + owed.length === 0) return <Empty title={t('没有待整改的问题', 'Nothing to mend')} />
  return (
    <>
      {owed.length > 0 && (
        <Section title={t('当天没有整改完的', 'Not mended on its day')} aside={owed.length}>
          <ul>
            {owed.map((it) => (
              <Finding key={it.id} it={it} />
            ))}
          </ul>
        </Section>
      )}
      {rows.length > 0 && (
        <Section title={t('这一天发现的问题', 'Found on this day')} aside={rows.length}>
          <ul>
            {rows.map((it) => (
              <Finding key={it.id} it={it} />
            ))}
          </ul>
          <MoreButton more={list.more} />
          <ExportButton of={list.asks} />
        </Section>
      )}
    </>
  )
}
