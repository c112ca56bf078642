// What this module brings to the house.
import { every, with_ } from '#engine/ctx.ts'
import type { Module } from '#engine/house.ts'
import { settingsOf } from '#modules/directory/settings.ts'
import { add, code, confirm, enter, get, identify, leave, picture, rate } from './answers.ts'
import { custodianHandlers } from './custodians.ts'
import { keepPlace } from './identity.ts'
import { forgetKnocks } from './limits.ts'
import { forgetLinks, textTold } from './links.ts'
import { openingHandlers } from './openings.ts'
import { posters } from './posters.ts'
import { form, say, speak } from './saying.ts'
import { voicesTables } from './tables.ts'

export const voicesModule: Module = {
  name: 'voices',
  tables: voicesTables,
  handlers: [
    ...[form, say, speak, posters],
    ...[enter, code, confirm, get, add, picture, rate, identify, leave],
    ...openingHandlers,
    ...custodianHandlers,
  ],
  blanks: async (ctx) => {
    const { hospitalName, hotline } = await settingsOf(ctx, 'hospitalName', 'hotline')
    return {
      hospital: hospitalName,
      callZh: hotline ? `请直接拨打 ${hotline}，我们 24 小时接听。` : '请到医院客户服务中心，或找护士站帮忙。',
      callEn: hotline ? `Please call ${hotline}, day and night.` : 'Please come to the service centre or ask a nurse.',
    }
  },
  reactions: [
    with_('case.splitFrom', 'voices.keepPlace', keepPlace),
    with_('case.tell', 'voices.textTold', textTold),
    every(60, 'voices.forgetKnocks', forgetKnocks),
    every(24 * 60, 'voices.forgetLinks', forgetLinks),
  ],
}
