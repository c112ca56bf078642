// The figures of one card, on the screen and on paper: facts first, then what is drawn, then words that nobody says.
import { type Words, w } from '#kernel/words.ts'
import { Go } from '#web/place.tsx'
import { Button } from '#web/ui/button.tsx'
import { t } from '#web/ui/language.ts'
import { Section } from '#web/ui/layout.tsx'
import { Facts, Tag } from '#web/ui/marks.tsx'
import { Time } from '#web/ui/moment.tsx'
import { Checked, Course, Hours } from './charts.tsx'
import { type Its, type One, sayAgreed, sayKept, sayMinutes, sayOpinions, sayRate } from './words.ts'

const written: Record<One['said'][number]['what'], Words> = {
  note: w('通话记录', 'note of a call'),
  danger: w('红旗记录', 'note of a danger'),
  promise: w('承诺结果', 'outcome of a promise'),
}

export type Disown = (place: One['said'][number]) => void

/** For himself: where it stands, with a way to say that these words were not his. */
const Places = ({ said, disown }: { said: One['said']; disown?: Disown | undefined }) =>
  said.length > 0 && (
    <div className="no-print">
      <p className="hint">
        {t(
          '只有您自己看得到这些地方。转述患者、家属的话和引号里的话不计；仍有认错的，请写进“我的说明”。',
          'Nobody but you sees these places. Reported and quoted words do not count; say so in a word of your own where one is still wrong.',
        )}
      </p>
      <ul className="scorecard-said">
        {said.map((one, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two places may be alike
          <li key={i}>
            <Tag tone="warn">{one.name}</Tag> {t(written[one.what])} <Time at={one.at} />{' '}
            {one.taskId ? (
              <Go to="/desk" with={{ view: 'all', id: one.taskId }}>
                {one.around}
              </Go>
            ) : one.caseId ? (
              <Go to={`/cases/${one.caseId}`}>{one.around}</Go>
            ) : (
              one.around
            )}{' '}
            {disown && (
              <Button small kind="quiet" onClick={() => disown(one)}>
                {t('不是我说的', 'Not my words')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </div>
  )

const Said = ({ it, said, disown }: { it: Its['forbidden']; said: One['said']; disown?: Disown | undefined }) => (
  <Section title={t('服务忌语', 'What nobody says')}>
    {it.found.length === 0 && it.heard === 0 ? (
      <p>
        {t(
          `看了 ${it.texts} 段文字，没有发现；抽查也没有听到。`,
          `None in ${it.texts} texts, nor heard in spot checks.`,
        )}
      </p>
    ) : (
      <ul className="scorecard-said">
        {it.found.map(({ kind, name, count }) => (
          <li key={kind}>
            <Tag tone="warn">{name}</Tag> {t(`${count} 段文字`, `${count} texts`)}
          </li>
        ))}
        {it.heard > 0 && (
          <li>
            <Tag tone="warn">{t('抽查', 'Spot checks')}</Tag> {t(`${it.heard} 通`, `${it.heard} calls`)}
          </li>
        )}
      </ul>
    )}
    <Places said={said} disown={disown} />
  </Section>
)

/** `said`: the places of it, for its caller; `disown`: how he says that one is not his. */
export const CardFigures = ({ it, said, disown }: { it: Its; said: One['said']; disown?: Disown | undefined }) => (
  <div className="scorecard-body">
    <Section
      title={t('本月出院的患者', 'Patients discharged this month')}
      aside={
        <span>
          {t('截至', 'as of')} <Time at={it.asOf} />
        </span>
      }
    >
      <Facts
        columns={3}
        facts={[
          [t('已访率', 'Reached'), sayRate(it.reached)],
          [t('还在等的', 'Still waiting'), String(it.pending)],
          [t('首访及时', 'First contact in time'), sayRate(it.firstContactInTime)],
          [t('拨打次数', 'Attempts'), String(it.attempts)],
          [t('问到的意见', 'Opinions found'), sayOpinions(it), true],
        ]}
      />
    </Section>
    <Section title={t('本月的工作', 'Work of the month')}>
      <Facts
        columns={3}
        facts={[
          [t('电话接通', 'Calls answered'), sayRate(it.calls)],
          [t('记录完整', 'Whole records'), sayRate(it.records)],
          [t('承诺', 'Promises'), sayKept(it.promises)],
          [t('约定回电', 'Call-backs agreed on'), sayKept(it.callBacks)],
          [
            t('漏接回拨', 'Missed, called back'),
            it.missed.due > 0 &&
              t(`${it.missed.due} 个，按时接通 ${it.missed.kept}`, `${it.missed.due}, ${it.missed.kept} in time`),
          ],
          [
            t('通话时长', 'Talk'),
            it.telephone &&
              t(
                `${it.telephone.calls} 通，中位 ${sayMinutes(it.telephone.talkSeconds)}`,
                `${it.telephone.calls} calls, median ${sayMinutes(it.telephone.talkSeconds)}`,
              ),
          ],
          [t('话后登记', 'Wrap-up'), it.telephone && sayMinutes(it.telephone.wrapSeconds)],
          [t('复核一致', 'Agreement'), sayAgreed(it.quality.agreed)],
          [t('认定不实', 'Made up'), it.quality.confirmed > 0 && String(it.quality.confirmed)],
        ]}
      />
    </Section>
    <Hours it={it} />
    <Course it={it} />
    <Checked it={it} />
    {it.quality.training.length > 0 && (
      <Section title={t('抽查建议练习', 'Spot checks suggest')}>
        <p>{it.quality.training.join('；')}</p>
      </Section>
    )}
    <Said it={it.forbidden} said={said} disown={disown} />
  </div>
)
