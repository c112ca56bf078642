// A score with the word that it was not enough.
import type { Wire } from '#kernel/contract.ts'
import { t } from '#web/ui/language.ts'
import { Tag } from '#web/ui/marks.tsx'
import type { CheckLine } from '../contract.ts'

export const Score = ({ it }: { it: Pick<Wire<CheckLine>, 'score' | 'passed'> }) =>
  it.score === null ? null : (
    <span className="check-score">
      <b>{it.score}</b> {it.passed === false && <Tag tone="warn">{t('未通过', 'Not passed')}</Tag>}
    </span>
  )
