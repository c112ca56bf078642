// One bulletin with what can be done beside it: its way out, its files, and who has signed.
import { useState } from 'react'
import { api, hrefOf, useAsk, useDo } from '#web/api.ts'
import { useMayEver } from '#web/me.tsx'
import { Go, useFilters } from '#web/place.tsx'
import { Button, PrintButton, VerbButtons } from '#web/ui/button.tsx'
import { TextArea } from '#web/ui/field.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { t } from '#web/ui/language.ts'
import { Fold, Panel } from '#web/ui/layout.tsx'
import { StateDot } from '#web/ui/marks.tsx'
import { sayMonth, Time } from '#web/ui/moment.tsx'
import { Note } from '#web/ui/states.tsx'
import { bulletinLifecycle } from '../lifecycle.ts'
import { Changes, Paper } from './paper.tsx'
import { type One, sayScope, toneOf } from './words.ts'

const Files = ({ it }: { it: One }) => (
  <span className="bulletin-files no-print">
    {(
      [
        [api.bulletins.docx, 'Word'],
        [api.bulletins.xlsx, 'Excel'],
        [api.bulletins.pdf, 'PDF'],
      ] as const
    ).map(([call, name]) => (
      <a key={name} className="button small" href={hrefOf(call, { id: it.id })} download>
        <Icon name="download" size={15} />
        <span>{name}</span>
      </a>
    ))}
    <PrintButton />
  </span>
)

/** A verb that needs a reason. */
const Reasoning = ({
  it,
  verb,
  onDone,
}: {
  it: One
  verb: 'sendBack' | 'withdraw' | 'correct'
  onDone: () => void
}) => {
  const [, set] = useFilters<'id'>()
  const form = useForm({ words: '' })
  const sendBack = useDo(api.bulletins.sendBack, { inForm: true, says: t('已退回', 'Sent back'), done: onDone })
  const withdraw = useDo(api.bulletins.withdraw, { inForm: true, says: t('已撤回', 'Withdrawn'), done: onDone })
  const correct = useDo(api.bulletins.correct, { inForm: true, says: t('更正版已起草', 'A correction is drafted') })
  const doing = { sendBack, withdraw, correct }[verb]
  const run = async () => {
    const { words } = form.values
    if (verb === 'sendBack') return sendBack.run({ id: it.id, words })
    if (verb === 'withdraw') return withdraw.run({ id: it.id, words })
    const next = await correct.run({ id: it.id, reason: words })
    if (next) set({ id: next.id })
    return next
  }
  return (
    <Form
      onSubmit={run}
      problem={doing.problem}
      submit={
        { sendBack: t('退回', 'Send back'), withdraw: t('撤回', 'Withdraw'), correct: t('起草更正版', 'Draft it') }[
          verb
        ]
      }
      busy={doing.busy}
      onCancel={onDone}
    >
      <TextArea
        {...form.field('words')}
        name={verb === 'correct' ? 'reason' : 'words'}
        label={
          verb === 'correct' ? t('更正的缘由（读者会看到）', 'Why, as its readers will read') : t('理由', 'The reason')
        }
        rows={2}
      />
    </Form>
  )
}

const plain = ['remake', 'propose', 'approve', 'publish', 'remind', 'sign'] as const
const reasoned = ['sendBack', 'correct', 'withdraw'] as const

const Foot = ({ it }: { it: One }) => {
  const [open, setOpen] = useState<(typeof reasoned)[number] | null>(null)
  const doing = {
    remake: useDo(api.bulletins.remake, { says: t('已按现在的数重新生成', 'Made anew') }),
    propose: useDo(api.bulletins.propose, { says: t('已报院领导审批', 'Leadership is asked') }),
    approve: useDo(api.bulletins.approve, { says: t('已批准', 'Approved') }),
    publish: useDo(api.bulletins.publish, { says: t('已发布，读者收到通知', 'Published; its readers are told') }),
    remind: useDo(api.bulletins.remind, { says: t('已提醒未阅的人', 'Reminded') }),
    sign: useDo(api.bulletins.sign, { says: t('已阅，已记下', 'Signed as read') }),
  }
  const { can } = it
  if (open && can.includes(open)) return <Reasoning it={it} verb={open} onDone={() => setOpen(null)} />
  const unread = it.receipts.some(({ signedAt }) => signedAt === null)
  const primary = (['sign', 'publish', 'approve', 'propose'] as const).find((verb) => can.includes(verb))
  return (
    <div className="actions">
      <VerbButtons
        life={bulletinLifecycle}
        can={unread ? can : can.filter((verb) => verb !== 'remind')}
        verbs={plain}
        {...(primary ? { primary } : {})}
        busy={Object.values(doing).some(({ busy }) => busy)}
        onVerb={(verb) => void doing[verb].run({ id: it.id })}
      />
      {reasoned
        .filter((verb) => can.includes(verb))
        .map((verb) => (
          <Button key={verb} kind="quiet" onClick={() => setOpen(verb)}>
            {
              {
                sendBack: t('退回…', 'Send back…'),
                correct: t('更正…', 'Correct…'),
                withdraw: t('撤回…', 'Withdraw…'),
              }[verb]
            }
          </Button>
        ))}
    </div>
  )
}

