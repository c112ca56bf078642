// A sheet as people see it: one line of the list, and the whole with its case, its clocks and what went back.
import { type RawBuilder, sql } from 'kysely'
import type { z } from 'zod'
import type { Ctx } from '#engine/ctx.ts'
import { historyOf } from '#engine/ledger.ts'
import { can, within } from '#engine/permit.ts'
import { actOf } from '#kernel/lifecycle.ts'
import { maskName } from '#kernel/mask.ts'
import { notFound } from '#kernel/refusal.ts'
import { isLate } from '#kernel/time.ts'
import { type ReporterRow, reporterBrief } from '#modules/cases/reporters.ts'
import { isLocked } from '#modules/cases/rows.ts'
import { earlier } from './clock.ts'
import type { SheetLine, SheetSheet } from './contract.ts'
import { owed, sheetLifecycle } from './lifecycle.ts'
import type { Said } from './rows.ts'

type Line = z.output<typeof SheetLine>

type Row = Pick<
  Line,
  'id' | 'source' | 'number' | 'round' | 'status' | 'caseId' | 'caseNumber' | 'caseStatus' | 'category' | 'department'
> &
  Pick<Line, 'dispatchedAt' | 'signBy' | 'restricted' | 'unsent' | 'trouble'> & {
    said: Said
    citizen: string | null
    replyBy: Date | null
    caseDueAt: Date
    object_by: Date
    barred_staff: string[]
  }

/** A case that has been told or archived has kept its own clock. */
const running = (status: string) => !['told', 'archived'].includes(status)

/** When the earlier clock of a sheet ends, as SQL over `sheets` and `cases`. */
export const dueSql = sql<Date>`case
  when sheets.reply_by is null then cases.due_at
  when cases.status in ('told', 'archived') then sheets.reply_by
  else least(sheets.reply_by, cases.due_at) end`

const owedList = sql.join(owed.map((state) => sql.lit(state)))
export const isOwed: RawBuilder<boolean> = sql<boolean>`sheets.status in (${owedList})`

/** Not signed for in time, or not replied in time. */
export const isLateSql = (now: Date): RawBuilder<boolean> => sql<boolean>`(
  sheets.status = 'received' and sheets.sign_by < ${now} or ${isOwed} and (${dueSql}) < ${now})`

export const lineTables = sql`join cases on cases.id = sheets.case_id
  left join reporters on reporters.case_id = cases.id
  left join departments d on d.id = coalesce(cases.handling_department_id, cases.department_id)`

export const lineColumns = sql`
  sheets.id, sheets.source, sheets.number, sheets.round, sheets.status, sheets.case_id as "caseId",
  cases.number as "caseNumber", cases.status as "caseStatus", cases.category, d.name as department,
  reporters.name as citizen, sheets.said, sheets.dispatched_at as "dispatchedAt", sheets.sign_by as "signBy",
  sheets.reply_by as "replyBy", cases.due_at as "caseDueAt", sheets.object_by, sheets.restricted, sheets.barred_staff,
  (select count(*) from sheet_messages m where m.sheet_id = sheets.id and m.sent_at is null) as unsent,
  exists (select from sheet_messages m where m.sheet_id = sheets.id and m.sent_at is null and m.trouble is not null) as trouble`

export const lineOf = (ctx: Ctx, row: Row): Line => {
  const { dueAt, by } = earlier(row.replyBy, { dueAt: row.caseDueAt, running: running(row.caseStatus) })
  const owes = (owed as readonly string[]).includes(row.status)
  return {
    id: row.id,
    source: row.source,
    number: row.number,
    round: row.round,
    status: row.status,
    title: row.said.title,
    text: row.said.text.slice(0, 120),
    caseId: row.caseId,
    caseNumber: row.caseNumber,
    caseStatus: row.caseStatus,
    category: row.category,
    department: row.department,
    citizen: row.citizen ? maskName(row.citizen) : '',
    dispatchedAt: row.dispatchedAt,
    signBy: row.signBy,
    clock: {
      dueAt,
      by,
      replyBy: row.replyBy,
      caseDueAt: row.caseDueAt,
      late: (row.status === 'received' && isLate(row.signBy, ctx.now)) || (owes && isLate(dueAt, ctx.now)),
    },
    unsent: row.unsent,
    trouble: row.trouble,
    restricted: row.restricted,
    can: can(ctx.me, sheetLifecycle, { ...row, asked_at: ctx.now }),
  }
}

