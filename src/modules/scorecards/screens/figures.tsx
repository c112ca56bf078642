// The figures of one card, on the screen and on paper: facts first, then what is drawn, then words that nobody says.
import { t } from '#web/ui/language.ts'
import { Section } from '#web/ui/layout.tsx'
import { Facts, Tag } from '#web/ui/marks.tsx'
import { Time } from '#web/ui/moment.tsx'
import { Checked, Course, Hours } from './charts.tsx'
import { type Its, sayAgreed, sayKept, sayMinutes, sayOpinions, sayRate } from './words.ts'

const Said = ({ it }: { it: Its['forbidden'] }) => (
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
  </Section>
)

export const CardFigures = ({ it }: { it: Its }) => (
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
    <Said it={it.forbidden} />
  </div>
)
