// The form in which a measure is planned, for a case or for a project: what will be changed, by which day, by whom.
import type { useDo } from '#web/api.ts'
import { useMe } from '#web/me.tsx'
import { DateField, Select, TextField } from '#web/ui/field.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { useDepartments } from './departments.ts'

type Planned = { readonly what: string; readonly dueOn: string; readonly departmentId: string | null }

/** `doing` is what `useDo` gives for the verb; a department plans for itself, everyone else for the one that is chosen. */
export const MeasureForm = ({
  departmentId: usual,
  doing: { busy, problem },
  onPlan,
  onClose,
}: {
  departmentId: string | null
  doing: Pick<ReturnType<typeof useDo>, 'busy' | 'problem'>
  onPlan: (planned: Planned) => unknown
  onClose: () => void
}) => {
  const groups = useDepartments()
  const others = useMe().person.role !== 'department'
  const form = useForm({ what: '', dueOn: '', departmentId: usual ?? '' })
  const { what, dueOn, departmentId } = form.values
  return (
    <Form
      onSubmit={() => onPlan({ what, dueOn, departmentId: departmentId || null })}
      problem={problem}
      busy={busy}
      submit={t('安排整改', 'Plan')}
      onCancel={onClose}
    >
      <TextField {...form.field('what')} label={t('改什么', 'What will be changed')} maxLength={500} />
      <div className="columns">
        <DateField {...form.field('dueOn')} label={t('哪天之前', 'By which day')} />
        {others && (
          <Select
            {...form.field('departmentId')}
            label={t('责任科室', 'Department')}
            empty={t('请选择', 'Choose')}
            groups={groups}
          />
        )}
      </div>
    </Form>
  )
}
