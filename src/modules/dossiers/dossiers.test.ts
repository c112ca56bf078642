// The file of a matter, told as stories: taken out whole, answered by letter, held, and in the end destroyed by two people.
import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { prove } from '#engine/sealer.ts'
import { identityOf } from '#modules/voices/identity.ts'
import { examine } from '#src/invariants.ts'
import { type Desk, openDesk } from '#test/desk.ts'
import { filesOfZip, textOfPdf } from '#test/packages.ts'
import { dischargedPatient } from '#test/patients.ts'
import type { Refused } from '#web/client.ts'
import { emptyMatter } from './emptying.ts'

const refused = (status: number) => (error: unknown) => {
  assert.equal((error as Refused).status, status, (error as Error).message)
  assert.match((error as Error).message, /[\u4e00-\u9fff]/)
  return true
}
const sha256 = (content: Uint8Array | string) => createHash('sha256').update(content).digest('hex')
const reason = '纠纷调解需要'
const joined = (pdf: Uint8Array): string => textOfPdf(pdf).join('').replaceAll('\n', '')
const bytes = (reply: unknown): Buffer => Buffer.from(reply as Uint8Array)

// One red point.
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC',
  'base64',
)

// A hundredth of a second of silence.
const sound = Buffer.concat([
  Buffer.from('RIFF'),
  Buffer.from([0xc4, 0, 0, 0]),
  Buffer.from('WAVEfmt '),
  Buffer.from([16, 0, 0, 0, 1, 0, 1, 0, 0x40, 0x1f, 0, 0, 0x80, 0x3e, 0, 0, 2, 0, 16, 0]),
  Buffer.from('data'),
  Buffer.from([160, 0, 0, 0]),
  Buffer.alloc(160),
])

