// The parts of a sheet's record: its clocks, what went back, the reply, and other open matters of the citizen.
import { caseLifecycle } from '#modules/cases/lifecycle.ts'
import { say } from '#modules/patients/screens/words.ts'
import { api, useDo } from '#web/api.ts'
import { useMayEver } from '#web/me.tsx'
import { Go } from '#web/place.tsx'
import { Button } from '#web/ui/button.tsx'
import { t } from '#web/ui/language.ts'
import { Fold, Section } from '#web/ui/layout.tsx'
import { Facts, Tag } from '#web/ui/marks.tsx'
import { Due, Time } from '#web/ui/moment.tsx'
import { Note } from '#web/ui/states.tsx'
import { messageWords, opinionWords, reachedWords } from '../words.ts'
import type { Sheet } from './verbs.tsx'

export const Clocks = ({ sheet }: { sheet: Sheet }) => {
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

export const Messages = ({ sheet }: { sheet: Sheet }) => {
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

export const Answered = ({ sheet }: { sheet: Sheet }) => {
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

export const Others = ({ sheet }: { sheet: Sheet }) => {
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
