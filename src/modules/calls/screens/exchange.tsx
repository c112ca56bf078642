// The telephone system as one administrator can set it up: address, dial rules, and a self-test in plain words.
import { useState } from 'react'
import type { ReplyOf, Wire } from '#kernel/contract.ts'
import { api, useDo } from '#web/api.ts'
import { Check } from '#web/ui/choose.tsx'
import { NumberField, Select, TextArea, TextField } from '#web/ui/field.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { t } from '#web/ui/language.ts'
import { Fold, Section } from '#web/ui/layout.tsx'
import { Note } from '#web/ui/states.tsx'
import type { exchanges, phoneLines } from '../contract-settings.ts'

export type Exchange = Wire<ReplyOf<typeof exchanges.list>>['rows'][number]
export type PhoneLine = Wire<ReplyOf<typeof phoneLines.list>>['rows'][number]

const blank = {
  ...{ name: t('总机', 'Switchboard'), wsUrl: '', domain: '', ca: '', outsidePrefix: '', mobilePrefix: '' },
  ...{ emergencyPrefix: '', areaCode: '', callerNumber: '', listenCode: '', testNumber: '', active: true },
  ringSeconds: 45 as number | null,
  internalDigits: 6 as number | null,
}

export const ExchangeForm = ({ exchange }: { exchange: Exchange | undefined }) => {
  const form = useForm({ ...blank, ...exchange })
  const set = useDo(api.exchanges.set, { inForm: true, says: t('已保存', 'Saved'), changes: ['exchange', 'line'] })
  const v = form.values
  const submit = () =>
    set.run({
      ...v,
      ...(exchange ? { id: exchange.id } : {}),
      ringSeconds: v.ringSeconds ?? 45,
      internalDigits: v.internalDigits ?? 6,
    })
  return (
    <Form onSubmit={submit} problem={set.problem} busy={set.busy} submit={t('保存', 'Save')}>
      <div className="columns">
        <TextField {...form.field('name')} label={t('名称', 'Name')} maxLength={40} />
        <TextField
          {...form.field('domain')}
          label={t('SIP 域', 'SIP domain')}
          maxLength={100}
          hint={t('电话班给的“域”或电话系统的 IP', 'As the telephone people name it, or its address')}
        />
      </div>
      <TextField
        {...form.field('wsUrl')}
        label={t('WebSocket 地址', 'WebSocket address')}
        maxLength={200}
        placeholder="wss://pbx.hospital.lan:8089/ws"
        hint={t('本服务器去连接，坐席电脑不需要能访问它', 'This server connects to it; the agents’ computers need not')}
      />
      <TextArea
        {...form.field('ca')}
        label={t('证书（自签名时粘贴 PEM）', 'Certificate, if self-signed (PEM)')}
        optional
        rows={3}
        maxLength={20_000}
      />
      <Fold title={t('拨号规则', 'Dial rules')} open={!exchange}>
        <div className="columns">
          <TextField
            {...form.field('outsidePrefix')}
            label={t('外线前缀', 'Before outside numbers')}
            optional
            inputMode="tel"
            maxLength={6}
            hint={t('如 9 或 0', 'Such as 9 or 0')}
          />
          <TextField
            {...form.field('mobilePrefix')}
            label={t('手机前加拨', 'Before mobiles')}
            optional
            inputMode="tel"
            maxLength={6}
            hint={t('外地手机需加 0 时填写', '0, where other regions need it')}
          />
          <TextField
            {...form.field('emergencyPrefix')}
            label={t('110/119/120 前缀', 'Before 110/119/120')}
            optional
            inputMode="tel"
            maxLength={6}
          />
          <TextField
            {...form.field('areaCode')}
            label={t('本地区号', 'Own area code')}
            optional
            inputMode="tel"
            maxLength={4}
            hint={t('拨本地固话时省去', 'Left away at home')}
          />
          <NumberField
            {...form.field('internalDigits')}
            label={t('内线号码最多几位', 'Most digits of an inside number')}
            min={0}
            max={8}
            step={1}
          />
          <NumberField
            {...form.field('ringSeconds')}
            label={t('最长振铃', 'Rings at most')}
            unit={t('秒', 's')}
            min={5}
            max={180}
            step={1}
          />
          <TextField
            {...form.field('callerNumber')}
            label={t('主叫显示号码', 'Number shown to the called')}
            optional
            inputMode="tel"
            maxLength={20}
          />
          <TextField
            {...form.field('testNumber')}
            label={t('测试通话号码', 'Number for test calls')}
            optional
            inputMode="tel"
            maxLength={20}
            hint={t('回音号或办公室电话', 'An echo, or a telephone in the office')}
          />
          <TextField
            {...form.field('listenCode')}
            label={t('监听特征码', 'Listening code')}
            optional
            inputMode="tel"
            maxLength={8}
            hint={t('电话系统自带监听时填写', 'Where the exchange can')}
          />
        </div>
      </Fold>
      {exchange && (
        <Check
          {...form.field('active')}
          label={t('使用中', 'In use')}
          hint={t(
            '停用后网页电话全部断开，拨号改回手工',
            'Off: every page’s telephone ends, numbers are dialled by hand',
          )}
        />
      )}
    </Form>
  )
}

