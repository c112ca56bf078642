// What later modules add to the record of a case and to a call that comes in, and to the board on the wall: loaded when it is opened, for whom has the verb.
import { type ComponentType, lazy, Suspense } from 'react'
import type { Verb } from '#src/permissions.ts'
import { useMayEver } from './me.tsx'

type CasePart = ComponentType<{ caseId: string }>

/** `Notice` stands above the matter, `Panel` under it, in this order. */
const caseParts: readonly { readonly verb: Verb; readonly Notice?: CasePart; readonly Panel: CasePart }[] = [
  {
    verb: 'recording.read',
    Panel: lazy(() => import('#modules/dossiers/screens/recordings.tsx').then(({ Panel }) => ({ default: Panel }))),
  },
  {
    verb: 'opening.ask',
    Panel: lazy(() => import('#modules/voices/screens/panel.tsx').then(({ Panel }) => ({ default: Panel }))),
  },
  {
    verb: 'project.read',
    Panel: lazy(() =>
      import('#modules/improvements/screens/projects-of-case.tsx').then(({ Panel }) => ({ default: Panel })),
    ),
  },
  {
    verb: 'practice.read',
    Panel: lazy(() => import('#modules/practices/screens/panel.tsx').then(({ Panel }) => ({ default: Panel }))),
  },
  {
    verb: 'dossier.read',
    Notice: lazy(() => import('#modules/dossiers/screens/panel.tsx').then(({ Notice }) => ({ default: Notice }))),
    Panel: lazy(() => import('#modules/dossiers/screens/panel.tsx').then(({ Panel }) => ({ default: Panel }))),
  },
]

const Parts = ({ caseId, part }: { caseId: string; part: 'Notice' | 'Panel' }) => {
  const mayEver = useMayEver()
  return caseParts
    .filter(({ verb }) => mayEver(verb))
    .map(({ verb, [part]: Part }) => (
      <Suspense key={verb} fallback={null}>
        {Part && <Part caseId={caseId} />}
      </Suspense>
    ))
}

/** What must be known before the matter is read. */
export const CaseNotices = ({ caseId }: { caseId: string }) => <Parts caseId={caseId} part="Notice" />

/** What stands under the record. */
export const CasePanels = ({ caseId }: { caseId: string }) => <Parts caseId={caseId} part="Panel" />

/** `succeeded`: the project itself, once its figure has moved. */
type AboutProject = { category: string; departmentId?: string | undefined; succeeded?: string | undefined }

/** What others do about the same, beside the measures of a project. */
const projectParts: readonly { readonly verb: Verb; readonly Part: ComponentType<AboutProject> }[] = [
  {
    verb: 'practice.read',
    Part: lazy(() => import('#modules/practices/screens/panel.tsx').then((it) => ({ default: it.PracticesFor }))),
  },
]

export const ProjectPanels = (about: AboutProject) => {
  const mayEver = useMayEver()
  return projectParts
    .filter(({ verb }) => mayEver(verb))
    .map(({ verb, Part }) => (
      <Suspense key={verb} fallback={null}>
        <Part {...about} />
      </Suspense>
    ))
}

/** Whose measure it is, in the list of measures: asked once for all that stand there. */
const measureParts: readonly {
  readonly verb: Verb
  readonly Part: ComponentType<{ measureId: string; among: readonly string[] }>
}[] = [
  {
    verb: 'project.read',
    Part: lazy(() => import('#modules/improvements/screens/project-of.tsx').then((it) => ({ default: it.OfMeasure }))),
  },
]

export const MeasurePanels = (of: { measureId: string; among: readonly string[] }) => {
  const mayEver = useMayEver()
  return measureParts
    .filter(({ verb }) => mayEver(verb))
    .map(({ verb, Part }) => (
      <Suspense key={verb} fallback={null}>
        <Part {...of} />
      </Suspense>
    ))
}

/** Where an entry of the knowledge came from. */
const entryParts: readonly { readonly verb: Verb; readonly Part: ComponentType<{ entryId: string }> }[] = [
  {
    verb: 'project.read',
    Part: lazy(() => import('#modules/improvements/screens/project-of.tsx').then((it) => ({ default: it.OfEntry }))),
  },
]

export const EntryPanels = ({ entryId }: { entryId: string }) => {
  const mayEver = useMayEver()
  return entryParts
    .filter(({ verb }) => mayEver(verb))
    .map(({ verb, Part }) => (
      <Suspense key={verb} fallback={null}>
        <Part entryId={entryId} />
      </Suspense>
    ))
}

