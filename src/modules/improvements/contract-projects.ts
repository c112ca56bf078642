// What can be asked of improvement projects: the board, one with its rounds, its verbs, and whom to tell what changed.
import { z } from 'zod'
import { contract, DayText, get, Id, Paging, pageOf, post, words } from '#kernel/contract.ts'
import { w } from '#kernel/words.ts'
import { Dialling } from '#modules/calls/contract.ts'
import { Figure } from './figure.ts'
import {
  Bone,
  PersonLine,
  Project,
  ProjectLine,
  StandardKind,
  StandardLine,
  Status,
  ToldShare,
} from './shapes-projects.ts'

const Choice = z.object({
  figure: Figure,
  target: z.int().min(1, '1–100').max(100, '1–100'),
  windowDays: z.int().min(28, '至少 28 天').max(365, '至多 365 天'),
  past: z.enum(['found', 'year']).describe('found: since somebody looked; year: and the year before'),
})
const Reason = z.object({ reason: words(4, 500) })

export const projects = contract('project', '/projects', {
  list: get('', {
    title: w('改进项目', 'Improvement projects'),
    query: Paging.extend({
      status: Status.optional(),
      view: z.enum(['running', 'closed']).optional(),
      departmentId: Id.optional(),
      q: z.string().trim().max(60).optional(),
      caseId: Id.optional(),
    }),
    reply: pageOf(ProjectLine),
  }),
  toldShare: get('/told-share', {
    title: w('告知率', 'Share told'),
    query: z.object({ from: DayText, to: DayText }),
    reply: ToldShare,
  }),
  /** What projects left behind as a rule, guidance, note or training: newest first, by kind, words, or the entry that it became. */
  standards: get('/standards', {
    verb: 'project.read',
    title: w('固化清单', 'What became the rule'),
    query: Paging.extend({
      kind: StandardKind.optional(),
      q: z.string().trim().max(60).optional(),
      entryId: Id.optional(),
    }),
    reply: pageOf(StandardLine),
  }),
  /** Of some measures, the project that each belongs to. */
  ofMeasures: get('/of-measures', {
    verb: 'project.read',
    title: w('整改属于哪个项目', 'The projects of measures'),
    query: z.object({ ids: z.string().regex(/^[0-9a-f-]{36}(,[0-9a-f-]{36}){0,199}$/) }),
    reply: z.object({
      rows: z.array(z.object({ measureId: Id, id: Id, number: z.string(), title: z.string() })),
    }),
  }),
  make: post('', {
    title: w('发起改进项目', 'Make a project'),
    body: z.object({
      title: words(4, 80),
      caseIds: z.array(Id).min(1, '至少一件诉求').max(200),
      departmentId: Id.nullable().default(null),
      problem: z.string().trim().max(2000).default(''),
    }),
    reply: Project,
  }),
  get: get('/{id}', { title: w('一个改进项目', 'One project'), reply: Project }),
  start: post('/{id}/start', { title: w('立项', 'Start'), reply: Project }),
  appoint: post('/{id}/appoint', {
    title: w('指定负责人和团队', 'Name owner and team'),
    body: z.object({
      title: words(4, 80).optional(),
      departmentId: Id.nullable(),
      ownerId: Id.nullable(),
      team: z.array(Id).max(12).default([]),
    }),
    reply: Project,
  }),
  join: post('/{id}/join', {
    title: w('纳入诉求', 'Add cases'),
    body: z.object({ caseIds: z.array(Id).min(1).max(200) }),
    reply: Project,
  }),
  leave: post('/{id}/leave', {
    title: w('移出诉求', 'Take a case out'),
    body: Reason.extend({ caseId: Id }),
    reply: Project,
  }),
  analyse: post('/{id}/analyse', {
    title: w('问题与根因', 'Problem and root cause'),
    body: z.object({
      problem: words(4, 2000),
      whys: z.array(z.string().trim().max(200)).max(7),
      bones: z.array(Bone).max(60),
      cause: z.string().trim().max(500).default(''),
    }),
    reply: Project,
  }),
  choose: post('/{id}/choose', { title: w('选定指标', 'Choose the figure'), body: Choice, reply: Project }),
  refigure: post('/{id}/refigure', {
    title: w('更换指标', 'Change the figure'),
    body: Choice.extend(Reason.shape),
    reply: Project,
  }),
  measure: post('/{id}/measure', {
    title: w('安排整改', 'Plan a measure'),
    body: z.object({
      what: words(4, 500),
      dueOn: DayText,
      departmentId: Id.nullable().default(null),
      ownerId: Id.nullable().default(null),
    }),
    reply: Project,
  }),
  adopt: post('/{id}/adopt', {
    title: w('并入已有整改', 'Take in a measure'),
    body: z.object({ measureId: Id }),
    reply: Project,
  }),
  begin: post('/{id}/begin', { title: w('开始实施', 'Begin'), reply: Project }),
  check: post('/{id}/check', { title: w('进入检查', 'Go on to check'), reply: Project }),
  conclude: post('/{id}/conclude', { title: w('得出结论', 'Conclude'), reply: Project }),
  standardise: post('/{id}/standardise', {
    title: w('固化成果', 'Standardise'),
    body: z.object({
      kind: StandardKind,
      title: words(2, 80),
      text: words(5, 2000),
      group: z
        .string()
        .trim()
        .max(50)
        .nullable()
        .default(null)
        .describe('of guidance and notes: the group of departments'),
      turnTo: z.string().trim().max(200).default('').describe('of guidance: where to turn'),
    }),
    reply: Project,
  }),
  again: post('/{id}/again', { title: w('再来一轮', 'Go round again'), body: Reason, reply: Project }),
  succeed: post('/{id}/succeed', {
    title: w('成功结题', 'Close as improved'),
    body: z.object({ news: words(10, 500).describe('您说，我改: what the people who raised it are told') }),
    reply: Project,
  }),
  giveUp: post('/{id}/give-up', { title: w('未达目标，结题', 'Close without success'), body: Reason, reply: Project }),
  cancel: post('/{id}/cancel', { title: w('取消项目', 'Cancel'), body: Reason, reply: Project }),
  people: get('/{id}/people', {
    verb: 'project.tell',
    title: w('告知名单', 'Whom to tell'),
    query: Paging.extend({ status: z.enum(['due', 'told', 'posted', 'unable']).optional() }),
    reply: pageOf(PersonLine),
  }),
  /** The letters to those who are told by letter and wait for it, with their addresses; who printed them is recorded. */
  letters: post('/{id}/letters', {
    verb: 'project.tell',
    title: w('打印信件', 'Print the letters'),
    reply: z.object({
      hospital: z.string(),
      hotline: z.string(),
      on: DayText,
      news: z.string(),
      rows: z.array(
        z.object({ personId: Id, name: z.string(), address: z.string(), number: z.string(), raisedOn: DayText }),
      ),
    }),
  }),
  /** Dials somebody on the list without showing his number, also where his matter or call is long over. */
  dial: post('/{id}/dial', {
    title: w('拨打', 'Dial'),
    body: z.object({ personId: Id }),
    reply: Dialling,
  }),
  reveal: post('/{id}/reveal', {
    secret: true,
    title: w('查看电话', 'Reveal a number'),
    body: z.object({ personId: Id, reason: z.string().trim().min(2).max(200).default('告知改进结果') }),
    reply: z.object({ number: z.string(), extension: z.string().nullable() }),
  }),
  tell: post('/{id}/tell', {
    title: w('告知', 'Tell'),
    body: z.object({
      personId: Id,
      how: z.enum(['call', 'sms', 'letter', 'in-person', 'unable']),
      reason: z.string().trim().max(200).default('').describe('why he could not be told'),
    }),
    reply: Project,
  }),
})
