// The foot of a list that is read piece by piece: one button, there as long as there is more.
import { Button } from './button.tsx'
import { t } from './language.ts'

/** `more` as `useAskPages` gives it; `label` where the list says it otherwise. */
export const MoreButton = ({
  more,
  label = t('更多', 'More'),
  ...button
}: {
  more: { readonly has: boolean; readonly busy: boolean; load(): unknown }
  label?: string
  small?: boolean
  kind?: 'plain' | 'quiet'
}) =>
  more.has ? (
    <Button {...button} busy={more.busy} onClick={() => void more.load()}>
      {label}
    </Button>
  ) : null
