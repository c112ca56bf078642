// How a file will be read: which column is which field, what is doubtful, and the first rows as they would go in.
import { useState } from 'react'
import type { Wire } from '#kernel/contract.ts'
import { api, useAsk, useDo } from '#web/api.ts'
import { useMayEver } from '#web/me.tsx'
import { Button } from '#web/ui/button.tsx'
import { Check } from '#web/ui/choose.tsx'
import { Select, TextField } from '#web/ui/field.tsx'
import { language, t } from '#web/ui/language.ts'
import { Page } from '#web/ui/layout.tsx'
import { Tag } from '#web/ui/marks.tsx'
import { ErrorNote, Note, Skeleton } from '#web/ui/states.tsx'
import type { imports } from '../contract.ts'
import { kindNames } from './kinds.ts'

type Reply = Wire<NonNullable<NonNullable<(typeof imports)['upload']['~types']>[2]>>
export type Uploaded = Reply & { readonly fileName: string }
type Columns = Reply['mapping']

const dialectWords: Readonly<Record<string, () => string>> = {
  chinese: () => t('中文列名', 'Chinese headings'),
  hqms: () => t('病案首页编码', 'Front-sheet codes'),
  mixed: () => t('几种列名混用', 'Mixed headings'),
  pinyin: () => t('拼音列名', 'Pinyin headings'),
}

/** A column as one knows it again: its place, its heading, and what stands in it. */
const columnWords = (file: Uploaded, column: number): string => {
  const heading = file.header[column]?.trim() || t(`第 ${column + 1} 列`, `column ${column + 1}`)
  const value = file.sample.map((row) => row[column]?.trim()).find(Boolean)
  return value ? `${heading}(${value.slice(0, 12)})` : heading
}

const Fields = ({
  file,
  mapping,
  onChange,
}: {
  file: Uploaded
  mapping: Columns
  onChange: (mapping: Columns) => void
}) => {
  const [all, setAll] = useState(false)
  const used = new Set(Object.values(mapping).filter((column) => column !== null))
  const shown = file.fields.filter(
    (one) => all || one.required || mapping[one.field] !== null || file.mapping[one.field] !== null,
  )
  const left = file.header.map((_, i) => i).filter((i) => !used.has(i))
  const options = file.header.map((_, i) => ({ value: String(i), label: columnWords(file, i) }))
  return (
    <section className="map-fields" aria-label={t('列对应', 'Columns')}>
      <h2>
        {t('列对应', 'Columns')}
        <small>{t(`${used.size} / ${file.header.length} 列用上`, `${used.size} of ${file.header.length} used`)}</small>
      </h2>
      <ul>
        {shown.map((one) => {
          const column = mapping[one.field] ?? null
          return (
            <li key={one.field} className={one.required && column === null ? 'missing' : ''}>
              <span className="map-name">
                {one[language()]}
                {one.required && <i title={t('必需', 'required')}>*</i>}
              </span>
              <Select
                bare
                label={one[language()]}
                empty={t('（文件里没有）', '(not in the file)')}
                value={column === null ? '' : String(column)}
                onChange={(value) => onChange({ ...mapping, [one.field]: value === '' ? null : Number(value) })}
                options={options}
              />
            </li>
          )
        })}
      </ul>
      {shown.length < file.fields.length && (
        <Button small kind="quiet" onClick={() => setAll(true)}>
          {t(`还有 ${file.fields.length - shown.length} 个字段`, `${file.fields.length - shown.length} more fields`)}
        </Button>
      )}
      {left.length > 0 && (
        <p className="hint">
          {t('没有用到的列：', 'Not used: ')}
          {left.map((i) => file.header[i] || i + 1).join('、')}
        </p>
      )}
    </section>
  )
}

