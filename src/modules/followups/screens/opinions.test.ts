// Promises of the opinion: what was said in the call stands in the case without being typed again.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { satisfaction } from '../content/satisfaction.ts'
import { emptyOpinion, opinionOf, suggested } from './opinions.ts'

const said = {
  g1: { value: 'satisfied' },
  g2: { value: 'fairly' },
  g6: { value: 'dissatisfied' },
  g7: { value: 'no' },
  overall: { value: 'dissatisfied' },
  'g8-best': { value: '护士长很耐心' },
  'g8-improve': { value: ' 费用清单看不懂 ' },
  wish: { value: '希望有人解释' },
} as const

describe('an opinion follows from the answers', () => {
  test('its words, its demand and the category of the worst dimension', () => {
    assert.deepEqual(suggested(satisfaction, said), {
      text: '费用清单看不懂',
      demand: '希望有人解释',
      category: 'E2',
    })
  })

  test('what only supervision may read never enters it', () => {
    const answers = { ...said, g7: { value: 'yes' }, 'g7-detail': { value: '给了红包' } } as const
    assert.doesNotMatch(suggested(satisfaction, answers).text, /红包/)
  })

  test('what is written by hand outranks what was guessed', () => {
    const guess = suggested(satisfaction, said)
    const opinion = opinionOf({ ...emptyOpinion, text: '多收了床位费', category: 'E1' }, guess)
    assert.equal(opinion.text, '多收了床位费')
    assert.equal(opinion.demand, '希望有人解释')
    assert.equal(opinion.category, 'E1')
  })

  test('praise and suggestions are no complaints', () => {
    const kind = (category: string) => opinionOf({ ...emptyOpinion, category }, suggested(satisfaction, said)).kind
    assert.deepEqual([kind('K3'), kind('K2'), kind('K1'), kind('B1')], ['praise', 'suggestion', 'enquiry', 'opinion'])
  })
})
