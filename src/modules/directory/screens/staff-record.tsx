// One person: the form of his role, departments and superior, and what ends or opens his account.
import { useState } from 'react'
import { type Role, roles, roleWords } from '#kernel/permission.ts'
import { type Words, w } from '#kernel/words.ts'
import { api, useDo } from '#web/api.ts'
import { Button } from '#web/ui/button.tsx'
import { Select, TextField } from '#web/ui/field.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { ConfirmButton, Panel, Section } from '#web/ui/layout.tsx'
import { Facts, StateDot } from '#web/ui/marks.tsx'
import { PickMany } from '#web/ui/pick-many.tsx'
import { Secret } from '#web/ui/secret.tsx'
import { Note } from '#web/ui/states.tsx'
import { staffLifecycle } from '../lifecycle.ts'
import { usePlaces } from './places.ts'
import type { Line } from './staff.tsx'

/** What the role is for, so that nobody gives more than is needed. */
const roleSays: Record<Role, Words> = {
  agent: w('拨打随访电话，受理诉求', 'Calls patients and takes matters in'),
  lead: w('另可分配任务、排班、管理方案与问卷', 'Also allots, rosters, keeps programmes and questionnaires'),
  department: w('办理转到本科室的诉求，处理红旗', 'Answers what is sent to the own departments'),
  supervision: w('看到全部诉求，含行风与重大事项', 'Sees every matter, integrity and grave ones included'),
  leadership: w('审批重大事项，查看报表', 'Consents to grave matters, reads the reports'),
  admin: w('管理人员、科室、令牌与设置，不看诉求', 'Keeps people, departments, tokens, settings; sees no matters'),
}

const blank = {
  login: '',
  name: '',
  role: 'agent' as Role,
  departments: [] as string[],
  campusId: '' as string,
  superiorId: '' as string,
}
type Values = typeof blank

const sent = ({ name, role, departments, campusId, superiorId }: Values) => ({
  name,
  role,
  departments,
  campusId: campusId || null,
  superiorId: superiorId || null,
})

const Fields = ({
  form,
  people,
  self,
}: {
  form: ReturnType<typeof useForm<Values>>
  people: readonly Line[]
  self?: string
}) => {
  const places = usePlaces()
  const { role } = form.values
  const above = people.filter((one) => one.id !== self && one.status === 'active')
  return (
    <>
      <TextField {...form.field('name')} label={t('姓名', 'Name')} maxLength={50} />
      <Select
        {...form.field('role')}
        label={t('角色', 'Role')}
        onChange={(to) => to && form.set({ role: to })}
        options={roles.map((value) => ({ value, label: t(roleWords[value]) }))}
        hint={t(roleSays[role])}
      />
      <PickMany
        {...form.field('departments')}
        label={t('负责的科室', 'Departments')}
        add={t('添加科室…', 'Add a department…')}
        groups={places.choices}
        hint={
          role === 'department'
            ? t('至少一个；只看得到这些科室的诉求', 'At least one; only their matters are seen')
            : t('其他角色通常不填', 'Usually empty for other roles')
        }
      />
      <div className="columns">
        <Select
          {...form.field('campusId')}
          label={t('院区', 'Campus')}
          optional
          empty={t('不限', 'Any')}
          options={places.campuses.map((one) => ({ value: one.id, label: one.name }))}
        />
        <Select
          {...form.field('superiorId')}
          label={t('上级', 'Superior')}
          optional
          empty={t('没有', 'Nobody')}
          options={above.map((one) => ({ value: one.id, label: `${one.name} · ${t(roleWords[one.role])}` }))}
        />
      </div>
      <p className="hint">
        {t(
          '上级关系用于回避：诉求涉及本人时，本人及其各级上级都看不到。',
          'Superiors matter for recusal: what is about a person is hidden from him and everybody above him.',
        )}
      </p>
    </>
  )
}

const FirstPassword = ({ login, password, onDone }: { login: string; password: string; onDone: () => void }) => (
  <Secret
    title={t(`${login} 的初始密码`, `First password of ${login}`)}
    values={[password]}
    more={t(
      '请当面或电话告知本人；首次登录时必须改成自己的密码。',
      'Tell the person face to face or by telephone; it must be changed at the first sign-in.',
    )}
    onDone={onDone}
  />
)

