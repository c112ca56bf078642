// The cable between the browser and the server: it can be pulled out and put back, as happens in every hospital.
import { connect, createServer, type Socket } from 'node:net'

export type Cable = {
  readonly port: number
  /** Nothing comes through from now on. */
  cut(): void
  mend(): void
  close(): Promise<void>
}

/** Carries everything from a port of its own to this one. While it is cut, whoever calls is hung up on at once. */
export const layCable = async (to: number): Promise<Cable> => {
  const open = new Set<Socket>()
  let whole = true
  const keep = (socket: Socket) => {
    open.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => open.delete(socket))
  }
  const end = createServer((near) => {
    if (!whole) return near.destroy()
    const far = connect(to, '127.0.0.1')
    keep(near)
    keep(far)
    near.pipe(far)
    far.pipe(near)
    near.on('close', () => far.destroy())
    far.on('close', () => near.destroy())
    return undefined
  })
  await new Promise<void>((ready) => end.listen(0, '127.0.0.1', ready))
  const hangUp = () => {
    for (const socket of open) socket.destroy()
  }
  return {
    port: (end.address() as { port: number }).port,
    cut: () => {
      whole = false
      hangUp()
    },
    mend: () => {
      whole = true
    },
    close: () =>
      new Promise((closed) => {
        hangUp()
        end.close(() => closed())
      }),
  }
}
