// The vault: what waits for one's word as a custodian, what one has asked, and who the custodians are.
import { useState } from 'react'
import { type Role, roleWords } from '#kernel/permission.ts'
import { api, useAsk, useAskPages, useDo } from '#web/api.ts'
import { useMayEver } from '#web/me.tsx'
import { Form } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { Page } from '#web/ui/layout.tsx'
import { Listed } from '#web/ui/listed.tsx'
import { Tag } from '#web/ui/marks.tsx'
import { PickMany } from '#web/ui/pick-many.tsx'
import { Empty, Loaded } from '#web/ui/states.tsx'
import { Opening } from './opening.tsx'
import './voices.css'

type Person = { readonly id: string; readonly name: string; readonly role: string }

const NameThem = ({ now, may }: { now: readonly Person[]; may: readonly Person[] }) => {
  const [chosen, setChosen] = useState<readonly string[]>(now.map(({ id }) => id))
  const name = useDo(api.custodians.name, { inForm: true, says: t('已指定', 'Named'), changes: ['custodian'] })
  return (
    <Form
      problem={name.problem}
      busy={name.busy}
      submit={t('指定', 'Name them')}
      onSubmit={() => name.run({ staffIds: [...chosen] })}
    >
      <PickMany
        name="staffIds"
        label={t('保管人', 'Custodians')}
        hint={t(
          '至少两人，至少一人不在监察室；本人申请时自动回避。',
          'Two at least, one outside supervision; nobody judges his own request.',
        )}
        value={chosen}
        onChange={setChosen}
        options={may.map((one) => ({ value: one.id, label: `${one.name}（${t(roleWords[one.role as Role])}）` }))}
        add={t('加一人…', 'Add one…')}
      />
    </Form>
  )
}

const Custodians = () => {
  const list = useAsk(api.custodians.list)
  const mayName = useMayEver()('custodian.name')
  return (
    <section className="sheet">
      <h2 className="sheet-title">{t('保管人', 'Custodians')}</h2>
      <Loaded ask={list} lines={2}>
        {({ rows, may }) =>
          mayName ? (
            <NameThem key={rows.map(({ id }) => id).join()} now={rows} may={may} />
          ) : rows.length === 0 ? (
            <p>
              {t(
                '院领导还没有指定保管人，现在谁也打不开保险箱。',
                'Leadership has named none yet: nobody opens the vault.',
              )}
            </p>
          ) : (
            <ul className="people-row">
              {rows.map((one) => (
                <li key={one.id}>
                  {one.name} <Tag>{t(roleWords[one.role as Role])}</Tag>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </section>
  )
}

export const Screen = () => {
  const list = useAskPages(api.openings.list, {})
  const mayEver = useMayEver()
  return (
    <Page
      title={t('身份核实', 'The vault')}
      about={t(
        '员工声音的身份封存在保险箱里。申请人说明理由，两名保管人（其一不在监察室）同意后，只有申请人能看，只能看一天；每看一次都留痕，并告诉本人。',
        'Identities of staff voices are sealed. One asks with a reason; when two custodians, one outside supervision, consent, the asker alone may look for a day. Each look is kept, and told to the person.',
      )}
    >
      {mayEver('custodian.read') && <Custodians />}
      <Listed
        list={list}
        empty={
          <Empty icon="lock" title={t('没有申请', 'No request')}>
            {t(
              '需要核实身份时，在那件员工声音里申请。',
              'Where it is needed, it is asked for in the record of the staff voice.',
            )}
          </Empty>
        }
        more={{ kind: 'quiet', label: t('更早的', 'Earlier ones') }}
      >
        {(rows) => (
          <ul className="openings">
            {rows.map((line) => (
              <Opening key={line.id} line={line} />
            ))}
          </ul>
        )}
      </Listed>
    </Page>
  )
}
