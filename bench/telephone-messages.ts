// How many of two hundred texts have come to an end after the program was killed in the middle of sending them, through a real gateway.
import { GatewaySettings } from '#modules/messages/contract.ts'
import { smsLab, withoutLabs } from '#test/labs.ts'
import { carriedBy, openTextHospital } from '#test/text-hospital.ts'
import type { Line } from './lab.ts'

const texts = 200

/** `messages-accounted`: the share with a final state; `twice` counts texts that the carrier got more than once. */
export const benchMessages = async (): Promise<Line[]> => {
  const without = withoutLabs()
  if (without) throw new Error(without)
  let lab: Awaited<ReturnType<typeof smsLab>> | undefined
  const hospital = await openTextHospital(async ({ base, app }) => {
    lab = await smsLab(app)
    const own = { kind: 'kannel', name: 'Kannel', address: lab.sendsms, user: lab.user, line: 'carrier' }
    return GatewaySettings.parse({ ...own, sender: '1069000099', perSecond: 40, reportWithin: 1, base })
  }, 'lab-only')
  try {
    const began = performance.now()
    await hospital.write(texts, 0)
    await hospital.until(({ delivered = 0, taken = 0 }) => delivered + taken >= texts / 3, 60)
    await hospital.victim.killProgram()
    await hospital.victim.start()
    await hospital.victim.untilWell()
    const isOpen = ({ waiting = 0, sending = 0, taken = 0 }: Record<string, number>) => waiting + sending + taken > 0
    const counts = await hospital.until((now) => !isOpen(now), 240).catch(() => hospital.counts())
    const ended = Object.entries(counts).filter(([status]) => !['waiting', 'sending', 'taken'].includes(status))
    const to = (await carriedBy(lab!)).map((one) => one.to)
    return [
      {
        name: 'messages-accounted',
        ratio: ended.reduce((sum, [, n]) => sum + n, 0) / texts,
        goal: 1,
        direction: 'max',
        ...counts,
        twice: to.length - new Set(to).size,
        seconds: Math.round((performance.now() - began) / 1000),
      },
    ]
  } finally {
    await hospital.close()
    await lab?.down()
  }
}
