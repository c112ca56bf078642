// Who may do which verb to which rows. This table is the program: the server enforces it, the tests walk it, the printed document shows it.
import type { Me, Scope, Scopes } from '#kernel/permission.ts'

/** What patients and visitors raise; the staff's own voice is another domain (field.md §6.1, J). */
const patientKinds = ['opinion', 'complaint', 'suggestion', 'praise', 'enquiry', 'help'] as const

const ownHand = (me: Me) => ({ staff_id: [me.id] }) as const
const nobodyElse = (me: Me) => ({ barred_staff: { lacks: me.id } }) as const

/** Of matters, and of the files that are made of them. */
const matters = {
  /** Everything but what is about oneself. */
  any: (me) => [nobodyElse(me)],
  /** What is neither grave, heated nor about integrity: patients' matters, and what one answers for oneself. */
  ordinary: (me) => [
    { restricted: [false], kind: patientKinds, ...nobodyElse(me) },
    { restricted: [false], owner_id: [me.id], ...nobodyElse(me) },
  ],
  /** The same with the staff's voices; and what is about all who would have it otherwise: whoever answers for it sees it. */
  centre: (me) => [
    { restricted: [false], ...nobodyElse(me) },
    { owner_id: [me.id], ...nobodyElse(me) },
  ],
  /** What was dispatched to a department one answers for. */
  own: (me) => [{ handling_department_id: me.departments, ...nobodyElse(me) }],
  /** The same, and what one's department was asked to help with. */
  part: (me) => [
    { handling_department_id: me.departments, ...nobodyElse(me) },
    ...me.departments.map((department) => ({ assisting: { has: department }, ...nobodyElse(me) })),
  ],
  /** The ordinary ones, those that leadership was asked about or must know of, and what one answers for oneself. */
  led: (me) => [
    { restricted: [false], ...nobodyElse(me) },
    { leadership: [true], ...nobodyElse(me) },
    { owner_id: [me.id], ...nobodyElse(me) },
  ],
} satisfies Scopes

/**
 * The rows that a cell of the matrix stands for: columns of the noun's table and the values they may hold. The accused
 * and their superiors are outside every scope of a case and of what follows from it (field §5.13).
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
    centre: (me) => [{ caller: ['centre'], restricted: [false], ...nobodyElse(me) }],
    /** Those on one's own list. */
    mine: (me) => [{ assignee_id: [me.id], restricted: [false], ...nobodyElse(me) }],
    /** Calls of the attending doctor to patients of one's department. */
    own: (me) => [{ caller: ['attending'], department_id: me.departments, restricted: [false], ...nobodyElse(me) }],
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
  message: { any: () => [{}] },
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
    any: () => [{}],
    /** What was found where one answers for. */
    own: (me) => [{ department_id: me.departments }],
  },
  programme: { any: () => [{}] },
  questionnaire: { any: () => [{}] },
} satisfies Record<string, Scopes>

/** Who is told as it happens that something restricted happened, whatever it was: screens of others stay still. */
export const toldOfRestricted: readonly Me['role'][] = ['supervision', 'leadership']

type Cell = string

