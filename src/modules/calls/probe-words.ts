// What the self-test of an exchange found, in words for the one person of the hospital who can mend it.
import { type Words, w } from '#kernel/words.ts'
import type { Outcome } from './outcomes.ts'

type Said = { readonly step: 'address' | 'certificate' | 'protocol'; readonly words: Words }

/** Why no connection came about: which step failed, and what to do. `fingerprint`: of a certificate that nobody vouches for. */
export const connectionTrouble = (error: unknown, url: URL, fingerprint: string | null): Said => {
  const { code = '', message = '' } = error as { code?: string; message?: string }
  const where = url.host
  const at = (step: Said['step'], zh: string, en: string): Said => ({ step, words: w(zh, en) })
  if (code === 'ENOTOUTSIDE') return { step: 'address', words: (error as { words: Words }).words }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return at(
      'address',
      `找不到 ${url.hostname}。请检查地址拼写，或改填 IP 地址。`,
      `${url.hostname} is not known; check the spelling or use an IP address.`,
    )
  if (code === 'ECONNREFUSED')
    return at(
      'address',
      `${where} 拒绝连接：电话系统没有在这个端口开放 WebSocket，或服务没有启动。请向电话班确认端口（Asterisk 常用 8088/8089，FreeSWITCH 常用 5066/7443）。`,
      `${where} refuses: no WebSocket on this port, or it is not running (Asterisk 8088/8089, FreeSWITCH 5066/7443).`,
    )
  if (['ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'].includes(code) || /timed out|timeout/i.test(message))
    return at(
      'address',
      `${where} 没有应答。请检查地址，以及两台机器之间的防火墙。`,
      `${where} does not answer; check the address and the firewall between.`,
    )
  if (code === 'CERT_HAS_EXPIRED')
    return at(
      'certificate',
      '电话系统的证书已过期，请电话班更换证书。',
      'The certificate has expired; have it renewed.',
    )
  if (code === 'CERT_NOT_YET_VALID')
    return at(
      'certificate',
      '电话系统的证书尚未生效，请检查两台机器的时钟。',
      'The certificate is not valid yet; check both clocks.',
    )
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return at(
      'certificate',
      `证书不是发给 ${url.hostname} 的。请把地址改成证书上的名称，或请电话班换发证书。`,
      `The certificate is for another name than ${url.hostname}; use its name or have it reissued.`,
    )
  if (/SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|CERT_UNTRUSTED/.test(code))
    return at(
      'certificate',
      `电话系统用的是自签名证书。请向电话班索取该证书（PEM），核对指纹后粘贴到“证书”一栏。${fingerprint ? `对方证书的 SHA-256 指纹：${fingerprint}` : ''}`,
      `The certificate is signed by nobody known. Get it as PEM, compare the fingerprint and paste it. ${fingerprint ?? ''}`,
    )
  if (code === 'EPROTO' || /wrong version number|SSL routines/i.test(message))
    return at(
      'certificate',
      `${where} 不是加密端口。请改用 ws:// 地址，或改填加密端口。`,
      `${where} does not speak TLS; use ws:// or the secure port.`,
    )
  if (/socket hang up|Parse Error|ECONNRESET/i.test(`${code} ${message}`))
    return at(
      'protocol',
      `${where} 能连上，但不是 WebSocket 服务；加密端口要用 wss:// 地址。`,
      `${where} is no WebSocket; a secure port needs wss://.`,
    )
  const status = /Unexpected server response: (\d+)/.exec(message)?.[1]
  if (status === '404')
    return at(
      'protocol',
      `能连上，但路径 ${url.pathname} 不对（Asterisk 通常是 /ws）。`,
      `The path ${url.pathname} is not right (Asterisk: /ws).`,
    )
  if (status)
    return at(
      'protocol',
      `能连上，但对方不接受 SIP over WebSocket（HTTP ${status}）。请电话班启用 sip 子协议，并允许本服务器接入。`,
      `The other side refuses SIP over WebSocket (HTTP ${status}); enable the sub-protocol sip for this server.`,
    )
  if (/subprotocol|sub-protocol/i.test(message))
    return at(
      'protocol',
      '对方接受了 WebSocket，但不认 sip 子协议。请电话班启用 SIP over WebSocket。',
      'The sub-protocol sip was not accepted; enable SIP over WebSocket.',
    )
  return at('protocol', `连接失败：${code || message.slice(0, 80)}`, `No connection: ${code || message.slice(0, 80)}`)
}

