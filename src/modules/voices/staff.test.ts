// The staff's own voice: three ways to speak that nobody can tell apart, a vault that two open together, and walls around those it is about.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { sql } from 'kysely'
import { openSession } from '#engine/sessions.ts'
import { newId } from '#kernel/ids.ts'
import { type Desk, openDesk, password } from '#test/desk.ts'

const key = () => randomBytes(24).toString('base64url')
const said = { topic: 'J7', text: '绩效分配从来不公开,问了就被调去夜班', place: '三楼护士站' }
const anonymous = { mode: 'anonymous' as const }

/** Everything that the database holds, a line a row, of every schema of ours; what is random in it is blanked. */
const dump = async ({ house: { db } }: Desk): Promise<string[]> => {
  const { rows: tables } = await sql<{ name: string }>`
    select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('public', 'vault', 'pgboss') and c.relkind = 'r' order by 1`.execute(db)
  const lines: string[] = []
  for (const { name } of tables) {
    const { rows } = await sql<{ row: string }>`select t::text as row from ${sql.raw(name)} t`.execute(db)
    for (const { row } of rows)
      lines.push(
        `${name} ${row
          .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'ID')
          .replaceAll(/\\\\x([0-9a-f]*)/g, (_, hex: string) => `BYTES${hex.length}`)
          // What PostgreSQL and the queue reckon by their own clocks and counters; ours stands still.
          .replaceAll(/\$argon2id\$[^,)]*/g, 'HASH')
          .replaceAll(/20\d\d-\d\d-\d\d \d\d:\d\d:\d\d\.\d{4,6}\+00/g, 'NOW')
          .replace(/(?<=,1,)\d+(?=\)$)/, 'TX')}`,
      )
  }
  return lines
    .filter((line) => !/^pgboss\.(version|queue|schedule|subscription|warning)|^public\.kysely/.test(line))
    .sort()
}

describe('实名、保密、匿名', () => {
  /** The same words in a hospital of their own, sent by somebody else from somewhere else each time. */
  const hospitalOf = async (identity: object, sender: { login?: string; from: string; agent: string }) => {
    const desk = await openDesk()
    const entered = sender.login
      ? await desk.server.inject({
          method: 'POST',
          url: '/api/v1/session/sign-in',
          payload: { login: sender.login, password },
        })
      : await desk.server.inject({
          method: 'POST',
          url: '/api/v1/session/sign-in',
          payload: { login: 'nurse', password },
        })
    desk.clock.pass(5 * 60_000)
    const reply = await desk.server.inject({
      method: 'POST',
      url: '/api/v1/voices/speak',
      remoteAddress: sender.from,
      headers: {
        'user-agent': sender.agent,
        'x-device': sender.agent,
        // Whoever is signed in at this browser leaves no trace of it.
        ...(sender.login ? { cookie: String(entered.headers['set-cookie']).split(';')[0]! } : {}),
      },
      payload: { ...said, key: key(), departmentId: desk.people.departments.心内科, identity },
    })
    assert.equal(reply.statusCode, 200, reply.body)
    return { desk, reply }
  }

  test('整库逐字节比较:除随机数外完全一样,也看不出是谁、从哪里发的', async () => {
    const all = await Promise.all([
      hospitalOf(
        { mode: 'named', name: '林小满', department: '回访中心', phone: '13800138000' },
        { login: 'nurse', from: '10.8.1.11', agent: 'Ward-A' },
      ),
      hospitalOf({ mode: 'confidential', name: '心内主任' }, { login: 'nurse', from: '10.8.1.12', agent: 'Ward-B' }),
      hospitalOf(anonymous, { from: '203.0.113.77', agent: 'Phone' }),
    ])
    const [named, confidential, none] = await Promise.all(all.map(({ desk }) => dump(desk)))
    assert.deepEqual(confidential, named)
    assert.deepEqual(none, named)
    const text = named!.join('\n')
    assert.match(text, /绩效分配从来不公开/, 'the words themselves are there')
    assert.match(text, /vault\.identities .*BYTES64.*BYTES2106/)
    for (const { desk } of all) {
      const { rows } = await sql<{ hit: number }>`
        select count(*) as hit from (select t::text as row from events t union all select t::text from cases t
          union all select t::text from receipts t union all select t::text from voice_hits t union all select t::text from vault.identities t) a
        where row ~ '10\\.8\\.1|203\\.0\\.113|Ward-|林小满","|13800138000'`.execute(desk.house.db)
      assert.equal(rows[0]!.hit, 0)
    }
    // What those see who may see the case, and what the sender sees, is of one form too.
    const blank = (value: unknown) => JSON.stringify(value).replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID')
    const seen = await Promise.all(
      all.map(async ({ desk }) => {
        const [line] = (await desk.people.supervision.cases.list({ q: '绩效分配' })).rows
        return blank([
          line,
          await desk.people.supervision.cases.get({ id: line!.id }),
          await desk.people.supervision.cases.counts(),
        ])
      }),
    )
    assert.equal(new Set(seen).size, 1)
    assert.equal(new Set(all.map(({ reply }) => reply.body.length)).size, 1)
    for (const { desk } of all) await desk.close()
  })
})

