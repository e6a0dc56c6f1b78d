import { useQuery } from '@tanstack/react-query'
import type { Definitions } from './definition-names.ts'
import { currentLanguage, type Language } from './index.ts'

/** Long, and read by few: loaded with the screens that have them. */
const translated: Partial<Record<Language, () => Promise<Definitions>>> = {
  fr: async () => (await import('./fr/definitions.ts')).definitions,
  ar: async () => (await import('./ar/definitions.ts')).definitions,
}

/** Says what something is in the reader's language; in English until that is loaded. */
export function useDefinition<Group extends keyof Definitions>(
  group: Group,
): (name: keyof Definitions[Group], english: string) => string {
  const language = currentLanguage()
  const { data } = useQuery({
    queryKey: ['definitions', language],
    queryFn: async () => (await translated[language]?.()) ?? null,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const known = data?.[group] as Readonly<Record<string, string>> | undefined
  return (name, english) => known?.[String(name)] ?? english
}
