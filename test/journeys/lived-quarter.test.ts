// Three months of a hospital lived: ten thousand calls, 622 opinions, 139 complaints of patients and staff, each through the API.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { officeOf } from '#modules/cases/routing.ts'
import { caseFigures } from '#modules/insight/case-report.ts'
import { provePeriod } from '#modules/insight/raw.ts'
import { yearFigures } from '#modules/insight/report.ts'
import { categoryName } from '#modules/insight/words.ts'
import type { patientTopics } from '#modules/voices/contract.ts'
import { examine } from '#src/invariants.ts'
import { type Desk, openDesk, type Person } from '../desk.ts'
import { type Life, live } from '../living.ts'
import {
  fates,
  type Matter,
  quarter,
  quarterCalls,
  quarterCases,
  quarterMatters,
  quarterPromises,
  quarterStays,
} from '../quarter.ts'
import { type Answer, type Handling, openQuarter, type Quarter } from '../quarter-hospital.ts'
import { addDays, addWorkdays, at, dayOf } from '../time.ts'
import { categoryCodes, type LivedStay } from '../year.ts'

describe('三个月：24 小时投诉回访中心从第一天到第九十二天', () => {
  let desk: Desk
  let centre: Quarter['centre']
  let nurse: Person
  let lead: Person
  let supervision: Person
  let heads: Quarter['heads']
  let places: Quarter['places']
  let handlerOf: Quarter['handlerOf']
  let handled: Quarter['handled']

  before(async () => {
    desk = await openDesk({ at: `${quarter.from}T07:00:00+08:00` })
    ;({ centre, nurse, lead, supervision, heads, places, handlerOf, handled } = await openQuarter(desk))
  })
  after(() => desk.close())

  /** By a verb of the centre: whoever told it calls again. */
  const asks = (who: Person, id: string) => async (answer: Answer) => {
    if (answer === 'dissatisfied') await who.cases.reopen({ id, words: '没有解决' })
    else await who.cases.confirm({ id, satisfaction: answer })
  }

  /** A call after a stay; what is said in it goes its way, and the same caller asks once more. */
  async function* called(stay: LivedStay, i: number): Life {
    const kind = i % 5 === 0 ? ('suggestion' as const) : ('opinion' as const)
    const known = yield* centre.follow(stay, { text: `${stay.category}方面有话要说`, kind })
    const opened = known?.openCases.at(-1)
    if (!opened) return
    const fate = i % 40 === 1 ? 'late' : i % 50 === 2 ? 'second' : i % 20 === 3 ? 'fairly' : 'kept'
    yield* handled({
      ...{ id: opened.id, fate, tells: lead, since: dayOf(desk.clock.now()) },
      head: heads.get(
        handlerOf(categoryCodes[stay.category!]!, officeOf(categoryCodes[stay.category!]!) ? null : stay.department),
      )!,
      ask: (answer) => centre.recall(stay, answer),
    })
  }

  /** Written on a page without an account: the receipt opens the answer, and rates it. */
  const onPage = async (it: Matter): Promise<{ id: string; ask: Handling['ask'] }> => {
    const [page, key] = [desk.stranger(), randomBytes(24).toString('base64url')]
    const departmentId = it.department && places.get(it.department)!
    const said = { key, text: `${it.text}（${it.n}）` }
    const { number, token } =
      it.kind === 'staff'
        ? await page.voices.speak({
            ...{ ...said, topic: it.category },
            identity: { mode: (['named', 'confidential', 'anonymous'] as const)[it.n % 3]!, name: '某同事' },
          })
        : await page.voices.say({
            ...{ ...said, kind: 'complaint', departmentId },
            topic: it.category[0] as (typeof patientTopics)[number],
          })
    const [line] = (await supervision.cases.list({ q: number })).rows
    const ask = async (grade: Answer) => {
      await page.answers.enter({ token })
      await page.answers.rate({ grade })
    }
    return { id: line!.id, ask }
  }

  const atDesk = async (it: Matter): Promise<{ id: string; ask: Handling['ask'] }> => {
    const common = { text: it.text, category: it.category, kind: it.kind }
    if (it.kind === 'staff') {
      const { id } = await lead.cases.open({ ...common, channel: 'phone' })
      return { id, ask: asks(lead, id) }
    }
    const { id } = await nurse.cases.open({
      ...{ ...common, channel: it.way as 'phone', severity: it.fate === 'grave' ? 3 : 1 },
      ...{ urgency: it.pressing ? 1 : 3, departmentId: it.department && places.get(it.department)! },
      reporter: { name: '赵女士', phone: `1990001${String(it.n).padStart(4, '0')}`, relation: 'family' },
      ...(it.pressing
        ? {
            promised: { what: '联系皮肤科二线后回电', byAt: at(it.day, '21:20').toISOString() },
            mood: 'worried' as const,
          }
        : {}),
    })
    return { id, ask: asks(it.fate === 'grave' ? supervision : nurse, id) }
  }

  /** One of the 139. */
  async function* complained(it: Matter): Life {
    yield `${it.day} ${it.hour}`
    const page = it.way === 'page' || it.way === 'web'
    const { id, ask } = page ? await onPage(it) : await atDesk(it)
    const handler = handlerOf(it.category, it.department)
    if (it.fate !== 'overdue' && it.fate !== 'open' && (it.fate === 'grave' || it.way === 'page'))
      await supervision.cases.dispatch({ id, departmentId: places.get(handler)!, demand: '请核实并提出整改' })
    if (it.pressing) {
      await nurse.cases.meet({ id, standard: 'urgentTaken', how: '已接手，正在联系皮肤科二线' })
      yield `${it.day} 21:15`
      const [promise] = (await nurse.promises.list({ caseId: id })).rows
      await nurse.promises.keep({ id: promise!.id, outcome: '皮肤科医师在急诊等候，孩子当晚看上病' })
      await nurse.cases.meet({ id, standard: 'urgentPlanned', how: '孩子已由皮肤科医师接诊' })
    }
    const tells = it.way === 'page' || it.fate === 'grave' ? supervision : it.kind === 'staff' ? lead : nurse
    const rest = { id, ask, tells, since: it.day, fate: it.fate, head: heads.get(handler)! }
    yield* handled({
      ...{ ...rest, sameDay: it.sameDay ?? false },
      ...(it.pressing ? { plan: '开设皮肤科夜门诊' } : {}),
    })
    if (!it.pressing) return
    // From one call at night to a clinic that stays: seen by another than who did it.
    const [measure] = (await supervision.measures.list({ caseId: id })).rows
    yield `${addWorkdays(it.day, 30)} 15:00`
    await heads.get(handler)!.measures.finish({ id: measure!.id, words: '皮肤科夜门诊已开诊' })
    await supervision.measures.verify({ id: measure!.id, words: '现场看过，晚九点仍在接诊' })
  }

  /** An enquiry: answered at once, or promised, which is kept, kept late, or still owed. */
  async function* enquired(n: number): Life {
    const day = addDays(quarter.from, 1 + n * 2)
    yield `${day} 14:00`
    const common = { text: '核磁检查要不要空腹', kind: 'enquiry', category: 'K1', channel: 'phone' } as const
    if (n % 7 !== 0 && n % 7 !== 3) return void (await nurse.cases.open({ ...common, answered: '腹部需空腹四小时' }))
    const promised = { what: '问影像科后回电', byAt: at(day, '17:00').toISOString() }
    const { id } = await nurse.cases.open({ ...common, promised })
    if (n === 21) return
    yield n === 28 ? `${addDays(day, 1)} 09:00` : `${day} 16:30`
    await nurse.cases.reply({ id, how: 'call', what: '腹部需空腹四小时' })
  }
  async function* praised(n: number): Life {
    yield `${addDays(quarter.from, 3 + n * 5)} 14:00`
    const common = { kind: 'praise', category: 'K3', channel: 'desk', text: '护士长特别耐心' } as const
    const { id } = await nurse.cases.open({ ...common, departmentId: places.get('产科')! })
    await nurse.cases.convey({ id, words: '已转达' })
  }

  test('一万多通回访、622 条意见、102 件患者投诉、37 件员工投诉，报表与所经历的完全一致', async () => {
    const matters = quarterMatters()
    await live(desk, {
      from: quarter.from,
      until: quarter.until,
      lives: [
        ...quarterStays().map(called),
        ...matters.map(complained),
        ...Array.from({ length: 42 }, (_, n) => enquired(n)),
        ...Array.from({ length: 15 }, (_, n) => praised(n)),
      ],
      morning: async (day) => {
        await desk.settle()
        await centre.morning(day)
      },
    })
    await desk.settle()
    assert.equal(centre.calls(), quarterCalls.attempts)

    const months = { from: '2024-07', to: '2024-09' }
    const byCategory: Record<string, number> = {}
    for (const { category } of matters)
      byCategory[categoryName(category[0]!).zh] = (byCategory[categoryName(category[0]!).zh] ?? 0) + 1
    const figures = await desk.house.asSystem((ctx) => caseFigures(ctx, months))
    assert.deepEqual(figures, { ...quarterCases, byCategory })

    // With the denominators: nothing that is open or unreached is left out of them.
    const report = await supervision.reports.cases(months)
    const { judged, grades, promises, paused } = report
    assert.deepEqual([judged.rate.numerator, judged.rate.denominator], [125, 134])
    assert.deepEqual([grades.rate.numerator, grades.rate.denominator, grades.ungraded], [112, 126, 6])
    assert.ok(promises)
    const { rate: kept, ...counted } = promises
    assert.deepEqual(counted, quarterPromises)
    assert.equal(paused.cases, matters.filter(({ fate }) => fate === 'paused').length)
    const late = { kind: 'complaint,staff', judged: 'late', from: quarter.from, to: quarter.until }
    assert.equal((await supervision.register.list(late)).rows.length, quarterCases.answeredLate)
    assert.equal(
      matters.filter(({ fate }) => fates[fate].judged === 'late').length,
      quarterCases.answeredLate,
      'the fates say so too',
    )

    assert.deepEqual(await desk.house.asSystem((ctx) => yearFigures(ctx, '2024')), quarterCalls)
    const reports = await Promise.all(
      ['2024-07', '2024-08', '2024-09'].map((month) => supervision.reports.month({ month })),
    )
    const sum = (of: (report: (typeof reports)[number]) => number | null) =>
      reports.reduce((all, one) => all + (of(one) ?? Number.NaN), 0)
    assert.deepEqual(
      {
        discharges: sum((it) => it.discharges),
        reached: sum((it) => it.reached.numerator),
        pending: sum((it) => it.pending),
        attempts: sum((it) => it.attempts),
        satisfied: sum((it) => it.satisfaction.satisfied),
        opinions: sum((it) => it.opinions.total),
        opened: sum((it) => it.cases.opened),
        secondRounds: sum((it) => it.cases.secondRounds) > quarterCases.secondRounds,
      },
      {
        ...{ discharges: 10_100, reached: 9810, pending: 40, attempts: 10_275, satisfied: 9420, opinions: 622 },
        ...{ opened: quarterCases.rows, secondRounds: true },
      },
    )
    const rates = reports.flatMap((it) => [it.reached, it.satisfaction.rate, it.cases.answeredInTime])
    for (const { rate } of [...rates, judged.rate, grades.rate, kept]) assert.ok(rate !== null && rate < 1, '三个 100%')

    assert.deepEqual((await desk.house.asSystem((ctx) => provePeriod(ctx, '2024'))).differences, [])
    const broken = (await examine(desk.house.db)).filter(({ count }) => count > 0)
    assert.deepEqual(
      broken.map(({ name, rows }) => [name, rows]),
      [],
    )
  })
})
