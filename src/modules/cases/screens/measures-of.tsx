// The measures of a case, and one more that is planned.
import { useState } from 'react'
import { api, useAsk, useDo } from '#web/api.ts'
import { useMayEver } from '#web/me.tsx'
import { Button } from '#web/ui/button.tsx'
import { t } from '#web/ui/language.ts'
import { Section } from '#web/ui/layout.tsx'
import { MeasureForm } from './measure-form.tsx'
import { MeasureRow } from './measure-row.tsx'
import type { Sheet } from './words.ts'

const Plan = ({ sheet, onClose }: { sheet: Sheet; onClose: () => void }) => {
  const plan = useDo(api.measures.plan, { inForm: true, says: t('已列入整改台账', 'Planned'), done: onClose })
  return (
    <MeasureForm
      departmentId={sheet.handlingDepartmentId ?? sheet.departmentId}
      doing={plan}
      onPlan={(planned) => plan.run({ caseId: sheet.id, ...planned })}
      onClose={onClose}
    />
  )
}

/** They stay here, and on the board, after the case is archived. */
export const MeasuresOf = ({ sheet }: { sheet: Sheet }) => {
  const [planning, setPlanning] = useState(false)
  const mayEver = useMayEver()
  const may = mayEver('measure.plan') && sheet.status !== 'received' && sheet.status !== 'merged'
  const list = useAsk(api.measures.list, { caseId: sheet.id, limit: 50 }, { on: mayEver('measure.read') })
  const rows = list.data?.rows ?? []
  if (rows.length === 0 && !may) return null
  return (
    <Section
      title={t('整改措施', 'Measures')}
      aside={
        may && !planning ? (
          <Button small kind="quiet" onClick={() => setPlanning(true)}>
            {t('安排整改', 'Plan')}
          </Button>
        ) : undefined
      }
    >
      {rows.length > 0 && (
        <ul className="beside">
          {rows.map((one) => (
            <MeasureRow key={one.id} one={one} />
          ))}
        </ul>
      )}
      {planning && <Plan sheet={sheet} onClose={() => setPlanning(false)} />}
    </Section>
  )
}
