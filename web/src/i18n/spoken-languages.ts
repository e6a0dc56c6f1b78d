import { currentLanguage } from './index.ts'

/** Languages that are offered; an agent may have any other. */
export const offeredLanguages = ['en', 'fr', 'ar', 'de', 'es', 'it', 'nl', 'pt', 'tr'] as const

/** The name of a language in the language of the reader. */
export function languageName(code: string): string {
  try {
    return new Intl.DisplayNames([currentLanguage()], { type: 'language' }).of(code) ?? code
  } catch {
    return code
  }
}
