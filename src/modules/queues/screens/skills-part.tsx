// Who is able to what, and where he is reached away from his desk: a row a person.
import { useState } from 'react'
import { roleWords } from '#kernel/permission.ts'
import { api, useAsk, useDo } from '#web/api.ts'
import { Button } from '#web/ui/button.tsx'
import { Check } from '#web/ui/choose.tsx'
import { Select, TextField } from '#web/ui/field.tsx'
import { Form } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { Fold } from '#web/ui/layout.tsx'
import { Tag } from '#web/ui/marks.tsx'
import { Loaded } from '#web/ui/states.tsx'
import { skillKindWords } from '../words.ts'

type Skills = Awaited<ReturnType<typeof api.skills.list>>
type Person = Skills['people'][number]
type Kind = Skills['skills'][number]['kind']

const kinds: readonly Kind[] = ['language', 'patients', 'department', 'other']

const PersonForm = ({ of, person, onClose }: { of: Skills; person: Person; onClose: () => void }) => {
  const [has, setHas] = useState<readonly string[]>(person.skills)
  const [outside, setOutside] = useState('')
  const assign = useDo(api.skills.assign, { inForm: true, says: t('已保存', 'Saved'), done: onClose })
  return (
    <Form
      onSubmit={() =>
        assign.run({ staffId: person.staffId, skills: [...has], ...(outside.trim() === '' ? {} : { outside }) })
      }
      problem={assign.problem}
      busy={assign.busy}
      submit={t('保存', 'Save')}
      onCancel={onClose}
      extra={
        person.outside ? (
          <Button
            kind="quiet"
            onClick={() => void assign.run({ staffId: person.staffId, skills: [...has], outside: '' })}
          >
            {t('去掉外线号码', 'Remove the number')}
          </Button>
        ) : undefined
      }
    >
      {of.skills.map(({ id, name }) => (
        <Check
          key={id}
          label={name}
          value={has.includes(id)}
          onChange={(on) => setHas(on ? [...has, id] : has.filter((one) => one !== id))}
        />
      ))}
      <TextField
        name="outside"
        label={t('值班外线号码', 'Number when on call')}
        hint={person.outside ? t(`现在是 ${person.outside}，不填不变`, `now ${person.outside}`) : undefined}
        optional
        inputMode="tel"
        maxLength={40}
        value={outside}
        onChange={setOutside}
      />
    </Form>
  )
}

const NewSkill = ({ of }: { of: Skills }) => {
  const [name, setName] = useState('')
  const [kind, setKind] = useState<Kind>('language')
  const save = useDo(api.skills.set, { inForm: true, done: () => setName('') })
  const all = of.skills.map((one) => ({ id: one.id as string | null, name: one.name, kind: one.kind }))
  return (
    <>
      <p className="skill-list">
        {of.skills.map((one) => (
          <span key={one.id}>
            <Tag>{`${one.name} · ${one.people}`}</Tag>
            <Button small kind="quiet" onClick={() => void save.run({ skills: all.filter(({ id }) => id !== one.id) })}>
              {t('去掉', 'Remove')}
              <span className="unseen">{one.name}</span>
            </Button>
          </span>
        ))}
      </p>
      <Form
        onSubmit={() => save.run({ skills: [...all, { id: null, name, kind }] })}
        problem={save.problem}
        busy={save.busy}
        submit={t('添加技能', 'Add')}
      >
        <div className="columns">
          <TextField name="name" label={t('技能', 'Skill')} value={name} onChange={setName} maxLength={20} />
          <Select
            name="kind"
            label={t('类别', 'Kind')}
            value={kind}
            onChange={(one) => one && setKind(one)}
            options={kinds.map((value) => ({ value, label: t(skillKindWords[value]!) }))}
          />
        </div>
      </Form>
    </>
  )
}

export const SkillsPart = ({ may }: { may: boolean }) => {
  const ask = useAsk(api.skills.list)
  const [editing, setEditing] = useState<string | null>(null)
  return (
    <Loaded ask={ask}>
      {(it) => (
        <>
          {may && (
            <Fold title={t('有哪些技能', 'The skills')} aside={t(`${it.skills.length} 项`, `${it.skills.length}`)}>
              <NewSkill of={it} />
            </Fold>
          )}
          <ul className="skill-people">
            {it.people.map((person) =>
              editing === person.staffId ? (
                <li key={person.staffId} className="open">
                  <b>{person.name}</b>
                  <PersonForm of={it} person={person} onClose={() => setEditing(null)} />
                </li>
              ) : (
                <li key={person.staffId}>
                  <span>
                    <b>{person.name}</b> <small>{t(roleWords[person.role as keyof typeof roleWords])}</small>
                  </span>
                  <span className="figures">{person.extension ?? <small>{t('无分机', 'no extension')}</small>}</span>
                  <span>
                    {it.skills
                      .filter(({ id }) => person.skills.includes(id))
                      .map(({ id, name }) => (
                        <Tag key={id}>{name}</Tag>
                      ))}
                  </span>
                  <span className="figures">{person.outside && t(`外线 ${person.outside}`, person.outside)}</span>
                  {may && (
                    <Button small kind="quiet" onClick={() => setEditing(person.staffId)}>
                      {t('修改', 'Change')}
                      <span className="unseen">{person.name}</span>
                    </Button>
                  )}
                </li>
              ),
            )}
          </ul>
        </>
      )}
    </Loaded>
  )
}
