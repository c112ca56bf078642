// Masking: what of a person is shown where rows become replies, before anything leaves the server (《个人信息保护法》第六条).

/** `张三丰` → `张**`; a name of one character is a star. */
export const maskName = (name: string): string => {
  const characters = [...name]
  return characters.length < 2 ? '*' : characters[0] + '*'.repeat(characters.length - 1)
}

/** `13812345678` → `138****5678`; fixed lines keep their last two digits. */
export const maskPhone = (number: string): string =>
  number.length >= 11 && number.startsWith('1')
    ? `${number.slice(0, 3)}****${number.slice(-4)}`
    : `${'*'.repeat(Math.max(0, number.length - 2))}${number.slice(-2)}`

/** An address keeps its first six characters, an identity number nothing but its last four. */
export const maskAddress = (address: string): string => `${[...address].slice(0, 3).join('')}***`
export const maskIdNumber = (idNumber: string): string => `**************${idNumber.slice(-4)}`