/** What became of a standard of a project where it is practised. */
const standardParts: readonly {
  readonly verb: Verb
  readonly Part: ComponentType<{ standardId: string; title: string; text: string }>
}[] = [
  {
    verb: 'trainingNote.read',
    Part: lazy(() => import('#modules/scorecards/screens/of-standard.tsx').then((it) => ({ default: it.OfStandard }))),
  },
]

export const TrainingPanels = (of: { standardId: string; title: string; text: string }) => {
  const mayEver = useMayEver()
  return standardParts
    .filter(({ verb }) => mayEver(verb))
    .map(({ verb, Part }) => (
      <Suspense key={verb} fallback={null}>
        <Part {...of} />
      </Suspense>
    ))
}

/** What is kept of a call under its record: its recordings. */
const callParts: readonly { readonly verb: Verb; readonly Part: ComponentType<{ callId: string }> }[] = [
  {
    verb: 'recording.read',
    Part: lazy(() => import('#modules/recordings/screens/of.tsx').then((it) => ({ default: it.RecordingsOfCall }))),
  },
]

export const CallPanels = ({ callId }: { callId: string }) => {
  const mayEver = useMayEver()
  return callParts
    .filter(({ verb }) => mayEver(verb))
    .map(({ verb, Part }) => (
      <Suspense key={verb} fallback={null}>
        <Part callId={callId} />
      </Suspense>
    ))
}

/** What later modules know of a follow-up task, under what was tried before. */
const taskParts: readonly { readonly verb: Verb; readonly Panel: ComponentType<{ taskId: string }> }[] = [
  {
    verb: 'autocall.read',
    Panel: lazy(() => import('#modules/autocalls/screens/of-task.tsx').then(({ Panel }) => ({ default: Panel }))),
  },
]

export const TaskPanels = ({ taskId }: { taskId: string }) => {
  const mayEver = useMayEver()
  return taskParts
    .filter(({ verb }) => mayEver(verb))
    .map(({ verb, Panel }) => (
      <Suspense key={verb} fallback={null}>
        <Panel taskId={taskId} />
      </Suspense>
    ))
}

/** What later modules keep running in the background, under the jobs that gave up. */
const jobParts: readonly { readonly verb: Verb; readonly Panel: ComponentType }[] = [
  {
    verb: 'job.read',
    Panel: lazy(() => import('#modules/insight/screens/kept.tsx').then((it) => ({ default: it.KeptPanel }))),
  },
]

export const JobPanels = () => {
  const mayEver = useMayEver()
  return jobParts
    .filter(({ verb }) => mayEver(verb))
    .map(({ verb, Panel }) => (
      <Suspense key={verb} fallback={null}>
        <Panel />
      </Suspense>
    ))
}

/** `answered`: the call is spoken already; `onDone`: the agent has chosen, and the place may be closed. */
type Pop = ComponentType<{ callId: string; answered: boolean; onDone: () => void }>

/** What is known of who calls, before and after answering: under the line that says that somebody does. */
const incomingPops: readonly { readonly verb: Verb; readonly Pop: Pop }[] = [
  {
    verb: 'caller.read',
    Pop: lazy(() => import('#modules/queues/screens/pop.tsx').then(({ Pop }) => ({ default: Pop }))),
  },
]

const nothing = () => {}

export const IncomingPop = ({
  callId,
  answered,
  onDone = nothing,
}: {
  callId: string
  answered: boolean
  onDone?: () => void
}) => {
  const mayEver = useMayEver()
  return incomingPops
    .filter(({ verb }) => mayEver(verb))
    .map(({ verb, Pop }) => (
      <Suspense key={verb} fallback={null}>
        <Pop callId={callId} answered={answered} onDone={onDone} />
      </Suspense>
    ))
}

/** Rows of the board on the wall under the counts of agents: how many wait. */
const wallParts: readonly { readonly verb: Verb; readonly Part: ComponentType }[] = [
  {
    verb: 'queue.read',
    Part: lazy(() => import('#modules/queues/screens/wall-part.tsx').then(({ WallPart }) => ({ default: WallPart }))),
  },
]

export const WallParts = () => {
  const mayEver = useMayEver()
  return wallParts
    .filter(({ verb }) => mayEver(verb))
    .map(({ verb, Part }) => (
      <Suspense key={verb} fallback={null}>
        <Part />
      </Suspense>
    ))
}

/** How many wait behind a place of the rail, by its address. */
const counts: Readonly<Record<string, ComponentType>> = {
  '/missed': lazy(() => import('#modules/queues/screens/owed-count.tsx').then((it) => ({ default: it.OwedCount }))),
}

export const RailCount = ({ path }: { path: string }) => {
  const Count = counts[path]
  return Count ? (
    <Suspense fallback={null}>
      <Count />
    </Suspense>
  ) : null
}
