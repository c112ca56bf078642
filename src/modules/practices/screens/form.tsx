// Writing down a good practice: what, why it works, how to do the same, and the praise that it rests on.
import { useDeferredValue, useState } from 'react'
import { useDepartments } from '#modules/cases/screens/departments.ts'
import { api, useAsk, useDo } from '#web/api.ts'
import { useFilters } from '#web/place.tsx'
import { Button } from '#web/ui/button.tsx'
import { Field, Select, TextArea, TextField } from '#web/ui/field.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { Panel } from '#web/ui/layout.tsx'
import { Tag } from '#web/ui/marks.tsx'
import { Note } from '#web/ui/states.tsx'
import { categoryGroups, type One } from './words.ts'

type Chosen = { readonly id: string; readonly number: string; readonly text: string }

/** The matters behind it, found by number or words among those that the writer may read. */
const Cases = ({ value, onChange }: { value: readonly Chosen[]; onChange: (value: Chosen[]) => void }) => {
  const [q, setQ] = useState('')
  const sought = useDeferredValue(q.trim())
  const found = useAsk(api.cases.list, { q: sought, limit: 5 }, { on: sought.length >= 2, keep: true })
  const more = (sought.length >= 2 ? (found.data?.rows ?? []) : []).filter(
    (one) => !value.some(({ id }) => id === one.id),
  )
  return (
    <Field
      label={t('依据的表扬和诉求', 'The praise and matters it rests on')}
      name="caseIds"
      optional
      hint={t('几位患者表扬同一件事，可以都附上。', 'Several praises of the same may all stand here.')}
    >
      {(tied) => (
        <div id={tied.id}>
          <ul className="practice-list">
            {value.map((one) => (
              <li key={one.id}>
                <b>{one.number}</b> <small>{one.text}</small>{' '}
                <Button small kind="quiet" onClick={() => onChange(value.filter(({ id }) => id !== one.id))}>
                  {t('去掉', 'Remove')}
                </Button>
              </li>
            ))}
            {more.map((one) => (
              <li key={one.id}>
                <Button small icon="plus" onClick={() => onChange([...value, one])}>
                  {one.number}
                </Button>{' '}
                <small>{one.text}</small>
              </li>
            ))}
          </ul>
          <TextField
            bare
            type="search"
            label={t('查找表扬和诉求', 'Find praise and matters')}
            placeholder={t('编号或内容', 'Number or words')}
            value={q}
            onChange={setQ}
          />
        </div>
      )}
    </Field>
  )
}

/** `of`: the one that is changed; without it a new one, of the project that the address names. */
export const PracticeForm = ({
  of,
  onDone,
  onCancel,
}: {
  of?: One
  onDone: (id: string) => void
  onCancel: () => void
}) => {
  const departments = useDepartments()
  const [filters] = useFilters<'project' | 'finding'>()
  const findingId = of?.finding?.id ?? (of ? null : filters.finding || null)
  const form = useForm({
    title: of?.title ?? '',
    what: of?.what ?? '',
    why: of?.why ?? '',
    how: of?.how ?? '',
    category: of?.category ?? '',
    departmentId: of?.departmentId ?? '',
    staff: of?.staffNames.join('、') ?? '',
  })
  const [cases, setCases] = useState<Chosen[]>([...(of?.behind ?? [])])
  const create = useDo(api.practices.create, { inForm: true, says: t('已推荐，等待认定', 'Nominated') })
  const change = useDo(api.practices.change, { inForm: true, says: t('已修改', 'Changed') })
  const sending = of ? change : create
  const submit = async () => {
    const { staff, category, departmentId, ...texts } = form.values
    const body = {
      ...texts,
      category: category || null,
      departmentId: departmentId || null,
      staffNames: staff.split(/[、,，\s]+/).filter(Boolean),
      caseIds: cases.map(({ id }) => id),
      findingId,
      projectId: of?.projectId ?? (filters.project || null),
    }
    const done = of ? await change.run({ id: of.id, ...body }) : await create.run(body)
    if (done) onDone(done.id)
  }
  return (
    <Panel head={<h2>{of ? t('修改经验', 'Change the practice') : t('推荐一条经验', 'Nominate a practice')}</h2>}>
      <Form
        onSubmit={submit}
        problem={sending.problem}
        submit={of ? t('保存', 'Save') : t('推荐', 'Nominate')}
        busy={sending.busy}
        onCancel={onCancel}
      >
        <TextField {...form.field('title')} label={t('一句话说清', 'In one sentence')} maxLength={60} autoFocus />
        <TextArea {...form.field('what')} label={t('怎么做的', 'What is done')} rows={4} />
        <TextArea {...form.field('why')} label={t('为什么有效', 'Why it works')} rows={3} />
        <TextArea {...form.field('how')} label={t('别的科室怎么照着做', 'How others do the same')} rows={4} />
        <Select
          {...form.field('category')}
          label={t('解决哪类问题', 'Which problem it solves')}
          empty={t('不分类', 'None')}
          groups={categoryGroups()}
          optional
        />
        <Select
          {...form.field('departmentId')}
          label={t('哪个科室的经验', 'Whose it is')}
          empty={t('全院', 'The whole hospital')}
          groups={departments}
          optional
        />
        <TextField
          {...form.field('staff')}
          name="staffNames"
          label={t('受表扬的员工', 'Staff who are praised')}
          hint={t('只写所附表扬里提到的人，用顿号分开。', 'Only those whom the praise itself names.')}
          optional
        />
        <Cases value={cases} onChange={setCases} />
        {findingId && (
          <p className="hint">
            {t('依据的巡查发现会一并附上。', 'The finding of the patrol that it rests on goes with it.')}
          </p>
        )}
        <Note>
          {t(
            '不写患者和家属的姓名、电话；写了的不能认定。',
            'No names or numbers of patients: with them it cannot be recognised.',
          )}
        </Note>
      </Form>
    </Panel>
  )
}

/** How far one’s own department is with it. */
export const Mine = ({ words }: { words: string }) => (words === '' ? null : <Tag tone="accent">{words}</Tag>)
