// 同类问题的好经验: what others do about the same, beside a matter and beside the measures of a project.
import { api, useAsk } from '#web/api.ts'
import { Go } from '#web/place.tsx'
import { t } from '#web/ui/language.ts'
import { Section } from '#web/ui/layout.tsx'
import type { Line } from './words.ts'
import './practices.css'

const Found = ({ rows }: { rows: readonly Line[] | undefined }) =>
  rows && rows.length > 0 ? (
    <Section title={t('同类问题的好经验', 'Good practice for the same')} aside={rows.length}>
      <ul className="practice-list">
        {rows.map((one) => (
          <li key={one.id}>
            <Go to="/practices" with={{ id: one.id }}>
              {one.title}
            </Go>{' '}
            <small>
              {[
                one.department ?? t('全院', 'Hospital'),
                one.adopted > 0 && t(`${one.adopted} 个科室采用`, `adopted by ${one.adopted}`),
              ]
                .filter(Boolean)
                .join(' · ')}
            </small>
            <p>{one.what.length > 90 ? `${one.what.slice(0, 90)}…` : one.what}</p>
          </li>
        ))}
      </ul>
    </Section>
  ) : null

/** Under the record of a matter; nothing where there is none. */
export const Panel = ({ caseId }: { caseId: string }) => {
  const found = useAsk(api.practices.like, { caseId })
  return <Found rows={found.data?.rows} />
}

/** Beside the measures of a project, by what it is about; one that succeeded is itself something to learn from. */
export const PracticesFor = ({
  category,
  departmentId,
  succeeded,
}: {
  category: string
  departmentId?: string | undefined
  succeeded?: string | undefined
}) => {
  const found = useAsk(api.practices.like, { category, ...(departmentId ? { departmentId } : {}) })
  return (
    <>
      <Found rows={found.data?.rows} />
      {succeeded && (
        <p className="no-print">
          <Go to="/practices" with={{ form: 'new', project: succeeded }} className="button small">
            {t('推荐为优务经验', 'Nominate as good practice')}
          </Go>
        </p>
      )}
    </>
  )
}
