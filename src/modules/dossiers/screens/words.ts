// The words of keeping and destroying.
import { type Words, w } from '#kernel/words.ts'

export const classWords: Readonly<Record<string, Words>> = {
  ordinary: w('一般', 'Ordinary'),
  complaint: w('投诉', 'Complaint'),
  dispute: w('争议', 'Dispute'),
}
export const takenWords: Readonly<Record<string, Words>> = {
  masked: w('去标识卷宗', 'De-identified file'),
  clear: w('实名卷宗', 'File in clear'),
  letter: w('答复函', 'Letter'),
}
export const whatWords: Readonly<Record<string, Words>> = {
  whole: w('全部卷宗', 'The whole file'),
  recordings: w('录音', 'Recordings'),
}

/** Hands a file to the browser under a name. */
export const download = (content: Uint8Array, name: string, type: string): void => {
  const url = URL.createObjectURL(new Blob([content as BlobPart], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
