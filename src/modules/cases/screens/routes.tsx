// Who handles what: which department fills each office that the categories name.
import { api, useAsk, useDo } from '#web/api.ts'
import { useMayEver } from '#web/me.tsx'
import { Select } from '#web/ui/field.tsx'
import { t } from '#web/ui/language.ts'
import { Page } from '#web/ui/layout.tsx'
import { Tag } from '#web/ui/marks.tsx'
import { Loaded } from '#web/ui/states.tsx'
import { type Office, offices } from '../taxonomy.ts'
import { useDepartments } from './departments.ts'
import { sayItem } from './words.ts'
import './cases.css'

export const Screen = () => {
  const ask = useAsk(api.routes.list)
  const groups = useDepartments()
  const may = useMayEver()('route.set')
  const set = useDo(api.routes.set, { says: t('已保存', 'Saved') })
  return (
    <Page title={t('分工目录', 'Who handles what')}>
      <p className="hint">
        {t(
          '登记时没有写明科室的诉求，按分类转给这里指定的科室；同名科室自动认出。',
          'A matter that names no department goes where its category is handled; departments of the same name are known by themselves.',
        )}
      </p>
      <Loaded ask={ask} lines={10}>
        {({ rows }) => (
          <ul className="sheet routes">
            {rows.map((row) => (
              <li key={row.office}>
                <div className="columns">
                  <div>
                    <b>{t(offices[row.office as Office])}</b>{' '}
                    {row.department === null ? (
                      <Tag tone="warn">{t('未指定', 'Nobody yet')}</Tag>
                    ) : (
                      !row.named && <Tag>{t('同名科室', 'By its name')}</Tag>
                    )}
                    <p className="hint">{row.categories.map(sayItem).join('、')}</p>
                  </div>
                  {may ? (
                    <Select
                      label={t('承办科室', 'Department')}
                      empty={t('按名称自动认', 'By its name')}
                      value={row.named ? (row.departmentId ?? '') : ''}
                      onChange={(departmentId) =>
                        void set.run({ office: row.office, departmentId: departmentId || null })
                      }
                      groups={groups}
                    />
                  ) : (
                    <p>{row.department ?? t('未指定', 'Nobody yet')}</p>
                  )}
                </div>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Page>
  )
}
