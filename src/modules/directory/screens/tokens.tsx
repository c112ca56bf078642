// Tokens with which machines act for a person: made for some verbs of the matrix, shown once, revoked at any time.
import type { ReplyOf, Wire } from '#kernel/contract.ts'
import { api, useAsk, useDo } from '#web/api.ts'
import { useMayEver } from '#web/me.tsx'
import { Go, useFilters } from '#web/place.tsx'
import { Records } from '#web/records.tsx'
import { Button } from '#web/ui/button.tsx'
import { useNow } from '#web/ui/clock.ts'
import { t } from '#web/ui/language.ts'
import { ConfirmButton, Panel, Section } from '#web/ui/layout.tsx'
import { Facts, StateDot, Tag } from '#web/ui/marks.tsx'
import { Time } from '#web/ui/moment.tsx'
import { Empty } from '#web/ui/states.tsx'
import type { Column } from '#web/ui/table.tsx'
import type { tokens } from '../contract.ts'
import { tokenLifecycle } from '../lifecycle.ts'
import './office.css'
import { NewToken } from './token-form.tsx'
import { nounWords, sayVerb, scopesByNoun } from './verbs.ts'

type Line = Wire<ReplyOf<typeof tokens.list>>['rows'][number]

const isOver = (row: Line, now: Date) => row.expiresAt !== null && new Date(row.expiresAt) <= now

const State = ({ row }: { row: Line }) => {
  const now = useNow()
  if (row.status === 'active' && isOver(row, now)) return <Tag tone="warn">{t('已过期', 'Expired')}</Tag>
  return <StateDot life={tokenLifecycle} status={row.status} tone={row.status === 'active' ? 'good' : 'plain'} />
}

const columnsOf = (): Column<Line>[] => [
  { key: 'name', head: t('用途', 'What for'), card: 'title', cell: (row) => row.name },
  { key: 'person', head: t('代表', 'Acts for'), width: '92px', card: 'line', cell: (row) => row.person },
  {
    key: 'scopes',
    head: t('权限', 'Scopes'),
    width: '84px',
    card: 'line',
    cell: (row) =>
      row.scopes.includes('*') ? (
        <Tag tone="warn">{t('全部', 'All')}</Tag>
      ) : (
        t(`${row.scopes.length} 项`, `${row.scopes.length}`)
      ),
  },
  {
    key: 'expires',
    head: t('有效期至', 'Expires'),
    width: '116px',
    card: 'foot',
    cell: (row) => (row.expiresAt ? <Time at={row.expiresAt} /> : <span className="faint">{t('长期', 'Never')}</span>),
  },
  { key: 'status', head: t('状态', 'State'), width: '88px', card: 'aside', cell: (row) => <State row={row} /> },
]

const Token = ({ token }: { token: Line }) => {
  const revoke = useDo(api.tokens.revoke, { says: t('已吊销，立即失效', 'Revoked; it is worthless now') })
  return (
    <Panel
      head={
        <div className="record-head">
          <h2>{token.name}</h2>
          <span className="push" />
          <State row={token} />
        </div>
      }
      foot={
        token.can.includes('revoke') ? (
          <ConfirmButton
            danger
            label={t('吊销', 'Revoke')}
            title={t(`吊销“${token.name}”？`, `Revoke “${token.name}”？`)}
            text={t(
              '使用它的程序立即不能再访问，且不能恢复。',
              'What uses it stops working at once; there is no way back.',
            )}
            busy={revoke.busy}
            onConfirm={() => revoke.run({ id: token.id })}
          />
        ) : undefined
      }
    >
      <Section>
        <Facts
          columns={1}
          facts={[
            [t('代表', 'Acts for'), token.person],
            [t('创建', 'Made'), <Time key="c" at={token.createdAt} />],
            [
              t('有效期至', 'Expires'),
              token.expiresAt ? <Time key="e" at={token.expiresAt} /> : t('长期有效', 'Never'),
            ],
          ]}
        />
      </Section>
      <Section title={t('可以做的', 'What it may do')}>
        {token.scopes.includes('*') ? (
          <p>{t('此人能做的全部', 'Everything that the person may do')}</p>
        ) : (
          <dl className="groups">
            {scopesByNoun(token.scopes).map(([noun, verbs]) => (
              <div key={noun}>
                <dt>{nounWords(noun)}</dt>
                <dd>
                  {verbs.map((verb) => (
                    <span key={verb} title={verb}>
                      {sayVerb(verb)}
                    </span>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        )}
      </Section>
    </Panel>
  )
}

export const Screen = () => {
  const [filters, set] = useFilters<'id'>()
  const mayEver = useMayEver()
  const list = useAsk(api.tokens.list)
  return (
    <Records
      heading={t('接口令牌', 'API tokens')}
      noun={filters.id === 'new' ? t('新建令牌', 'New token') : t('令牌详情', 'Token')}
      tools={
        <>
          <Go to="/api-docs">{t('接口文档', 'The interface')}</Go>
          <span className="push" />
          {mayEver('token.create') && (
            <Button small icon="plus" onClick={() => set({ id: 'new' }, { back: !filters.id })}>
              {t('新建', 'New')}
            </Button>
          )}
        </>
      }
      list={{ rows: list.data?.rows, error: list.error, retry: list.refetch }}
      columns={columnsOf}
      rowTone={(row) => (row.status === 'revoked' ? 'pale' : undefined)}
      empty={
        <Empty icon="key" title={t('还没有令牌', 'No token yet')}>
          {t(
            '院内其他系统（如电子病历）用令牌送入出院名单或取走数据。',
            'Other systems bring discharges or take figures with a token.',
          )}
        </Empty>
      }
      record={(token) => <Token token={token} />}
      instead={filters.id === 'new' && <NewToken onDone={(id) => set({ id })} onCancel={() => set({ id: '' })} />}
      nothing={
        <Empty icon="key" title={t('选一个令牌', 'Choose a token')}>
          {t(
            '令牌以某位人员的身份行事，只能做勾选的事，全程留痕。',
            'It acts as a person, does only what was ticked, and leaves its trace.',
          )}
        </Empty>
      }
    />
  )
}
