// Photographs, made smaller before they are kept: drawn anew, so that neither place nor time is left in them.
import { newId } from '#kernel/ids.ts'
import { now } from '#web/ui/clock.ts'
import type { NewPhoto } from './store.ts'

const longestEdge = 1600

/** A photograph as it is kept; null for what this browser cannot draw (HEIC). */
export const shrunk = async (file: File): Promise<NewPhoto | null> => {
  try {
    const drawn = await createImageBitmap(file)
    const scale = Math.min(1, longestEdge / Math.max(drawn.width, drawn.height))
    const canvas = new OffscreenCanvas(
      Math.max(1, Math.round(drawn.width * scale)),
      Math.max(1, Math.round(drawn.height * scale)),
    )
    canvas.getContext('2d')!.drawImage(drawn, 0, 0, canvas.width, canvas.height)
    drawn.close()
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.8 })
    const id = newId(now())
    return { id, name: `现场照片-${id.slice(9, 13)}.jpg`, bytes: new Uint8Array(await blob.arrayBuffer()) }
  } catch {
    return null
  }
}
