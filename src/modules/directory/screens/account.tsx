// One's own account: password, second factor, and where one is signed in.

import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { roleWords } from '#kernel/permission.ts'
import { api, useAsk, useDo } from '#web/api.ts'
import { useMe } from '#web/me.tsx'
import { Button } from '#web/ui/button.tsx'
import { TextField } from '#web/ui/field.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { Page } from '#web/ui/layout.tsx'
import { Facts, Tag } from '#web/ui/marks.tsx'
import { Time } from '#web/ui/moment.tsx'
import { Loaded } from '#web/ui/states.tsx'
import './office.css'
import { usePlaces } from './places.ts'
import { SecondFactor } from './second-factor.tsx'

const Password = () => {
  const form = useForm({ current: '', fresh: '', again: '' })
  const change = useDo(api.session.changePassword, {
    inForm: true,
    says: t('密码已修改，其他登录已结束', 'The password is changed; other sessions ended'),
    done: () => form.reset(),
  })
  const [differs, setDiffers] = useState(false)
  const { current, fresh, again } = form.values
  const submit = () => {
    setDiffers(fresh !== again)
    if (fresh === again) return change.run({ current, fresh })
  }
  const long = [...fresh].length
  return (
    <section className="sheet">
      <h2 className="sheet-title">{t('修改密码', 'Change the password')}</h2>
      <Form onSubmit={submit} problem={change.problem} submit={t('修改密码', 'Change it')} busy={change.busy}>
        <TextField
          {...form.field('current')}
          type="password"
          label={t('现在的密码', 'The password now')}
          autoComplete="current-password"
        />
        <TextField
          {...form.field('fresh')}
          type="password"
          label={t('新密码', 'The new one')}
          autoComplete="new-password"
          hint={
            fresh && long < 12
              ? t(`还差 ${12 - long} 个字符`, `${12 - long} more`)
              : t('至少 12 个字符', 'Twelve characters at least')
          }
        />
        <TextField
          {...form.field('again')}
          type="password"
          label={t('再输一次', 'Once more')}
          autoComplete="new-password"
          problem={differs && fresh !== again ? t('两次输入不一样', 'They differ') : undefined}
        />
        <ul className="rules">
          <li>{t('越长越好；不要求大小写、数字或符号', 'Length is what counts; no rule about signs')}</li>
          <li>{t('不含自己的姓名、登录名，不用常见密码', 'Not your name or login, and nothing common')}</li>
          <li>
            {t('不必定期更换；怀疑泄露时立即更换', 'No need to change it regularly; at once if it may have leaked')}
          </li>
        </ul>
      </Form>
    </section>
  )
}

/** Edge · Windows: what a person knows of a browser. */
const sayAgent = (agent: string): string => {
  const browser = /Edg\//.test(agent)
    ? 'Edge'
    : /MicroMessenger/.test(agent)
      ? t('微信', 'WeChat')
      : /Firefox\//.test(agent)
        ? 'Firefox'
        : /Chrome\//.test(agent)
          ? 'Chrome'
          : /Safari\//.test(agent)
            ? 'Safari'
            : t('其他程序', 'Another program')
  const system = /Windows/.test(agent)
    ? 'Windows'
    : /Android/.test(agent)
      ? 'Android'
      : /iPhone|iPad/.test(agent)
        ? 'iOS'
        : /Mac OS/.test(agent)
          ? 'macOS'
          : /Linux/.test(agent)
            ? 'Linux'
            : ''
  return [browser, system].filter(Boolean).join(' · ')
}

const Sessions = () => {
  const list = useAsk(api.session.list)
  const cache = useQueryClient()
  const end = useDo(api.session.endOthers, {
    says: t('其他登录已结束', 'The others ended'),
    done: () => cache.invalidateQueries({ queryKey: ['session'] }),
  })
  return (
    <section className="sheet">
      <h2 className="sheet-title">{t('我的登录', 'My sessions')}</h2>
      <Loaded ask={list} lines={3}>
        {({ rows }) => (
          <>
            <ul className="sessions">
              {rows.map((one) => (
                <li key={`${one.createdAt}${one.address}${one.agent}`}>
                  <div>
                    <b>{sayAgent(one.agent)}</b> {one.current && <Tag tone="good">{t('本次', 'This one')}</Tag>}
                    <p className="hint">
                      {one.address} · {t('登录', 'since')} <Time at={one.createdAt} />
                    </p>
                  </div>
                  <span className="hint">
                    {t('最近使用', 'last used')} <Time at={one.seenAt} />
                  </span>
                </li>
              ))}
            </ul>
            {rows.length > 1 ? (
              <div className="actions after">
                <Button kind="danger" busy={end.busy} onClick={() => void end.run({})}>
                  {t('结束其他登录', 'End the others')}
                </Button>
              </div>
            ) : (
              <p className="hint after">{t('没有在别处登录。', 'You are signed in nowhere else.')}</p>
            )}
          </>
        )}
      </Loaded>
    </section>
  )
}

export const Screen = () => {
  const { person } = useMe()
  const places = usePlaces()
  return (
    <Page wide title={t('我的账号', 'My account')}>
      <section className="sheet">
        <Facts
          columns={3}
          facts={[
            [t('姓名', 'Name'), person.name],
            [t('登录名', 'Login'), person.login],
            [t('角色', 'Role'), t(roleWords[person.role])],
            [t('科室', 'Departments'), places.namesOf(person.departments), true],
          ]}
        />
      </section>
      <div className="account">
        <Password />
        <div className="stack">
          <SecondFactor enrolled={person.hasSecondFactor} />
          <Sessions />
        </div>
      </div>
    </Page>
  )
}