type Whole = Row & {
  demand: string
  kind: SheetSheet['kind']
  reporterRow: ReporterRow | null
  objectBy: Date
  explained: string[]
  takenAt: Date
  takenBy: string | null
  signedAt: Date | null
  signedBy: string | null
  objectedAt: Date | null
  objectedBy: string | null
  objection: string | null
  verdict: string | null
  reply: (Omit<NonNullable<SheetSheet['reply']>, 'contactedAt'> & { contactedAt: string | null }) | null
  repliedAt: Date | null
  repliedBy: string | null
  closedAt: Date | null
  outcome: SheetSheet['outcome']
  found: string | null
  changed: string | null
  toldAt: Date | null
  toldHow: string | null
  told: string | null
  heard: string | null
  phone: string | null
}

/** What the case already says, to begin the reply with. */
const draftOf = (row: Whole): SheetSheet['draft'] => {
  const contacted = row.toldAt !== null
  const parts = [
    row.found && `经查：${row.found}`,
    row.changed && `处理：${row.changed}`,
    row.told && `答复诉求人：${row.told}`,
  ]
  const how = row.toldHow === 'call' || row.toldHow === 'on-the-spot' ? 'phone' : row.toldHow
  return {
    handledBy: row.department ?? '',
    handling: parts.filter(Boolean).join('\n'),
    contacted,
    contactedAt: row.toldAt,
    contactedHow: contacted ? (how as 'phone' | 'in-person' | 'letter' | null) : null,
    opinion: row.heard === 'dissatisfied' ? 'dissatisfied' : row.heard ? 'satisfied' : 'unknown',
    basis: '',
    fileIds: [],
  }
}

const titles: Readonly<Record<string, string>> = {
  'sheet.take': '收到工单',
  'sheet.send': '生成待发',
  'sheet.sent': '已送达热线',
  'sheet.fail': '发送未成功',
}

const said = (data: Record<string, unknown>): string => {
  const changed = data.changed as { field: string; from: string; to: string }[] | undefined
  if (changed) return changed.map(({ field, from, to }) => `${field}：${from || '空'} → ${to}`).join('；')
  const how = data.how === 'call' ? '接口' : data.how === 'file' ? '文件' : ''
  return [data.reason, data.words, how, data.outcome]
    .filter((part) => typeof part === 'string' && part !== '')
    .join('；')
}

const othersOf = async (ctx: Ctx, caseId: string, phone: string | null): Promise<SheetSheet['others']> => {
  if (!phone) return []
  const { rows } = await sql<SheetSheet['others'][number]>`
    select cases.id as "caseId", cases.number, cases.status, cases.received_at as "receivedAt", left(cases.text, 80) as text
    from cases join reporters on reporters.case_id = cases.id
    where reporters.phone = ${phone} and cases.id <> ${caseId} and cases.status <> 'archived'
      and ${within(ctx.me, 'case.read', 'cases')}
    order by cases.received_at desc limit 10`.execute(ctx.tx)
  return rows
}

