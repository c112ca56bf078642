// The groups of departments that guidance and notes are kept for.
import { api, useAsk } from '#web/api.ts'
import { t } from '#web/ui/language.ts'

/** 外科， 内科 …: those that the directory has. */
export const useGroups = (): readonly string[] => [
  ...new Set((useAsk(api.departments.list).data?.rows ?? []).map((one) => one.group)),
]

export const sayGroup = (group: string | null): string => group ?? t('所有科室', 'Everybody')
