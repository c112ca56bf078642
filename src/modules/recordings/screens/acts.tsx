// What else can be done with a recording: handing it out as a file, holding it, destroying it because the person asked.
import { useState } from 'react'
import type { z } from 'zod'
import type { Wire } from '#kernel/contract.ts'
import { dayOf } from '#kernel/time.ts'
import { api, useDo } from '#web/api.ts'
import { useMe } from '#web/me.tsx'
import { Button } from '#web/ui/button.tsx'
import { now } from '#web/ui/clock.ts'
import { TextField } from '#web/ui/field.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import type { RecordingSheet } from '../contract.ts'

type Sheet = Wire<z.output<typeof RecordingSheet>>
type Act = 'export' | 'hold' | 'release' | 'erase'

const labels = (act: Act): [label: string, submit: string] =>
  ({
    export: [t('用途', 'What for'), t('导出录音', 'Export')],
    hold: [t('保全理由', 'Why it is held'), t('保全', 'Hold')],
    release: [t('解除理由', 'Why it is released'), t('解除保全', 'Release')],
    erase: [t('对方怎么说', 'What the person said'), t('销毁录音', 'Destroy it')],
  })[act] as [string, string]

/** Hands a file to the browser under a name. */
const putDown = (content: Uint8Array, name: string): void => {
  const url = URL.createObjectURL(new Blob([content as BlobPart], { type: 'audio/webm' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

const WithReason = ({ sheet, act, onClose }: { sheet: Sheet; act: Act; onClose: () => void }) => {
  const { person } = useMe()
  const form = useForm({ reason: '' })
  const take = useDo(api.recordings.export, { inForm: true, says: t('已导出', 'Exported') })
  const hold = useDo(api.recordings.hold, { inForm: true, says: t('已保全', 'Held') })
  const release = useDo(api.recordings.release, { inForm: true, says: t('已解除保全', 'Released') })
  const erase = useDo(api.recordings.erase, { inForm: true, says: t('录音已销毁', 'The recording is gone') })
  const verb = { export: take, hold, release, erase }[act]
  const [label, submit] = labels(act)
  const run = async () => {
    const { reason } = form.values
    const { id } = sheet
    if (act === 'export') {
      const reply = await take.run({ id, reason })
      if (reply === undefined) return
      putDown(reply as Uint8Array, `录音-${dayOf(new Date(sheet.startedAt))}-${person.name}-${dayOf(now())}.webm`)
      onClose()
      return
    }
    const done =
      act === 'erase'
        ? erase.run({ id, words: reason })
        : act === 'hold'
          ? hold.run({ id, reason })
          : release.run({ id, reason })
    if ((await done) !== undefined) onClose()
  }
  return (
    <Form
      onSubmit={run}
      submit={submit}
      danger={act === 'erase' || act === 'release'}
      busy={verb.busy}
      problem={verb.problem}
      onCancel={onClose}
    >
      <TextField
        name={act === 'erase' ? 'words' : 'reason'}
        value={form.values.reason}
        onChange={(reason) => form.set({ reason })}
        label={label}
      />
    </Form>
  )
}

export const Acts = ({ sheet }: { sheet: Sheet }) => {
  const [open, setOpen] = useState<Act>()
  const { can } = sheet
  if (open && can.includes(open)) return <WithReason sheet={sheet} act={open} onClose={() => setOpen(undefined)} />
  const offered = (['export', 'hold', 'release', 'erase'] as const).filter((act) => can.includes(act))
  if (offered.length === 0) return null
  const words = {
    export: t('导出', 'Export'),
    hold: t('保全', 'Hold'),
    release: t('解除保全', 'Release'),
    erase: t('对方撤回同意…', 'Consent withdrawn…'),
  }
  return (
    <div className="actions">
      {offered.map((act) => (
        <Button
          key={act}
          small
          kind={act === 'erase' || act === 'release' ? 'quiet' : 'plain'}
          {...(act === 'export' ? { icon: 'download' as const } : act === 'hold' ? { icon: 'lock' as const } : {})}
          onClick={() => setOpen(act)}
        >
          {words[act]}
        </Button>
      ))}
    </div>
  )
}
