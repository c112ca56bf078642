// Posters: the addresses of the pages without account as pictures that a telephone reads.
import qrcode from 'qrcode'
import { handle } from '#engine/ctx.ts'
import { settingsOf } from '#modules/directory/settings.ts'
import { voices } from './contract.ts'

const pages = { say: '/say', staff: '/say/staff', answer: '/answer' } as const

/** For the address under which the asker reaches this server himself: it is the one that works. */
export const posters = handle(voices.posters, async (ctx, { origin }) => {
  const { hospitalName, hotline } = await settingsOf(ctx, 'hospitalName', 'hotline')
  const rows = await Promise.all(
    (Object.keys(pages) as (keyof typeof pages)[]).map(async (key) => {
      const url = new URL(pages[key], origin).href
      // M: still read with a seventh of it scratched off.
      return { key, url, picture: await qrcode.toString(url, { type: 'svg', margin: 1, errorCorrectionLevel: 'M' }) }
    }),
  )
  return { hospital: hospitalName, hotline, rows }
})
