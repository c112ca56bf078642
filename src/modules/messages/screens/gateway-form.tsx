// The settings of a gateway as one administrator can fill them in: what the provider's letter says, and nothing else.
import type { ReplyOf, Wire } from '#kernel/contract.ts'
import { api, useDo } from '#web/api.ts'
import { Check } from '#web/ui/choose.tsx'
import { NumberField, Select, TextArea, TextField } from '#web/ui/field.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { Fold, Panel } from '#web/ui/layout.tsx'
import { Note } from '#web/ui/states.tsx'
import type { gateways } from '../contract.ts'

export type Gateway = Wire<ReplyOf<typeof gateways.list>>['rows'][number]
export type Kind = Gateway['settings']['kind']

export const kindWords = (): Record<Kind, string> => ({
  kannel: t('Kannel（HTTP）', 'Kannel (HTTP)'),
  smpp: t('SMPP 专线', 'SMPP line'),
  https: t('云短信平台（HTTPS）', 'Cloud gateway (HTTPS)'),
})

const nowhere = { list: '', id: '', reference: '', state: '', delivered: '', expired: '', refused: '', pending: '' }

/** Every field of every kind; only those of the chosen one are sent. */
const blank = {
  kind: 'kannel' as Kind,
  name: '',
  signature: '',
  sender: '',
  perSecond: 10 as number | null,
  reportWithin: 4320 as number | null,
  deduplicates: false,
  base: '',
  ca: '',
  address: '',
  user: '',
  line: '',
  host: '',
  port: 2775 as number | null,
  secure: false,
  systemId: '',
  systemType: '',
  method: 'POST' as 'GET' | 'POST',
  headers: '',
  body: '{"id":"{id}","mobile":"{to}","content":"{text}"}',
  takenAt: 'code',
  takenSays: '0, OK',
  referenceAt: '',
  wordsAt: 'message',
  reports: nowhere,
  replies: { list: '', id: '', from: '', text: '' },
  password: '',
}
type Values = typeof blank

const settingsOf = (v: Values) => {
  const common = {
    ...{ name: v.name, signature: v.signature, sender: v.sender, base: v.base, ca: v.ca, deduplicates: v.deduplicates },
    ...{ perSecond: v.perSecond ?? 10, reportWithin: v.reportWithin ?? 4320 },
  }
  if (v.kind === 'kannel') return { kind: v.kind, ...common, address: v.address, user: v.user, line: v.line }
  if (v.kind === 'smpp')
    return {
      ...{ kind: v.kind, ...common, host: v.host, port: v.port ?? 0, secure: v.secure },
      systemId: v.systemId,
      systemType: v.systemType,
    }
  const { address, method, headers, body, user, takenAt, takenSays, referenceAt, wordsAt, reports, replies } = v
  return {
    ...{ kind: v.kind, ...common, address, method, headers, body, user },
    takenAt,
    takenSays,
    referenceAt,
    wordsAt,
    reports,
    replies,
  }
}

