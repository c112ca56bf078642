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

const useSay = (sheet: Sheet) => {
  const { person, hospital } = useMe()
  const known: Readonly<Record<string, string>> = {
    hospital,
    person: address(sheet.patient),
    matter: sheet.forCase?.number ?? '',
    department: sheet.department,
  }
  // Who has a number says it; who has a name says that.
  const numbered = /^\d+$/.test(person.login)
  return (words: Script[keyof Script]) =>
    t(words)
      .replace('{agent}号工作人员', numbered ? `${person.login}号工作人员` : `工作人员${person.name}`)
      .replace('{agent}', numbered ? person.login : person.name)
      .replace(/\{(\w+)\}/g, (_, name: string) => known[name] || '____')
}

type Line = readonly [name: string, words: Script[keyof Script]]

const Lines = ({ lines, say }: { lines: readonly Line[]; say: (words: Script[keyof Script]) => string }) => (
  <dl className="script">
    {lines.map(([name, words]) => (
      <div key={name}>
        <dt>{name}</dt>
        <dd>{say(words)}</dd>
      </div>
    ))}
  </dl>
)

const stored = 'huiyin.script'

/** Said before the first question. A beginner keeps it open, an old hand closed: the choice stays. */
export const Opening = ({ script, sheet }: { script: Script; sheet: Sheet }) => {
  const say = useSay(sheet)
  const [open, setOpen] = useState(() => localStorage.getItem(stored) !== 'closed')
  return (
    <Fold
      title={t('开场话术', 'Opening')}
      aside={open ? undefined : say(script.greeting)}
      open={open}
      onToggle={(now) => {
        setOpen(now)
        localStorage.setItem(stored, now ? 'open' : 'closed')
      }}
    >
      <Lines
        say={say}
        lines={[
          [t('开场', 'Greeting'), script.greeting],
          [t('核对', 'Identity'), script.identity],
          [t('录音', 'Recording'), script.recording],
        ]}
      />
    </Fold>
  )
}

/** Said after the last question, and when a doctor has to answer. */
export const Closing = ({ script, sheet }: { script: Script; sheet: Sheet }) => {
  const say = useSay(sheet)
  return (
    <Fold title={t('结束话术', 'Closing')} aside={say(script.closing)}>
      <Lines
        say={say}
        lines={[
          [t('结束', 'Closing'), script.closing],
          [t('转医师', 'For a doctor'), script.boundary],
        ]}
      />
    </Fold>
  )
}