const Preview = ({ file, mapping }: { file: Uploaded; mapping: Columns }) => {
  const ask = useAsk(api.imports.preview, { fileId: file.fileId, mapping }, { keep: true })
  // Each row says what it reads under the names of the fields; together they are the columns.
  const columns = [...new Set(ask.data?.rows.flatMap((row) => Object.keys(row.reads)) ?? [])]
  const refused = ask.data?.rows.filter((row) => row.rejected).length ?? 0
  return (
    <section className="preview" aria-label={t('预览', 'Preview')} aria-busy={ask.isFetching}>
      <h2>
        {t('前几行会这样读入', 'The first rows as they will be read')}
        {refused > 0 && <Tag tone="bad">{t(`${refused} 行不能读入`, `${refused} cannot be taken`)}</Tag>}
      </h2>
      {ask.error && <ErrorNote error={ask.error} retry={ask.refetch} />}
      {!ask.data && !ask.error && <Skeleton lines={6} />}
      {ask.data && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <div className="preview-table" tabIndex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t('行', 'Row')}</th>
                {columns.map((one) => (
                  <th key={one} scope="col">
                    {one}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {ask.data.rows.map((row) => [
                <tr key={row.row} className={row.rejected ? 'refused' : ''}>
                  <td>{row.row}</td>
                  {columns.map((one) => (
                    <td key={one}>{row.reads[one] ?? ''}</td>
                  ))}
                </tr>,
                ...(row.rejected || row.warnings.length > 0
                  ? [
                      <tr key={`${row.row}w`} className="preview-says">
                        <td />
                        <td colSpan={Math.max(1, columns.length)}>
                          {row.rejected && (
                            <span className="late">
                              {row.rejected.column}“{row.rejected.value}”:{row.rejected.reason} {row.rejected.remedy}
                            </span>
                          )}
                          {row.warnings.map((words) => (
                            <span key={words}>{words}</span>
                          ))}
                        </td>
                      </tr>,
                    ]
                  : []),
              ])}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}

/** Before anything is taken in. */
export const Mapping = ({
  file,
  onBack,
  onBegun,
}: {
  file: Uploaded
  onBack: () => void
  onBegun: (id: string) => void
}) => {
  const [mapping, setMapping] = useState(file.mapping)
  const [campusId, setCampus] = useState('')
  const [keep, setKeep] = useState(false)
  const [name, setName] = useState(file.template ?? file.fileName.replace(/[\d-_.]*\.\w+$/, ''))
  const mayEver = useMayEver()
  const campuses = useAsk(api.departments.list).data?.campuses ?? []
  const discharges = useDo(api.imports.discharges, { inForm: true })
  const register = useDo(api.imports.register, { inForm: true })
  const cases = useDo(api.imports.cases, { inForm: true })
  const template = useDo(api.imports.template, { says: t('列对应已存为模板', 'The mapping is kept as a template') })
  const isList = file.kind === 'discharges'
  const missing = file.fields.filter((one) => one.required && (mapping[one.field] ?? null) === null)
  const problem = discharges.problem ?? register.problem ?? cases.problem
  const busy = discharges.busy || register.busy || cases.busy
  const noCampus = isList && (mapping.campus ?? null) === null

  const begin = async () => {
    if (keep && name.trim())
      await template.run({ name: name.trim(), kind: file.kind, header: [...file.header], mapping })
    const { fileId } = file
    const begun = isList
      ? await discharges.run({ fileId, mapping, campusId: campusId || null })
      : await (file.kind === 'cases' ? cases : register).run({ fileId, mapping })
    if (begun) onBegun(begun.id)
  }

  return (
    <Page
      wide
      title={file.fileName}
      about={
        <>
          {t(kindNames[file.kind])} · {dialectWords[file.dialect]?.() ?? file.dialect} · {file.format.toUpperCase()}{' '}
          {file.encoding}
          {file.template && ` · ${t('按模板', 'by the template')}“${file.template}”`}
        </>
      }
      actions={
        <>
          <Button onClick={onBack}>{t('换一个文件', 'Another file')}</Button>
          <Button kind="primary" busy={busy} disabled={missing.length > 0} onClick={() => void begin()}>
            {t('开始导入', 'Take it in')}
          </Button>
        </>
      }
    >
      {problem && (
        <Note tone="bad" title={problem.title}>
          {problem.message}
        </Note>
      )}
      {missing.length > 0 && (
        <Note tone="bad" title={t('缺少必需的列', 'Columns are missing')}>
          {t('请指明在哪一列：', 'Say which column: ')}
          {missing.map((one) => one[language()]).join('、')}
        </Note>
      )}
      {file.doubts.length > 0 && (
        <Note tone="warn" title={t('请看一眼', 'Please look')}>
          <ul>
            {file.doubts.map((words) => (
              <li key={words}>{words}</li>
            ))}
          </ul>
        </Note>
      )}
      <div className="map">
        <div className="map-side">
          <Fields file={file} mapping={mapping} onChange={setMapping} />
          {noCampus && (
            <Select
              label={t('这份名单是哪个院区的', 'Which campus is it of')}
              empty={t('不指定', 'Not said')}
              value={campusId}
              onChange={setCampus}
              options={campuses.map((one) => ({ value: one.id, label: one.name }))}
            />
          )}
          {mayEver('import.template') && (
            <div className="map-keep">
              <Check
                label={t('存为模板，下次自动对应', 'Keep as a template for the next time')}
                value={keep}
                onChange={setKeep}
              />
              {keep && <TextField bare label={t('模板名', 'Name')} value={name} onChange={setName} maxLength={60} />}
            </div>
          )}
        </div>
        <Preview file={file} mapping={mapping} />
      </div>
    </Page>
  )
}
