// One press dials whom a screen is about, by the telephone of this page; nothing where there is none.
import { w } from '#kernel/words.ts'
import { Button } from '#web/ui/button.tsx'
import { useShortcut } from '#web/ui/keys.tsx'
import { t } from '#web/ui/language.ts'
import { callAbout, dial, hangUp, hasTelephone, mainCall, type Place, useTelephone } from './telephone.ts'
import { sayEnd, sayPhase } from './words.ts'

/** Whether screens dial by the page's own telephone. */
export const useHasTelephone = (): boolean => hasTelephone(useTelephone())

/** `about`: what the call is about, by which the screen finds it again. `keys`: the shortcut, where the screen has one. */
export const DialButton = ({
  place,
  who,
  about,
  label,
  keys,
}: {
  place: Place
  who: string
  about: string
  label?: string
  keys?: string
}) => {
  const telephone = useTelephone()
  const call = callAbout(telephone, about)
  const going = call !== undefined && call.phase !== 'ended'
  const run = () => void dial(place, { who, about })
  useShortcut(keys ?? '', run, { on: keys !== undefined && !going, words: w('拨打', 'Dial') })
  if (!hasTelephone(telephone)) return null
  return (
    <span className="dial">
      {going ? (
        <Button small kind="danger" icon="hang-up" onClick={() => void hangUp(call.id)}>
          {t('挂断', 'Hang up')}
        </Button>
      ) : (
        <Button
          small
          icon="phone"
          disabled={mainCall(telephone) !== undefined}
          onClick={run}
          {...(keys ? { keys } : {})}
        >
          {label ?? t('拨打', 'Dial')}
        </Button>
      )}
      {call && (
        <small className="dial-standing" role="status">
          {going ? sayPhase(call) : sayEnd(call)}
        </small>
      )}
    </span>
  )
}
