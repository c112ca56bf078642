// Identities made by the program: UUIDv7, so that they sort by time and any PostgreSQL will do.

let lastMs = -1
let inThisMs = 0

/**
 * A new UUIDv7 for the instant `at` (RFC 9562 §5.7): 48 bits of milliseconds, 12 that count within one (§6.2, method 1),
 * so that what one command makes stays in its order, and 62 random bits.
 */
export const newId = (at: Date): string => {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  const ms = at.getTime()
  inThisMs = ms === lastMs ? inThisMs + 1 : 0
  lastMs = ms
  for (let i = 0; i < 6; i++) bytes[i] = Math.floor(ms / 2 ** (40 - 8 * i)) & 0xff
  bytes[6] = ((inThisMs >> 8) & 0x0f) | 0x70
  bytes[7] = inThisMs & 0xff
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