describe('保险箱', () => {
  let desk: Desk
  let caseId: string
  let receipt: { code: string; token: string; number: string }
  const identity = { mode: 'confidential' as const, name: '秦晓雯', department: '心内科', phone: '13700001111' }
  before(async () => {
    desk = await openDesk()
    receipt = await desk.stranger().voices.speak({ ...said, key: key(), identity })
    caseId = (await desk.people.supervision.cases.list({ q: '绩效分配' })).rows[0]!.id
  })
  after(() => desk.close())

  test('只到监察室;别的人看不到,也数不到', async () => {
    const { nurse, lead, cardiology, director, supervision } = desk.people
    for (const [who, person] of Object.entries({ nurse, lead, cardiology, director })) {
      await assert.rejects(person.cases.get({ id: caseId }), { status: 404 }, who)
      assert.deepEqual((await person.cases.list({ q: '绩效分配' })).rows, [], who)
    }
    const sheet = await supervision.cases.get({ id: caseId })
    assert.deepEqual([sheet.kind, sheet.channel, sheet.reporter, sheet.restricted], ['staff', 'staff', null, true])
    assert.doesNotMatch(JSON.stringify(sheet), /秦晓雯|13700001111/)
  })

  test('两名保管人同意,其一不在监察室;只给申请人,只有一天,每看一次都留下并告诉本人', async () => {
    const { supervision, director, admin, lead, nurse, ids } = desk.people
    const why = { caseId, reason: '需向本人核实排班记录' }
    await assert.rejects(supervision.openings.ask(why), { status: 409 }, 'nobody is custodian yet')
    await assert.rejects(supervision.custodians.name({ staffIds: [ids.lead, ids.admin] }), { status: 403 })
    await assert.rejects(director.custodians.name({ staffIds: [ids.supervision, ids.supervision] }), { status: 422 })
    await assert.rejects(director.custodians.name({ staffIds: [ids.nurse, ids.admin] }), { status: 422 })
    await director.custodians.name({ staffIds: [ids.supervision, ids.lead] })
    await assert.rejects(supervision.openings.ask(why), { status: 409 }, 'the asker is no judge of his own')
    await director.custodians.name({ staffIds: [ids.lead, ids.admin] })
    await assert.rejects(nurse.openings.ask(why), { status: 403 })
    await assert.rejects(director.openings.ask(why), { status: 422 }, 'not a matter that he may see')

    const refused = await supervision.openings.ask(why)
    await assert.rejects(supervision.openings.ask(why), { status: 409 })
    await assert.rejects(supervision.openings.look({ id: refused.id }), { status: 409 })
    await assert.rejects(director.openings.consent({ id: refused.id, reason: '院长并非保管人' }), { status: 404 })
    await admin.openings.refuse({ id: refused.id, reason: '理由不够充分,请先查排班系统' })
    const told = (await supervision.openings.list({ caseId })).rows[0]!
    assert.deepEqual([told.status, told.words[0]?.reason], ['refused', '理由不够充分,请先查排班系统'])

    const { id } = await supervision.openings.ask(why)
    assert.equal((await lead.openings.consent({ id, reason: '同意,涉及用工核实' })).status, 'asked')
    await assert.rejects(lead.openings.consent({ id, reason: '同意,再同意一次' }), { status: 409 })
    await assert.rejects(supervision.openings.look({ id }), { status: 409 }, 'one is not enough')
    assert.equal((await admin.openings.consent({ id, reason: '同意,限于核实' })).status, 'granted')
    for (const person of [lead, admin]) await assert.rejects(person.openings.look({ id }), { status: 403 })
    const found = await supervision.openings.look({ id })
    assert.deepEqual([found.name, found.mode], ['秦晓雯', 'confidential'])
    await desk.pass('30 minutes')
    await supervision.openings.look({ id })

    const mine = desk.stranger()
    const became = await mine.answers.enter({ token: receipt.token })
    assert.deepEqual(
      became.openings.map(({ outcome, looks }) => [outcome, looks.length]),
      [
        ['refused', 0],
        ['granted', 2],
      ],
    )
    assert.equal(became.openings[1]!.by, '监察室')
    assert.doesNotMatch(JSON.stringify(became), /方监察|陈组长/)

    await desk.pass('1 day')
    await assert.rejects(supervision.openings.look({ id }), { status: 409 }, 'a day is over')
    const { rows } = await sql<{ n: number; named: number }>`
      select count(*) as n, count(*) filter (where e::text ~ '秦晓雯') as named from events e where verb = 'opening.look'`.execute(
      desk.house.db,
    )
    assert.deepEqual(rows[0], { n: 2, named: 0 })
  })

  test('凭码看到答复,补充,以后说明身份或收回;保险箱里长短不变', async () => {
    const { supervision, lead, admin } = desk.people
    const later = await desk
      .stranger()
      .voices.speak({ ...said, text: '库房门锁坏了三个月', topic: 'J2', key: key(), identity: anonymous })
    const mine = desk.stranger()
    const { became } = await mine.answers.code({ code: later.code })
    assert.equal(became?.staff, true)
    const [line] = (await supervision.cases.list({ q: '库房门锁' })).rows
    const sealed = async () =>
      (await desk.house.db.selectFrom('vault.identities').select('sealed').execute()).map((row) =>
        row.sealed.toString('hex'),
      )
    const before = await sealed()
    await mine.answers.identify({ mode: 'named', name: '唐一帆' })
    await mine.answers.add({ key: key(), text: '一直没有人来修' })
    assert.match(JSON.stringify((await supervision.cases.get({ id: line!.id })).timeline), /没有人来修/)
    assert.deepEqual(new Set((await sealed()).map((hex) => hex.length)), new Set([2106]))
    assert.equal(before.filter((hex, i) => hex === before[i]).length, 2)
    const { id } = await supervision.openings.ask({ caseId: line!.id, reason: '需与本人约时间看现场' })
    await lead.openings.consent({ id, reason: '同意,约看现场' })
    await admin.openings.consent({ id, reason: '同意,约看现场' })
    assert.equal((await supervision.openings.look({ id })).name, '唐一帆')
    await mine.answers.identify(anonymous)
    assert.deepEqual((({ mode, name }) => [mode, name])(await supervision.openings.look({ id })), ['anonymous', ''])
  })

  test('保管人中途被换下,他的话不再算数;开箱的动静只有可以知情的人听得到', async () => {
    const { supervision, director, admin, lead, ids } = desk.people
    const text = '食堂后厨卫生没有人管'
    await desk.stranger().voices.speak({ ...said, text, key: key(), identity: anonymous })
    const [line] = (await supervision.cases.list({ q: text })).rows
    await director.custodians.name({ staffIds: [ids.lead, ids.admin] })
    const why = { caseId: line!.id, reason: '需与本人核实后厨情况' }
    const { id } = await supervision.openings.ask(why)
    await lead.openings.consent({ id, reason: '同意,限于核实' })
    await director.custodians.name({ staffIds: [ids.admin, ids.director] })
    await assert.rejects(lead.openings.refuse({ id, reason: '已被换下,还想说话' }), { status: 409 })
    assert.equal(
      (await admin.openings.consent({ id, reason: '同意,限于核实' })).status,
      'asked',
      'his was not the second',
    )
    await supervision.openings.withdraw({ id })
    const again = await supervision.openings.ask(why)
    await director.custodians.name({ staffIds: [ids.lead, ids.director] })
    await assert.rejects(admin.openings.consent({ id: again.id, reason: '同意,限于核实' }), { status: 409 })
    await director.custodians.name({ staffIds: [ids.lead, ids.admin] })
    const loud = await desk.house.db
      .selectFrom('events')
      .where('noun', '=', 'opening')
      .where('restricted', '=', false)
      .select('verb')
      .execute()
    assert.deepEqual(loud, [])
  })

  test('拆出的一件:被反映的人照样看不到,保险箱里照样一格,身份只在原件上申请', async () => {
    const { supervision, ids } = desk.people
    const { db } = desk.house
    const accused = await db.selectFrom('staff').where('id', '=', ids.supervision).selectAll().executeTakeFirstOrThrow()
    const colleague = { ...accused, id: newId(desk.clock.now()), login: 'supervision2', name: '吴监察' }
    await db.insertInto('staff').values(colleague).execute()
    const other = await desk.signIn('supervision2')
    const text = '举报件被压了半年,又被人打招呼'
    await desk.stranger().voices.speak({ ...said, text, about: [accused.name], key: key(), identity: anonymous })
    const [line] = (await other.cases.list({ q: text })).rows
    const part = await other.cases.split({ id: line!.id, text: '另有打招呼一事', category: 'J1', reason: '两件事' })
    for (const id of [line!.id, part.id]) await assert.rejects(supervision.cases.get({ id }), { status: 404 })
    await assert.rejects(other.openings.ask({ caseId: part.id, reason: '需向本人核实' }), { status: 409 })
    const { rows } = await sql<{ same: boolean }>`
      select (select count(*) from cases where channel = 'staff') = (select count(*) from vault.identities) as same`.execute(
      db,
    )
    assert.ok(rows[0]!.same)
    await db.updateTable('staff').set({ status: 'disabled' }).where('id', '=', colleague.id).execute()
  })

  test('反映全部监察人员的,院领导看得到;连院领导也在内的,组长看得到;都不会没有人看到', async () => {
    const { director, lead, supervision } = desk.people
    const seen = async (text: string, about: string[]) => {
      await desk.stranger().voices.speak({ ...said, text, about, key: key(), identity: anonymous })
      const lists = [supervision, director, lead].map((person) => person.cases.list({ q: text }))
      return (await Promise.all(lists)).map(({ rows }) => rows.length)
    }
    assert.deepEqual(await seen('举报材料压着不办一年了', ['方监察']), [0, 1, 0])
    assert.deepEqual(await seen('领导班子合伙压着举报材料', ['方监察', '院长']), [0, 0, 1])
  })

  test('人少的科室不写出来,只写科室组', async () => {
    const { supervision, admin, departments } = desk.people
    const form = await desk.stranger().voices.form()
    assert.ok(
      form.departments.every(({ small }) => small),
      'one account each',
    )
    const where = async (text: string) => {
      await desk
        .stranger()
        .voices.speak({ ...said, text, key: key(), departmentId: departments.产科, identity: anonymous })
      const [line] = (await supervision.cases.list({ q: text })).rows
      const sheet = await supervision.cases.get({ id: line!.id })
      return [sheet.department, sheet.place]
    }
    const [hidden, group] = await where('手术间空调整夜不制冷')
    assert.notEqual(hidden, '产科')
    assert.equal(group, '本部妇产科，三楼护士站')
    await admin.departments.size({ id: departments.产科, people: 38 })
    assert.deepEqual(await where('更衣柜不够用已半年'), ['产科', '三楼护士站'])
  })

  test('一台设备一小时内只能发几次;同一病区的四十部手机都发得出去', async () => {
    const send = (device: string, n: number) =>
      desk.server.inject({
        method: 'POST',
        url: '/api/v1/voices/say',
        remoteAddress: '10.20.30.40',
        headers: { 'x-device': device },
        payload: { key: key(), kind: 'suggestion', text: `建议增加饮水机 ${n}` },
      })
    const many = await Promise.all(Array.from({ length: 40 }, (_, n) => send(`phone-${n}`, n)))
    assert.deepEqual([...new Set(many.map(({ statusCode }) => statusCode))], [200])
    const one = []
    for (let n = 0; n < 30; n++) one.push(await send('phone-x', n))
    const got = one.map(({ statusCode }) => statusCode)
    assert.deepEqual([got.filter((s) => s === 200).length, got.filter((s) => s === 429).length], [8, 22])
    assert.match(one.at(-1)!.json().detail, /内容还在/)
    assert.ok(Number(one.at(-1)!.headers['retry-after']) > 0)
    assert.equal((await send('phone-y', 1)).statusCode, 200, 'its neighbour is not slowed')
    await desk.pass('2 hours')
    assert.equal((await send('phone-x', 31)).statusCode, 200)
  })
})

