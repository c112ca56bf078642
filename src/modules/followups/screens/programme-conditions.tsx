// Which discharges a programme takes, being written; what is left empty excludes nobody.
import { leavingWords } from '#modules/patients/words.ts'
import { api, useAsk } from '#web/api.ts'
import { CheckRow } from '#web/ui/choose.tsx'
import { NumberField, TextField } from '#web/ui/field.tsx'
import type { useForm } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { Section } from '#web/ui/layout.tsx'
import { PickMany } from '#web/ui/pick-many.tsx'
import { type Leaving, leavings } from './programme-words.ts'

type ConditionValues = {
  groups: string[]
  departmentIds: string[]
  campusIds: string[]
  diagnosis: string
  ageFrom: number | null
  ageTo: number | null
  leaving: Leaving[]
}

export const Conditions = ({ form }: { form: Pick<ReturnType<typeof useForm<ConditionValues>>, 'field'> }) => {
  const places = useAsk(api.departments.list).data
  const groups = [...new Set((places?.rows ?? []).map((one) => one.group))]
  const several = (places?.campuses.length ?? 0) > 1
  return (
    <Section title={t('哪些出院患者', 'Which discharges')} aside={t('不选即不限', 'empty: any')}>
      <div className="form">
        {groups.length > 0 && (
          <CheckRow
            {...form.field('groups')}
            name="definition.conditions.groups"
            label={t('科室归类', 'Groups')}
            options={groups.map((value) => ({ value, label: value }))}
          />
        )}
        <PickMany
          {...form.field('departmentIds')}
          name="definition.conditions.departmentIds"
          label={t('只限这些科室', 'Only these departments')}
          add={t('添加科室…', 'Add a department…')}
          groups={(places?.campuses ?? []).map((campus) => ({
            label: campus.name,
            options: (places?.rows ?? [])
              .filter((one) => one.campusId === campus.id && one.active)
              .map((one) => ({ value: one.id, label: several ? `${one.name}（${campus.name}）` : one.name })),
          }))}
        />
        {several && (
          <CheckRow
            {...form.field('campusIds')}
            name="definition.conditions.campusIds"
            label={t('院区', 'Campuses')}
            options={(places?.campuses ?? []).map((one) => ({ value: one.id, label: one.name }))}
          />
        )}
        <CheckRow
          {...form.field('leaving')}
          name="definition.conditions.leaving"
          label={t('离院方式', 'Way of leaving')}
          options={leavings.map((value) => ({
            value,
            label: t(leavingWords[value]),
          }))}
        />
        <div className="columns">
          <TextField
            {...form.field('diagnosis')}
            name="definition.conditions.diagnosisContains"
            label={t('诊断含', 'Diagnosis holds')}
            hint={t('任一即可，用顿号分隔', 'any of them, separated by commas')}
            placeholder={t('骨折、关节置换', 'fracture, joint')}
          />
          <div className="ages">
            <NumberField
              {...form.field('ageFrom')}
              name="definition.conditions.ageFrom"
              label={t('年龄自', 'Age from')}
              min={0}
              max={150}
              step={1}
            />
            <NumberField
              {...form.field('ageTo')}
              name="definition.conditions.ageTo"
              label={t('至', 'to')}
              min={0}
              max={150}
              step={1}
              unit={t('岁', '')}
            />
          </div>
        </div>
      </div>
      <p className="hint after">
        {t(
          '几个方案都合适时，归条件最细的那个；一样细的，归后启用的。',
          'Where several fit, the narrowest takes it; of equals, the one started last.',
        )}
      </p>
    </Section>
  )
}
