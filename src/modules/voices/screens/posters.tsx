// Posters for corridors and wards: a picture that a telephone reads, the address in letters, the hotline; one to a page.
import { w } from '#kernel/words.ts'
import { api, useAsk } from '#web/api.ts'
import { PrintButton } from '#web/ui/button.tsx'
import { t } from '#web/ui/language.ts'
import { Page } from '#web/ui/layout.tsx'
import { Loaded } from '#web/ui/states.tsx'
import './voices.css'

const words = {
  say: [
    w('有话请说给我们听', 'Tell us'),
    w('投诉、建议、表扬、咨询，不用注册', 'Complaints, suggestions, praise, questions; no account'),
  ],
  staff: [
    w('员工声音', 'Staff voice'),
    w('实名、保密、匿名都可以，只到监察室', 'By name, in confidence or anonymous; to supervision alone'),
  ],
  answer: [w('办到哪一步了', 'What became of it'), w('凭码查看答复', 'Read the answer with your code')],
} as const

export const Screen = () => {
  const list = useAsk(api.voices.posters, { origin: location.origin })
  return (
    <Page
      wide
      title={t('海报', 'Posters')}
      about={t(
        '打印后一张一页，贴在候诊区、病区和员工通道。',
        'Printed one to a page, for waiting rooms, wards and staff corridors.',
      )}
      actions={<PrintButton />}
    >
      <Loaded ask={list} lines={8}>
        {({ rows, hospital, hotline }) => (
          <ul className="posters">
            {rows.map(({ key, url, picture }) => (
              <li key={key} className="sheet poster">
                <p className="poster-hospital">{hospital}</p>
                <h2>{t(words[key][0])}</h2>
                <p>{t(words[key][1])}</p>
                <img
                  src={`data:image/svg+xml;base64,${btoa(picture)}`}
                  alt={t(`二维码：${url}`, `A picture for the telephone: ${url}`)}
                />
                <p className="poster-url">{url}</p>
                {hotline && <p>{t(`也可以打电话 ${hotline}`, `Or call ${hotline}`)}</p>}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Page>
  )
}
