// Whose words count as a caller's own: true and false examples, and whatever is put after somebody who speaks.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { forbiddenTypes } from '#modules/knowledge/speech.ts'
import { around, spokenIn } from './spoken.ts'

const kinds = (text: string) => spokenIn(text).map(({ kind }) => kind)

describe('what a caller said himself', () => {
  for (const text of [
    '患者反映护士态度差，说不归我们管',
    '家属诉：办手续时被推来推去，窗口让找别人去',
    '对方认为医院推诿，保安说这不归我们管，他很生气',
    '其称医生说治了也没用，心里难受',
    '家属情绪激动地说护士没时间',
    '患者女儿来电，称护士讲不归我管',
    '护士对患者说不归我们管',
    '家属去问，被告知不归我们管',
    '患者说：我告诉护士了，护士说不归我们管',
    '护工一句“不归我们管”让家属寒心',
    '反映住院处说办不了',
    '患者：保安太凶，说你有本事去告',
  ])
    test(`not: ${text}`, () => assert.deepEqual(kinds(text), []))

  for (const [text, kind] of [
    ['告知家属，这事不归我们管', 'blame'],
    ['告知家属说这事不归我们管', 'blame'],
    ['我说不归我们管', 'blame'],
    ['患者反映护士态度差，我告诉他这不归我们管', 'blame'],
    ['患者反映护士态度差，已告知不归我们管', 'blame'],
    ['患者反映护士态度差。这不归我们管', 'blame'],
    ['家属问能不能赔，答：肯定没问题', 'guarantee'],
    ['我跟患者说绝对没事', 'guarantee'],
    ['回访员：“欢迎下次再来”', 'come-again'],
    ['患者表示很满意，欢迎下次再来', 'come-again'],
    ['其他问题已说明，不归我们管', 'blame'],
  ] as const)
    test(`his own: ${text}`, () => assert.deepEqual(kinds(text), [kind]))

  test('of any kind it is his own alone, and not once somebody else speaks or it is quoted', () => {
    const samples = [
      '这事不归我们管',
      '这个我办不了',
      '您快点说',
      '说了多少遍了',
      '你有本事去告',
      '治了也没用',
      '绝对没事',
    ]
    for (const said of samples) {
      assert.equal(kinds(said).length, 1, said)
      for (const before of ['患者反映护士不耐烦，', '家属说，', '对方诉护工称：', '其认为病区不好，护士答复'])
        assert.deepEqual(kinds(`${before}${said}`), [], `${before}${said}`)
      assert.deepEqual(kinds(`记下了“${said}”这一句`), [], said)
      assert.equal(kinds(`患者反映护士不耐烦。我告诉他，${said}`).length, 1, said)
    }
    assert.ok(samples.length <= forbiddenTypes.length)
  })

  test('the words around a place are cut where more stands', () => {
    const text = `${'前'.repeat(30)}，这事不归我们管，${'后'.repeat(30)}`
    const [one] = spokenIn(text)
    assert.match(around(text, one!), /^…前+，这事不归我们管，后+…$/)
    assert.equal(around('不归我们管', spokenIn('不归我们管')[0]!), '不归我们管')
  })
})
