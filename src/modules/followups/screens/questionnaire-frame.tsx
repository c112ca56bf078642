// What stands around the questions of a questionnaire being written: its title, its departments, the script.
import { w } from '#kernel/words.ts'
import { CheckRow } from '#web/ui/choose.tsx'
import { TextArea, TextField } from '#web/ui/field.tsx'
import { t } from '#web/ui/language.ts'
import { Section } from '#web/ui/layout.tsx'
import { departmentGroups, type Questionnaire, type Script } from '../questions.ts'

const scriptParts = [
  ['greeting', w('问候', 'Greeting')],
  ['identity', w('核对身份', 'Identity check')],
  ['recording', w('录音告知', 'Recording notice')],
  ['boundary', w('答不了的问题', 'What the caller must not answer')],
  ['closing', w('结束', 'Closing')],
] as const satisfies readonly (readonly [keyof Script, unknown])[]

/** Title, departments and what is said around the questions. */
export const Frame = ({ it, put }: { it: Questionnaire; put: (patch: Partial<Questionnaire>) => void }) => (
  <div className="form">
    <div className="both">
      <TextField
        label={t('问卷名称', 'Title')}
        name="definition.title"
        value={it.title.zh}
        onChange={(zh) => put({ title: { ...it.title, zh } })}
        maxLength={100}
      />
      <TextField
        label={t('英文名称', 'In English')}
        optional
        value={it.title.en}
        onChange={(en) => put({ title: { ...it.title, en } })}
        maxLength={100}
      />
    </div>
    {it.wave === 'safety' && (
      <CheckRow
        label={t('用于哪些科室', 'For which departments')}
        name="definition.departments"
        hint={t('都不选即通用', 'None chosen: for everybody')}
        value={it.departments === 'all' ? [] : it.departments}
        onChange={(chosen) => put({ departments: chosen.length === 0 ? 'all' : chosen })}
        options={departmentGroups.map((value) => ({ value, label: value }))}
      />
    )}
    <Section
      title={t('话术', 'The script')}
      aside={t('{hospital} {agent} {person} {department} {time} 由工作台填入', 'the desk fills the braces')}
    >
      <div className="form">
        {scriptParts.map(([part, name]) => (
          <TextArea
            key={part}
            label={t(name)}
            name={`definition.script.${part}`}
            value={it.script[part].zh}
            onChange={(zh) => put({ script: { ...it.script, [part]: { ...it.script[part], zh } } })}
            rows={2}
            maxLength={500}
          />
        ))}
      </div>
    </Section>
  </div>
)
