// The set sentences of a call with the names filled in, read from the screen; what is not known stays a line to fill.
import { useState } from 'react'
import { useMe } from '#web/me.tsx'
import { t } from '#web/ui/language.ts'
import { Fold } from '#web/ui/layout.tsx'
import type { Script } from '../questions.ts'
import type { Sheet } from './draft.ts'

/** 张先生, 李女士: a form of address from what is shown of the name. */
const address = ({ name, sex }: Sheet['patient']): string => {
  const [first = ''] = name
  if (sex === 'unknown') return name
  return sex === 'male' ? t(`${first}先生`, `Mr ${first}`) : t(`${first}女士`, `Ms ${first}`)
}

const stored = 'huiyin.script'

export const ScriptFold = ({ script, sheet }: { script: Script; sheet: Sheet }) => {
  const { person, hospital } = useMe()
  // A beginner keeps it open, an old hand closed: the choice stays.
  const [open, setOpen] = useState(() => localStorage.getItem(stored) !== 'closed')
  const known: Readonly<Record<string, string>> = {
    hospital,
    agent: person.login,
    person: address(sheet.patient),
    matter: sheet.forCase?.number ?? '',
    department: sheet.department,
  }
  const say = (words: Script[keyof Script]) =>
    t(words).replace(/\{(\w+)\}/g, (_, name: string) => known[name] || '____')
  const lines = [
    [t('开场', 'Greeting'), script.greeting],
    [t('核对', 'Identity'), script.identity],
    [t('录音', 'Recording'), script.recording],
    [t('边界', 'Boundary'), script.boundary],
    [t('结束', 'Closing'), script.closing],
  ] as const
  return (
    <Fold
      title={t('话术', 'What to say')}
      aside={open ? undefined : say(script.greeting)}
      open={open}
      onToggle={(now) => {
        setOpen(now)
        localStorage.setItem(stored, now ? 'open' : 'closed')
      }}
    >
      <dl className="script">
        {lines.map(([name, words]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{say(words)}</dd>
          </div>
        ))}
      </dl>
    </Fold>
  )
}