export const GatewayForm = ({
  gateway,
  onDone,
  onCancel,
}: {
  gateway?: Gateway
  onDone: (id: string) => void
  onCancel: () => void
}) => {
  const form = useForm<Values>({
    ...blank,
    base: location.origin,
    ...(gateway?.settings as Partial<Values> | undefined),
    password: '',
  })
  const create = useDo(api.gateways.create, { inForm: true, says: t('已保存', 'Saved') })
  const change = useDo(api.gateways.change, { inForm: true, says: t('已保存', 'Saved') })
  const it = gateway ? change : create
  const v = form.values
  /** The server names a field by its place in the request. */
  const at = <K extends keyof Values & string>(name: K) => ({ ...form.field(name), name: `settings.${name}` })
  const submit = async () => {
    const said = { settings: settingsOf(v), password: v.password }
    const reply = gateway ? await change.run({ id: gateway.id, ...said }) : await create.run(said)
    if (reply) onDone(reply.id)
  }
  const inside = <P extends 'reports' | 'replies'>(part: P, name: keyof Values[P] & string) => ({
    name: `settings.${part}.${name}`,
    value: (v[part] as Record<string, string>)[name]!,
    onChange: (value: string) => form.set({ [part]: { ...v[part], [name]: value } } as Partial<Values>),
  })
  return (
    <Panel head={<h2 className="panel-title">{gateway ? gateway.settings.name : t('新短信平台', 'New gateway')}</h2>}>
      <Form onSubmit={submit} problem={it.problem} busy={it.busy} submit={t('保存', 'Save')} onCancel={onCancel}>
        <div className="columns">
          <Select
            {...form.field('kind')}
            label={t('接口种类', 'Kind')}
            disabled={gateway !== undefined}
            onChange={(kind) => kind && form.set({ kind })}
            options={(Object.keys(kindWords()) as Kind[]).map((value) => ({ value, label: kindWords()[value] }))}
          />
          <TextField {...at('name')} label={t('名称', 'Name')} maxLength={40} />
        </div>
        {v.kind === 'smpp' ? (
          <div className="columns">
            <TextField {...at('host')} label={t('主机', 'Host')} maxLength={253} />
            <NumberField {...at('port')} label={t('端口', 'Port')} min={1} max={65535} step={1} />
          </div>
        ) : (
          <TextField
            {...at('address')}
            label={t('发送地址', 'Address')}
            maxLength={1000}
            placeholder={
              v.kind === 'kannel' ? 'http://10.0.0.5:13013/cgi-bin/sendsms' : 'https://sms.example.com/v2/send'
            }
          />
        )}
        <div className="columns">
          {v.kind === 'smpp' ? (
            <TextField {...at('systemId')} label={t('账号（system_id）', 'system_id')} maxLength={15} />
          ) : (
            <TextField {...at('user')} label={t('用户名', 'User')} optional={v.kind === 'https'} maxLength={200} />
          )}
          <TextField
            {...form.field('password')}
            type="password"
            autoComplete="new-password"
            label={v.kind === 'https' ? t('密码或密钥', 'Password or key') : t('密码', 'Password')}
            optional={gateway?.secretSet ?? v.kind === 'https'}
            hint={gateway?.secretSet ? t('已加密保存；不填就不变', 'Kept sealed; empty: unchanged') : undefined}
          />
        </div>
        <div className="columns">
          <TextField
            {...at('signature')}
            label={t('签名', 'Signature')}
            optional
            maxLength={20}
            hint={t('写在每条开头的【…】；平台自己加就不填', '【…】 before each; empty where the gateway adds it')}
          />
          <TextField {...at('sender')} label={t('接入号', 'Sender')} optional={v.kind !== 'smpp'} maxLength={30} />
        </div>
        {v.kind === 'https' && (
          <>
            <div className="columns">
              <Select
                {...at('method')}
                label={t('请求方法', 'Method')}
                onChange={(method) => method && form.set({ method })}
                options={[
                  { value: 'POST', label: 'POST' },
                  { value: 'GET', label: 'GET' },
                ]}
              />
              <TextArea
                {...at('headers')}
                label={t('请求头（每行一个）', 'Headers, a line each')}
                optional
                rows={2}
                placeholder="Authorization: Bearer {secret}"
              />
            </div>
            {v.method === 'POST' && (
              <TextArea
                {...at('body')}
                label={t('请求内容', 'Body')}
                rows={4}
                hint={t(
                  '可用：{to} 号码、{text} 全文、{id} 我方编号、{code} 平台模板编号、{params} 变量（JSON）、{user}、{secret}、{sender}、{report} 回执地址。以 { 开头按 JSON，否则按表单。',
                  'Blanks: {to} {text} {id} {code} {params} {user} {secret} {sender} {report}. JSON where it begins with a brace, else a form.',
                )}
              />
            )}
            <div className="columns">
              <TextField {...at('takenAt')} label={t('成功看哪一项', 'Success is said at')} optional maxLength={60} />
              <TextField {...at('takenSays')} label={t('成功的值', 'and says')} optional maxLength={100} />
              <TextField {...at('referenceAt')} label={t('平台编号在哪一项', 'Its id is at')} optional maxLength={60} />
              <TextField {...at('wordsAt')} label={t('出错说明在哪一项', 'Its words are at')} optional maxLength={60} />
            </div>
            <Note tone="warn">
              {t(
                '需要逐条计算签名（阿里云、腾讯云 API 签名，MD5/HMAC 时间戳签名）的接口不能直接填；请用平台的免签名接口，或院内转发。',
                'Interfaces that want every request signed (HMAC or MD5 with a timestamp) are not covered; use an unsigned one or a relay of your own.',
              )}
            </Note>
            <Fold title={t('回执和回信的格式', 'Reports and replies')}>
              <div className="columns">
                <TextField {...inside('reports', 'list')} label={t('回执列表在', 'Reports are in')} optional />
                <TextField {...inside('reports', 'id')} label={t('我方编号', 'Our id at')} optional />
                <TextField {...inside('reports', 'reference')} label={t('平台编号', 'Its id at')} optional />
                <TextField {...inside('reports', 'state')} label={t('状态', 'State at')} optional />
                <TextField {...inside('reports', 'delivered')} label={t('已送达的值', 'Says delivered')} optional />
                <TextField {...inside('reports', 'expired')} label={t('超时的值', 'Says expired')} optional />
                <TextField {...inside('reports', 'refused')} label={t('拒收的值', 'Says refused')} optional />
                <TextField {...inside('reports', 'pending')} label={t('还在途中的值', 'Says on its way')} optional />
                <TextField {...inside('replies', 'list')} label={t('回信列表在', 'Replies are in')} optional />
                <TextField {...inside('replies', 'id')} label={t('回信编号', 'Reply id at')} optional />
                <TextField {...inside('replies', 'from')} label={t('号码', 'Number at')} optional />
                <TextField {...inside('replies', 'text')} label={t('文字', 'Text at')} optional />
              </div>
            </Fold>
          </>
        )}
        <Fold title={t('更多设置', 'More')}>
          {v.kind === 'kannel' && (
            <TextField {...at('line')} label={t('线路（smsc-id）', 'smsc-id')} optional maxLength={60} />
          )}
          {v.kind === 'smpp' && (
            <>
              <TextField {...at('systemType')} label="system_type" optional maxLength={12} />
              <Check label={t('加密连接（TLS）', 'TLS')} value={v.secure} onChange={(secure) => form.set({ secure })} />
            </>
          )}
          {v.kind !== 'smpp' && (
            <TextField
              {...at('base')}
              label={t('平台访问本系统用的地址', 'Our address as the gateway reaches it')}
              optional
              maxLength={500}
              hint={t('平台把回执和回信送到这里；不填就没有回执', 'Reports and replies come here')}
            />
          )}
          <div className="columns">
            <NumberField
              {...at('perSecond')}
              label={t('每秒至多', 'At most a second')}
              min={1}
              max={50}
              step={1}
              unit={t('条', '')}
            />
            <NumberField
              {...at('reportWithin')}
              label={t('多久没有回执算没有', 'No report after')}
              min={1}
              max={10080}
              step={1}
              unit={t('分钟', 'minutes')}
            />
          </div>
          <Check
            label={t('平台按我方编号去重', 'It knows our id again')}
            hint={t('同一编号发两次，患者只收到一条。不确定就不要勾', 'Sent twice under one id, it arrives once')}
            value={v.deduplicates}
            onChange={(deduplicates) => form.set({ deduplicates })}
          />
          <TextArea
            {...at('ca')}
            label={t('对方的 CA 证书（PEM）', 'Its CA certificate (PEM)')}
            optional
            rows={3}
            hint={t('对方用自己签发的证书时才填', 'Only where it signs its own')}
          />
        </Fold>
      </Form>
    </Panel>
  )
}