export const NewPerson = ({
  people,
  onDone,
  onCancel,
}: {
  people: readonly Line[]
  onDone: (id: string) => void
  onCancel: () => void
}) => {
  const form = useForm<Values>(blank)
  const create = useDo(api.staff.create, { inForm: true })
  const [made, setMade] = useState<{ id: string; password: string }>()
  const submit = async () => {
    const reply = await create.run({ ...sent(form.values), login: form.values.login })
    if (reply) setMade(reply)
  }
  return (
    <Panel head={<h2 className="panel-title">{t('新增人员', 'Add a person')}</h2>}>
      {made ? (
        <FirstPassword login={form.values.login} password={made.password} onDone={() => onDone(made.id)} />
      ) : (
        <Form
          onSubmit={submit}
          problem={create.problem}
          submit={t('新增并生成初始密码', 'Add, with a first password')}
          busy={create.busy}
          onCancel={onCancel}
        >
          <TextField
            {...form.field('login')}
            label={t('登录名', 'Login')}
            hint={t('文字、数字和 . _ -，之后不能修改', 'Letters, digits and . _ -; it stays as it is')}
            autoComplete="off"
            spellCheck={false}
            maxLength={50}
          />
          <Fields form={form} people={people} />
        </Form>
      )}
    </Panel>
  )
}

export const PersonRecord = ({ person, people }: { person: Line; people: readonly Line[] }) => {
  const places = usePlaces()
  const form = useForm<Values>({ ...person, campusId: person.campusId ?? '', superiorId: person.superiorId ?? '' })
  const change = useDo(api.staff.change, { inForm: true, says: t('已保存', 'Saved') })
  const disable = useDo(api.staff.disable, { says: t('已停用，所有登录已结束', 'Disabled; all sessions ended') })
  const enable = useDo(api.staff.enable, { says: t('已启用', 'Enabled') })
  const reset = useDo(api.staff.reset)
  const [password, setPassword] = useState<string>()
  const may = (verb: string) => person.can.includes(verb)
  const superior = people.find((one) => one.id === person.superiorId)
  const askReset = async () => {
    const reply = await reset.run({ id: person.id })
    if (reply) setPassword(reply.password)
  }
  return (
    <Panel
      head={
        <div className="record-head">
          <h2>{person.name}</h2>
          <span>
            {person.login} · {t(roleWords[person.role])}
          </span>
          <span className="push" />
          <StateDot life={staffLifecycle} status={person.status} tone={person.status === 'active' ? 'good' : 'plain'} />
        </div>
      }
      foot={
        may('reset') || may('disable') || may('enable') ? (
          <>
            {may('reset') && (
              <ConfirmButton
                label={t('重设密码', 'Reset the password')}
                title={t(`重设 ${person.name} 的密码？`, `Reset the password of ${person.name}?`)}
                text={t(
                  '原密码立即失效，所有登录结束，并解除登录锁定。动态验证码不受影响。',
                  'The old one ends now, all sessions with it, and a lock-out too. A second factor stays.',
                )}
                busy={reset.busy}
                onConfirm={askReset}
              />
            )}
            <span className="push" />
            {may('disable') && (
              <ConfirmButton
                danger
                label={t('停用', 'Disable')}
                title={t(`停用 ${person.name}?`, `Disable ${person.name}?`)}
                text={t(
                  '不能再登录，所有登录结束。名下的工作留待他人接手。',
                  'Nobody can sign in as this person any more. Open work waits for somebody to take it over.',
                )}
                busy={disable.busy}
                onConfirm={() => disable.run({ id: person.id })}
              />
            )}
            {may('enable') && (
              <Button busy={enable.busy} onClick={() => void enable.run({ id: person.id })}>
                {t('启用', 'Enable')}
              </Button>
            )}
          </>
        ) : undefined
      }
    >
      {password ? (
        <FirstPassword login={person.login} password={password} onDone={() => setPassword(undefined)} />
      ) : (
        <>
          <Section>
            <Facts
              facts={[
                [
                  t('二次验证', 'Second factor'),
                  person.hasSecondFactor ? t('已绑定', 'Enrolled') : t('未绑定，由本人在“我的账号”绑定', 'None yet'),
                ],
              ]}
              columns={1}
            />
          </Section>
          {may('change') ? (
            <Section title={t('角色与科室', 'Role and departments')}>
              <Form
                onSubmit={() => change.run({ id: person.id, ...sent(form.values) })}
                problem={change.problem}
                submit={t('保存', 'Save')}
                busy={change.busy}
              >
                <Fields form={form} people={people} self={person.id} />
                <Note>
                  {t(
                    '角色、科室或上级一变，该人员的所有登录立即结束，重新登录后生效。',
                    'Another role, department or superior ends all sessions of the person at once.',
                  )}
                </Note>
              </Form>
            </Section>
          ) : (
            <Section title={t('角色与科室', 'Role and departments')}>
              <Facts
                columns={1}
                facts={[
                  [t('角色', 'Role'), t(roleWords[person.role])],
                  [t('科室', 'Departments'), person.departments.map(places.nameOf).join('、')],
                  [t('院区', 'Campus'), places.campusOf(person.campusId)],
                  [t('上级', 'Superior'), superior?.name],
                ]}
              />
            </Section>
          )}
        </>
      )}
    </Panel>
  )
}
