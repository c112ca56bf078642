// Which rows a cell of the permission matrix stands for: columns of the noun's table and the values they may hold.
import type { Condition, Me, Scope, Scopes } from '#kernel/permission.ts'

/** What patients and visitors raise; the staff's own voice is another domain. */
const patientKinds = ['opinion', 'complaint', 'suggestion', 'praise', 'enquiry', 'help'] as const

const ownHand = (me: Me) => ({ staff_id: [me.id] }) as const
/**
 * Whoever may read a paper that is told around: he knows what each of its readers may know, so nothing restricted and
 * nothing that somebody is barred from, be it himself. Nobody signs in as him; bulletins and scorecards are reckoned for him.
 */
export const everyReader = '00000000-0000-7000-8000-00000000a110'
/** He reads the whole hospital as its centre knows it, or one department as that department does. */
export const everyReaderOf = (departmentId: string | null = null): Me =>
  departmentId === null
    ? { id: everyReader, name: '', role: 'lead', departments: [] }
    : { id: everyReader, name: '', role: 'department', departments: [departmentId] }
const nobodyElse = (me: Me): { readonly barred_staff: Condition } =>
  me.id === everyReader
    ? ({ barred_staff: { bare: true }, restricted: [false] } as { readonly barred_staff: Condition })
    : { barred_staff: { lacks: me.id } }
/** The same of a matter, which is told around while somebody finds nothing of it only because he calls again blind. */
const nobodyElseOf = (me: Me) =>
  me.id === everyReader ? ({ nobody_barred: [true], restricted: [false] } as const) : nobodyElse(me)
/** A call that checks another: its own caller finds it, and nobody else at the centre. */
const checking = (me: Me) => ({ caller: ['audit'], assignee_id: [me.id], ...nobodyElse(me) }) as const
/** What was found about one's own calls, once it is told. */
const told = (me: Me) => [{ staff_id: [me.id], restricted: [false] }]
const running = (me: Me) => ({ status: ['recording'], ...ownHand(me) }) as const

/** Of matters, and of the files that are made of them. */
const matters = {
  /** Everything but what is about oneself. */
  any: (me) => [nobodyElseOf(me)],
  /** What is neither grave, heated nor about integrity: patients' matters, and what one answers for oneself. */
  ordinary: (me) => [
    { restricted: [false], kind: patientKinds, ...nobodyElseOf(me) },
    { restricted: [false], owner_id: [me.id], ...nobodyElseOf(me) },
  ],
  /** The same with the staff's voices; and what is about all who would have it otherwise: whoever answers for it sees it. */
  centre: (me) => [
    { restricted: [false], ...nobodyElseOf(me) },
    { owner_id: [me.id], ...nobodyElseOf(me) },
  ],
  /** What was dispatched to a department one answers for. */
  own: (me) => [{ handling_department_id: me.departments, ...nobodyElseOf(me) }],
  /** The same, and what one's department was asked to help with. */
  part: (me) => [
    { handling_department_id: me.departments, ...nobodyElseOf(me) },
    ...me.departments.map((department) => ({ assisting: { has: department }, ...nobodyElseOf(me) })),
  ],
  /** The ordinary ones, those that leadership was asked about or must know of, and what one answers for oneself. */
  led: (me) => [
    { restricted: [false], ...nobodyElseOf(me) },
    { leadership: [true], ...nobodyElseOf(me) },
    { owner_id: [me.id], ...nobodyElseOf(me) },
  ],
  /** Of which nobody in supervision may know: leadership judges it in their place. */
  instead: (me) => [{ unsupervised: [true], ...nobodyElseOf(me) }],
} satisfies Scopes

/**
 * The rows that a cell of the matrix stands for: columns of the noun's table and the values they may hold. The accused
 * and their superiors are outside every scope of a case and of what follows from it (《信访工作条例》).
 */