describe('a dossier', { timeout: 120_000 }, () => {
  let desk: Desk
  before(async () => {
    desk = await openDesk({ at: '2026-03-09T09:00:00+08:00' })
  })
  after(() => desk.close())

  const findings = (n: number) => `第${n}次调查：当日夜班两名护士中一名外出送检，按铃 12 分钟后到场，情况属实。`
  const measures = (n: number) => `第${n}次整改：增设夜间机动护士，按铃超过三分钟由护士长到场说明。`

  /** A complaint by a daughter, handled so many times. */
  const complained = async (rounds: number, it: Record<string, unknown> = {}) => {
    const { nurse, cardiology, supervision, director } = desk.people
    const stay = await dischargedPatient(desk, { name: '欧阳若汐', phone: '13987654321' })
    const { id } = await nurse.cases.open({
      encounterId: stay.encounterId,
      kind: 'complaint',
      text: '夜间按铃无人应答，欧阳若汐的女儿欧阳清来电 13811112222 反映。',
      demand: '书面答复并道歉',
      category: 'D3',
      reporter: {
        name: '欧阳清',
        phone: '13811112222',
        relation: 'family',
        reach: 'letter',
        address: '幸福路八十八号',
      },
      ...it,
    } as never)
    const file = { name: '床头铃.png', type: 'image/png', content: picture }
    await nurse.cases.attach({ id }, { file })
    for (let n = 1; n <= rounds; n++) {
      if (n === 3)
        await supervision.cases.dispatch({ id, departmentId: desk.people.departments.心内科, demand: '第三次核查' })
      await cardiology.cases.answer({ id, findings: findings(n), measures: measures(n) })
      if (n < 3) await supervision.cases.pass({ id })
      else {
        await supervision.cases.propose({ id, words: '请院领导审定' })
        await director.cases.consent({ id })
      }
      await nurse.cases.tell({ id, how: 'call', what: `第${n}次告知：已说明原因并致歉。` })
      if (n < rounds && n === 1) await nurse.cases.reopen({ id, words: '没有看到改变' })
      if (n < rounds && n === 2) await nurse.cases.escalate({ id, words: '仍不满意，要求院领导答复' })
    }
    return { id, ...stay }
  }

  test('of a matter of three rounds is one ZIP that proves itself, and one PDF that says everything', async () => {
    const { supervision } = desk.people
    const { id } = await complained(3)
    await desk.house.seal()
    const files = filesOfZip(bytes(await supervision.dossiers.reveal({ id, reason })))
    assert.deepEqual(
      [...files.keys()],
      ['说明.txt', '卷宗.pdf', 'dossier.json', 'ledger.jsonl', '附件/01-床头铃.png', 'SHA256SUMS'],
    )
    const sums = files.get('SHA256SUMS')!.toString().trim().split('\n')
    assert.equal(sums.length, files.size - 1)
    for (const line of sums) {
      const [, hash, name] = /^([0-9a-f]{64}) {2}(.+)$/.exec(line)!
      assert.equal(sha256(files.get(name!)!), hash, name)
    }
    const { sha256: kept } = (await desk.house.db
      .selectFrom('files')
      .where('subject', '=', id)
      .select('sha256')
      .executeTakeFirst())!
    assert.equal(sha256(files.get('附件/01-床头铃.png')!), kept.toString('hex'), 'the original as it is kept')

    const pdf = joined(files.get('卷宗.pdf')!)
    for (const n of [1, 2, 3]) {
      assert.ok(pdf.includes(findings(n)), `findings ${n}`)
      assert.ok(pdf.includes(measures(n)), `measures ${n}`)
      assert.ok(pdf.includes(`第${n}次告知`), `answer ${n}`)
    }
    for (const words of [
      '欧阳清',
      '13811112222',
      '幸福路八十八号',
      '逐日计算',
      '院领导',
      '已封存的逐条校验一致',
      '由 方监察 于 2026-03-09 09:00 导出',
    ])
      assert.ok(pdf.includes(words), words)
    assert.ok(!pdf.includes('图片无法排印'))

    const data = JSON.parse(files.get('dossier.json')!.toString())
    assert.equal(data.format, 'huiyin-dossier/1')
    assert.equal(data.sections.find((one: { key: string }) => one.key === 'rounds').data.length, 3)
    const lines = files
      .get('ledger.jsonl')!
      .toString()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    assert.ok(lines.length >= 12)
    for (const { hash, before, line } of lines)
      assert.equal(createHash('sha256').update(Buffer.from(before, 'hex')).update(line).digest('hex'), hash)
  })

  test('is masked for whoever may not take it out in clear, and never holds what its reader may not see', async () => {
    const { nurse, cardiology, surgery, lead, admin } = desk.people
    const { id, recordNumber } = await complained(1)
    for (const person of [nurse, cardiology]) {
      const files = filesOfZip(bytes(await person.dossiers.export({ id, reason })))
      const all = joined(files.get('卷宗.pdf')!) + files.get('dossier.json') + files.get('ledger.jsonl')
      for (const secret of ['欧阳若汐', '欧阳清', '13811112222', '13987654321', '幸福路八十八号', recordNumber])
        assert.ok(!all.includes(secret), secret)
      assert.ok(all.includes(findings(1)) && all.includes('138****2222'))
      assert.ok(![...files.keys()].some((name) => name.startsWith('附件/')), 'originals are not de-identified')
      await assert.rejects(person.dossiers.reveal({ id, reason }), refused(403))
    }
    const withFiles = filesOfZip(bytes(await nurse.dossiers.export({ id, reason, originals: true })))
    assert.ok(withFiles.has('附件/01-床头铃.png'))
    const clear = joined(bytes(await lead.dossiers.reveal({ id, reason, format: 'pdf' })))
    assert.ok(clear.includes('欧阳清'), 'an ordinary matter, for its lead')
    for (const person of [surgery, admin]) {
      const status = person === admin ? 403 : 404
      await assert.rejects(person.dossiers.export({ id, reason }), refused(status))
      await assert.rejects(person.dossiers.get({ id }), refused(status))
      await assert.rejects(person.dossiers.letter({ id, reason }), refused(403))
    }
    const { taken } = await lead.dossiers.get({ id })
    assert.deepEqual(
      taken.map(({ what }) => what),
      ['clear', 'masked', 'masked', 'masked'],
    )
  })

  test('the letter of answer names the person, what was found and changed, and where to turn next', async () => {
    const { nurse, supervision, cardiology } = desk.people
    const { id } = await complained(0)
    await assert.rejects(nurse.dossiers.letter({ id, reason: '寄给反映人' }), refused(409))
    await cardiology.cases.answer({ id, findings: findings(1), measures: measures(1) })
    await assert.rejects(nurse.dossiers.letter({ id, reason: '寄给反映人' }), refused(409))
    assert.ok(!(await nurse.dossiers.get({ id })).can.includes('letter'))
    await supervision.cases.pass({ id })
    assert.ok((await nurse.dossiers.get({ id })).can.includes('letter'))
    const letter = joined(bytes(await nurse.dossiers.letter({ id, reason: '寄给反映人' })))
    for (const words of [
      '答复函',
      '欧阳清：',
      findings(1),
      measures(1),
      '医患关系办公室',
      '卫生健康主管部门',
      '人民调解',
      '行政调解',
      '诉讼',
      '2026 年 3 月 9 日',
    ])
      assert.ok(letter.includes(words), words)
    await assert.rejects(cardiology.dossiers.letter({ id, reason: '科室想要一份' }), refused(403))
    const [event] = await desk.house.db
      .selectFrom('events')
      .where('verb', '=', 'dossier.letter')
      .where('subject', '=', id)
      .selectAll()
      .execute()
    assert.equal((event!.data as { reason: string }).reason, '寄给反映人')
    assert.doesNotMatch(JSON.stringify(event), /欧阳/, 'the ledger says that it was printed, not to whom')
  })

  test('is kept its years, held while it must be, and destroyed by two people; the ledger still holds', async () => {
    const { nurse, supervision, director, lead } = desk.people
    const { id, encounterId } = await complained(1)
    await nurse.cases.attach({ id }, { file: { name: '来电录音.wav', type: 'audio/wav', content: sound } })
    await nurse.cases.confirm({ id, satisfaction: 'satisfied' })
    const due = async (view: 'due' | 'held' | 'recordings' = 'due') =>
      (await supervision.disposals.kept({ view })).rows.map((row) => row.caseId)
    const kept = await supervision.dossiers.get({ id })
    assert.deepEqual(
      [kept.class, kept.years, kept.archivedOn, kept.dueOn],
      ['complaint', 5, '2026-03-09', '2031-03-09'],
    )
    await assert.rejects(supervision.disposals.propose({ caseIds: [id], reason: '清理旧档案' }), refused(409))
    await assert.rejects(lead.disposals.kept({}), refused(403))

    // Recordings go first: a year, and the rest of the file stays.
    desk.clock.set('2027-03-10T10:00:00+08:00')
    assert.deepEqual([(await due('recordings')).includes(id), (await due()).includes(id)], [true, false])
    await supervision.disposals.propose({ caseIds: [id], what: 'recordings', reason: '录音保存期已满' })
    const sounds = (await director.disposals.list({})).rows.find((row) => row.caseId === id)!
    assert.equal((await director.disposals.destroy({ id: sounds.id, words: '同意销毁' })).inventory!.files.length, 1)
    assert.ok(!(await due('recordings')).includes(id))
    const still = filesOfZip(bytes(await supervision.dossiers.reveal({ id, reason })))
    assert.deepEqual(
      [...still.keys()].filter((name) => name.startsWith('附件/')),
      ['附件/01-床头铃.png'],
    )

    desk.clock.set('2031-03-09T10:00:00+08:00')
    assert.ok(!(await due()).includes(id), 'the last day is still within the term')
    desk.clock.set('2031-03-10T10:00:00+08:00')
    assert.ok((await due()).includes(id))
    const held = await supervision.dossiers.hold({ id, reason: '法院调取证据' })
    assert.equal(held.hold!.reason, '法院调取证据')
    assert.ok(!(await due()).includes(id) && (await due('held')).includes(id))
    await assert.rejects(supervision.dossiers.hold({ id, reason: '再保全一次' }), refused(409))
    await assert.rejects(nurse.dossiers.release({ id, reason: '想要解除' }), refused(403))
    await assert.rejects(supervision.disposals.propose({ caseIds: [id], reason: '清理旧档案' }), refused(409))
    await director.dossiers.release({ id, reason: '诉讼已结案' })

    await supervision.disposals.propose({ caseIds: [id], reason: '清理旧档案' })
    await assert.rejects(supervision.disposals.propose({ caseIds: [id], reason: '清理旧档案' }), refused(409))
    const mine = (await supervision.disposals.list({})).rows.find((row) => row.caseId === id)!
    assert.deepEqual(mine.can, ['decline'])
    await assert.rejects(supervision.disposals.destroy({ id: mine.id, words: '自己复核' }), refused(409))
    await supervision.dossiers.hold({ id, reason: '又有新的诉讼' })
    await assert.rejects(director.disposals.destroy({ id: mine.id, words: '同意销毁' }), refused(409))
    await supervision.dossiers.release({ id, reason: '对方已撤诉' })
    const done = await director.disposals.destroy({ id: mine.id, words: '同意销毁' })
    assert.equal(done.status, 'destroyed')
    assert.match(done.digest!, /^[0-9a-f]{64}$/)
    assert.equal(done.inventory!.files.length, 2)

    const sheet = await supervision.cases.get({ id })
    assert.ok(sheet.destroyedAt)
    assert.doesNotMatch(JSON.stringify(sheet), /按铃|欧阳清|13811112222|机动护士|书面答复/)
    assert.equal((await supervision.cases.list({ q: '按铃无人' })).rows.filter((row) => row.id === id).length, 0)
    await assert.rejects(supervision.dossiers.reveal({ id, reason }), refused(409))
    await assert.rejects(supervision.dossiers.hold({ id, reason: '太迟了一点' }), refused(409))
    const left = await sql<{
      n: number
    }>`select count(*)::int as n from files where subject = ${id} and octet_length(content) > 0`.execute(desk.house.db)
    assert.equal(left.rows[0]!.n, 0)
    assert.ok(
      (await supervision.cases.list({ patientId: sheet.patient!.id } as never)).rows.length > 0,
      `stay ${encounterId} keeps its number`,
    )

    await desk.house.seal()
    assert.equal((await prove(desk.house.db)).broken, null)
    assert.deepEqual(
      (await examine(desk.house.db)).filter(({ count }) => count > 0).map(({ name, rows }) => `${name} ${rows}`),
      [],
    )
  })

  test('of a staff voice never says who spoke, and its destruction leaves nobody in the vault', async () => {
    const { supervision } = desk.people
    const said = { topic: 'J7', text: '绩效分配从来不公开，问了就被调去夜班', place: '三楼护士站' }
    const identity = { mode: 'confidential', name: '谢婉清', department: '心内科', phone: '13700001111' }
    const departmentId = desk.people.departments.心内科
    await desk
      .stranger()
      .voices.speak({ ...said, departmentId, identity, key: randomBytes(24).toString('base64url') } as never)
    const { rows } = await supervision.cases.list({ open: 'true', limit: 200 })
    const voice = rows.find(({ kind }) => kind === 'staff')!
    const files = filesOfZip(bytes(await supervision.dossiers.reveal({ id: voice.id, reason })))
    const all = joined(files.get('卷宗.pdf')!) + files.get('dossier.json') + files.get('ledger.jsonl')
    assert.ok(all.includes(said.text))
    assert.doesNotMatch(all, /谢婉清|13700001111/)

    const kept = await desk.house.asSystem((ctx) => identityOf(ctx, voice.id))
    assert.equal(kept.name, '谢婉清')
    await desk.house.asSystem((ctx) => emptyMatter(ctx, voice.id))
    const left = await desk.house.asSystem((ctx) => identityOf(ctx, voice.id))
    assert.deepEqual([left.mode, left.name, left.phone], ['anonymous', '', ''])
  })
})
