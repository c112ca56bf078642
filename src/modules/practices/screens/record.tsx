// One good practice: what is done and why it works, what it rests on, what departments did with it, and what can be done with it now.
import { useState } from 'react'
import { useDepartments } from '#modules/cases/screens/departments.ts'
import { OtherLine } from '#modules/cases/screens/other-case.tsx'
import { api, useDo } from '#web/api.ts'
import { Go } from '#web/place.tsx'
import { Button } from '#web/ui/button.tsx'
import { TextArea } from '#web/ui/field.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { Panel, Section } from '#web/ui/layout.tsx'
import { Facts, StateDot } from '#web/ui/marks.tsx'
import { Time } from '#web/ui/moment.tsx'
import { PickMany } from '#web/ui/pick-many.tsx'
import { practiceLifecycle } from '../lifecycle.ts'
import { Mine } from './form.tsx'
import { mineWords, type One, toneOf } from './words.ts'
import './practices.css'

type Asked = 'decline' | 'retire' | 'tell' | 'adopt' | 'recognise'

/** The verbs that want some words first, one small form each. */
const Ask = ({ it, asked, onDone }: { it: One; asked: Asked; onDone: () => void }) => {
  const departments = useDepartments()
  const form = useForm({ words: '', did: '', departmentIds: [] as string[] })
  const { id } = it
  const options = { inForm: true, done: onDone }
  const decline = useDo(api.practices.decline, { ...options, says: t('未认定，已告诉推荐人', 'Declined') })
  const retire = useDo(api.practices.retire, { ...options, says: t('已停用', 'Retired') })
  const tell = useDo(api.practices.tell, { ...options, says: t('已发到科室', 'Departments are told') })
  const adopt = useDo(api.practices.adopt, { ...options, says: t('已登记采用', 'Adopted') })
  const recognise = useDo(api.practices.recognise, { ...options, says: t('已认定为优务经验', 'Recognised') })
  const { words, did, departmentIds } = form.values
  const by = {
    decline: { it: decline, run: () => decline.run({ id, words }), submit: t('不予认定', 'Decline') },
    retire: { it: retire, run: () => retire.run({ id, words }), submit: t('停用', 'Retire') },
    tell: { it: tell, run: () => tell.run({ id, departmentIds }), submit: t('推广', 'Tell around') },
    adopt: { it: adopt, run: () => adopt.run({ id, did }), submit: t('已采用', 'Adopted') },
    recognise: { it: recognise, run: () => recognise.run({ id, words }), submit: t('认定', 'Recognise') },
  }[asked]
  return (
    <Form onSubmit={by.run} problem={by.it.problem} submit={by.submit} busy={by.it.busy} onCancel={onDone}>
      {asked === 'tell' ? (
        <PickMany
          label={t('推广到哪些科室（不选就是全部）', 'To which departments (all where none is chosen)')}
          name="departmentIds"
          add={t('加一个科室', 'Add a department')}
          value={departmentIds}
          onChange={(value) => form.set({ departmentIds: [...value] })}
          groups={departments}
        />
      ) : asked === 'adopt' ? (
        <TextArea {...form.field('did')} label={t('本科室怎么做的', 'What your department does now')} rows={3} />
      ) : (
        <TextArea
          {...form.field('words')}
          label={asked === 'recognise' ? t('评语（可不写）', 'A word about it') : t('理由', 'The reason')}
          rows={2}
        />
      )}
    </Form>
  )
}

const Foot = ({ it, onEdit }: { it: One; onEdit: () => void }) => {
  const [asked, setAsked] = useState<Asked | null>(null)
  const learn = useDo(api.practices.learn, { says: t('已登记学习', 'Learned') })
  const can = (verb: string) => it.can.includes(verb)
  if (asked) return <Ask it={it} asked={asked} onDone={() => setAsked(null)} />
  const asks = (verb: Asked, label: string, kind: 'primary' | 'plain' = 'plain') =>
    can(verb) && (
      <Button kind={kind} onClick={() => setAsked(verb)}>
        {label}
      </Button>
    )
  return (
    <div className="actions">
      {asks('recognise', t('认定…', 'Recognise…'), 'primary')}
      {asks(
        'tell',
        it.status === 'told' ? t('再推广…', 'Tell more…') : t('推广…', 'Tell around…'),
        it.status === 'recognised' ? 'primary' : 'plain',
      )}
      {asks('adopt', t('已采用…', 'Adopted…'), 'primary')}
      {can('learn') && (
        <Button busy={learn.busy} onClick={() => void learn.run({ id: it.id })}>
          {t('已学习', 'Learned')}
        </Button>
      )}
      {can('change') && <Button onClick={onEdit}>{t('修改', 'Change')}</Button>}
      {asks('decline', t('不予认定…', 'Decline…'))}
      {asks('retire', t('停用…', 'Retire…'))}
    </div>
  )
}

