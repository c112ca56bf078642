// One frozen card: who may see it, its figures, and what its caller and his lead say about it.
import { dayOf } from '#kernel/time.ts'
import { api, useDo } from '#web/api.ts'
import { useMayEver } from '#web/me.tsx'
import { Go } from '#web/place.tsx'
import { Button, PrintButton } from '#web/ui/button.tsx'
import { TextArea } from '#web/ui/field.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { Panel, Section } from '#web/ui/layout.tsx'
import { StateDot } from '#web/ui/marks.tsx'
import { DayText, sayMonth, Time } from '#web/ui/moment.tsx'
import { Note } from '#web/ui/states.tsx'
import { scorecardLifecycle } from '../lifecycle.ts'
import { CardFigures, type Disown } from './figures.tsx'
import type { One } from './words.ts'

const See = ({ it }: { it: One }) => {
  const see = useDo(api.scorecards.see, { says: t('已记下', 'Noted') })
  return (
    <div className="scorecard-decide">
      <p className="hint">
        {it.shown ? (
          t('组长和监察室已经能看到。', 'Lead and supervision can see it already.')
        ) : (
          <>
            {t('现在只有您能看到。点了以后，或从 ', 'Only you can see it now. Once you press, or from ')}
            <DayText day={it.shownFrom} />
            {t(' 起，组长和监察室也能看到。', ' on, lead and supervision can see it too.')}
          </>
        )}
      </p>
      <Button kind="primary" busy={see.busy} onClick={() => void see.run({ id: it.id })}>
        {t('我已看过', 'I have seen it')}
      </Button>
    </div>
  )
}

type Words = ReturnType<typeof useForm<{ words: string }>>

/** A word of his own, or what was said when it was talked over. */
const Saying = ({ it, verb, form }: { it: One; verb: 'comment' | 'talk'; form: Words }) => {
  const comment = useDo(api.scorecards.comment, { inForm: true, says: t('已写上', 'Noted') })
  const talk = useDo(api.scorecards.talk, { inForm: true, says: t('已记下谈话', 'Noted') })
  const by = verb === 'comment' ? comment : talk
  return (
    <Form
      onSubmit={() => by.run({ id: it.id, words: form.values.words })}
      problem={by.problem}
      busy={by.busy}
      submit={
        verb === 'talk'
          ? t('记下谈话', 'Talked over')
          : it.comment
            ? t('修改说明', 'Change it')
            : t('写上说明', 'Comment')
      }
    >
      <TextArea
        {...form.field('words')}
        label={
          verb === 'comment'
            ? t('我的说明', 'A word of my own')
            : t('谈了什么，约定了什么', 'What was said, and agreed on')
        }
        rows={2}
        {...(verb === 'comment'
          ? { hint: t('比如这个月都在打外科晚班的电话。', 'For instance that it was all evening calls.') }
          : {})}
      />
    </Form>
  )
}

export const CardPanel = ({ it }: { it: One }) => {
  const mayEver = useMayEver()
  const can = (verb: string) => it.can.includes(verb)
  const [own, talk] = [useForm({ words: it.comment }), useForm({ words: '' })]
  // Into the word of his own, beside what he has written there.
  const disown: Disown = ({ at, around }) => {
    const day = dayOf(new Date(at))
    const sentence = t(`${day} “${around}”不是我说的。`, `${day} “${around}” was not said by me.`)
    const { words } = own.values
    if (!words.includes(sentence)) own.set({ words: [words, sentence].filter(Boolean).join('\n') })
  }
  return (
    <Panel
      head={
        <div className="scorecard-head">
          <h2>
            {it.mine ? '' : `${it.staff.name} · `}
            {sayMonth(it.month)}
          </h2>
          <StateDot life={scorecardLifecycle} status={it.status} tone={it.status === 'made' ? 'accent' : 'plain'} />
          <span className="scorecard-print no-print">
            <PrintButton />
          </span>
        </div>
      }
      foot={
        (can('see') || can('comment') || can('talk')) && (
          <div className="scorecard-say">
            {can('see') && <See it={it} />}
            {can('comment') && <Saying it={it} verb="comment" form={own} />}
            {can('talk') && <Saying it={it} verb="talk" form={talk} />}
          </div>
        )
      }
    >
      {it.comment && (
        <Section title={t('本人说明', 'His own word')} aside={it.commentedAt && <Time at={it.commentedAt} />}>
          <p className="scorecard-words">{it.comment}</p>
        </Section>
      )}
      {it.talkedAt && (
        <Section
          title={t('谈话', 'Talked over')}
          aside={
            <span>
              {it.talkedBy} <Time at={it.talkedAt} />
            </span>
          }
        >
          <p className="scorecard-words">{it.talkWords}</p>
        </Section>
      )}
      {!it.mine && it.seenAt === null && (
        <Note title={t('本人还没有看', 'Its caller has not seen it')}>
          {t('本人看过以后才能记谈话。', 'It is talked over once he has.')}
        </Note>
      )}
      <CardFigures it={it.figures} said={it.said} disown={can('comment') ? disown : undefined} />
      {!it.mine && mayEver('trainingNote.create') && (
        <p className="no-print">
          <Go to="/scorecards" with={{ view: 'notes', do: 'new', staff: it.staff.id }}>
            {t('给他写一条培训', 'Write him a training note')}
          </Go>
        </p>
      )}
    </Panel>
  )
}
