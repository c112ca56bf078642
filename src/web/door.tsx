// The door: signing in, the second factor, the first password; alone on the page, or over it when a session has ended.
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef } from 'react'
import { roleWords } from '#kernel/permission.ts'
import { RingBehindDoor } from '#modules/shifts/screens/ring-bar.tsx'
import { api, keyOf, useAsk, useDo } from './api.ts'
import { Mark } from './mark.tsx'
import { useMe } from './me.tsx'
import { cameBack } from './session.ts'

import { Button } from './ui/button.tsx'
import { TextField } from './ui/field.tsx'
import { Form, useForm } from './ui/form.tsx'
import { t, useLanguage } from './ui/language.ts'
import { Tag } from './ui/marks.tsx'
import { ErrorNote, Note, Skeleton } from './ui/states.tsx'

/** Asks again who is signed in; what follows is the server's word. */
const useAgain = () => {
  const cache = useQueryClient()
  return () => cache.refetchQueries({ queryKey: keyOf(api.session.me) })
}

const DemoPeople = ({
  only,
  busy,
  onChoose,
}: {
  only: string | undefined
  busy: boolean
  onChoose: (login: string, password: string) => void
}) => {
  const { data } = useAsk(api.session.demoPeople)
  if (!data?.password || data.people.length === 0) return null
  const { password } = data
  const people = data.people.filter((one) => only === undefined || one.login === only)
  return (
    <section className="demo" aria-label={t('演示人员', 'Demo people')}>
      <p className="demo-loud">
        <strong>{t('演示', 'DEMO')}</strong>
        {t(
          '这里的医院、人员和患者都是虚构的。点一下即可登录。',
          'Hospital, people and patients are invented. One click signs in.',
        )}
      </p>
      <ul>
        {people.map((one) => (
          <li key={one.login}>
            <button type="button" aria-busy={busy} onClick={() => busy || onChoose(one.login, password)}>
              <b>{one.name}</b>
              <Tag tone="accent">{t(roleWords[one.role])}</Tag>
              {one.says !== t(roleWords[one.role]) && <small>{one.says}</small>}
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** `login`: who was here a moment ago; somebody else may still sign in instead. */
const SignIn = ({ demo, login, onDone }: { demo: boolean; login?: string; onDone: () => unknown }) => {
  const form = useForm({ login: login ?? '', password: '' })
  const signIn = useDo(api.session.signIn, { inForm: true, done: onDone })
  return (
    <>
      <div className="door-box">
        <h2>{t('登录', 'Sign in')}</h2>
        <Form
          problem={signIn.problem}
          busy={signIn.busy}
          submit={t('登录', 'Sign in')}
          onSubmit={() => signIn.run(form.values)}
        >
          <TextField label={t('登录名', 'Login')} autoComplete="username" spellCheck={false} {...form.field('login')} />
          <TextField
            label={t('密码', 'Password')}
            type="password"
            autoComplete="current-password"
            {...form.field('password')}
          />
        </Form>
      </div>
      {demo && (
        <DemoPeople
          only={login}
          busy={signIn.busy}
          onChoose={(login, password) => void signIn.run({ login, password })}
        />
      )}
    </>
  )
}

const SecondFactor = ({ onDone }: { onDone: () => unknown }) => {
  const form = useForm({ code: '' })
  const again = useAgain()
  const confirm = useDo(api.session.secondFactor, { inForm: true, done: onDone })
  const signOut = useDo(api.session.signOut, { done: again })
  return (
    <div className="door-box">
      <h2>{t('动态验证码', 'Second factor')}</h2>
      <Form
        problem={confirm.problem}
        busy={confirm.busy}
        submit={t('确认', 'Confirm')}
        onSubmit={() => confirm.run({ code: form.values.code.replaceAll(/\s/g, '') })}
        extra={
          <Button kind="quiet" onClick={() => void signOut.run({})}>
            {t('换一个人登录', 'Someone else')}
          </Button>
        }
      >
        <TextField
          label={t('验证器上的 6 位数字，或一个恢复码', 'Six digits of your authenticator, or a recovery code')}
          autoComplete="one-time-code"
          inputMode="text"
          maxLength={20}
          autoFocus
          {...form.field('code')}
        />
      </Form>
    </div>
  )
}

const FirstPassword = ({ onDone }: { onDone: () => unknown }) => {
  const form = useForm({ current: '', fresh: '', again: '' })
  const change = useDo(api.session.changePassword, { inForm: true, done: onDone })
  const { current, fresh, again } = form.values
  const differs = again !== '' && fresh !== again ? t('两次输入不一样', 'The two differ') : undefined
  return (
    <div className="door-box">
      <h2>{t('请先设置自己的密码', 'Choose your own password first')}</h2>
      <Form
        problem={change.problem}
        busy={change.busy}
        submit={t('设置并进入', 'Set and go in')}
        onSubmit={() => again === fresh && change.run({ current, fresh })}
      >
        <TextField
          label={t('现在的密码', 'Present password')}
          type="password"
          autoComplete="current-password"
          {...form.field('current')}
        />
        <TextField
          label={t('新密码', 'New password')}
          type="password"
          autoComplete="new-password"
          hint={t(
            '至少 12 个字符；一句自己记得住的话就很好。',
            'At least 12 characters; a sentence you remember is good.',
          )}
          {...form.field('fresh')}
        />
        <TextField
          label={t('再输一次', 'Once more')}
          type="password"
          autoComplete="new-password"
          problem={differs}
          {...form.field('again')}
        />
      </Form>
    </div>
  )
}

/** The page before anybody is in. */
export const Door = () => {
  const me = useAsk(api.session.me)
  const again = useAgain()
  const [lang, setLanguage] = useLanguage()
  const { data } = me
  const step = () => {
    if (!data) return me.error ? <ErrorNote error={me.error} retry={me.refetch} /> : <Skeleton lines={4} />
    if (data.owes === 'second-factor') return <SecondFactor onDone={again} />
    if (data.person?.mustChangePassword) return <FirstPassword onDone={again} />
    return <SignIn demo={data.demo} onDone={again} />
  }
  return (
    <div className="door">
      <header className="door-about">
        <div>
          <span className="mark">
            <Mark size={52} />
          </span>
          <h1>{t('回音', 'Huiyin')}</h1>
          <p className="door-words">
            {t(
              '出院以后，有人打来电话；说过的话，有人负责到底。',
              'After the discharge somebody calls; and what was said has someone who answers for it.',
            )}
          </p>
        </div>
        <p>{data?.hospital ?? ''}</p>
      </header>
      <main className="door-in">
        <RingBehindDoor />
        {step()}
        <nav className="door-pages" aria-label={t('不用登录的页面', 'Pages without signing in')}>
          <a href="/say">{t('患者留言', 'Patients speak')}</a>
          <a href="/answer">{t('查办理情况', 'What became of it')}</a>
          <a href="/say/staff">{t('员工声音', 'Staff voice')}</a>
        </nav>
        <p className="door-language">
          <button
            type="button"
            className="button quiet small"
            lang={lang === 'zh' ? 'en' : 'zh-CN'}
            onClick={() => setLanguage(lang === 'zh' ? 'en' : 'zh')}
          >
            {lang === 'zh' ? 'English' : '中文'}
          </button>
        </p>
      </main>
    </div>
  )
}

/** Over the page: the session has ended, what was typed is still there. Somebody else begins with a clean page. */
export const LapsedDoor = ({ children }: { children?: ReactNode }) => {
  const place = useRef<HTMLDialogElement>(null)
  const { person } = useMe()
  const me = useAsk(api.session.me)
  useEffect(() => place.current?.showModal(), [])
  const back = async () => {
    const { data } = await me.refetch()
    if (data?.owes || !data?.person) return
    if (data.person.id !== person.id || data.person.mustChangePassword) location.reload()
    else cameBack()
  }
  return (
    <dialog
      ref={place}
      className="dialog lapsed"
      aria-label={t('重新登录', 'Sign in again')}
      onCancel={(event) => event.preventDefault()}
    >
      {children}
      <Note tone="warn" title={t('登录已结束', 'You are signed out')}>
        {t('填写的内容都在。重新登录后接着做。', 'What you typed is still here. Sign in and go on.')}
      </Note>
      <div className="lapsed-in">
        {me.data?.owes ? (
          <SecondFactor onDone={back} />
        ) : (
          <SignIn demo={me.data?.demo ?? false} login={person.login} onDone={back} />
        )}
      </div>
    </dialog>
  )
}
