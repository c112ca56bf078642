// Addresses in SIP headers: `"Name" <sip:user@host;p=1>;tag=x`, and what the Reason header says of an end.
import { type SipMessage, values } from './message.ts'

export type Address = { readonly name: string; readonly uri: string; readonly params: string }

/** Reads the address of a From, To, Contact or Refer-To; an address without brackets has no parameters of its own. */
export const addressOf = (value: string | undefined): Address => {
  const text = (value ?? '').trim()
  const bracketed = /^(?:"((?:[^"\\]|\\.)*)"|([^<"]*?))\s*<([^<>]*)>(.*)$/s.exec(text)
  if (bracketed)
    return {
      name: (bracketed[1] ?? bracketed[2] ?? '').replace(/\\(.)/g, '$1').trim(),
      uri: bracketed[3]!,
      params: bracketed[4]!.trim(),
    }
  const semicolon = text.indexOf(';')
  return semicolon < 0
    ? { name: '', uri: text, params: '' }
    : { name: '', uri: text.slice(0, semicolon).trim(), params: text.slice(semicolon) }
}

/** The tag of a From or To, or undefined. */
export const tagOf = (value: string | undefined): string | undefined =>
  /;\s*tag\s*=\s*([^;,\s"<>]+)/i.exec(addressOf(value).params)?.[1]

/** The user part of a SIP or tel address, decoded; empty where there is none. */
export const userOf = (uri: string): string => {
  const user = /^(?:sips?:([^@]*)@|tel:([^;]*))/i.exec(uri)
  const text = (user?.[1] ?? user?.[2] ?? '').split(/[;:]/)[0]!
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** What stands behind the `?` of an address: `Replaces=…`; undefined where it has no such part. */
export const headerIn = (uri: string, name: string): string | undefined => {
  const query = uri.split('?')[1]
  const part = query?.split('&').find((pair) => pair.toLowerCase().startsWith(`${name.toLowerCase()}=`))
  return part?.slice(name.length + 1)
}

/** The Q.850 cause of the Reason headers, or null. */
export const q850Of = (message: SipMessage): number | null => {
  for (const reason of values(message, 'Reason')) {
    const [, cause] = /^Q\.850\s*;(?:.*;)?\s*cause\s*=\s*"?(\d{1,3})/i.exec(reason) ?? []
    if (cause) return Number(cause)
  }
  return null
}
