// The two languages of the house: every sentence people read stands here in Chinese and English side by side.

/** A sentence in both languages; Chinese is the original. */
export type Words = { readonly zh: string; readonly en: string }

export type Language = keyof Words

/** Puts a sentence into both languages: `w('已归档', 'Archived')`. */
export const w = (zh: string, en: string): Words => ({ zh, en })

/** Chooses the language of an `Accept-Language` header; Chinese unless English is asked for first. */
export const languageOf = (header: string | undefined): Language => (/^\s*en\b/i.test(header ?? '') ? 'en' : 'zh')