export const scopes = {
  case: matters,
  assist: {
    any: (me) => [nobodyElse(me)],
    centre: (me) => [{ restricted: [false], ...nobodyElse(me) }],
    /** What one's own department was asked for. */
    own: (me) => [{ department_id: me.departments, ...nobodyElse(me) }],
  },
  measure: {
    any: (me) => [nobodyElse(me)],
    ordinary: (me) => [{ restricted: [false], ...nobodyElse(me) }],
    /** What one's own department has to do; of a restricted matter only while the department has it. */
    own: (me) => [
      { department_id: me.departments, restricted: [false], ...nobodyElse(me) },
      { department_id: me.departments, handling_department_id: me.departments, ...nobodyElse(me) },
    ],
    /** Not one's own work: nobody verifies what he answers for or has reported done. */
    others: (me) => [{ hands: { lacks: me.id }, ...nobodyElse(me) }],
    ordinaryOthers: (me) => [{ restricted: [false], hands: { lacks: me.id }, ...nobodyElse(me) }],
  },
  promise: {
    any: (me) => [nobodyElse(me)],
    ordinary: (me) => [{ restricted: [false], ...nobodyElse(me) }],
  },
  task: {
    any: (me) => [nobodyElse(me)],
    /** The centre's calls. */
    centre: (me) => [{ caller: ['centre'], restricted: [false], ...nobodyElse(me) }, checking(me)],
    /** Those on one's own list. */
    mine: (me) => [{ assignee_id: [me.id], restricted: [false], ...nobodyElse(me) }, checking(me)],
    /** Calls of the attending doctor to patients of one's department. */
    own: (me) => [{ caller: ['attending'], department_id: me.departments, restricted: [false], ...nobodyElse(me) }],
  },
  proposal: {
    any: (me) => [nobodyElse(me)],
    /** Reckoned among what the whole centre may see, and resting on nothing else. */
    ordinary: (me) => [{ restricted: [false], ...nobodyElse(me) }],
    /** What keeps coming back in one's own department. */
    own: (me) => [{ department_id: me.departments, restricted: [false], ...nobodyElse(me) }],
  },
  draw: { any: () => [{}] },
  check: {
    any: (me) => [nobodyElse(me)],
    mine: told,
  },
  suspicion: {
    any: (me) => [nobodyElse(me)],
    mine: told,
  },
  qualityForm: { any: () => [{}] },
  scorecard: {
    mine: (me) => [ownHand(me)],
    /** One's own, and the agents' that they have seen or had long enough to themselves. */
    shown: (me) => [ownHand(me), { caller_role: ['agent'], shown: [true] }] as Scope,
    agents: () => [{ caller_role: ['agent'], shown: [true] }],
    any: () => [{ shown: [true] }],
  },
  trainingNote: {
    any: () => [{}],
    mine: (me) => [ownHand(me)],
    led: (me) => [ownHand(me), { caller_role: ['agent'] }] as Scope,
    agents: () => [{ caller_role: ['agent'] }],
  },
  project: {
    any: (me) => [nobodyElse(me)],
    /** Resting on nothing that only supervision may know. */
    ordinary: (me) => [{ restricted: [false], ...nobodyElse(me) }],
    /** Which one's own department leads or takes part in. */
    part: (me) =>
      me.departments.map((department) => ({ restricted: [false], parts: { has: department }, ...nobodyElse(me) })),
    /** Of which the people who raised it are told. */
    told: (me) => [{ restricted: [false], status: ['succeeded'], ...nobodyElse(me) }],
  },
  practice: {
    any: () => [{}],
    /** What was recognised, and what one nominated oneself. */
    known: (me) => [{ status: ['recognised', 'told', 'retired'] }, { nominated_by_id: [me.id] }] as Scope,
    mine: (me) => [{ nominated_by_id: [me.id] }],
    /** Not what one wrote on oneself. */
    others: (me) => [{ hands: { lacks: me.id } }],
    /** What one's own department was told of. */
    told: (me) => me.departments.map((department) => ({ audience: { has: department } })),
  },
  ruleSet: {
    any: () => [{}],
    /** What departments are judged by, were, or will be. */
    public: () => [{ status: ['published', 'in-force', 'superseded'] }],
    /** Not one's own words. */
    others: (me) => [{ hands: { lacks: me.id } }],
  },
  assessment: {
    any: () => [{}],
    /** Of one's own department, once it was sent. */
    sent: (me) => [{ department_id: me.departments, status: ['sent', 'consenting', 'final'] }],
  },
  bulletin: {
    any: () => [{}],
    /** The hospital's own, once it is published. */
    hospital: () => [{ kind: ['hospital'], status: ['published', 'corrected'] }],
    /** The hospital's and that of one's own department, once published. */
    told: (me) =>
      [
        { kind: ['hospital'], status: ['published', 'corrected'] },
        { kind: ['department'], department_id: me.departments, status: ['published', 'corrected'] },
      ] as Scope,
    /** Which one did not write or propose oneself. */
    others: (me) => [{ hands: { lacks: me.id } }],
    /** Which was sent to oneself. */
    addressed: (me) => [{ addressees: { has: me.id } }],
  },
  dossier: matters,
  disposal: {
    any: (me) => [nobodyElse(me)],
    /** As far as leadership knows of the matter. */
    led: (me) => [
      { restricted: [false], ...nobodyElse(me) },
      { leadership: [true], ...nobodyElse(me) },
    ],
  },
  sheet: {
    any: (me) => [nobodyElse(me)],
    ordinary: (me) => [{ restricted: [false], ...nobodyElse(me) }],
  },
  opening: {
    /** Asked by oneself, or to be judged by oneself. */
    mine: (me) => [{ asked_by_id: [me.id] }, { custodians: { has: me.id } }] as Scope,
    asked: (me) => [{ asked_by_id: [me.id] }],
    kept: (me) => [{ custodians: { has: me.id } }],
  },
  custodian: { any: () => [{}] },
  message: {
    any: (me) => [nobodyElse(me)],
    /** Not about what only supervision may know. */
    ordinary: (me) => [{ restricted: [false], ...nobodyElse(me) }],
  },
  template: { any: () => [{}] },
  gateway: { any: () => [{}] },
  reply: {
    any: (me) => [nobodyElse(me)],
    ordinary: (me) => [{ restricted: [false], ...nobodyElse(me) }],
  },
  voice: { any: () => [{}] },
  encounter: {
    any: () => [{}],
    own: (me) => [{ department_id: me.departments }],
  },
  report: {
    any: () => [{}],
    own: (me) => [{ department_id: me.departments }],
  },
  patient: { any: () => [{}] },
  contact: {
    any: (me) => [nobodyElse(me)],
    /** Not about what only supervision may know. */
    ordinary: (me) => [{ restricted: [false], ...nobodyElse(me) }],
  },
  call: {
    any: (me) => [nobodyElse(me)],
    /** One's own. */
    mine: (me) => [{ staff_id: [me.id], ...nobodyElse(me) }],
    /** The centre's, but not about what only supervision may know. */
    centre: (me) => [
      { restricted: [false], ...nobodyElse(me) },
      { staff_id: [me.id], ...nobodyElse(me) },
    ],
    /** Numbers of the house itself, and emergencies. */
    house: () => [{ number_owner: ['house'] }],
  },
  exchange: { any: () => [{}] },
  line: { any: () => [{}] },
  agent: { any: () => [{}], mine: (me) => [{ staff_id: [me.id] }] },
  recording: {
    any: (me) => [nobodyElse(me), running(me)],
    /** The centre's, but not of what only supervision may know. */
    centre: (me) => [{ restricted: [false], ...nobodyElse(me) }, running(me)],
    /** Of one's own calls; as soon as one turns out to be about what one may not know, only while it is running. */
    mine: (me) => [{ restricted: [false], ...ownHand(me), ...nobodyElse(me) }, running(me)],
    /** What one records oneself. */
    hand: (me) => [ownHand(me)],
  },
  import: { any: () => [{}] },
  staff: { any: () => [{}], self: (me) => [{ id: [me.id] }] },
  session: { any: () => [{}] },
  department: { any: () => [{}] },
  token: { any: () => [{}] },
  duty: { any: () => [{}] },
  shift: { any: () => [{}] },
  setting: { any: () => [{}] },
  route: { any: () => [{}] },
  job: { any: () => [{}] },
  export: {
    /** What one asked for oneself. */
    mine: (me) => [{ asked_by_id: [me.id] }],
    /** The same, and what holds nothing that one may not know. */
    known: (me) => [{ asked_by_id: [me.id] }, { known_to: { has: me.id } }] as Scope,
    /** Another's, of which one may know every row. */
    others: (me) => [{ known_to: { has: me.id } }],
  },
  guidance: { any: () => [{}] },
  careNote: { any: () => [{}] },
  chain: { any: () => [{}] },
  ring: {
    any: (me) => [nobodyElse(me)],
    /** What rings for oneself. */
    mine: (me) => [{ rung: { has: me.id }, restricted: [false], ...nobodyElse(me) }],
    /** The centre's, which its lead watches over. */
    centre: (me) => [{ restricted: [false], ...nobodyElse(me) }],
    /** The ordinary ones, and what rings for leadership itself. */
    led: (me) => [
      { restricted: [false], ...nobodyElse(me) },
      { rung: { has: me.id }, ...nobodyElse(me) },
    ],
  },
  reader: { any: () => [{}] },
  /** A call, asked who is calling. */
  caller: {
    any: (me) => [nobodyElse(me)],
    mine: (me) => [{ staff_id: [me.id], ...nobodyElse(me) }],
  },
  queue: { any: () => [{}] },
  queueCall: { any: (me) => [nobodyElse(me)] },
  skill: { any: () => [{}] },
  missed: { any: () => [{}] },
  script: {
    any: () => [{}],
    /** Not one's own words: nobody approves what he wrote on. */
    others: (me) => [{ hands: { lacks: me.id } }],
  },
  autocall: { any: () => [{}] },
  handover: {
    any: () => [{}],
    /** Of one's own shift. */
    mine: (me) => [{ givers: { has: me.id } }],
  },
  notice: { mine: (me) => [{ staff_id: [me.id] }] },
  station: { any: () => [{}] },
  patrol: { any: () => [{}] },
  tablet: { any: () => [{}], mine: (me) => [{ staff_id: [me.id] }] },
  entry: {
    any: (me) => [nobodyElse(me)],
    /** What is not only supervision's, and what one wrote oneself. */
    ordinary: (me) => [{ restricted: [false], ...nobodyElse(me) }, ownHand(me)],
    /** An entry says nothing of a matter that its writer has not written himself. */
    mine: (me) => [ownHand(me)],
  },
  finding: {
    any: (me) => [nobodyElse(me)],
    /** Not what became a matter that only supervision may know. */
    ordinary: (me) => [{ restricted: [false], ...nobodyElse(me) }],
    /** What was found where one answers for. */
    own: (me) => [{ department_id: me.departments, restricted: [false], ...nobodyElse(me) }],
  },
  programme: { any: () => [{}] },
  questionnaire: { any: () => [{}] },
} satisfies Record<string, Scopes>

/** Who is told as it happens that something restricted happened, whatever it was: screens of others stay still. */
export const toldOfRestricted: readonly Me['role'][] = ['supervision', 'leadership']
