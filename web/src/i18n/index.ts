import { type Catalogue, en, type Key } from './en/index.ts'

export type { Key } from './en/index.ts'

type Words = Readonly<Partial<Record<Key, string>>>

/** Catalogues but English come when somebody reads them. */
const catalogues: Readonly<Record<string, () => Promise<Catalogue>>> = {
  fr: async () => (await import('./fr/index.ts')).fr,
  ar: async () => (await import('./ar/index.ts')).ar,
}

/** By the name that its speakers give it. */
export const languages = { en: 'English', fr: 'Français', ar: 'العربية' } as const
export type Language = keyof typeof languages

const storedAs = 'parley.language'
/** English words that come with the screens that say them; the other catalogues come whole. */
const later = {
  agents: async (): Promise<Words> => ({
    ...(await import('./en/agents.ts')).agents,
    ...(await import('./en/agent-calls.ts')).agentCalls,
    ...(await import('./en/live-calls.ts')).liveCalls,
  }),
  analysis: async (): Promise<Words> => (await import('./en/analysis.ts')).analysis,
  campaigns: async (): Promise<Words> => (await import('./en/campaigns.ts')).campaigns,
  developers: async (): Promise<Words> => (await import('./en/developers.ts')).developers,
  pronunciation: async (): Promise<Words> => (await import('./en/pronunciation.ts')).pronunciation,
  operations: async (): Promise<Words> => (await import('./en/operations.ts')).operations,
  pipeline: async (): Promise<Words> => (await import('./en/pipeline.ts')).pipeline,
  recordings: async (): Promise<Words> => (await import('./en/recordings.ts')).recordings,
  flows: async (): Promise<Words> => (await import('./en/flows.ts')).flows,
  toolkit: async (): Promise<Words> => (await import('./en/toolkit.ts')).toolkit,
} as const

let catalogue: Words = en
let language: Language = 'en'

export function currentLanguage(): Language {
  return language
}

export function isRightToLeft(): boolean {
  return language === 'ar'
}

function isLanguage(text: string): text is Language {
  return Object.hasOwn(languages, text)
}

/** The one that was chosen, else the first of the browser's that there is. */
function wantedLanguage(): Language {
  const chosen = localStorage.getItem(storedAs)
  const wanted = [chosen ?? '', ...navigator.languages.map((tag) => tag.slice(0, 2))]
  return wanted.find(isLanguage) ?? 'en'
}

/** Before anything is shown. */
export async function loadLanguage(): Promise<void> {
  language = wantedLanguage()
  catalogue = (await catalogues[language]?.()) ?? en
  document.documentElement.lang = language
  document.documentElement.dir = isRightToLeft() ? 'rtl' : 'ltr'
}

/** The screen together with its words. */
export function withWords<T>(area: keyof typeof later, load: () => Promise<T>): () => Promise<T> {
  return async () => {
    const [screen, words] = await Promise.all([load(), language === 'en' ? later[area]() : {}])
    catalogue = { ...catalogue, ...words }
    return screen
  }
}

/** The page is drawn anew: words are everywhere. */
export function chooseLanguage(next: Language): void {
  localStorage.setItem(storedAs, next)
  location.reload()
}

/** The words of a key in the language of the reader; `{name}` stands for a value. */
export function t(key: Key, values?: Readonly<Record<string, string | number>>): string {
  const text = catalogue[key] ?? key
  if (!values) return text
  return text.replace(/\{(\w+)\}/g, (mark, name: string) => String(values[name] ?? mark))
}

/** For keys that are made of data, such as the stage of a task; the data itself where it is unknown. */
export function tOr(key: string, otherwise: string): string {
  return (Object.hasOwn(catalogue, key) ? catalogue[key as Key] : undefined) ?? otherwise
}