describe('被反映的人和他的上级', { timeout: 120_000 }, () => {
  test('随便哪种组织,都看不到、数不到、办不了、不是负责人', async () => {
    const desk = await openDesk()
    const { db } = desk.house
    const { ids, departments, campus } = desk.people
    const roles = ['agent', 'lead', 'department', 'supervision'] as const
    // A tree: everyone's superior is one before him; the first is the head, whom the law makes answer for everything.
    const tree = fc.array(fc.record({ above: fc.nat(), role: fc.nat(roles.length - 1) }), {
      minLength: 4,
      maxLength: 9,
    })
    let run = 0
    await fc.assert(
      fc.asyncProperty(tree, fc.nat(), async (drawn, whom) => {
        const round = ++run
        // Another hour: one device may not say so much in one.
        desk.clock.pass(2 * 3_600_000)
        const now = desk.clock.now()
        const people = drawn.map((one, i) => ({
          id: newId(now),
          login: `t${round}-${i}`,
          name: `某${round}甲${i}`,
          role: roles[one.role]!,
          departments: roles[one.role] === 'department' ? [departments.心内科] : [],
          superior_id: i === 0 ? ids.director : null,
          above: one.above,
          created_at: now,
          updated_at: now,
          campus_id: campus,
        }))
        for (const [i, one] of people.entries()) if (i > 0) one.superior_id = people[one.above % i]!.id
        for (const { above: _, ...row } of people) await db.insertInto('staff').values(row).execute()
        const accused = people[whom % people.length]!
        const walled = new Set([accused.id])
        for (let above = accused.superior_id; above && above !== ids.director; ) {
          walled.add(above)
          above = people.find(({ id }) => id === above)?.superior_id ?? null
        }
        const text = `此人克扣奖金${round}`
        const cookies = new Map<string, string>()
        for (const { id: staffId } of people) {
          const session = { staffId, stage: 'full', address: '', agent: '', now } as const
          cookies.set(staffId, `huiyin=${await openSession(db, session)}`)
        }
        const ask = (url: string, id: string) =>
          desk.server.inject({ url: `/api/v1${url}`, headers: { cookie: cookies.get(id)! } })
        const everywhere = (id: string) =>
          Promise.all(
            [
              ...[
                '/cases?limit=200',
                '/cases/counts',
                '/register?limit=200',
                '/register/board',
                '/exports/preview?list=/register',
              ],
              ...[
                '/reports/cases?from=2026-03&to=2026-03',
                '/reports/case-rows?period=2026-03&figure=opened',
                '/notices',
              ],
              ...[`/cases?q=${encodeURIComponent(text)}`, `/register?q=${encodeURIComponent(text)}`],
            ].map(async (url) => {
              const { statusCode, body } = await ask(url, id)
              return `${url} ${statusCode} ${body.replace(/"request":"[^"]*"/, '')}`
            }),
          )
        const walledIn = people.filter(({ id }) => walled.has(id))
        const before = new Map<string, string[]>()
        for (const { id } of walledIn) before.set(id, await everywhere(id))
        await desk.stranger().voices.speak({ ...said, text, key: key(), about: [accused.name], identity: anonymous })
        const opened = await db.selectFrom('cases').where('text', '=', text).selectAll().executeTakeFirstOrThrow()
        assert.ok(!walled.has(opened.owner_id), 'the owner')
        // Not a byte of what they can ask for has changed.
        for (const { id } of walledIn) assert.deepEqual(await everywhere(id), before.get(id))
        for (const one of people) {
          const known = one.role === 'supervision' && !walled.has(one.id)
          assert.equal((await ask(`/cases/${opened.id}`, one.id)).statusCode, known ? 200 : 404)
          const found = (await ask(`/cases?q=${encodeURIComponent(text)}`, one.id)).body.includes(opened.number)
          assert.equal(found, known)
        }
        const told = await db.selectFrom('notices').where('subject', '=', opened.id).select('staff_id').execute()
        assert.ok(
          told.every(({ staff_id }) => !walled.has(staff_id)),
          'no notice',
        )
        await db.updateTable('cases').set({ owner_id: ids.supervision }).where('id', '=', opened.id).execute()
        await sql`update staff set status = 'disabled' where login like ${`t${round}-%`}`.execute(db)
      }),
      { numRuns: 10 },
    )
    await desk.close()
  })
})
