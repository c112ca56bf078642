// What stands beside a case: clocks that run, promises that are owed, departments that help, a clock that was stopped.
import { useState } from 'react'
import type { Wire } from '#kernel/contract.ts'
import { addDays, at, dayOf, isoOf } from '#kernel/time.ts'
import { api, useDo } from '#web/api.ts'
import { useMayEver } from '#web/me.tsx'
import { Button } from '#web/ui/button.tsx'
import { useNow } from '#web/ui/clock.ts'
import { MomentField, TextArea, TextField } from '#web/ui/field.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { Section } from '#web/ui/layout.tsx'
import { StateDot, Tag } from '#web/ui/marks.tsx'
import { DayText, Due, Time } from '#web/ui/moment.tsx'
import { assistLifecycle, pauseReasons, promiseLifecycle } from '../lifecycle.ts'
import type { AssistLine, PromiseLine } from '../shapes-beside.ts'
import type { Sheet } from './words.ts'

/** One small form under a row: a text, and what is done with it. */
const Small = ({
  label,
  submit,
  danger,
  run,
  onClose,
}: {
  label: string
  submit: string
  danger?: boolean
  run: (words: string) => Promise<unknown>
  onClose: () => void
}) => {
  const form = useForm({ words: '' })
  return (
    <Form
      onSubmit={async () => (await run(form.values.words)) !== undefined && onClose()}
      submit={submit}
      danger={danger ?? false}
      onCancel={onClose}
    >
      <TextArea {...form.field('words')} label={label} rows={2} />
    </Form>
  )
}

const Assist = ({ one }: { one: Wire<AssistLine> }) => {
  const [open, setOpen] = useState<'contribute' | 'object' | 'withdraw' | undefined>()
  const contribute = useDo(api.assists.contribute, { says: t('已提交', 'Handed in') })
  const object = useDo(api.assists.object, { says: t('已退回', 'Sent back') })
  const withdraw = useDo(api.assists.withdraw, { says: t('已撤回', 'Withdrawn') })
  const ways = {
    contribute: {
      words: t('协办意见', 'What you found'),
      run: (findings: string) => contribute.run({ id: one.id, findings }),
    },
    object: {
      words: t('与本科室无关的理由', 'Why it is not yours'),
      run: (reason: string) => object.run({ id: one.id, reason }),
    },
    withdraw: {
      words: t('撤回的理由', 'Why it is withdrawn'),
      run: (reason: string) => withdraw.run({ id: one.id, reason }),
    },
  }
  const way = open && ways[open]
  return (
    <li className="beside-row">
      <p>
        <b>{one.department}</b>{' '}
        <StateDot life={assistLifecycle} status={one.status} tone={one.status === 'asked' ? 'accent' : 'plain'} />{' '}
        {one.status === 'asked' && <Due at={one.dueAt} />}
      </p>
      <p className="beside-words">
        {one.demand}
        {one.findings && <span>{one.findings}</span>}
        {one.reason && <span>{one.reason}</span>}
      </p>
      {!open && one.can.length > 0 && (
        <div className="actions">
          {assistLifecycle.acts
            .filter(([verb]) => one.can.includes(verb))
            .map(([verb, , , button]) => (
              <Button key={verb} small onClick={() => setOpen(verb as keyof typeof ways)}>
                {t(button)}
              </Button>
            ))}
        </div>
      )}
      {way && (
        <Small
          label={way.words}
          submit={t(assistLifecycle.acts.find(([verb]) => verb === open)![3])}
          danger={open !== 'contribute'}
          run={way.run}
          onClose={() => setOpen(undefined)}
        />
      )}
    </li>
  )
}

export const PromiseRow = ({ one }: { one: Wire<PromiseLine> }) => {
  const [open, setOpen] = useState<'keep' | 'cancel' | undefined>()
  const keep = useDo(api.promises.keep, { says: t('已兑现', 'Kept') })
  const cancel = useDo(api.promises.cancel, { says: t('已取消', 'Cancelled') })
  return (
    <li className="beside-row">
      <p>
        {one.status === 'open' ? (
          <Due at={one.byAt} />
        ) : (
          <StateDot life={promiseLifecycle} status={one.status} tone="good" />
        )}{' '}
        {one.late && one.status === 'kept' && <Tag tone="warn">{t('迟了', 'Late')}</Tag>} <b>{one.toWhom}</b>
      </p>
      <p className="beside-words">
        {one.what}
        {one.outcome && <span>{one.outcome}</span>}
        <small>
          {one.madeBy} <Time at={one.madeAt} />
        </small>
      </p>
      {!open && one.can.length > 0 && (
        <div className="actions">
          {one.can.includes('keep') && (
            <Button small onClick={() => setOpen('keep')}>
              {t('已兑现', 'Kept')}
            </Button>
          )}
          {one.can.includes('cancel') && (
            <Button small kind="quiet" onClick={() => setOpen('cancel')}>
              {t('取消', 'Cancel')}
            </Button>
          )}
        </div>
      )}
      {open && (
        <Small
          label={open === 'keep' ? t('答复或办到了什么', 'What was told or done') : t('为什么取消', 'Why')}
          submit={open === 'keep' ? t('已兑现', 'Kept') : t('取消承诺', 'Cancel')}
          danger={open === 'cancel'}
          run={(outcome) => (open === 'keep' ? keep : cancel).run({ id: one.id, outcome })}
          onClose={() => setOpen(undefined)}
        />
      )}
    </li>
  )
}

