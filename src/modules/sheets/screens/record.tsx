// One sheet: its clocks, what the citizen wants, the case behind it, what went back, and what may be done now.
import { useState } from 'react'
import type { Wire } from '#kernel/contract.ts'
import { actOf, type Lifecycle } from '#kernel/lifecycle.ts'
import { caseLifecycle } from '#modules/cases/lifecycle.ts'
import { Dock } from '#modules/cases/screens/dock.tsx'
import { sayCategory } from '#modules/cases/screens/words.ts'
import { say } from '#modules/patients/screens/words.ts'
import { api, hrefOf, useDo } from '#web/api.ts'
import { useMayEver } from '#web/me.tsx'
import { Go } from '#web/place.tsx'
import { Button } from '#web/ui/button.tsx'
import { RadioRow } from '#web/ui/choose.tsx'
import { TextArea } from '#web/ui/field.tsx'
import { useForm } from '#web/ui/form.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { t } from '#web/ui/language.ts'
import { Fold, Panel, Section } from '#web/ui/layout.tsx'
import { Facts, StateDot, Tag, Timeline } from '#web/ui/marks.tsx'
import { Due, Time } from '#web/ui/moment.tsx'
import { Note } from '#web/ui/states.tsx'
import type { SheetSheet } from '../contract.ts'
import { sheetLifecycle } from '../lifecycle.ts'
import { lines, messageWords, opinionWords, reachedWords } from '../words.ts'
import { ReplyForm } from './reply.tsx'

export type Sheet = Wire<SheetSheet>
type Verb = 'sign' | 'object' | 'insist' | 'accept' | 'reply' | 'close' | 'resend'

const buttonOf = (verb: Verb): string => t(actOf(sheetLifecycle as unknown as Lifecycle, verb).button)

const Words = ({
  call,
  field,
  label,
  sheet,
  verb,
  onDone,
}: {
  call: unknown
  field: 'reason' | 'words'
  label: string
  sheet: Sheet
  verb: Verb
  onDone: () => void
}) => {
  const form = useForm({ [field]: '' } as Record<string, string>)
  const it = useDo(call as typeof api.sheets.object, { inForm: true, says: buttonOf(verb), done: onDone })
  return (
    <Dock
      title={buttonOf(verb)}
      submit={t('确定', 'Do it')}
      busy={it.busy}
      problem={it.problem}
      onClose={onDone}
      onSubmit={() => it.run({ id: sheet.id, ...form.values } as never)}
    >
      <TextArea
        name={field}
        value={form.values[field] ?? ''}
        onChange={(text) => form.set({ [field]: text })}
        label={label}
        optional={field === 'words'}
        rows={3}
      />
    </Dock>
  )
}

const CloseForm = ({ sheet, onDone }: { sheet: Sheet; onDone: () => void }) => {
  const form = useForm({ outcome: '' as '' | 'satisfied' | 'dissatisfied' })
  const it = useDo(api.sheets.close, { inForm: true, says: buttonOf('close'), done: onDone })
  return (
    <Dock
      title={buttonOf('close')}
      submit={t('办结', 'Close')}
      busy={it.busy}
      problem={it.problem}
      onClose={onDone}
      onSubmit={() => it.run({ id: sheet.id, outcome: form.values.outcome || null })}
    >
      <RadioRow
        {...form.field('outcome')}
        label={t('热线回访的结果', 'What the line heard')}
        options={[
          { value: '', label: t('未告知', 'Not told') },
          { value: 'satisfied', label: t(opinionWords.satisfied) },
          { value: 'dissatisfied', label: t(opinionWords.dissatisfied) },
        ]}
      />
    </Dock>
  )
}

const VerbForm = ({ verb, sheet, onDone }: { verb: Verb; sheet: Sheet; onDone: () => void }) => {
  if (verb === 'reply') return <ReplyForm sheet={sheet} onDone={onDone} />
  if (verb === 'close') return <CloseForm sheet={sheet} onDone={onDone} />
  if (verb === 'object')
    return (
      <Words
        call={api.sheets.object}
        field="reason"
        label={t('理由和依据', 'Why it is not ours')}
        {...{ verb, sheet, onDone }}
      />
    )
  const call = verb === 'accept' ? api.sheets.accept : api.sheets.insist
  return <Words call={call} field="words" label={t('热线怎么说', 'What the line said')} {...{ verb, sheet, onDone }} />
}

