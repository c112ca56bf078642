// A hand-over card: the facts by their weight, the words of who leaves, questions and answers, and the taking over.
import { useState } from 'react'
import { clockOf } from '#kernel/time.ts'
import { api, useDo } from '#web/api.ts'
import { Go } from '#web/place.tsx'
import { Button, PrintButton } from '#web/ui/button.tsx'
import { TextArea, TextField } from '#web/ui/field.tsx'
import { Form } from '#web/ui/form.tsx'
import { useShortcut } from '#web/ui/keys.tsx'
import { t } from '#web/ui/language.ts'
import { Panel, Section } from '#web/ui/layout.tsx'
import { Facts, StateDot, Tag } from '#web/ui/marks.tsx'
import { DayText, Time } from '#web/ui/moment.tsx'
import { Note } from '#web/ui/states.tsx'
import { handoverLifecycle } from '../lifecycle.ts'
import { type Card, type CardItem, kindWords } from './words.ts'

const grave: readonly CardItem['kind'][] = ['ring', 'flag', 'urgent', 'overdue']

const Say = ({
  label,
  busy,
  onSay,
  onClose,
}: {
  label: string
  busy: boolean
  onSay: (words: string) => unknown
  onClose: () => void
}) => {
  const [words, setWords] = useState('')
  return (
    <Form onSubmit={() => onSay(words)} busy={busy} submit={label} onCancel={onClose}>
      <TextField label={label} bare value={words} onChange={setWords} maxLength={1000} autoFocus />
    </Form>
  )
}

const Item = ({ card, item }: { card: Card; item: CardItem }) => {
  const [saying, setSaying] = useState<'ask' | 'reply' | null>(null)
  const done = () => setSaying(null)
  const ask = useDo(api.handovers.ask, { done })
  const reply = useDo(api.handovers.reply, { done })
  const may = (verb: string) => card.can.includes(verb) && saying === null
  return (
    <li className={item.over ? 'shift-item over' : 'shift-item'}>
      <p>
        {item.noun === 'case' ? (
          <Go to={`/cases/${item.subject}`}>{item.number}</Go>
        ) : (
          <Go to="/desk" with={{ view: 'all', id: item.subject }}>
            {t('随访', 'Call')}
          </Go>
        )}
        <span className="shift-words">{item.words}</span>
        {item.by && (
          <span className="shift-by">
            <Time at={item.by} />
          </span>
        )}
        {item.over && <Tag tone="good">{item.kind === 'ring' ? t('已应答', 'Answered') : t('已处理', 'Settled')}</Tag>}
        {may('ask') && !item.asked && (
          <Button small kind="quiet" onClick={() => setSaying('ask')}>
            {t('追问', 'Ask')}
          </Button>
        )}
      </p>
      {item.asked && (
        <p className="shift-asked">
          <b>{item.askedBy}</b> {t('问', 'asks')}：{item.asked}
          {item.replied ? (
            <span>
              <b>{item.repliedBy}</b> {t('答', 'answers')}：{item.replied}
            </span>
          ) : (
            may('reply') && (
              <Button small kind="quiet" onClick={() => setSaying('reply')}>
                {t('答复', 'Reply')}
              </Button>
            )
          )}
        </p>
      )}
      {saying === 'ask' && (
        <Say
          label={t('追问', 'Ask')}
          busy={ask.busy}
          onClose={done}
          onSay={(words) => ask.run({ id: card.id, itemId: item.id, words })}
        />
      )}
      {saying === 'reply' && (
        <Say
          label={t('答复', 'Reply')}
          busy={reply.busy}
          onClose={done}
          onSay={(words) => reply.run({ id: card.id, itemId: item.id, words })}
        />
      )}
    </li>
  )
}

const Items = ({ card }: { card: Card }) => {
  const kinds = [...Map.groupBy(card.items, ({ kind }) => kind)]
  if (kinds.length === 0) return <Note tone="good">{t('没有待交接的事项。', 'There is nothing to hand over.')}</Note>
  return kinds.map(([kind, items]) => (
    <Section
      key={kind}
      title={t(kindWords[kind])}
      aside={items.length}
      {...(grave.includes(kind) && items.some(({ over }) => !over) ? { tone: 'bad' as const } : {})}
    >
      <ul className="shift-items">
        {items.map((item) => (
          <Item key={item.id} card={card} item={item} />
        ))}
      </ul>
    </Section>
  ))
}

/** What can be done with the card: words and giving by who leaves, taking over by who comes. */
const Foot = ({ card }: { card: Card }) => {
  const giving = card.can.includes('give')
  const taking = card.can.includes('take')
  const [words, setWords] = useState('')
  const give = useDo(api.handovers.give, { says: t('已交班', 'Handed over'), inForm: true })
  const take = useDo(api.handovers.take, { says: t('已接班', 'Taken over'), inForm: true })
  const send = () => (giving ? give.run({ id: card.id, words }) : take.run({ id: card.id, words }))
  useShortcut('Ctrl+Enter', () => void send(), { on: giving || taking })
  const doing = giving ? give : take
  return (
    <Form
      onSubmit={send}
      problem={doing.problem}
      busy={doing.busy}
      submit={giving ? t('交班', 'Hand over') : t('已逐项看过，接班', 'Read it all: take over')}
    >
      <TextArea
        label={giving ? t('补充交代', 'Your own words') : t('接班留言', 'A word')}
        name="words"
        value={words}
        onChange={setWords}
        rows={2}
        maxLength={giving ? 4000 : 1000}
        optional
      />
    </Form>
  )
}

export const HandoverRecord = ({ card }: { card: Card }) => {
  const end = clockOf(new Date(card.until))
  return (
    <Panel
      head={
        <div className="shift-head">
          <h2>
            <DayText day={card.day} /> {card.shift} {t('交班卡', 'hand-over card')} {card.campus}
          </h2>
          <StateDot life={handoverLifecycle} status={card.status} tone={card.late ? 'bad' : 'plain'} />
          <span className="push no-print">
            <PrintButton />
          </span>
        </div>
      }
      {...(card.can.includes('give') || card.can.includes('take')
        ? {
            foot: (
              <div className="shift-foot">
                <Foot card={card} />
              </div>
            ),
          }
        : {})}
    >
      {card.late && (
        <Note tone="bad" title={t('下一班开始半小时仍无人接班', 'Half an hour into the next shift nobody has come')}>
          {t('已提醒组长。', 'The lead has been told.')}
        </Note>
      )}
      <Facts
        facts={[
          [t('时间', 'Hours'), `${clockOf(new Date(card.from))}–${end === '00:00' ? '24:00' : end}`],
          [t('交班人', 'Gave'), card.givers.join('、')],
          [t('接班人', 'Takes'), card.takenBy ?? card.takers.join('、')],
          [
            t('交班时间', 'Given'),
            card.givenAt && (
              <>
                <Time at={card.givenAt} /> {card.givenBy ?? t('到点自动', 'by the clock')}
              </>
            ),
          ],
          [t('接班时间', 'Taken'), card.takenAt && <Time at={card.takenAt} />],
        ]}
      />
      {card.words && (
        <Section title={t('交班人的话', 'Words of who leaves')}>
          <p className="card-words">{card.words}</p>
        </Section>
      )}
      <Items card={card} />
      {card.takenWords && (
        <Section title={t('接班人的话', 'Words of who takes over')}>
          <p className="card-words">{card.takenWords}</p>
        </Section>
      )}
    </Panel>
  )
}