const sheetWithin = async (ctx: Ctx, id: string, scope: RawBuilder<boolean>): Promise<SheetSheet> => {
  const { rows } = await sql<Whole>`
    select ${lineColumns}, cases.kind, cases.demand,
      case when reporters.case_id is null then null else jsonb_build_object('name', reporters.name, 'phone', reporters.phone,
        'relation', reporters.relation, 'speaksFor', reporters.speaks_for, 'reach', reporters.reach, 'address', '') end as "reporterRow",
      reporters.phone, sheets.object_by as "objectBy", sheets.clock as explained, sheets.taken_at as "takenAt",
      taker.name as "takenBy", sheets.signed_at as "signedAt", signer.name as "signedBy",
      sheets.objected_at as "objectedAt", objector.name as "objectedBy", sheets.objection, sheets.verdict, sheets.reply,
      sheets.replied_at as "repliedAt", replier.name as "repliedBy", sheets.closed_at as "closedAt", sheets.outcome,
      r.findings as found, r.measures as changed, r.told_at as "toldAt", r.told_how as "toldHow", r.told_what as told,
      cases.satisfaction as heard
    from sheets ${lineTables}
    left join rounds r on r.case_id = cases.id and r.number = cases.round
    left join staff taker on taker.id = sheets.taken_by_id left join staff signer on signer.id = sheets.signed_by_id
    left join staff objector on objector.id = sheets.objected_by_id left join staff replier on replier.id = sheets.replied_by_id
    where sheets.id = ${id} and ${scope}`.execute(ctx.tx)
  const row = rows[0]
  if (!row) throw notFound()
  const rounds = await ctx.tx
    .selectFrom('sheets')
    .where('source', '=', row.source)
    .where('number', '=', row.number)
    .where(within(ctx.me, 'sheet.read', 'sheets'))
    .orderBy('round')
    .select(['id', 'round', 'status', 'dispatched_at as dispatchedAt'])
    .execute()
  const files = await ctx.tx
    .selectFrom('files')
    .where('noun', '=', 'case')
    .where('subject', '=', row.caseId)
    .where(freeFile)
    .orderBy('at')
    .select(['id', 'name'])
    .execute()
  const messages = await ctx.tx
    .selectFrom('sheet_messages as m')
    .leftJoin('staff', 'staff.id', 'm.created_by_id')
    .where('m.sheet_id', '=', id)
    .orderBy('m.id')
    .select([
      'm.id',
      'm.kind',
      'm.created_at as createdAt',
      'staff.name as createdBy',
      'm.sent_at as sentAt',
      'm.sent_how as sentHow',
      'm.tries',
      'm.trouble',
    ])
    .execute()
  const history = await historyOf(ctx, 'sheet', id, row.takenAt)
  const { text: _, ...line } = lineOf(ctx, row)
  return {
    ...line,
    text: row.said.text,
    demand: row.said.demand,
    kindSaid: row.said.kind,
    categorySaid: row.said.category,
    departmentSaid: row.said.department,
    place: row.said.place,
    kind: row.kind,
    reporter: row.reporterRow && reporterBrief(row.reporterRow),
    objectBy: row.objectBy,
    explained: row.explained,
    takenAt: row.takenAt,
    takenBy: row.takenBy,
    signedAt: row.signedAt,
    signedBy: row.signedBy,
    objectedAt: row.objectedAt,
    objectedBy: row.objectedBy,
    objection: row.objection,
    verdict: row.verdict,
    reply: row.reply && {
      ...row.reply,
      contactedAt: row.reply.contactedAt === null ? null : new Date(row.reply.contactedAt),
    },
    repliedAt: row.repliedAt,
    repliedBy: row.repliedBy,
    closedAt: row.closedAt,
    outcome: row.outcome,
    draft: draftOf(row),
    files,
    rounds: rounds as SheetSheet['rounds'],
    others: await othersOf(ctx, row.caseId, row.phone),
    messages: messages as SheetSheet['messages'],
    history: history.map(({ at, verb, data, actor }) => ({
      at,
      verb,
      title: titles[verb] ?? actOf(sheetLifecycle, verb.slice('sheet.'.length)).button.zh,
      by: actor,
      words: said(data as Record<string, unknown>),
    })),
  }
}

/** What does not lie under lock. */
export const freeFile = sql<boolean>`not ${isLocked('files')}`

/** The whole sheet; *not found* to those who may not see it. */
export const sheetSheet = (ctx: Ctx, id: string): Promise<SheetSheet> =>
  sheetWithin(ctx, id, within(ctx.me, 'sheet.read', 'sheets'))
