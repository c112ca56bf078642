// Letters to those who are told by letter: printed with their addresses, each on a page of its own, and then noted as sent.
import { useState } from 'react'
import { api, useDo } from '#web/api.ts'
import { Button } from '#web/ui/button.tsx'
import { t } from '#web/ui/language.ts'
import type { Project } from './project-words.ts'
import './project-paper.css'

export type Letters = NonNullable<Awaited<ReturnType<typeof api.projects.letters>>>

/** 2026 年 3 月 9 日. */
const inFull = (day: string): string => {
  const [year, month, of] = day.split('-').map(Number)
  return `${year} 年 ${month} 月 ${of} 日`
}

export const LetterPages = ({ letters }: { letters: Letters }) => (
  <div className="project-letters">
    {letters.rows.map(({ personId, name, address, number, raisedOn }) => (
      <article key={personId}>
        <p className="letter-to">
          {address}
          <br />
          {name || '反映人'}（收）
        </p>
        <p>尊敬的{name || '反映人'}：</p>
        <p className="letter-words">
          您好！您于 {inFull(raisedOn)}向我院反映的事项（编号 {number}），推动了一项改进，谢谢您。
        </p>
        <p className="letter-words">{letters.news}</p>
        <p className="letter-words">
          如果您发现仍有不便，请再告诉我们{letters.hotline && `，电话 ${letters.hotline}`}。祝您健康。
        </p>
        <p className="letter-from">
          {letters.hospital}
          <br />
          {inFull(letters.on)}
        </p>
      </article>
    ))}
  </div>
)

/** Fetches the letters, prints them, and once they are in the post notes all of them as told. */
export const LettersButton = ({
  it,
  letters,
  onLetters,
}: {
  it: Project
  letters: Letters | undefined
  onLetters: (letters: Letters | undefined) => void
}) => {
  const fetch = useDo(api.projects.letters)
  const tell = useDo(api.projects.tell)
  const [sending, setSending] = useState(false)
  const posted = async () => {
    setSending(true)
    for (const { personId } of letters!.rows) await tell.run({ id: it.id, personId, how: 'letter' })
    setSending(false)
    onLetters(undefined)
  }
  return (
    <div className="actions no-print">
      <Button
        small
        icon="print"
        busy={fetch.busy}
        onClick={async () => {
          const found = await fetch.run({ id: it.id })
          if (found) onLetters(found)
        }}
      >
        {t('打印要寄的信', 'Print the letters')}
      </Button>
      {letters && (
        <Button small kind="primary" busy={sending} onClick={() => void posted()}>
          {t(`这 ${letters.rows.length} 封都已寄出`, `All ${letters.rows.length} are in the post`)}
        </Button>
      )}
    </div>
  )
}
