// What a case has to do with others, as far as this reader may see them: merged, linked, of the same person.
import type { ReplyOf, Wire } from '#kernel/contract.ts'
import { api, useAsk, useDo } from '#web/api.ts'
import { Button } from '#web/ui/button.tsx'
import { t } from '#web/ui/language.ts'
import { Fold, Section } from '#web/ui/layout.tsx'
import { Tag } from '#web/ui/marks.tsx'
import { Note } from '#web/ui/states.tsx'
import type { cases } from '../contract.ts'
import { linkWords, wordsOf } from '../words.ts'
import { buttonOf } from './dock.tsx'
import { OtherLine } from './other-case.tsx'
import type { Sheet } from './words.ts'

type Related = Wire<ReplyOf<typeof cases.related>>

const Into = ({ into, sheet }: { into: NonNullable<Related['into']>; sheet: Sheet }) =>
  sheet.status === 'merged' ? (
    <Note title={t('已并入另一件办理', 'Handled with another')}>
      <OtherLine one={into} />
      {t(
        '主案有了答复，本件会单独告知、单独回访。这里的补充和附件会送到主案。',
        'When that one is answered, this one is told and called back by itself. What is added here reaches it.',
      )}
    </Note>
  ) : (
    <p className="hint">
      {t(`与 ${into.number} 一并办理，按它的答复反馈。`, `Handled with ${into.number}, whose answer it shares.`)}
    </p>
  )

const Merged = ({ merged }: { merged: Related['merged'] }) => (
  <Section
    title={t('并入本件的', 'Merged into this')}
    aside={t(`连同本件 ${merged.length + 1} 人反映`, `${merged.length + 1} voices with this one`)}
  >
    <ul className="beside">
      {merged.map((one) => (
        <li key={one.id} className="beside-row">
          <OtherLine one={one} />
          {one.carried && <Tag tone="good">{t('已随本件答复', 'Answered with it')}</Tag>}
        </li>
      ))}
    </ul>
  </Section>
)

const Links = ({ links, sheet }: { links: Related['links']; sheet: Sheet }) => {
  const unlink = useDo(api.cases.unlink, { says: t('已取消关联', 'Unlinked') })
  return (
    <Section title={t('关联', 'Linked')} aside={links.length}>
      <ul className="beside">
        {links.map((one) => (
          <li key={one.id} className="beside-row">
            <OtherLine one={one} />
            <p className="beside-words">
              {t(wordsOf(linkWords, one.link))}
              {one.words && ` · ${one.words}`}{' '}
              {sheet.can.includes('unlink') && (
                <Button
                  small
                  kind="quiet"
                  busy={unlink.busy}
                  onClick={() => void unlink.run({ id: sheet.id, otherId: one.id })}
                >
                  {t('取消关联', 'Unlink')}
                </Button>
              )}
            </p>
          </li>
        ))}
      </ul>
    </Section>
  )
}

/** A fact about the matters, said without a mark on the person. */
const SamePerson = ({
  others,
  onVerb,
}: {
  others: Related['samePerson']
  onVerb: (verb: 'merge' | 'link') => void
}) => {
  const near = others.find((one) => one.suggests)
  const list = (
    <ul className="beside">
      {others.map((one) => (
        <li key={one.id} className="beside-row">
          <OtherLine one={one} />
        </li>
      ))}
    </ul>
  )
  const title = t('同一人一年内的其他诉求', 'The same person within a year')
  if (!near)
    return (
      <Fold title={title} aside={others.length}>
        {list}
      </Fold>
    )
  return (
    <Section
      title={title}
      aside={
        <Button small kind="quiet" onClick={() => onVerb(near.suggests!)}>
          {near.suggests === 'merge'
            ? t('三十天内说过同类事，是同一件？', 'The same within thirty days: one matter?')
            : t('三十天内说过同类事，关联', 'The same within thirty days: link')}
        </Button>
      }
    >
      {list}
    </Section>
  )
}

const ways = ['merge', 'link', 'split'] as const

/** `onVerb` opens the form of a verb at the foot. */
export const RelatedCases = ({ sheet, onVerb }: { sheet: Sheet; onVerb: (verb: (typeof ways)[number]) => void }) => {
  const { data } = useAsk(api.cases.related, { id: sheet.id })
  const may = ways.filter((verb) => sheet.can.includes(verb))
  return (
    <>
      {data?.into && <Into into={data.into} sheet={sheet} />}
      {data && data.merged.length > 0 && <Merged merged={data.merged} />}
      {data && data.links.length > 0 && <Links links={data.links} sheet={sheet} />}
      {data && data.samePerson.length > 0 && (
        <SamePerson others={data.samePerson} onVerb={(verb) => sheet.can.includes(verb) && onVerb(verb)} />
      )}
      {may.length > 0 && (
        <p className="with-others">
          {may.map((verb) => (
            <Button key={verb} small kind="quiet" onClick={() => onVerb(verb)}>
              {buttonOf(verb)}
            </Button>
          ))}
        </p>
      )}
    </>
  )
}
