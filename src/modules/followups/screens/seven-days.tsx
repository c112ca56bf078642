// The rule of the first contact, and how a programme stands to it.
import { standards } from '#src/standards.ts'
import { t } from '#web/ui/language.ts'
import { Note } from '#web/ui/states.tsx'

/** Why the first call is not later, and how this programme stands to it. */
export const SevenDays = ({ first }: { first: number }) => {
  const limit = standards.firstContactWithin.value
  const good = first <= limit
  return (
    <Note
      tone={good ? 'good' : 'bad'}
      title={
        good
          ? t(`首次回访最迟第 ${first} 天，符合“${limit} 天内”`, `First contact by day ${first}: within ${limit} days`)
          : t(`首次回访要到第 ${first} 天，超过 ${limit} 天`, `First contact only by day ${first}: later than ${limit}`)
      }
    >
      {t(
        `规定首次回访不晚于出院后 ${limit} 天：至少一次安排须在第 ${limit} 天或之前截止。`,
        `The rule: at least one call is due on day ${limit} or before.`,
      )}
    </Note>
  )
}
