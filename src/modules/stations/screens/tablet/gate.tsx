// The way in: once with the network and one's own name, from then on with the code of the tablet; and leaving, which empties it.
import { useState } from 'react'
import { newId } from '#kernel/ids.ts'
import { Refused } from '#web/client.ts'
import { Away } from '#web/send.ts'
import { Button } from '#web/ui/button.tsx'
import { now, useNow } from '#web/ui/clock.ts'
import { TextField } from '#web/ui/field.tsx'
import { t } from '#web/ui/language.ts'
import { Note } from '#web/ui/states.tsx'
import { isGood, open, putOn } from './lock.ts'
import { api, sendAll } from './sending.ts'
import { begin, keepLuggage, keepMe, look } from './store.ts'

const sayError = (error: unknown): string =>
  error instanceof Refused
    ? error.message
    : error instanceof Away
      ? t('现在没有网络，首次使用需要联网。', 'There is no network; the first time needs one.')
      : t('没有成功，请再试一次。', 'That did not work; try again.')

/** Signing in with one's own name; `done` when the server knows who is there. */
export const SignIn = ({ done }: { done: (person: { id: string; name: string; hospital: string }) => unknown }) => {
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [step, setStep] = useState<'name' | 'factor'>('name')
  const [problem, setProblem] = useState('')
  const [busy, setBusy] = useState(false)
  const go = async () => {
    setBusy(true)
    setProblem('')
    try {
      const { next } =
        step === 'name'
          ? await api.session.signIn({ login, password })
          : await api.session.secondFactor({ code: code.trim() })
      if (next === 'second-factor') return setStep('factor')
      if (next === 'change-password')
        return setProblem(t('请先在电脑上设置自己的密码。', 'Choose your own password at a desk first.'))
      const { person, hospital } = await api.session.me({})
      if (person) await done({ id: person.id, name: person.name, hospital })
    } catch (error) {
      setProblem(sayError(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <form
      autoComplete="off"
      className="gate-form"
      onSubmit={(event) => {
        event.preventDefault()
        void go()
      }}
    >
      {step === 'name' ? (
        <>
          <TextField
            label={t('登录名', 'Login')}
            value={login}
            onChange={setLogin}
            autoComplete="off"
            spellCheck={false}
          />
          <TextField
            label={t('密码', 'Password')}
            type="password"
            value={password}
            onChange={setPassword}
            autoComplete="off"
          />
        </>
      ) : (
        <TextField
          label={t('动态验证码', 'Second factor')}
          value={code}
          onChange={setCode}
          inputMode="numeric"
          autoComplete="off"
        />
      )}
      {problem && <Note tone="bad">{problem}</Note>}
      <Button type="submit" kind="primary" wide busy={busy}>
        {step === 'name' ? t('登录', 'Sign in') : t('确认', 'Confirm')}
      </Button>
    </form>
  )
}

/** First use: who it is, and the code with which the tablet opens without a network. */
export const Enrol = ({ onOpen }: { onOpen: () => void }) => {
  const [person, setPerson] = useState<{ id: string; name: string; hospital: string } | null>(null)
  const [tablet, setTablet] = useState('')
  const [secret, setSecret] = useState('')
  const [again, setAgain] = useState('')
  const [problem, setProblem] = useState('')
  const [busy, setBusy] = useState(false)
  const go = async () => {
    if (!person) return
    if (tablet.trim().length < 2) return setProblem(t('请给平板起个名字。', 'Give the tablet a name.'))
    if (!isGood(secret))
      return setProblem(
        t('至少 6 位，不能是同一个数字或顺序数字。', 'Six digits at least, not all alike and no ladder.'),
      )
    if (secret !== again) return setProblem(t('两次输入不一样。', 'The two differ.'))
    setBusy(() => true)
    try {
      const tabletId = newId(now())
      await api.tablets.enrol({ id: tabletId, name: tablet.trim() })
      const luggage = await api.stations.luggage({})
      await navigator.storage?.persist?.()
      await begin(await putOn(secret))
      await keepMe({ ...person, tabletId })
      await keepLuggage(luggage)
      onOpen()
    } catch (error) {
      setProblem(sayError(error))
    } finally {
      setBusy(false)
    }
  }
  if (!person)
    return (
      <>
        <h1>{t('流动站', 'Mobile station')}</h1>
        <p>
          {t('首次使用请联网登录。之后没有网络也能打开和记录。', 'Sign in once with a network; then it works without.')}
        </p>
        {!window.isSecureContext && (
          <Note tone="bad">
            {t('请用 https 网址打开，否则不能离线使用。', 'Open it by its https address, or it cannot work offline.')}
          </Note>
        )}
        <SignIn done={setPerson} />
      </>
    )
  return (
    <>
      <h1>{t('设置开锁码', 'Choose a code')}</h1>
      <p>
        {t(
          `${person.name}，您记下的内容会加密存在这台平板上，只有开锁码能打开。忘了开锁码，没发送的内容就找不回来。`,
          `${person.name}, what you write is kept encrypted; only the code opens it. Forget it, and what was not sent is lost.`,
        )}
      </p>
      <form
        autoComplete="off"
        className="gate-form"
        onSubmit={(event) => {
          event.preventDefault()
          void go()
        }}
      >
        <TextField
          label={t('平板名称', 'Name of the tablet')}
          placeholder={t('门诊 1 号', 'Clinic no. 1')}
          value={tablet}
          onChange={setTablet}
          autoComplete="off"
        />
        <TextField
          label={t('开锁码', 'Code')}
          hint={t('至少 6 位；用短语更安全', 'Six characters at least; a phrase is safer')}
          type="password"
          inputMode="numeric"
          value={secret}
          onChange={setSecret}
          autoComplete="off"
        />
        <TextField
          label={t('再输一次', 'Once more')}
          type="password"
          inputMode="numeric"
          value={again}
          onChange={setAgain}
          autoComplete="off"
        />
        {problem && <Note tone="bad">{problem}</Note>}
        <Button type="submit" kind="primary" wide busy={busy}>
          {t('开始使用', 'Begin')}
        </Button>
      </form>
    </>
  )
}

/** The tablet is locked: its code, and slower and slower after wrong ones. */
export const Unlock = ({ onOpen, onEmptied }: { onOpen: () => void; onEmptied: () => void }) => {
  const [secret, setSecret] = useState('')
  const [wrong, setWrong] = useState<{ left: number; until: number } | null>(null)
  const [busy, setBusy] = useState(false)
  const at = useNow().getTime()
  const waits = wrong ? Math.ceil((wrong.until - Math.max(at, now().getTime())) / 1000) : 0
  const go = async () => {
    setBusy(true)
    const tried = await open(secret, now().getTime()).finally(() => setBusy(false))
    setSecret('')
    if ('key' in tried) {
      await begin(tried.key)
      return onOpen()
    }
    if ('emptied' in tried) return onEmptied()
    setWrong(tried)
  }
  return (
    <>
      <h1>{t('流动站', 'Mobile station')}</h1>
      <form
        autoComplete="off"
        className="gate-form"
        onSubmit={(event) => {
          event.preventDefault()
          void go()
        }}
      >
        <TextField
          label={t('开锁码', 'Code')}
          type="password"
          inputMode="numeric"
          autoFocus
          value={secret}
          onChange={setSecret}
          autoComplete="off"
        />
        {wrong && (
          <Note tone="bad">
            {waits > 0
              ? t(
                  `不对。请等 ${waits} 秒再试，还可以试 ${wrong.left} 次，之后平板会清空。`,
                  `Wrong. Wait ${waits} s; ${wrong.left} tries are left before the tablet empties itself.`,
                )
              : t(
                  `不对，还可以试 ${wrong.left} 次，之后平板会清空。`,
                  `Wrong; ${wrong.left} tries are left before the tablet empties itself.`,
                )}
          </Note>
        )}
        <Button type="submit" kind="primary" wide busy={busy}>
          {t('打开', 'Open')}
        </Button>
      </form>
    </>
  )
}

/** The session ended on the way: what was written waits, and goes on when its writer is there again. */
export const Again = ({ other }: { other: boolean }) => {
  const [shown, setShown] = useState(false)
  const { me } = look()
  return (
    <Note
      tone="warn"
      title={
        other
          ? t(
              `服务器上登录的是别人，请 ${me?.name} 登录后发送。`,
              `Somebody else is signed in; ${me?.name} has to sign in.`,
            )
          : t(
              '登录已结束。记下的内容都在，登录后自动发送。',
              'The session has ended. All is kept; sign in and it is sent.',
            )
      }
    >
      {shown ? (
        <SignIn done={() => sendAll()} />
      ) : (
        <Button onClick={() => setShown(true)}>{t('登录', 'Sign in')}</Button>
      )}
    </Note>
  )
}