/** Who has signed, and who has not: for those who follow it. */
const Receipts = ({ it }: { it: One }) => (
  <div className="no-print">
    <Fold
      title={t('阅签', 'Signed as read')}
      aside={t(`${it.signed} / ${it.sent} 人已阅`, `${it.signed} of ${it.sent}`)}
    >
      <ul className="bulletin-receipts">
        {it.receipts.map((one) => (
          <li key={one.staffId} className={one.signedAt ? '' : 'waits'}>
            <span>
              {one.department || t('院领导', 'Leadership')} · {one.name}
            </span>
            <span>
              {one.signedAt ? (
                <>
                  {t('已阅', 'Read')} <Time at={one.signedAt} />
                </>
              ) : one.remindedAt ? (
                <>
                  {t('未阅，已提醒', 'Not yet; reminded')} <Time at={one.remindedAt} />
                </>
              ) : (
                t('未阅', 'Not yet')
              )}
            </span>
          </li>
        ))}
      </ul>
    </Fold>
  </div>
)

/** Whether it would be different now: before it goes out, or to see whether it must be corrected. */
const Counting = ({ it }: { it: One }) => {
  const [on, setOn] = useState(false)
  const now = useAsk(api.bulletins.changes, { id: it.id }, { on })
  return (
    <div className="no-print">
      {now.data && on ? (
        <Changes changes={now.data.changes} />
      ) : (
        <Button small kind="quiet" busy={now.isFetching} onClick={() => setOn(true)}>
          {t('现在再算一遍，看哪些数变了', 'Count again, and see what changed')}
        </Button>
      )}
    </div>
  )
}

const Versions = ({ it }: { it: One }) => {
  const others = it.versions.filter(({ id, status }) => id !== it.id && status !== 'withdrawn')
  if (others.length === 0) return null
  return (
    <p className="bulletin-small no-print">
      {t('其他版本：', 'Other versions: ')}
      {others.map((one) => (
        <Go key={one.id} to="/bulletins" with={{ id: one.id }}>
          {t(`第 ${one.version} 版`, `version ${one.version}`)}{' '}
        </Go>
      ))}
    </p>
  )
}

export const BulletinRecord = ({ it }: { it: One }) => {
  const mayEver = useMayEver()
  const own = it.receipts.find(({ signedAt }) => it.mine === 'read' && signedAt)
  return (
    <Panel
      head={
        <div className="bulletin-head">
          <span className="bulletin-name">
            {sayMonth(it.month)} · {sayScope(it)}
          </span>
          <StateDot life={bulletinLifecycle} status={it.status} tone={toneOf(it.status)} />
          <Files it={it} />
        </div>
      }
      foot={it.can.length > 0 && <Foot it={it} />}
    >
      {it.status === 'draft' && it.words && (
        <Note tone="warn">{t(`退回理由：${it.words}`, `Sent back: ${it.words}`)}</Note>
      )}
      {it.status === 'withdrawn' && it.words && (
        <Note tone="warn">{t(`撤回理由：${it.words}`, `Withdrawn: ${it.words}`)}</Note>
      )}
      {it.status === 'draft' && !it.corrects && it.changes.length > 0 && (
        <div className="no-print">
          <Changes changes={it.changes} />
        </div>
      )}
      {it.sent !== null && <Receipts it={it} />}
      {own?.signedAt && it.sent === null && (
        <p className="bulletin-small no-print">
          {t('您已阅签', 'You signed it')} <Time at={own.signedAt} />
        </p>
      )}
      {mayEver('bulletin.remake') && ['draft', 'published'].includes(it.status) && <Counting it={it} />}
      <Versions it={it} />
      {it.departmentId && mayEver('report.read') && (
        <p className="bulletin-small no-print">
          <Go to="/page" with={{ month: it.month, department: it.departmentId }}>
            {t('在“一页”上看本科室此刻的数', 'The department on one page, as of now')}
          </Go>
        </p>
      )}
      <Paper it={it} />
    </Panel>
  )
}
