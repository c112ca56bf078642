// 您说，我改: the list of those who raised what became better, and how each is told; nobody twice.
import { useState } from 'react'
import { DialButton, useHasTelephone } from '#modules/calls/screens/dial-button.tsx'
import { placeOf } from '#modules/calls/screens/place.ts'
import { api, useAskPages, useDo } from '#web/api.ts'
import { useMayEver } from '#web/me.tsx'
import { Go } from '#web/place.tsx'
import { Button } from '#web/ui/button.tsx'
import { TextField } from '#web/ui/field.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { Section, Segmented } from '#web/ui/layout.tsx'
import { Listed } from '#web/ui/listed.tsx'
import { Progress, Tag } from '#web/ui/marks.tsx'
import { Time } from '#web/ui/moment.tsx'
import { Note } from '#web/ui/states.tsx'
import { type Letters, LettersButton } from './project-letters.tsx'
import type { Project } from './project-words.ts'

type Person = NonNullable<ReturnType<typeof usePeople>['rows']>[number]
const usePeople = (id: string, status: 'due' | 'told' | 'posted' | 'unable', on: boolean) =>
  useAskPages(api.projects.people, { id, status }, { on })

const channels = () => ({
  call: t('电话', 'Call'),
  sms: t('短信', 'Text'),
  letter: t('信件', 'Letter'),
  'in-person': t('当面', 'In person'),
  receipt: t('凭码网页', 'Receipt page'),
  none: '',
})

const Unable = ({ it, one, onClose }: { it: Project; one: Person; onClose: () => void }) => {
  const form = useForm({ reason: '' })
  const run = useDo(api.projects.tell, { inForm: true, says: t('已登记', 'Noted'), done: onClose })
  return (
    <Form
      onSubmit={() => run.run({ id: it.id, personId: one.id, how: 'unable', ...form.values })}
      submit={t('登记', 'Note it')}
      busy={run.busy}
      problem={run.problem}
      onCancel={onClose}
    >
      <TextField
        {...form.field('reason')}
        label={t('为什么没有告知到', 'Why he could not be told')}
        maxLength={200}
        autoFocus
      />
    </Form>
  )
}

/** By the page's telephone where there is one, else the number in clear, for the call that follows; both are recorded. */
const Phone = ({ it, one }: { it: Project; one: Person }) => {
  const has = useHasTelephone()
  const [number, setNumber] = useState('')
  const named = { id: it.id, personId: one.id }
  const reveal = useDo(api.projects.reveal, {
    done: (reply) => setNumber([reply.number, reply.extension].filter(Boolean).join(' - ')),
  })
  if (has)
    return <DialButton place={placeOf(api.projects.dial, named)} who={`${one.name} ${one.phone}`} about={one.id} />
  return number ? (
    <a className="button small" href={`tel:${number.split(' ')[0]}`}>
      {number}
    </a>
  ) : (
    <Button small kind="quiet" icon="phone" busy={reveal.busy} onClick={() => void reveal.run(named)}>
      {t('查看电话', 'Show the number')}
    </Button>
  )
}

const Row = ({ it, one }: { it: Project; one: Person }) => {
  const [unable, setUnable] = useState(false)
  const tell = useDo(api.projects.tell, { says: t('已告知', 'Told') })
  const say = (how: 'call' | 'sms' | 'letter' | 'in-person') => void tell.run({ id: it.id, personId: one.id, how })
  const open = one.status === 'due' || one.status === 'posted'
  return (
    <li>
      <p>
        <b>{one.name || t('匿名', 'Anonymous')}</b> {one.phone && <span className="num">{one.phone}</span>}{' '}
        <Tag>{channels()[one.channel]}</Tag>{' '}
        {one.caseId && one.number && (
          <Go to="/cases" with={{ id: one.caseId }}>
            {one.number}
          </Go>
        )}{' '}
        {one.status === 'told' && (
          <Tag tone="good">
            {t('已告知', 'Told')} {one.toldBy}
          </Tag>
        )}
        {one.toldAt && <Time at={one.toldAt} />}
      </p>
      <p className="beside-words">
        {one.raised}
        {one.reason && <small>{one.reason}</small>}
      </p>
      {open &&
        it.can.includes('tell') &&
        (unable ? (
          <Unable it={it} one={one} onClose={() => setUnable(false)} />
        ) : (
          <div className="actions no-print">
            {one.phone && ['call', 'sms'].includes(one.channel) && <Phone it={it} one={one} />}
            {one.channel !== 'receipt' && (
              <Button
                small
                busy={tell.busy}
                onClick={() =>
                  say(one.channel === 'letter' ? 'letter' : one.channel === 'in-person' ? 'in-person' : 'call')
                }
              >
                {one.channel === 'letter' ? t('信已寄出', 'Letter sent') : t('已说到', 'Told')}
              </Button>
            )}
            {one.texts && one.channel !== 'receipt' && (
              <Button small busy={tell.busy} onClick={() => say('sms')}>
                {t('发短信', 'Text')}
              </Button>
            )}
            <Button small kind="quiet" onClick={() => setUnable(true)}>
              {t('没有告知到…', 'Not told…')}
            </Button>
          </div>
        ))}
    </li>
  )
}

type View = 'due' | 'posted' | 'told' | 'unable'

export const TellingPart = ({
  it,
  ...print
}: {
  it: Project
  letters: Letters | undefined
  onLetters: (letters: Letters | undefined) => void
}) => {
  const mayEver = useMayEver()
  const may = mayEver('project.tell')
  const [view, setView] = useState<View>('due')
  const list = usePeople(it.id, view, may)
  const { told, of, posted, unable } = it.told!
  const counts: Record<View, number> = { due: of - told - posted, posted, told, unable }
  const words: Record<View, string> = {
    due: t('待告知', 'To tell'),
    posted: t('已挂网页', 'On the page'),
    told: t('已告知', 'Told'),
    unable: t('不能告知', 'Cannot be told'),
  }
  return (
    <Section title={t('您说，我改：告诉反映过的人', 'You said, we changed: tell them')}>
      <Note tone="good">{it.news}</Note>
      <Progress
        done={of === 0 ? 1 : told / of}
        label={t(
          `能告知的 ${of} 人中已告知 ${told} 人${unable > 0 ? `；另有 ${unable} 人不能告知` : ''}`,
          `${told} of ${of} who can be told were told${unable > 0 ? `; ${unable} cannot be` : ''}`,
        )}
      />
      {may && (
        <>
          <Segmented<View>
            label={t('名单', 'List')}
            value={view}
            onChange={setView}
            options={(['due', 'posted', 'told', 'unable'] as const).map((value) => ({
              value,
              label: words[value],
              count: counts[value],
            }))}
          />
          {view === 'due' && list.rows?.some(({ channel }) => channel === 'letter') && (
            <LettersButton it={it} {...print} />
          )}
          <Listed list={list} lines={3} empty={<p className="hint">{t('这里没有人。', 'Nobody here.')}</p>}>
            {(rows) => (
              <ul className="project-people">
                {rows.map((one) => (
                  <Row key={one.id} it={it} one={one} />
                ))}
              </ul>
            )}
          </Listed>
        </>
      )}
    </Section>
  )
}
