// Writing rules: each a figure, what it gives or takes, and up to how much; read back at once as the sentence that departments will read.
import { api, useDo } from '#web/api.ts'
import { Button } from '#web/ui/button.tsx'
import { NumberField, TextField } from '#web/ui/field.tsx'
import { Form, ShowProblems, useForm } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { Panel } from '#web/ui/layout.tsx'
import type { Item } from '../rules.ts'
import { freshItem, ItemFields } from './rule-fields.tsx'
import type { OneRules } from './words.ts'

const firstItems: readonly Item[] = [{ ...freshItem('1', 'second-rounds'), cap: 300 }]

/** `of`: the version that is changed, or that a new one begins from. */
export const RuleForm = ({
  of,
  anew,
  onDone,
  onCancel,
}: {
  of?: OneRules | undefined
  anew: boolean
  onDone: (id: string) => void
  onCancel: () => void
}) => {
  const form = useForm({
    name: of?.name ?? t('科室考核办法', 'Rules of assessment'),
    base: ((of?.rules.base ?? 10_000) / 100) as number | null,
    items: [...(of?.rules.items ?? firstItems)] as Item[],
  })
  const create = useDo(api.ruleSets.create, { inForm: true, says: t('已起草，请试算', 'Drafted: now simulate it') })
  const change = useDo(api.ruleSets.change, {
    inForm: true,
    says: t('已修改，请重新试算', 'Changed: simulate it again'),
  })
  const sending = of && !anew ? change : create
  const { name, base, items } = form.values
  const submit = async () => {
    const body = { name, rules: { base: Math.round((base ?? 100) * 100), items: items as never } }
    const done = of && !anew ? await change.run({ id: of.id, ...body }) : await create.run(body)
    if (done) onDone(done.id)
  }
  const put = (i: number, item: Item | null) =>
    form.set({ items: items.flatMap((one, k) => (k === i ? (item ? [item] : []) : [one])) })
  const nextKey = () => {
    let n = items.length + 1
    while (items.some(({ key }) => key === String(n))) n++
    return String(n)
  }
  const problems = sending.problem?.fields ?? []
  return (
    <Panel head={<h2>{of && !anew ? t('修改考核办法', 'Change the rules') : t('起草考核办法', 'Draft rules')}</h2>}>
      <Form
        onSubmit={submit}
        problem={sending.problem}
        submit={t('保存', 'Save')}
        busy={sending.busy}
        onCancel={onCancel}
      >
        <TextField {...form.field('name')} label={t('名称', 'Name')} maxLength={60} />
        <NumberField
          {...form.field('base')}
          name="rules.base"
          label={t('起评分', 'To begin with')}
          unit={t('分', 'points')}
          min={0}
          max={1000}
          step={1}
        />
        <div>
          {items.map((item, i) => {
            const wrong = problems.filter(({ field }) => field.startsWith(`rules.items.${i}.`))
            return (
              <div key={item.key} className="rule-line">
                <ItemFields item={item} onChange={(to) => put(i, to)} onRemove={() => put(i, null)} />
                {wrong.length > 0 && (
                  <ShowProblems problems={[]}>
                    <p className="problem">{wrong.map(({ reason }) => reason).join('；')}</p>
                  </ShowProblems>
                )}
              </div>
            )
          })}
          <div className="actions">
            <Button
              icon="plus"
              onClick={() =>
                form.set({
                  items: [...items, freshItem(nextKey(), 'praise')].map((one, i) =>
                    i === items.length ? { ...one, shape: { kind: 'piece', points: 20 } as const } : one,
                  ),
                })
              }
            >
              {t('加一条规则', 'Another rule')}
            </Button>
          </div>
        </div>
      </Form>
    </Panel>
  )
}