/** What the answer to a registration means; `realm`: what the exchange calls its realm. */
export const registrationTrouble = (
  status: number | null,
  it: { extension: string; domain: string; realm: string | null },
): Words => {
  if (status === null)
    return w(
      `对方没有应答注册。请检查 SIP 域“${it.domain}”是否正确。`,
      `No answer to the registration; check the domain ${it.domain}.`,
    )
  if (status === 401 || status === 407)
    return w(
      `密码不对，或没有分机 ${it.extension}。${it.realm && it.realm !== it.domain ? `（对方的域是“${it.realm}”，设置里填的是“${it.domain}”。）` : ''}请核对后重新填写密码。`,
      `Wrong password, or no extension ${it.extension}.${it.realm && it.realm !== it.domain ? ` (Its realm is ${it.realm}, set is ${it.domain}.)` : ''}`,
    )
  if (status === 404)
    return w(
      `电话系统里没有分机 ${it.extension}，或 SIP 域“${it.domain}”不对。`,
      `No extension ${it.extension}, or the domain ${it.domain} is wrong.`,
    )
  if (status === 403)
    return w(
      `电话系统不允许分机 ${it.extension} 从这里注册（403）。请电话班检查分机权限。`,
      `Extension ${it.extension} may not register from here (403).`,
    )
  if (status === 423)
    return w('电话系统要求更长的注册有效期（423）。', 'The exchange wants a longer registration (423).')
  return w(`注册失败（${status}）。请把这个数字告诉电话班。`, `The registration failed (${status}).`)
}

export const refusedSecond = (status: number | null): Words =>
  w(
    `同一分机的第二次注册被拒绝（${status ?? '无应答'}）。页面崩溃后要等旧注册过期才能再用：请电话班设为“新注册替换旧注册”（Asterisk：max_contacts=1 且 remove_existing=yes）。`,
    `A second registration is refused (${status ?? 'no answer'}): after a crash the telephone waits for the old one to run out. Ask for “replace” (Asterisk: max_contacts=1, remove_existing=yes).`,
  )

export const callEnded = (number: string, status: number | null, outcome: Outcome | null): Words =>
  status === 200
    ? w(`拨打 ${number} 已接通，随即挂断。`, `${number} was answered and hung up at once.`)
    : status === 403
      ? w(
          `本分机没有拨打 ${number} 的权限（403）。请电话班开通，并检查外线前缀。`,
          `This extension may not dial ${number} (403); check the outside prefix.`,
        )
      : status === 404
        ? w(
            `${number} 是空号，或外线前缀不对（404）。`,
            `${number} does not exist, or the outside prefix is wrong (404).`,
          )
        : status === 488
          ? w(
              '电话系统不接受网页电话的语音格式（488）。请为分机启用 WebRTC（Asterisk：webrtc=yes）。',
              'The exchange does not take WebRTC sound (488); enable it for the extension (Asterisk: webrtc=yes).',
            )
          : w(
              `拨打 ${number} 未接通（${status ?? '无应答'}${outcome ? `，${outcome}` : ''}）。`,
              `${number} was not answered (${status ?? 'no answer'}).`,
            )

export const noReason = (number: string, status: number): Words =>
  w(
    `${number} 拒绝时只有 ${status}，没有 Reason 头。这样分不清“无人接听”和“关机”，只能由回访员改正。请电话班打开 Q.850 原因（Asterisk：chan_pjsip 的 send_history_info/Reason 或 Q850 头；FreeSWITCH 默认就有）。`,
    `${number} was refused with ${status} and no Reason header: “no answer” and “switched off” cannot be told apart. Ask for Q.850 causes.`,
  )