/** `'-'` is nobody; any other cell names a scope of the verb's noun. */
// biome-ignore format: a table is read by its columns
export const matrix = {
  // verb                    agent       lead        department  supervision leadership  admin
  'session.use':            ['any',      'any',      'any',      'any',      'any',      'any'],

  'staff.read':             ['any',      'any',      'any',      'any',      'any',      'any'],
  'staff.create':           ['-',        '-',        '-',        '-',        '-',        'any'],
  'staff.change':           ['-',        '-',        '-',        '-',        '-',        'any'],
  'staff.disable':          ['-',        '-',        '-',        '-',        '-',        'any'],
  'staff.enable':           ['-',        '-',        '-',        '-',        '-',        'any'],
  'staff.reset':            ['-',        '-',        '-',        '-',        '-',        'any'],
  'department.read':        ['any',      'any',      'any',      'any',      'any',      'any'],
  'department.create':      ['-',        '-',        '-',        '-',        '-',        'any'],
  'department.size':        ['-',        'any',      '-',        '-',        '-',        'any'],
  'department.confirm':     ['-',        'any',      '-',        '-',        '-',        'any'],
  'token.read':             ['-',        '-',        '-',        '-',        '-',        'any'],
  'token.create':           ['-',        '-',        '-',        '-',        '-',        'any'],
  'token.revoke':           ['-',        '-',        '-',        '-',        '-',        'any'],
  'duty.read':              ['any',      'any',      'any',      'any',      'any',      'any'],
  'duty.set':               ['-',        'any',      '-',        '-',        '-',        '-'],
  'duty.copy':              ['-',        'any',      '-',        '-',        '-',        '-'],
  'duty.swap':              ['-',        'any',      '-',        '-',        '-',        '-'],
  'shift.read':             ['any',      'any',      'any',      'any',      'any',      'any'],
  'shift.set':              ['-',        'any',      '-',        '-',        '-',        'any'],
  'setting.read':           ['any',      'any',      'any',      'any',      'any',      'any'],
  'setting.change':         ['-',        'any',      '-',        '-',        '-',        'any'],
  'route.read':             ['any',      'any',      'any',      'any',      'any',      'any'],
  'route.set':              ['-',        'any',      '-',        'any',      '-',        'any'],
  'job.read':               ['-',        '-',        '-',        '-',        '-',        'any'],
  'job.retry':              ['-',        '-',        '-',        '-',        '-',        'any'],

  'patient.read':           ['any',      'any',      '-',        'any',      '-',        '-'],
  'patient.doNotCall':      ['any',      'any',      '-',        'any',      '-',        '-'],
  'patient.died':           ['any',      'any',      '-',        'any',      '-',        '-'],
  'encounter.read':         ['any',      'any',      'own',      'any',      'any',      'any'],
  'import.read':            ['-',        'any',      '-',        'any',      '-',        'any'],
  'import.discharges':      ['-',        'any',      '-',        '-',        '-',        'any'],
  'import.register':        ['-',        'any',      '-',        '-',        '-',        'any'],
  'import.cases':           ['-',        'any',      '-',        '-',        '-',        'any'],
  'import.template':        ['-',        'any',      '-',        '-',        '-',        'any'],

  'guidance.read':          ['any',      'any',      'any',      'any',      'any',      'any'],
  'guidance.create':        ['-',        'any',      'any',      '-',        '-',        '-'],
  'guidance.approve':       ['-',        '-',        'any',      '-',        '-',        '-'],
  'guidance.withdraw':      ['-',        'any',      'any',      '-',        '-',        '-'],
  'careNote.read':          ['any',      'any',      'any',      'any',      '-',        'any'],
  'careNote.set':           ['-',        'any',      'any',      '-',        '-',        '-'],

  'contact.read':           ['ordinary', 'ordinary', '-',        'any',      '-',        '-'],

  'case.read':              ['ordinary', 'centre',   'part',     'any',      'led',      '-'],
  'case.open':              ['any',      'any',      'any',      'any',      '-',        '-'],
  'case.dispatch':          ['-',        'centre',   '-',        'any',      'led',      '-'],
  'case.settle':            ['ordinary', 'centre',   '-',        'any',      '-',        '-'],
  'case.reply':             ['ordinary', 'centre',   '-',        'any',      '-',        '-'],
  'case.convey':            ['ordinary', 'centre',   '-',        'any',      '-',        '-'],
  'case.answer':            ['-',        '-',        'own',      'any',      '-',        '-'],
  'case.object':            ['-',        '-',        'own',      '-',        '-',        '-'],
  'case.askAssist':         ['-',        'centre',   'own',      'any',      'led',      '-'],
  'case.urge':              ['-',        'centre',   '-',        'any',      'led',      '-'],
  'case.pause':             ['-',        'centre',   '-',        'any',      '-',        '-'],
  'case.resume':            ['-',        'centre',   'own',      'any',      '-',        '-'],
  'case.meet':              ['ordinary', 'centre',   'part',     'any',      'led',      '-'],
  'case.askTime':           ['-',        '-',        'own',      '-',        '-',        '-'],
  'case.grantTime':         ['-',        '-',        '-',        'any',      '-',        '-'],
  'case.refuseTime':        ['-',        '-',        '-',        'any',      '-',        '-'],
  'case.sendBack':          ['-',        '-',        '-',        'any',      '-',        '-'],
  'case.pass':              ['-',        '-',        '-',        'any',      '-',        '-'],
  'case.propose':           ['-',        '-',        '-',        'any',      '-',        '-'],
  'case.consent':           ['-',        '-',        '-',        '-',        'led',      '-'],
  'case.decline':           ['-',        '-',        '-',        '-',        'led',      '-'],
  'case.tell':              ['ordinary', 'centre',   '-',        'any',      '-',        '-'],
  'case.confirm':           ['ordinary', 'centre',   '-',        'any',      '-',        '-'],
  'case.reopen':            ['ordinary', 'centre',   '-',        'any',      '-',        '-'],
  'case.escalate':          ['ordinary', 'centre',   '-',        'any',      '-',        '-'],
  'case.failRecall':        ['ordinary', 'centre',   '-',        'any',      '-',        '-'],
  'case.approve':           ['-',        'centre',   '-',        'any',      '-',        '-'],
  'case.refer':             ['-',        '-',        '-',        'any',      'led',      '-'],
  'case.inquire':           ['-',        '-',        'own',      'any',      '-',        '-'],
  'case.merge':             ['-',        'centre',   '-',        'any',      '-',        '-'],
  'case.unmerge':           ['-',        'centre',   '-',        'any',      '-',        '-'],
  'case.carry':             ['-',        '-',        '-',        '-',        '-',        '-'],
  'case.split':             ['-',        'centre',   '-',        'any',      '-',        '-'],
  'case.link':              ['ordinary', 'centre',   '-',        'any',      '-',        '-'],
  'case.unlink':            ['ordinary', 'centre',   '-',        'any',      '-',        '-'],
  'case.add':               ['ordinary', 'centre',   'part',     'any',      'led',      '-'],
  'case.grade':             ['-',        'centre',   '-',        'any',      '-',        '-'],
  'case.comment':           ['ordinary', 'centre',   'part',     'any',      'led',      '-'],
  'case.attach':            ['ordinary', 'centre',   'part',     'any',      'led',      '-'],
  'case.release':           ['-',        '-',        '-',        'any',      '-',        '-'],
  'case.discard':           ['-',        '-',        '-',        'any',      '-',        '-'],
  'case.reveal':            ['ordinary', 'centre',   '-',        'any',      '-',        '-'],

  'assist.read':            ['-',        'centre',   'own',      'any',      '-',        '-'],
  'assist.contribute':      ['-',        '-',        'own',      'any',      '-',        '-'],
  'assist.object':          ['-',        '-',        'own',      '-',        '-',        '-'],
  'assist.withdraw':        ['-',        'centre',   '-',        'any',      '-',        '-'],

  'measure.read':           ['ordinary', 'ordinary', 'own',      'any',      'ordinary', '-'],
  'measure.plan':           ['-',        '-',        'own',      'any',      '-',        '-'],
  'measure.finish':         ['-',        '-',        'own',      'any',      '-',        '-'],
  'measure.verify':         ['-',        'ordinaryOthers', '-',  'others',   '-',        '-'],
  'measure.sendBack':       ['-',        'ordinaryOthers', '-',  'others',   '-',        '-'],
  'measure.cancel':         ['-',        '-',        '-',        'any',      '-',        '-'],
  'measure.attach':         ['-',        'ordinary', 'own',      'any',      '-',        '-'],

  'promise.read':           ['ordinary', 'ordinary', '-',        'any',      '-',        '-'],
  'promise.make':           ['ordinary', 'ordinary', '-',        'any',      '-',        '-'],
  'promise.keep':           ['ordinary', 'ordinary', '-',        'any',      '-',        '-'],
  'promise.cancel':         ['-',        'ordinary', '-',        'any',      '-',        '-'],

  'task.read':              ['centre',   'centre',   'own',      'any',      '-',        '-'],
  'task.claim':             ['centre',   'centre',   'own',      'any',      '-',        '-'],
  'task.handOver':          ['mine',     'centre',   'own',      'any',      '-',        '-'],
  'task.putBack':           ['mine',     'centre',   'own',      'any',      '-',        '-'],
  'task.draft':             ['mine',     'mine',     'own',      'any',      '-',        '-'],
  'task.attempt':           ['mine',     'mine',     'own',      'any',      '-',        '-'],
  'task.giveUp':            ['mine',     'mine',     'own',      'any',      '-',        '-'],
  'task.complete':          ['mine',     'mine',     'own',      'any',      '-',        '-'],
  'task.flag':              ['mine',     'mine',     'own',      'any',      '-',        '-'],
  'task.resolve':           ['mine',     'centre',   'own',      'any',      '-',        '-'],
  'task.confirm':           ['-',        'centre',   'own',      'any',      '-',        '-'],
  'task.reopen':            ['mine',     'centre',   'own',      'any',      '-',        '-'],
  'task.cancel':            ['-',        'centre',   '-',        'any',      '-',        '-'],
  'task.reveal':            ['mine',     'mine',     'own',      'any',      '-',        '-'],
  'task.allot':             ['-',        'centre',   '-',        '-',        '-',        '-'],

  'programme.read':         ['any',      'any',      'any',      'any',      'any',      'any'],
  'programme.create':       ['-',        'any',      '-',        '-',        '-',        '-'],
  'programme.start':        ['-',        'any',      '-',        '-',        '-',        '-'],
  'programme.stop':         ['-',        'any',      '-',        '-',        '-',        '-'],
  'questionnaire.read':     ['any',      'any',      'any',      'any',      'any',      'any'],
  'questionnaire.create':   ['-',        'any',      '-',        '-',        '-',        '-'],
  'questionnaire.publish':  ['-',        'any',      '-',        '-',        '-',        '-'],
  'questionnaire.retire':   ['-',        'any',      '-',        '-',        '-',        '-'],

  'dossier.read':           ['ordinary', 'centre',   'part',     'any',      'led',      '-'],
  'dossier.export':         ['ordinary', 'centre',   'part',     'any',      'led',      '-'],
  'dossier.reveal':         ['-',        'ordinary', '-',        'any',      '-',        '-'],
  'dossier.letter':         ['ordinary', 'ordinary', '-',        'any',      '-',        '-'],
  'dossier.hold':           ['-',        '-',        '-',        'any',      'led',      '-'],
  'dossier.release':        ['-',        '-',        '-',        'any',      'led',      '-'],
  'disposal.read':          ['-',        '-',        '-',        'any',      'led',      '-'],
  'disposal.propose':       ['-',        '-',        '-',        'any',      '-',        '-'],
  'disposal.destroy':       ['-',        '-',        '-',        'any',      'led',      '-'],
  'disposal.decline':       ['-',        '-',        '-',        'any',      'led',      '-'],

  'voice.use':              ['any',      'any',      'any',      'any',      'any',      'any'],
  'voice.post':             ['any',      'any',      'any',      'any',      'any',      'any'],
  'sheet.read':             ['ordinary', 'ordinary', '-',        'any',      'ordinary', '-'],
  'sheet.take':             ['any',      'any',      '-',        'any',      '-',        'any'],
  'sheet.sign':             ['ordinary', 'ordinary', '-',        'any',      '-',        '-'],
  'sheet.object':           ['-',        'ordinary', '-',        'any',      '-',        '-'],
  'sheet.insist':           ['ordinary', 'ordinary', '-',        'any',      '-',        '-'],
  'sheet.accept':           ['-',        'ordinary', '-',        'any',      '-',        '-'],
  'sheet.reply':            ['-',        'ordinary', '-',        'any',      '-',        '-'],
  'sheet.close':            ['ordinary', 'ordinary', '-',        'any',      '-',        '-'],
  'sheet.markSent':         ['ordinary', 'ordinary', '-',        'any',      '-',        '-'],
  'sheet.resend':           ['ordinary', 'ordinary', '-',        'any',      '-',        '-'],
  'sheet.setLine':          ['-',        'any',      '-',        '-',        '-',        'any'],
  'sheet.renew':            ['-',        '-',        '-',        '-',        '-',        '-'],
  'sheet.correct':          ['-',        '-',        '-',        '-',        '-',        '-'],

  'opening.read':           ['-',        'mine',     '-',        'mine',     'mine',     'mine'],
  'opening.ask':            ['-',        '-',        '-',        'mine',     'mine',     '-'],
  'opening.consent':        ['-',        'kept',     '-',        'kept',     'kept',     'kept'],
  'opening.refuse':         ['-',        'kept',     '-',        'kept',     'kept',     'kept'],
  'opening.grant':          ['-',        '-',        '-',        '-',        '-',        '-'],
  'opening.withdraw':       ['-',        '-',        '-',        'asked',    'asked',    '-'],
  'opening.look':           ['-',        '-',        '-',        'asked',    'asked',    '-'],
  'custodian.read':         ['-',        '-',        '-',        'any',      'any',      '-'],
  'custodian.name':         ['-',        '-',        '-',        '-',        'any',      '-'],
  'message.read':           ['any',      'any',      '-',        '-',        '-',        'any'],
  'message.reveal':         ['any',      'any',      '-',        '-',        '-',        '-'],
  'message.send':           ['any',      'any',      '-',        '-',        '-',        '-'],
  'message.expire':         ['-',        '-',        '-',        '-',        '-',        '-'],

  'chain.read':             ['any',      'any',      'any',      'any',      'any',      'any'],
  'chain.set':              ['-',        'any',      '-',        'any',      '-',        '-'],
  'ring.read':              ['mine',     'centre',   'mine',     'any',      'led',      '-'],
  'ring.next':              ['-',        '-',        '-',        '-',        '-',        '-'],
  'ring.answer':            ['mine',     'centre',   'mine',     'any',      'led',      '-'],
  'ring.cease':             ['-',        '-',        '-',        '-',        '-',        '-'],
  'handover.read':          ['any',      'any',      '-',        'any',      'any',      '-'],
  'handover.write':         ['mine',     'any',      '-',        'mine',     '-',        '-'],
  'handover.give':          ['mine',     'any',      '-',        'mine',     '-',        '-'],
  'handover.take':          ['any',      'any',      '-',        'any',      '-',        '-'],
  'handover.ask':           ['any',      'any',      '-',        'any',      'any',      '-'],
  'handover.reply':         ['any',      'any',      '-',        'any',      '-',        '-'],
  'notice.read':            ['mine',     'mine',     'mine',     'mine',     'mine',     'mine'],
  'notice.seen':            ['mine',     'mine',     'mine',     'mine',     'mine',     'mine'],

  'station.read':           ['any',      'any',      '-',        'any',      'any',      '-'],
  'station.plan':           ['-',        'any',      '-',        '-',        '-',        '-'],
  'station.change':         ['-',        'any',      '-',        '-',        '-',        '-'],
  'station.cancel':         ['-',        'any',      '-',        '-',        '-',        '-'],
  'patrol.read':            ['any',      'any',      '-',        'any',      'any',      '-'],
  'patrol.create':          ['-',        'any',      '-',        '-',        '-',        '-'],
  'patrol.retire':          ['-',        'any',      '-',        '-',        '-',        '-'],
  'tablet.read':            ['mine',     'any',      '-',        'mine',     '-',        'any'],
  'tablet.enrol':           ['any',      'any',      '-',        'any',      '-',        '-'],
  'tablet.revoke':          ['mine',     'any',      '-',        'mine',     '-',        'any'],
  'entry.read':             ['ordinary', 'ordinary', '-',        'any',      '-',        '-'],
  'entry.send':             ['any',      'any',      '-',        'any',      '-',        '-'],
  'entry.addPhoto':         ['mine',     'mine',     '-',        'mine',     '-',        '-'],
  'entry.choose':           ['ordinary', 'ordinary', '-',        'any',      '-',        '-'],
  'entry.setAside':         ['ordinary', 'ordinary', '-',        'any',      '-',        '-'],
  'finding.read':           ['any',      'any',      'own',      'any',      'any',      '-'],
  'finding.mend':           ['any',      'any',      'own',      'any',      '-',        '-'],
  'finding.raise':          ['any',      'any',      '-',        'any',      '-',        '-'],

  'report.read':            ['-',        'any',      'own',      'any',      'any',      '-'],
  'report.export':          ['-',        'any',      'own',      'any',      'any',      '-'],
} as const satisfies Record<`${keyof typeof scopes}.${string}`, readonly [Cell, Cell, Cell, Cell, Cell, Cell]>

export type Verb = keyof typeof matrix
