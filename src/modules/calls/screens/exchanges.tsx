// The telephone's settings: the exchange with its self-test, the extensions, and the numbers calls may be handed to.
import { api, useAsk, useDo } from '#web/api.ts'
import { useFilters } from '#web/place.tsx'
import { TextArea } from '#web/ui/field.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { Page, Tabs } from '#web/ui/layout.tsx'
import { Loaded, Note } from '#web/ui/states.tsx'
import { ExchangeForm, SelfTest } from './exchange.tsx'
import { Lines } from './lines.tsx'
import './exchange.css'

const parts = ['exchange', 'lines', 'book'] as const
type Part = (typeof parts)[number]

const Book = ({ rows }: { rows: readonly { name: string; number: string }[] }) => {
  const form = useForm({ text: rows.map(({ name, number }) => `${name} ${number}`).join('\n') })
  const set = useDo(api.exchanges.setBook, { inForm: true, says: t('已保存', 'Saved'), changes: ['exchange'] })
  const submit = () =>
    set.run({
      rows: form.values.text
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean)
        .map((line) => {
          const [, name = line, number = ''] = /^(.*?)[\s,，]+([0-9*#]+)$/.exec(line) ?? []
          return { name, number }
        }),
    })
  return (
    <Form onSubmit={submit} problem={set.problem} busy={set.busy} submit={t('保存', 'Save')}>
      <TextArea
        {...form.field('text')}
        label={t('每行一个：名称 号码', 'One a line: name, number')}
        rows={10}
        maxLength={10_000}
        placeholder={t('急诊分诊台 8120', 'Triage 8120')}
        hint={t('转接通话时可以选择这些号码', 'Calls may be handed to these')}
      />
    </Form>
  )
}

export const Screen = () => {
  const [filters, set] = useFilters<'part'>()
  const part: Part = parts.find((one) => one === filters.part) ?? 'exchange'
  const list = useAsk(api.exchanges.list, {})
  const lines = useAsk(api.lines.list, {})
  const book = useAsk(api.exchanges.book, {}, { on: part === 'book' })
  return (
    <Page
      title={t('电话系统', 'Telephone')}
      about={t(
        '网页电话经本服务器接到医院的电话系统；没有配置时，号码仍可在手机上点按拨打。',
        'Pages telephone through this server; without an exchange, numbers open the device’s own telephone.',
      )}
      wide
    >
      <Loaded ask={list}>
        {({ rows }) => {
          const exchange = rows.find(({ active }) => active) ?? rows[0]
          const its = (lines.data?.rows ?? []).filter(({ exchangeId }) => exchangeId === exchange?.id)
          return (
            <Tabs
              label={t('电话系统', 'Telephone')}
              value={part}
              onChange={(value) => set({ part: value })}
              tabs={[
                { value: 'exchange', label: t('连接', 'Connection') },
                { value: 'lines', label: t('分机', 'Extensions'), count: its.length },
                { value: 'book', label: t('常用号码', 'Phone book') },
              ]}
            >
              {part === 'exchange' && (
                <>
                  <ExchangeForm key={exchange?.id ?? 'new'} exchange={exchange} />
                  {exchange && <SelfTest exchange={exchange} lines={its} />}
                </>
              )}
              {part === 'lines' &&
                (exchange ? (
                  <Lines exchange={exchange} lines={its} />
                ) : (
                  <Note>{t('请先填写电话系统的连接。', 'Set up the connection first.')}</Note>
                ))}
              {part === 'book' && <Loaded ask={book}>{(it) => <Book rows={it.rows} />}</Loaded>}
            </Tabs>
          )
        }}
      </Loaded>
    </Page>
  )
}
