// What waits to go back to a line: seen, taken out as a file, and marked once it has been carried there.
import { useState } from 'react'
import { api, hrefOf, useAsk, useDo } from '#web/api.ts'
import { Go } from '#web/place.tsx'
import { Button } from '#web/ui/button.tsx'
import { t } from '#web/ui/language.ts'
import { Page, Segmented } from '#web/ui/layout.tsx'
import { Tag } from '#web/ui/marks.tsx'
import { Time } from '#web/ui/moment.tsx'
import { Empty, Loaded } from '#web/ui/states.tsx'
import { type Line, lineNames, lines, messageWords } from '../words.ts'

const formats = ['xlsx', 'csv', 'json'] as const

export const Outgoing = ({ onBack }: { onBack: () => void }) => {
  const [source, setSource] = useState<Line>('12345')
  const ask = useAsk(api.sheets.waiting, { source })
  const mark = useDo(api.sheets.markSent, {
    says: ({ marked }) => t(`${marked} 份已标记为送达`, `${marked} marked as sent`),
  })
  return (
    <Page
      title={t('发出回执和回复', 'What waits for the line')}
      about={t(
        '下载后带到热线的系统，再标记已送达。每份有报文编号，重复带去也只认一次。',
        'Take the file to the line’s system, then mark it. Each has an id: twice there counts once.',
      )}
    >
      <div className="sheets-in">
        <p>
          <Button small onClick={onBack}>
            {t('返回工单', 'Back to the sheets')}
          </Button>
        </p>
        <div className="toolbar no-print">
          <Segmented<Line>
            label={t('热线', 'Line')}
            value={source}
            onChange={setSource}
            options={lineNames.map((value) => ({ value, label: t(lines[value]) }))}
          />
        </div>
        <Loaded ask={ask} lines={6}>
          {({ rows }) =>
            rows.length === 0 ? (
              <Empty icon="check" title={t('没有待发的', 'Nothing waits')} />
            ) : (
              <>
                <ul className="waiting-messages">
                  {rows.map((one) => (
                    <li key={one.id}>
                      <Go to="/sheets" with={{ id: one.sheetId, view: 'all' }}>
                        {one.number}
                      </Go>
                      {one.round > 1 && ` #${one.round}`} <span>{t(messageWords[one.kind])}</span>{' '}
                      <small>
                        <Time at={one.createdAt} />
                      </small>{' '}
                      {one.trouble && <Tag tone="bad">{one.trouble}</Tag>}
                    </li>
                  ))}
                </ul>
                <div className="case-acts">
                  {formats.map((as) => (
                    <a key={as} className="button" href={hrefOf(api.sheets.outgoing, { source, as })} download>
                      {t('下载', 'Download')} {as.toUpperCase()}
                    </a>
                  ))}
                  <Button
                    kind="primary"
                    busy={mark.busy}
                    onClick={() => void mark.run({ messageIds: rows.map(({ id }) => id) })}
                  >
                    {t(`这 ${rows.length} 份已送达`, `These ${rows.length} have been carried there`)}
                  </Button>
                </div>
              </>
            )
          }
        </Loaded>
      </div>
    </Page>
  )
}
