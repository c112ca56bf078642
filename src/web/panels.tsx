// What later modules add to the record of a case: loaded when a record is opened, for whom has the verb.
import { type ComponentType, lazy, Suspense } from 'react'
import type { Verb } from '#src/permissions.ts'
import { useMayEver } from './me.tsx'

type CasePanel = ComponentType<{ caseId: string }>

/** In the order in which they stand under the record. */
const casePanels: readonly { readonly verb: Verb; readonly Panel: CasePanel }[] = [
  {
    verb: 'opening.ask',
    Panel: lazy(() => import('#modules/voices/screens/panel.tsx').then(({ Panel }) => ({ default: Panel }))),
  },
  {
    verb: 'dossier.read',
    Panel: lazy(() => import('#modules/dossiers/screens/panel.tsx').then(({ Panel }) => ({ default: Panel }))),
  },
]

export const CasePanels = ({ caseId }: { caseId: string }) => {
  const mayEver = useMayEver()
  return casePanels
    .filter(({ verb }) => mayEver(verb))
    .map(({ verb, Panel }) => (
      <Suspense key={verb} fallback={null}>
        <Panel caseId={caseId} />
      </Suspense>
    ))
}
