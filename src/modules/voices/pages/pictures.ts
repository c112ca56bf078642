// Pictures: made smaller on the telephone, freed there of place and time, sent one after the other, each as often as it takes.
import { h, note } from './dom.ts'
import { t } from './language.ts'
import { type Became, type Failed, sendPicture } from './wire.ts'

const mostPictures = 6
const longestEdge = 1600

/** Drawn anew, so that nothing but the picture is left of it; what the telephone cannot draw goes as it is. */
const smaller = async (file: File): Promise<Blob> => {
  try {
    const drawn = await createImageBitmap(file)
    const scale = Math.min(1, longestEdge / Math.max(drawn.width, drawn.height))
    const canvas = h('canvas')
    canvas.width = Math.max(1, Math.round(drawn.width * scale))
    canvas.height = Math.max(1, Math.round(drawn.height * scale))
    canvas.getContext('2d')!.drawImage(drawn, 0, 0, canvas.width, canvas.height)
    drawn.close()
    return await new Promise((resolve) => canvas.toBlob((made) => resolve(made ?? file), 'image/jpeg', 0.82))
  } catch {
    return file
  }
}

type Picture = { readonly blob: Blob; readonly url: string }

/** A field in which pictures are chosen and taken back; they live in memory only, and it says so. */
export const picturesField = (has = 0) => {
  let chosen: Picture[] = []
  const list = h('ul', { class: 'pictures' })
  const word = h('p', { class: 'hint', role: 'status' })
  const draw = (): void => {
    list.replaceChildren(
      ...chosen.map((one, i) =>
        h(
          'li',
          {},
          h('img', { src: one.url, alt: t(`照片 ${i + 1}`, `Picture ${i + 1}`) }),
          h(
            'button',
            {
              type: 'button',
              'aria-label': t(`去掉照片 ${i + 1}`, `Take picture ${i + 1} away`),
              onclick: () => {
                URL.revokeObjectURL(one.url)
                chosen = chosen.filter((other) => other !== one)
                draw()
              },
            },
            '×',
          ),
        ),
      ),
    )
    const left = mostPictures - has - chosen.length
    word.textContent =
      left <= 0
        ? t('照片已够六张。', 'That makes six pictures.')
        : t(
            `还可以加 ${left} 张。拍摄的地点和时间会自动去掉。`,
            `${left} more. Where and when they were taken is removed.`,
          )
    input.disabled = left <= 0
  }
  const input = h('input', {
    type: 'file',
    accept: 'image/*',
    multiple: true,
    id: 'pictures',
    onchange: async () => {
      const files = [...(input.files ?? [])].slice(0, mostPictures - has - chosen.length)
      input.value = ''
      for (const file of files) {
        const blob = await smaller(file)
        chosen.push({ blob, url: URL.createObjectURL(blob) })
        draw()
      }
    },
  })
  return {
    /** Made anew in the language of the moment; what was chosen stays. */
    element: (): HTMLElement => {
      draw()
      return h(
        'div',
        { class: 'field', 'data-field': 'file' },
        h('label', { for: 'pictures' }, t('照片', 'Pictures'), h('small', {}, t('（可不加）', ' (optional)'))),
        input,
        list,
        word,
      )
    },
    chosen: () => chosen,
  }
}

/** Sends what was chosen and says how far it is; what did not go can be sent again. Answers the last reply. */
export const sendAll = (pictures: readonly Picture[], done: (became: Became | null) => void): HTMLElement => {
  const bar = h('progress', { max: 1, value: 0 })
  const says = h('p', { role: 'status' })
  const place = h('div', { class: 'note plain' }, says, bar)
  let at = 0
  let last: Became | null = null
  let failedAt = -1
  const go = async (): Promise<void> => {
    failedAt = -1
    place.querySelector('.note.bad')?.remove()
    bar.hidden = false
    while (at < pictures.length) {
      says.textContent = t(
        `正在传照片 ${at + 1} / ${pictures.length}`,
        `Sending picture ${at + 1} of ${pictures.length}`,
      )
      try {
        last = await sendPicture(pictures[at]!.blob, (part) => {
          bar.value = (at + part) / pictures.length
        })
        at++
      } catch (error) {
        const { status, message } = error as Failed
        bar.hidden = true
        failedAt = at
        place.append(
          note(
            message,
            'bad',
            h('button', { type: 'button', onclick: () => void go() }, t('再传一次', 'Send again')),
            h(
              'button',
              {
                type: 'button',
                onclick: () => {
                  at++
                  void go()
                },
              },
              t('不传这张', 'Leave this one out'),
            ),
          ),
        )
        // The line may come back by itself.
        if (status === 0)
          addEventListener('online', () => place.isConnected && failedAt === at && void go(), { once: true })
        return
      }
    }
    bar.remove()
    says.textContent = t(`${pictures.length} 张照片已收到。`, `${pictures.length} pictures received.`)
    done(last)
  }
  if (pictures.length === 0) {
    place.hidden = true
    done(null)
  } else void go()
  return place
}
