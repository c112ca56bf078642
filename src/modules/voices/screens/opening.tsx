// One opening of the vault: who asked and why, what the custodians said, and what the reader may do about it.
import { useState } from 'react'
import type { ReplyOf, Wire } from '#kernel/contract.ts'
import { w } from '#kernel/words.ts'
import { api, useDo } from '#web/api.ts'
import { Button } from '#web/ui/button.tsx'
import { useNow } from '#web/ui/clock.ts'
import { TextArea } from '#web/ui/field.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { Facts, StateDot, Tag, type Tone } from '#web/ui/marks.tsx'
import { Time } from '#web/ui/moment.tsx'
import { Note } from '#web/ui/states.tsx'
import type { openings } from '../contract.ts'
import { openingLifecycle } from '../lifecycle.ts'
import './voices.css'

export type OpeningLine = Wire<ReplyOf<typeof openings.list>>['rows'][number]
type Identity = Wire<ReplyOf<typeof openings.look>>

const tones: Record<OpeningLine['status'], Tone> = {
  asked: 'accent',
  granted: 'good',
  refused: 'warn',
  withdrawn: 'plain',
}

const modes = {
  named: w('实名：可以用姓名与本人联系', 'By name: the name may be used to reach the person'),
  confidential: w('保密：只用于核实，不得写入任何材料', 'In confidence: for checking only; write it into no paper'),
  anonymous: w('匿名：没有留下身份', 'Anonymous: nothing was left'),
}

/** Who it was; gone from the screen when it is closed, and every look is told to the one who spoke. */
const Seen = ({ found, onClose }: { found: Identity; onClose: () => void }) => (
  <Note tone="warn" title={t(modes[found.mode])}>
    {found.mode !== 'anonymous' && (
      <Facts
        columns={1}
        facts={[
          [t('姓名', 'Name'), found.name],
          [t('科室', 'Department'), found.department],
          [t('电话', 'Telephone'), found.phone],
        ]}
      />
    )}
    <p>{t('这次查看已记入台账，本人在凭码页面会看到。', 'This look is in the ledger, and the person will see it.')}</p>
    <Button small onClick={onClose}>
      {t('收起', 'Put it away')}
    </Button>
  </Note>
)

const Judge = ({ line }: { line: OpeningLine }) => {
  const form = useForm({ reason: '' })
  const consent = useDo(api.openings.consent, { inForm: true, says: t('已表示同意', 'Consented') })
  const refuse = useDo(api.openings.refuse, { inForm: true, says: t('已表示不同意', 'Refused') })
  return (
    <Form
      problem={consent.problem ?? refuse.problem}
      busy={consent.busy}
      submit={t('同意核实', 'Consent')}
      onSubmit={() => consent.run({ id: line.id, ...form.values })}
      extra={
        <Button kind="danger" busy={refuse.busy} onClick={() => void refuse.run({ id: line.id, ...form.values })}>
          {t('不同意', 'Refuse')}
        </Button>
      }
    >
      <TextArea
        {...form.field('reason')}
        rows={2}
        label={t('您的理由', 'Your reason')}
        hint={t('申请人看得到；一直保存', 'The asker reads it; kept for ever')}
        maxLength={500}
      />
    </Form>
  )
}

export const Opening = ({ line, withNumber = true }: { line: OpeningLine; withNumber?: boolean }) => {
  const [found, setFound] = useState<Identity | null>(null)
  const look = useDo(api.openings.look, { done: setFound })
  const withdraw = useDo(api.openings.withdraw, { says: t('已撤回', 'Withdrawn') })
  const now = useNow()
  const over = line.status === 'granted' && line.until !== null && new Date(line.until) <= now
  return (
    <li className="sheet opening">
      <h2 className="sheet-title">
        {withNumber ? line.number : t('身份核实', 'Opening')}
        <span className="push" />
        {over ? (
          <Tag>{t('查看期限已过', 'Over')}</Tag>
        ) : (
          <StateDot life={openingLifecycle} status={line.status} tone={tones[line.status]} />
        )}
      </h2>
      <p>{line.reason}</p>
      <p className="faint">
        {line.mine ? t('我', 'I') : line.askedBy} · <Time at={line.askedAt} />
        {line.status === 'granted' && line.until && !over && (
          <>
            {' · '}
            {t('可查看至', 'until')} <Time at={line.until} />
          </>
        )}
      </p>
      {line.words.length > 0 && (
        <ul className="opening-words">
          {line.words.map((word) => (
            <li key={word.by}>
              <Tag tone={word.consents ? 'good' : 'warn'}>{word.consents ? t('同意', 'Yes') : t('不同意', 'No')}</Tag>{' '}
              {word.by}：{word.reason}
            </li>
          ))}
        </ul>
      )}
      {line.can.includes('consent') && <Judge line={line} />}
      {line.said && line.status === 'asked' && (
        <p className="faint">{t('等另一名保管人。', 'The other custodian is yet to speak.')}</p>
      )}
      {found && <Seen found={found} onClose={() => setFound(null)} />}
      <div className="actions">
        {line.can.includes('look') && !found && (
          <Button kind="primary" icon="key" busy={look.busy} onClick={() => void look.run({ id: line.id })}>
            {t('查看身份', 'Look')}
          </Button>
        )}
        {line.can.includes('withdraw') && (
          <Button kind="quiet" busy={withdraw.busy} onClick={() => void withdraw.run({ id: line.id })}>
            {t('撤回申请', 'Withdraw')}
          </Button>
        )}
      </div>
    </li>
  )
}
