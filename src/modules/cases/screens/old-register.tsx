// Where a case comes from that was taken over: the line of the old register, as it stood there.
import { language, t } from '#web/ui/language.ts'
import { Fold } from '#web/ui/layout.tsx'
import { Facts } from '#web/ui/marks.tsx'
import type { Sheet } from './words.ts'

export const OldRegister = ({ sheet: { oldRegister: it } }: { sheet: Sheet }) =>
  it && (
    <Fold
      title={t('旧登记本', 'The old register')}
      aside={t(`${it.file} 第 ${it.row} 行`, `${it.file}, row ${it.row}`)}
      open
    >
      <Facts facts={it.said.map((one) => [one[language()], one.value])} />
      <p className="hint">
        {t(
          '按登记本原文保存：只有答复日期，没有钟点；当时的办理过程没有记录。',
          'Kept as it stood there: the day of the answer without its hour, and nothing of how it was handled.',
        )}
      </p>
    </Fold>
  )
