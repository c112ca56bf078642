// Where else a project shows: in the list of measures whose each one is, and beside an entry of the knowledge where it came from.
import { api, useAsk } from '#web/api.ts'
import { Go } from '#web/place.tsx'
import { t } from '#web/ui/language.ts'
import { Section } from '#web/ui/layout.tsx'

/** `among`: all that stand in the list, so that they are asked for together. */
export const OfMeasure = ({ measureId, among }: { measureId: string; among: readonly string[] }) => {
  const asked = among.slice(0, 200)
  const found = useAsk(api.projects.ofMeasures, { ids: asked.join(',') }, { on: asked.length > 0, keep: true })
  const one = found.data?.rows.find((row) => row.measureId === measureId)
  return one ? (
    <p className="hint">
      {t('改进项目 ', 'Project ')}
      <Go to={`/projects/${one.id}`}>
        {one.number} {one.title}
      </Go>
    </p>
  ) : null
}

export const OfEntry = ({ entryId }: { entryId: string }) => {
  const found = useAsk(api.projects.standards, { entryId, limit: 5 })
  const rows = found.data?.rows ?? []
  return rows.length > 0 ? (
    <Section title={t('来自改进项目', 'From a project')}>
      {rows.map(({ id, project }) => (
        <p key={id}>
          <Go to={`/projects/${project.id}`}>
            {project.number} {project.title}
          </Go>
        </p>
      ))}
    </Section>
  ) : null
}