const Clocks = ({ sheet }: { sheet: Sheet }) => {
  const { clock } = sheet
  const owes = sheet.status === 'received' || sheet.status === 'signed' || sheet.status === 'objected'
  return (
    <Section title={t('时限', 'Clocks')}>
      <Facts
        facts={[
          [t('签收', 'Sign by'), sheet.status === 'received' && <Due key="s" at={sheet.signBy} />],
          [
            t('先到的期限', 'Due first'),
            owes && (
              <span key="d">
                <Due at={clock.dueAt} />{' '}
                <small>
                  {clock.by === 'sheet' ? t('工单的期限', 'the sheet’s') : t('诉求的法定期限', 'the law’s')}
                </small>
              </span>
            ),
          ],
          [
            t('工单办结', 'By the sheet'),
            clock.replyBy ? <Time key="r" at={clock.replyBy} /> : t('未写明', 'not said'),
          ],
          [t('法定答复', 'By law'), <Time key="c" at={clock.caseDueAt} />],
        ]}
      />
      <Fold title={t('期限怎么算的', 'How they were reckoned')}>
        <ul className="explained">
          {sheet.explained.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </Fold>
    </Section>
  )
}

const Messages = ({ sheet }: { sheet: Sheet }) => {
  const mayEver = useMayEver()
  const mark = useDo(api.sheets.markSent, { says: t('已标记送达', 'Marked as sent') })
  const resend = useDo(api.sheets.resend, { says: t('正在再发', 'Being sent again') })
  if (sheet.messages.length === 0) return null
  const waits = sheet.messages.filter(({ sentAt }) => sentAt === null)
  const trouble = waits.find((one) => one.trouble)
  return (
    <Section title={t('往来', 'Gone back')} aside={sheet.messages.length}>
      {trouble && (
        <Note tone="bad" title={t('热线还没有收到', 'The line does not have it')}>
          {trouble.trouble} · {t(`试了 ${trouble.tries} 次，还会再试`, `tried ${trouble.tries} times, and goes on`)}
        </Note>
      )}
      <ul className="waiting-messages">
        {sheet.messages.map((one) => (
          <li key={one.id}>
            <span>{t(messageWords[one.kind])}</span>{' '}
            <small>
              {one.createdBy} <Time at={one.createdAt} />
            </small>{' '}
            {one.sentAt ? (
              <Tag tone="good">
                {one.sentHow === 'call' ? t('接口已收', 'Taken by the line') : t('已带到', 'Carried there')}
              </Tag>
            ) : (
              <Tag tone={one.trouble ? 'bad' : 'warn'}>{t('待发', 'Waits')}</Tag>
            )}
          </li>
        ))}
      </ul>
      {waits.length > 0 && (
        <div className="case-acts">
          {mayEver('sheet.markSent') && (
            <Button small busy={mark.busy} onClick={() => void mark.run({ messageIds: waits.map(({ id }) => id) })}>
              {t('已用文件带到', 'Carried there as a file')}
            </Button>
          )}
          {trouble && sheet.can.includes('resend') && (
            <Button small busy={resend.busy} onClick={() => void resend.run({ id: sheet.id })}>
              {t('现在再发', 'Send now')}
            </Button>
          )}
        </div>
      )}
    </Section>
  )
}

const Answered = ({ sheet }: { sheet: Sheet }) => {
  const { reply } = sheet
  if (!reply) return null
  return (
    <Section title={t('回复', 'Reply')} aside={sheet.repliedBy}>
      <Facts
        facts={[
          [t('承办单位', 'Handled by'), reply.handledBy],
          [
            t('办理情况', 'What was done'),
            <span key="h" className="pre">
              {reply.handling}
            </span>,
            true,
          ],
          [
            t('联系诉求人', 'The citizen'),
            reply.contacted && reply.contactedAt && reply.contactedHow ? (
              <span key="c">
                {t(reachedWords[reply.contactedHow])} <Time at={reply.contactedAt} />
              </span>
            ) : (
              t('未联系', 'not reached')
            ),
          ],
          [t('诉求人意见', 'Content'), t(opinionWords[reply.opinion])],
          [t('依据', 'Grounds'), reply.basis, true],
        ]}
      />
    </Section>
  )
}

const Others = ({ sheet }: { sheet: Sheet }) => {
  if (sheet.others.length === 0) return null
  return (
    <Note tone="warn" title={t('同一来电人还有未结的事项', 'The same citizen has open matters')}>
      <ul className="lines">
        {sheet.others.map((one) => (
          <li key={one.caseId}>
            <Go to="/cases" with={{ id: one.caseId }}>
              {one.number}
            </Go>
            <span className="line-text">{one.text}</span>
            <Tag>{say(caseLifecycle.states, one.status)}</Tag>
          </li>
        ))}
      </ul>
      {t(
        '是同一件事的，在诉求里并案；各张工单仍各自回复。',
        'If it is one matter, merge it in the case; every sheet keeps its own reply.',
      )}
    </Note>
  )
}

const order: readonly Verb[] = ['sign', 'reply', 'close', 'insist', 'accept', 'object']

export const SheetRecord = ({ sheet }: { sheet: Sheet }) => {
  const [doing, setDoing] = useState<Verb | undefined>(undefined)
  const sign = useDo(api.sheets.sign, {
    says: t('已签收，回执待发', 'Signed for; the receipt waits'),
    changes: ['case'],
  })
  const verbs = order.filter((verb) => sheet.can.includes(verb))
  const press = (verb: Verb) => (verb === 'sign' ? void sign.run({ id: sheet.id }) : setDoing(verb))
  return (
    <Panel
      head={
        <div className="who">
          <h2 className="panel-title">
            {sheet.title || sheet.number}{' '}
            {sheet.round > 1 && <Tag tone="warn">{t(`第 ${sheet.round} 次派单`, `dispatch ${sheet.round}`)}</Tag>}
          </h2>
          <p className="none">
            {t(lines[sheet.source])} {sheet.number} ·{' '}
            <StateDot life={sheetLifecycle} status={sheet.status} tone={sheet.clock.late ? 'bad' : 'accent'} />
          </p>
        </div>
      }
      foot={
        <>
          {doing && <VerbForm key={doing} verb={doing} sheet={sheet} onDone={() => setDoing(undefined)} />}
          <div className="case-acts">
            {verbs
              .filter((verb) => verb !== doing)
              .map((verb, i) => (
                <Button
                  key={verb}
                  kind={i === 0 && !doing ? 'primary' : 'plain'}
                  busy={verb === 'sign' && sign.busy}
                  onClick={() => press(verb)}
                >
                  {buttonOf(verb)}
                </Button>
              ))}
            <span className="push" />
            <a
              className="button quiet"
              href={hrefOf(api.sheets.form, { id: sheet.id })}
              target="_blank"
              rel="noreferrer"
            >
              <Icon name="print" size={17} /> {t('回复表', 'Reply on paper')}
            </a>
          </div>
        </>
      }
    >
      {sheet.clock.late && (
        <Note tone="bad" title={t('已超过期限', 'Late')}>
          {sheet.status === 'received'
            ? t('还没有签收。先签收，再转办。', 'It has not been signed for. Sign, then dispatch.')
            : t('请尽快回复热线；办不完的，先回复进展。', 'Reply now; what is not finished, say how far it is.')}
        </Note>
      )}
      <blockquote className="said">
        <p>{sheet.text}</p>
        {sheet.demand && (
          <p className="said-demand">
            <b>{t('希望：', 'Wants: ')}</b>
            {sheet.demand}
          </p>
        )}
      </blockquote>
      <Others sheet={sheet} />
      <Facts
        facts={[
          [
            t('诉求', 'Case'),
            <span key="case">
              <Go
                to="/cases"
                with={{ id: sheet.caseId, ...(sheet.caseStatus === 'archived' ? { view: 'archived' } : {}) }}
              >
                {sheet.caseNumber}
              </Go>{' '}
              <small>{say(caseLifecycle.states, sheet.caseStatus)}</small>
            </span>,
          ],
          [t('分类', 'Category'), sayCategory(sheet.category)],
          [t('承办', 'Handled by'), sheet.department ?? t('待转办', 'not yet dispatched')],
          [
            t('诉求人', 'Citizen'),
            [sheet.reporter?.name, sheet.reporter?.phone].filter(Boolean).join(' ') || t('未留', 'none'),
          ],
          [t('工单类型', 'Their kind'), sheet.kindSaid],
          [t('涉及科室', 'They name'), sheet.departmentSaid],
          [t('地点', 'Where'), sheet.place],
          [t('派单', 'Dispatched'), <Time key="d" at={sheet.dispatchedAt} />],
          [
            t('历次派单', 'All dispatches'),
            sheet.rounds.length > 1 && (
              <span key="all">
                {sheet.rounds.map((one) => (
                  <Go key={one.id} to="/sheets" with={{ id: one.id, view: 'all' }} className="link">
                    {t(`第 ${one.round} 次`, `${one.round}`)}{' '}
                  </Go>
                ))}
              </span>
            ),
          ],
        ]}
      />
      <Clocks sheet={sheet} />
      {sheet.objection && (
        <Section title={t('异议', 'Objection')} aside={sheet.objectedBy}>
          <p>{sheet.objection}</p>
          {sheet.verdict && <p className="none">{t(`热线：${sheet.verdict}`, `The line: ${sheet.verdict}`)}</p>}
        </Section>
      )}
      <Answered sheet={sheet} />
      <Messages sheet={sheet} />
      <Fold title={t('经过', 'History')}>
        <Timeline
          moments={sheet.history.map((one, i) => ({
            key: String(i),
            at: one.at,
            title: one.title,
            by: one.by,
            words: one.words,
          }))}
        />
      </Fold>
    </Panel>
  )
}