/** One practice. `onEdit` opens the form that changes it. */
export const PracticeRecord = ({ it, onEdit }: { it: One; onEdit: () => void }) => (
  <Panel
    head={
      <div className="practice-head">
        <h2>{it.title}</h2>
        <StateDot life={practiceLifecycle} status={it.status} tone={toneOf(it.status)} />
        <Mine words={mineWords(it.mine)} />
      </div>
    }
    foot={it.can.length > 0 && <Foot it={it} onEdit={onEdit} />}
  >
    <Facts
      facts={[
        [t('科室', 'Department'), it.department ?? t('全院', 'The whole hospital')],
        [t('解决', 'About'), it.categoryName],
        [t('受表扬', 'Praised'), it.staffNames.join('、')],
        [
          t('改进项目', 'Project'),
          it.projectId && (
            <Go key="project" to={`/projects/${it.projectId}`}>
              {t('已达标的项目', 'That succeeded')}
            </Go>
          ),
        ],
        [
          t('推荐', 'Nominated'),
          <span key="n">
            {it.nominatedBy} <Time at={it.nominatedAt} />
          </span>,
        ],
        [
          it.status === 'declined' ? t('未认定', 'Declined') : t('认定', 'Recognised'),
          it.decidedBy && it.decidedAt ? (
            <span key="d">
              {it.decidedBy} <Time at={it.decidedAt} />
            </span>
          ) : null,
        ],
        [t('说明', 'Said'), it.words, true],
      ]}
    />
    {(
      [
        [t('怎么做的', 'What is done'), it.what],
        [t('为什么有效', 'Why it works'), it.why],
        [t('怎么照着做', 'How to do the same'), it.how],
      ] as const
    ).map(([title, text]) => (
      <Section key={title} title={title}>
        <p className="practice-text">{text}</p>
      </Section>
    ))}
    {it.behind.length + (it.finding ? 1 : 0) > 0 && (
      <Section title={t('依据', 'What it rests on')} aside={it.behind.length + (it.finding ? 1 : 0)}>
        <ul className="practice-list">
          {it.finding && (
            <li>
              <Go to="/stations" with={{ day: it.finding.day }}>
                {t(`${it.finding.day} 巡查`, `Patrol of ${it.finding.day}`)}
              </Go>{' '}
              {it.finding.place} {it.finding.text}
              {it.finding.how && <small>{t(`整改：${it.finding.how}`, `Mended: ${it.finding.how}`)}</small>}
            </li>
          )}
          {it.behind.map((one) => (
            <li key={one.id}>
              <OtherLine one={one} />
            </li>
          ))}
        </ul>
      </Section>
    )}
    {it.tellings.length > 0 && (
      <Section
        title={t('推广', 'Told around')}
        aside={t(
          `${it.told} 科已通知 · ${it.learned} 科已学习 · ${it.adopted} 科已采用`,
          `${it.told} told · ${it.learned} learned · ${it.adopted} adopted`,
        )}
      >
        <ul className="practice-list">
          {it.tellings.map((one) => (
            <li key={one.departmentId}>
              <b>{one.department}</b>{' '}
              {one.adoptedAt ? (
                <>
                  {t('已采用', 'adopted')} <small>{one.adoptedBy} </small>
                  <Time at={one.adoptedAt} />
                  <p className="practice-text">{one.did}</p>
                </>
              ) : one.learnedAt ? (
                <>
                  {t('已学习', 'learned')} <small>{one.learnedBy} </small>
                  <Time at={one.learnedAt} />
                </>
              ) : (
                <small>{t('还没有学习', 'not yet')}</small>
              )}
            </li>
          ))}
        </ul>
      </Section>
    )}
  </Panel>
)
