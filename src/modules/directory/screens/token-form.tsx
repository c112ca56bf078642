// A new token: for whom it acts, what it may do, until when; then the token itself, once.
import { useState } from 'react'
import { type Role, roleWords } from '#kernel/permission.ts'
import { endOfDay, isoOf } from '#kernel/time.ts'
import { api, useAsk, useDo } from '#web/api.ts'
import { Go } from '#web/place.tsx'
import { Check, CheckRow, Choices } from '#web/ui/choose.tsx'
import { DateField, Select, TextField } from '#web/ui/field.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { Panel } from '#web/ui/layout.tsx'
import { Secret } from '#web/ui/secret.tsx'
import { Note } from '#web/ui/states.tsx'
import { nounWords, sayVerb, scopesByNoun, verbsOf } from './verbs.ts'

export const NewToken = ({ onDone, onCancel }: { onDone: (id: string) => void; onCancel: () => void }) => {
  const staff = useAsk(api.staff.list)
  const form = useForm({ name: '', login: '', scopes: [] as string[], until: '' })
  const create = useDo(api.tokens.create, { inForm: true })
  const [made, setMade] = useState<{ id: string; token: string }>()
  const people = (staff.data?.rows ?? []).filter((one) => one.status === 'active')
  const person = people.find((one) => one.login === form.values.login)
  const { scopes } = form.values
  const all = scopes.includes('*')
  const submit = async () => {
    const { name, login, until } = form.values
    const reply = await create.run({
      name,
      login,
      scopes,
      expiresAt: until ? isoOf(endOfDay(until)) : null,
    })
    if (reply) setMade(reply)
  }
  const choose = (login: string) => {
    const role = people.find((one) => one.login === login)?.role as Role | undefined
    const may: readonly string[] = role ? verbsOf(role) : []
    form.set({ login, scopes: scopes.filter((scope) => scope === '*' || may.includes(scope)) })
  }

  if (made)
    return (
      <Panel head={<h2 className="panel-title">{form.values.name}</h2>}>
        <Secret
          title={t('新令牌', 'The new token')}
          values={[made.token]}
          onDone={() => onDone(made.id)}
          more={
            <>
              {t('每次请求带上请求头：', 'Send it as a header with every request:')}
              <pre className="output">{`Authorization: Bearer ${made.token.slice(0, 9)}…`}</pre>
              <Go to="/api-docs">{t('接口文档', 'The interface')}</Go>
            </>
          }
        />
      </Panel>
    )
  return (
    <Panel head={<h2 className="panel-title">{t('新建令牌', 'New token')}</h2>}>
      <Form
        onSubmit={submit}
        problem={create.problem}
        submit={t('生成令牌', 'Make the token')}
        busy={create.busy}
        onCancel={onCancel}
      >
        <TextField
          {...form.field('name')}
          label={t('用途', 'What for')}
          placeholder={t('例如：电子病历出院名单', 'e.g. discharges from the record system')}
          maxLength={80}
        />
        <div className="columns">
          <Select
            {...form.field('login')}
            label={t('代表哪位人员', 'Acts for')}
            empty={t('选择…', 'Choose…')}
            onChange={choose}
            options={people.map((one) => ({ value: one.login, label: `${one.name} · ${t(roleWords[one.role])}` }))}
          />
          <DateField
            {...form.field('until')}
            name="expiresAt"
            label={t('有效期至', 'Expires')}
            optional
            hint={t('不填为长期有效', 'Empty: never')}
          />
        </div>
        {person && (
          <Choices
            label={t('可以做的', 'What it may do')}
            name="scopes"
            hint={t('只列出此人的角色能做的；勾得越少越安全', 'What this role may do; the less the safer')}
          >
            <Check
              label={t('此人能做的全部', 'Everything that the person may do')}
              value={all}
              onChange={(on) => form.set({ scopes: on ? ['*'] : [] })}
            />
            {all ? (
              <Note tone="warn">
                {t('令牌一旦泄露，等于此人的账号泄露。', 'If it leaks, the account of the person has leaked.')}
              </Note>
            ) : (
              <div className="scopes">
                {scopesByNoun(verbsOf(person.role)).map(([noun, verbs]) => (
                  <CheckRow
                    key={noun}
                    label={nounWords(noun)}
                    value={scopes.filter((scope) => verbs.includes(scope))}
                    onChange={(chosen) =>
                      form.set({ scopes: [...scopes.filter((scope) => !verbs.includes(scope)), ...chosen] })
                    }
                    options={verbs.map((verb) => ({ value: verb, label: sayVerb(verb) }))}
                  />
                ))}
              </div>
            )}
          </Choices>
        )}
      </Form>
    </Panel>
  )
}