const NewPromise = ({ sheet, onClose }: { sheet: Sheet; onClose: () => void }) => {
  const now = useNow()
  const tomorrow = isoOf(at(addDays(dayOf(now), 1), '10:00'))
  const form = useForm({ what: '', byAt: tomorrow })
  const it = useDo(api.promises.make, { inForm: true, says: t('已记入承诺台账', 'Promised'), done: onClose })
  return (
    <Form
      onSubmit={() =>
        it.run({ caseId: sheet.id, ...form.values, toWhom: sheet.reporter?.name ?? sheet.patient?.name ?? '' })
      }
      problem={it.problem}
      busy={it.busy}
      submit={t('承诺', 'Promise')}
      onCancel={onClose}
    >
      <TextField {...form.field('what')} label={t('承诺什么', 'What is promised')} maxLength={500} />
      <MomentField {...form.field('byAt')} label={t('什么时间之前', 'By when')} />
    </Form>
  )
}

const Promises = ({ sheet }: { sheet: Sheet }) => {
  const [making, setMaking] = useState(false)
  const may = useMayEver()('promise.make') && sheet.status !== 'archived'
  if (sheet.promises.length === 0 && !may) return null
  return (
    <Section
      title={t('承诺', 'Promises')}
      aside={
        may && !making ? (
          <Button small kind="quiet" onClick={() => setMaking(true)}>
            {t('作出承诺', 'Promise')}
          </Button>
        ) : undefined
      }
    >
      {sheet.promises.length > 0 && (
        <ul className="beside">
          {sheet.promises.map((one) => (
            <PromiseRow key={one.id} one={one} />
          ))}
        </ul>
      )}
      {making && <NewPromise sheet={sheet} onClose={() => setMaking(false)} />}
    </Section>
  )
}

/** Nothing at all for a case that has none of it. */
export const Beside = ({ sheet }: { sheet: Sheet }) => (
  <>
    {sheet.clocks.length > 0 && (
      <Section
        title={t('应急时限', 'Clocks')}
        {...(sheet.clocks.some((one) => one.late) ? { tone: 'bad' as const } : {})}
      >
        <ul className="beside">
          {sheet.clocks.map((one) => (
            <li key={one.standard} className="beside-row">
              <p>
                {one.cancelledAt ? (
                  <Tag>{t('已取消', 'Cancelled')}</Tag>
                ) : one.metAt ? (
                  <Tag tone={one.late ? 'warn' : 'good'}>{one.late ? t('迟了', 'Late') : t('按时', 'In time')}</Tag>
                ) : (
                  <Due at={one.dueAt} />
                )}{' '}
                {one.title}
              </p>
              {one.metAt && (
                <p className="beside-words">
                  {one.how}
                  <small>
                    {one.metBy} <Time at={one.metAt} />
                  </small>
                </p>
              )}
            </li>
          ))}
        </ul>
      </Section>
    )}
    {sheet.assists.length > 0 && (
      <Section title={t('协办科室', 'Departments that help')}>
        <ul className="beside">
          {sheet.assists.map((one) => (
            <Assist key={one.id} one={one} />
          ))}
        </ul>
      </Section>
    )}
    {sheet.pauses.length > 0 && (
      <Section title={t('停钟', 'Stopped clock')}>
        <ul className="beside">
          {sheet.pauses.map((one) => (
            <li key={one.round} className="beside-row">
              <p>
                {!one.endedAt && <Tag tone="warn">{t('停钟中', 'Standing')}</Tag>} {t(pauseReasons[one.reason])} ·{' '}
                {t('最迟恢复', 'runs again by')} <DayText day={one.untilOn} />
              </p>
              <p className="beside-words">
                {one.words}
                <small>
                  {one.beganBy} <Time at={one.beganAt} />
                  {one.endedAt && (
                    <>
                      {' → '}
                      <Time at={one.endedAt} />
                    </>
                  )}
                </small>
              </p>
            </li>
          ))}
        </ul>
      </Section>
    )}
    <Promises sheet={sheet} />
  </>
)
