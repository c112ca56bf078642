// Campuses and departments, and the names met in lists that somebody must say the department of, once.
import { useState } from 'react'
import type { ReplyOf, Wire } from '#kernel/contract.ts'
import { api, useAsk, useDo } from '#web/api.ts'
import { useMayEver } from '#web/me.tsx'
import { Button } from '#web/ui/button.tsx'
import { Select, TextField } from '#web/ui/field.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { t } from '#web/ui/language.ts'
import { Page } from '#web/ui/layout.tsx'
import { Badge, Tag } from '#web/ui/marks.tsx'
import { Time } from '#web/ui/moment.tsx'
import { Empty, Loaded } from '#web/ui/states.tsx'
import type { departments } from '../contract.ts'
import { DepartmentSize } from './department-size.tsx'
import './office.css'
import { usePlaces } from './places.ts'

type Alias = Wire<ReplyOf<typeof departments.unconfirmed>>['rows'][number]
type Line = Wire<ReplyOf<typeof departments.list>>['rows'][number]

/** The department whose name is most like this one, of the same campus where the list says it. */
const likely = (alias: Alias, rows: readonly Line[]): string => {
  const there = rows.filter((one) => one.active && (!alias.campus || one.campus === alias.campus))
  const bare = (name: string) => name.replace(/[\s()（）一二三四五六七八九十\d]|病区|病房|门诊|科/g, '')
  const wanted = bare(alias.name)
  const score = (one: Line) => {
    const name = bare(one.name)
    if (name === wanted) return 3
    if (wanted.length > 1 && (name.includes(wanted) || wanted.includes(name))) return 2
    return 0
  }
  const best = there.map((one) => [score(one), one.id] as const).sort(([a], [b]) => b - a)
  // Two that are equally like it are no suggestion.
  return best[0] && best[0][0] > 0 && best[0][0] !== best[1]?.[0] ? best[0][1] : ''
}

const Waiting = ({ alias, rows }: { alias: Alias; rows: readonly Line[] }) => {
  const places = usePlaces()
  const [chosen, setChosen] = useState(() => likely(alias, rows))
  const [suggested] = useState(chosen !== '')
  const confirm = useDo(api.departments.confirm, {
    says: ({ encounters }) => t(`已确认，${encounters} 人次归入该科室`, `Confirmed: ${encounters} stays`),
    changes: ['encounter', 'task'],
  })
  return (
    <li className="alias">
      <div className="alias-name">
        <b>{alias.name}</b>
        <span>
          {alias.campus || t('未写院区', 'no campus given')} · {t('首次出现', 'first seen')}{' '}
          <Time at={alias.firstSeenAt} />
        </span>
      </div>
      <Tag tone="warn">{t(`${alias.encounters} 人次等待`, `${alias.encounters} stays wait`)}</Tag>
      <Select
        bare
        label={t(`“${alias.name}”是哪个科室`, `Which department is “${alias.name}”`)}
        empty={t('选择科室…', 'Choose…')}
        value={chosen}
        onChange={setChosen}
        groups={places.choices}
        {...(suggested && chosen ? { hint: t('按名称猜测，请核对', 'Guessed from the name; check it') } : {})}
      />
      <Button
        busy={confirm.busy}
        disabled={!chosen}
        onClick={() => void confirm.run({ id: alias.id, departmentId: chosen })}
      >
        {t('确认', 'Confirm')}
      </Button>
    </li>
  )
}

const AddDepartment = ({ campuses, groups }: { campuses: readonly string[]; groups: readonly string[] }) => {
  const blank = { campus: campuses[0] ?? '', name: '', group: '' }
  const form = useForm(blank)
  const create = useDo(api.departments.create, {
    inForm: true,
    says: ({ name }) => t(`已新增 ${name}`, `${name} added`),
    done: () => form.set({ name: '' }),
    changes: ['encounter'],
  })
  return (
    <section className="sheet">
      <h2 className="sheet-title">{t('新增科室', 'Add a department')}</h2>
      <Form
        onSubmit={() => create.run(form.values)}
        problem={create.problem}
        submit={t('新增', 'Add')}
        busy={create.busy}
      >
        <TextField
          {...form.field('campus')}
          label={t('院区', 'Campus')}
          hint={t('写新的名称即新增院区', 'A new name makes a new campus')}
          list={campuses}
        />
        <TextField
          {...form.field('name')}
          label={t('科室', 'Department')}
          hint={t(
            '与出院名单的写法一致；有同名待确认的，随即确认',
            'As the lists write it; a waiting name is confirmed by it',
          )}
        />
        <TextField
          {...form.field('group')}
          label={t('归类', 'Group')}
          hint={t(
            '外科、内科、妇产科、儿科有专用问卷，其他用通用问卷',
            'Surgery, internal, obstetrics, paediatrics have their own questions',
          )}
          list={groups}
        />
      </Form>
    </section>
  )
}

export const Screen = () => {
  const mayEver = useMayEver()
  const list = useAsk(api.departments.list)
  const maps = mayEver('department.confirm')
  const unconfirmed = useAsk(api.departments.unconfirmed, {}, { on: maps })
  const waiting = unconfirmed.data?.rows ?? []
  return (
    <Page
      wide
      title={t('科室', 'Departments')}
      about={t(
        '出院名单中没见过的科室名不会挡住导入，确认一次即可。',
        'A name that is not known stops no import; say once which department it is.',
      )}
    >
      {waiting.length > 0 && (
        <section className="sheet waiting">
          <h2 className="sheet-title">
            <Icon name="alert" size={17} />
            {t('待确认的科室名', 'Names to be confirmed')} <Badge count={waiting.length} />
          </h2>
          <ul>
            {list.data && waiting.map((alias) => <Waiting key={alias.id} alias={alias} rows={list.data?.rows ?? []} />)}
          </ul>
        </section>
      )}
      <Loaded ask={list} lines={12}>
        {({ campuses, rows }) => {
          const groups = [...new Set(rows.map((one) => one.group))]
          return (
            <div className={mayEver('department.create') ? 'with-aside' : ''}>
              <div className="campuses">
                {campuses.length === 0 && (
                  <Empty icon="building" title={t('还没有科室', 'No department yet')}>
                    {t(
                      '先新增一个；也可用 huiyin init --departments 一次导入。',
                      'Add one, or bring all with huiyin init --departments.',
                    )}
                  </Empty>
                )}
                {campuses.map((campus) => {
                  const here = rows.filter((one) => one.campusId === campus.id)
                  return (
                    <section key={campus.id} className="sheet">
                      <h2 className="sheet-title">
                        {campus.name} <Badge count={here.length} />
                      </h2>
                      <dl className="groups">
                        {groups
                          .filter((group) => here.some((one) => one.group === group))
                          .map((group) => (
                            <div key={group}>
                              <dt>{group}</dt>
                              <dd>
                                {here
                                  .filter((one) => one.group === group)
                                  .map((one) => (
                                    <span key={one.id} className={one.active ? '' : 'faint'}>
                                      {one.name}
                                    </span>
                                  ))}
                              </dd>
                            </div>
                          ))}
                      </dl>
                    </section>
                  )
                })}
              </div>
              {mayEver('department.create') && (
                <div>
                  <AddDepartment campuses={campuses.map((one) => one.name)} groups={groups} />
                  <DepartmentSize rows={rows} />
                </div>
              )}
            </div>
          )
        }}
      </Loaded>
    </Page>
  )
}
