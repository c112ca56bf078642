// Something that is made for one of the months that are just over: which month, and the button.
import { type ReactNode, useState } from 'react'
import { addMonths, type Month, monthOf, monthsUntil } from '#kernel/time.ts'
import { Button } from './button.tsx'
import { now } from './clock.ts'
import { Select } from './field.tsx'
import { t } from './language.ts'
import { sayMonth } from './moment.tsx'

/** The last three, the latest first. */
const justOver = (): Month[] => monthsUntil(addMonths(monthOf(now()), -1), 3).reverse()

export const ForMonth = ({
  busy,
  onPress,
  children,
}: {
  busy: boolean
  onPress: (month: Month) => unknown
  children: ReactNode
}) => {
  const [month, setMonth] = useState(() => justOver()[0]!)
  return (
    <>
      <Select
        bare
        label={t('起草哪个月', 'Which month')}
        value={month}
        onChange={(value) => setMonth(value || month)}
        options={justOver().map((value) => ({ value, label: sayMonth(value) }))}
      />
      <Button small icon="plus" busy={busy} onClick={() => void onPress(month)}>
        {children}
      </Button>
    </>
  )
}
