// Under the background jobs: how much of the reports is kept ready, and a press that has all of it counted again.
import type { ReplyOf, Wire } from '#kernel/contract.ts'
import { api, useAsk, useDo } from '#web/api.ts'
import { useMayEver } from '#web/me.tsx'
import { Button } from '#web/ui/button.tsx'
import { t } from '#web/ui/language.ts'
import { Section } from '#web/ui/layout.tsx'
import { Progress } from '#web/ui/marks.tsx'
import { Time } from '#web/ui/moment.tsx'
import { Loaded } from '#web/ui/states.tsx'
import type { kept } from '../contract-kept.ts'

type Told = Wire<ReplyOf<typeof kept.get>>
type Kept = Told['kinds'][number]

const nameOf = ({ kind }: Kept): string =>
  kind === 'stays' ? t('出院随访', 'Discharges and calls') : t('诉求', 'Matters')

const stands = (it: Kept): string =>
  it.ready < it.spans
    ? t(`${it.spans} 旬中已备好 ${it.ready} 旬`, `${it.ready} of ${it.spans} thirds of a month`)
    : t(`${it.spans} 旬，全部备好`, `all of ${it.spans} thirds of a month`)

const Line = ({ it, running }: { it: Kept; running: boolean }) => (
  <li>
    <strong>{nameOf(it)}</strong> {stands(it)}
    {it.marks > 0 && t(`；${it.marks} 处刚有变动，一分钟内并入`, `; ${it.marks} changes are taken in within a minute`)}
    {running && (
      <Progress
        done={it.spans === 0 ? 1 : it.again / it.spans}
        label={t(`已重新汇总 ${it.again} / ${it.spans} 旬`, `${it.again} of ${it.spans} counted again`)}
      />
    )}
  </li>
)

/** Reports are right all the while; this is for whoever doubts them, and after the database was mended by hand. */
export const KeptPanel = () => {
  const ask = useAsk(api.kept.get, {}, { seconds: 5 })
  const rebuild = useDo(api.kept.rebuild, { says: t('开始重新汇总', 'Counting again') })
  const mayEver = useMayEver()
  return (
    <Section title={t('备好的报表数字', 'Figures kept ready')}>
      <Loaded ask={ask} lines={2}>
        {({ kinds, asked, running }: Told) => (
          <>
            <ul>
              {kinds.map((it) => (
                <Line key={it.kind} it={it} running={running} />
              ))}
            </ul>
            <p className="faint">
              {t(
                '报表从这里取数，有变动的部分随时从原始记录数。怀疑数字不对，或手工修过数据库之后，可以全部重新汇总：不用停用，期间报表照样准确。',
                'Reports read these, and count what has changed from the rows. After the database was mended by hand, or in doubt, all can be counted again while the hospital works; reports stay right meanwhile.',
              )}
              {asked && !running && (
                <>
                  {' '}
                  {t('上次：', 'Last: ')}
                  <Time at={asked.at} /> {asked.by}
                </>
              )}
            </p>
            {mayEver('job.rebuild') && (
              <Button icon="again" busy={rebuild.busy} disabled={running} onClick={() => void rebuild.run({})}>
                {t('全部重新汇总', 'Count all again')}
              </Button>
            )}
          </>
        )}
      </Loaded>
    </Section>
  )
}