type Tested = Wire<ReplyOf<typeof exchanges.probe>>

const stepWords = (): Record<Tested['steps'][number]['step'], string> => ({
  address: t('地址', 'Address'),
  certificate: t('证书', 'Certificate'),
  protocol: t('协议', 'Protocol'),
  registration: t('注册', 'Registration'),
  'second-contact': t('重复注册', 'Second registration'),
  call: t('试拨', 'Test call'),
  reason: t('拒绝原因', 'Reason'),
  codec: t('语音格式', 'Sound'),
})

const icons = { good: 'check', doubtful: 'alert', bad: 'alert', skipped: 'more' } as const
const classes = { good: 'well', doubtful: 'doubtful', bad: 'ill', skipped: 'skipped' } as const

export const SelfTest = ({ exchange, lines }: { exchange: Exchange; lines: readonly PhoneLine[] }) => {
  const form = useForm({ lineId: '' as string, number: '', refused: '' })
  const [tested, setTested] = useState<Tested | null>(null)
  const test = useDo(api.exchanges.probe, { inForm: true, done: setTested })
  const run = () => {
    setTested(null)
    const { lineId, number, refused } = form.values
    return test.run({
      exchangeId: exchange.id,
      ...(lineId ? { lineId } : {}),
      ...(number ? { number } : {}),
      ...(refused ? { refused } : {}),
    })
  }
  const well = tested?.steps.some(({ result }) => result === 'bad')
    ? 'bad'
    : tested?.steps.some(({ result }) => result === 'doubtful')
      ? 'doubtful'
      : 'good'
  return (
    <Section title={t('自检', 'Self-test')}>
      <Form onSubmit={run} problem={test.problem} busy={test.busy} submit={t('开始自检', 'Test')}>
        <div className="columns">
          <Select
            {...form.field('lineId')}
            label={t('用哪个分机', 'With which extension')}
            empty={t('只测连接', 'The connection only')}
            options={lines.map(({ id, number, name }) => ({ value: id, label: name ? `${number} ${name}` : number }))}
          />
          <TextField
            {...form.field('number')}
            label={t('试拨一个号码', 'Call this number')}
            optional
            inputMode="tel"
            maxLength={20}
            hint={t('接通后立即挂断', 'Hung up at once when answered')}
          />
          <TextField
            {...form.field('refused')}
            label={t('一个关机或占线的号码', 'One that is off or engaged')}
            optional
            inputMode="tel"
            maxLength={20}
            hint={t('看电话系统给不给拒绝原因', 'Shows whether causes are told')}
          />
        </div>
      </Form>
      <div role="status">
        {test.busy && <p>{t('正在逐项检查，最长约一分钟…', 'Step by step; a minute at most…')}</p>}
        {tested && (
          <>
            <ul className="probe-steps">
              {tested.steps.map((it) => (
                <li key={it.step} className={classes[it.result]}>
                  <Icon name={icons[it.result]} size={16} />
                  <strong>{stepWords()[it.step]}</strong>
                  <span>{t(it)}</span>
                </li>
              ))}
            </ul>
            <Note tone={well === 'bad' ? 'bad' : well === 'doubtful' ? 'warn' : 'good'}>
              {well === 'bad'
                ? t('请按上面的说明处理，再测一次。', 'Mend that, and test again.')
                : well === 'doubtful'
                  ? t(
                      '可以使用；标出的几项建议请电话班处理。',
                      'It works; ask the telephone people about what is marked.',
                    )
                  : t('测过的项目都正常。', 'All that was tested is well.')}
            </Note>
          </>
        )}
      </div>
    </Section>
  )
}
