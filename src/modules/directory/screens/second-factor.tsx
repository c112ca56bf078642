// The second factor: enrolled by a picture and a first code, with recovery codes shown once and fit for paper.
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, useDo } from '#web/api.ts'
import { useMe } from '#web/me.tsx'
import { Button, PrintButton } from '#web/ui/button.tsx'
import { TextField } from '#web/ui/field.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { Fold } from '#web/ui/layout.tsx'
import { Tag } from '#web/ui/marks.tsx'
import { Secret } from '#web/ui/secret.tsx'

type Step = 'rest' | 'password' | 'remove'
type Enrolment = { readonly secret: string; readonly picture: string; readonly uri: string }

const PasswordAgain = ({
  doing,
  submit,
  danger,
  onSubmit,
  onCancel,
}: {
  doing: ReturnType<typeof useDo>
  submit: string
  danger?: boolean
  onSubmit: (password: string) => unknown
  onCancel: () => void
}) => {
  const form = useForm({ password: '' })
  return (
    <Form
      onSubmit={() => onSubmit(form.values.password)}
      problem={doing.problem}
      submit={submit}
      danger={danger ?? false}
      busy={doing.busy}
      onCancel={onCancel}
    >
      <TextField
        {...form.field('password')}
        type="password"
        label={t('先确认是您本人：当前密码', 'First, your password')}
        autoComplete="current-password"
        autoFocus
      />
    </Form>
  )
}

const Code = ({
  enrolment,
  onCodes,
  onCancel,
}: {
  enrolment: Enrolment
  onCodes: (codes: readonly string[]) => void
  onCancel: () => void
}) => {
  const form = useForm({ code: '' })
  const confirm = useDo(api.session.confirmEnrolment, { inForm: true })
  const submit = async () => {
    const reply = await confirm.run({ secret: enrolment.secret, code: form.values.code })
    if (reply) onCodes(reply.recoveryCodes)
  }
  return (
    <Form
      onSubmit={submit}
      problem={confirm.problem}
      submit={t('确认绑定', 'Confirm')}
      busy={confirm.busy}
      onCancel={onCancel}
    >
      <ol className="steps">
        <li>
          {t(
            '在手机上安装任意一款动态验证码应用（如微软或谷歌的验证器）。',
            'Install any authenticator app on your telephone.',
          )}
        </li>
        <li>
          {t('用它扫描这张二维码。', 'Scan this picture with it.')}
          <img
            className="qr"
            width={184}
            height={184}
            src={`data:image/svg+xml;base64,${btoa(enrolment.picture)}`}
            alt={t('绑定动态验证码的二维码', 'QR code for the authenticator')}
          />
          <Fold title={t('扫不了？手动输入密钥', 'Cannot scan? Type the key')}>
            <code className="totp-secret">{enrolment.secret.match(/.{1,4}/g)?.join(' ')}</code>
          </Fold>
        </li>
        <li>{t('输入应用里显示的 6 位数字。', 'Enter the six digits that it shows.')}</li>
      </ol>
      <TextField
        {...form.field('code')}
        label={t('验证码', 'Code')}
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={7}
      />
    </Form>
  )
}

export const SecondFactor = ({ enrolled }: { enrolled: boolean }) => {
  const { person, hospital } = useMe()
  const cache = useQueryClient()
  const [step, setStep] = useState<Step>('rest')
  const [enrolment, setEnrolment] = useState<Enrolment>()
  const [codes, setCodes] = useState<readonly string[]>()
  const enrol = useDo(api.session.enrol, { inForm: true })
  const remove = useDo(api.session.removeSecondFactor, {
    inForm: true,
    says: t('已解除', 'Removed'),
    done: () => setStep('rest'),
  })
  const rest = () => {
    setStep('rest')
    setEnrolment(undefined)
    enrol.clear()
    remove.clear()
  }
  const over = () => {
    setCodes(undefined)
    rest()
    void cache.invalidateQueries({ queryKey: ['session'] })
  }
  return (
    <section className={codes ? 'sheet printed' : 'sheet'}>
      <h2 className="sheet-title">
        {t('二次验证', 'Second factor')}
        {enrolled ? <Tag tone="good">{t('已绑定', 'Enrolled')}</Tag> : <Tag>{t('未绑定', 'None')}</Tag>}
      </h2>
      {codes ? (
        <Secret
          title={t('恢复码', 'Recovery codes')}
          values={codes}
          more={
            <p>
              {t(
                '手机不在身边时，用其中一个代替验证码登录；每个只能用一次。请打印后妥善保管。',
                'Each of them opens the door once, should the telephone be away. Print them and keep them safe.',
              )}
              <br />
              {hospital} · {person.name}({person.login})
            </p>
          }
          actions={<PrintButton />}
          onDone={over}
        />
      ) : enrolment ? (
        <Code enrolment={enrolment} onCodes={setCodes} onCancel={rest} />
      ) : step === 'password' ? (
        <PasswordAgain
          doing={enrol as never}
          submit={t('下一步', 'Next')}
          onSubmit={async (password) => {
            const reply = await enrol.run({ password })
            if (reply) setEnrolment(reply)
          }}
          onCancel={rest}
        />
      ) : step === 'remove' ? (
        <PasswordAgain
          doing={remove as never}
          submit={t('解除绑定', 'Remove it')}
          danger
          onSubmit={(password) => remove.run({ password })}
          onCancel={rest}
        />
      ) : (
        <>
          <p className="about">
            {enrolled
              ? t(
                  '登录时除密码外，还要输入手机上的 6 位数字。',
                  'Besides the password, six digits of your telephone are asked for.',
                )
              : t('绑定后，即使密码泄露，别人也登录不了。', 'With it nobody gets in by the password alone.')}
          </p>
          <div className="actions after">
            {enrolled ? (
              <Button onClick={() => setStep('remove')}>{t('解除绑定', 'Remove it')}</Button>
            ) : (
              <Button icon="key" onClick={() => setStep('password')}>
                {t('绑定手机验证码', 'Enrol an authenticator')}
              </Button>
            )}
          </div>
        </>
      )}
    </section>
  )
}
