import type { DictionaryWord, VoiceDictionary } from '@parley/contract'

/** A line of the editor; a new one has no word yet. */
export type Entry = DictionaryWord & { readonly key: number }

export type Draft = { readonly name: string; readonly entries: readonly Entry[] }

export function draftOf({ name, words }: Pick<VoiceDictionary, 'name' | 'words'>): Draft {
  return { name, entries: words.map((word, key) => ({ ...word, key })) }
}

/** With an empty line at its end. */
export function withLine({ name, entries }: Draft): Draft {
  const key = Math.max(-1, ...entries.map((entry) => entry.key)) + 1
  return { name, entries: [...entries, { key, word: '', pronunciation: '' }] }
}

/** What is sent: lines on which nothing stands are left out. */
export function bodyOf({ name, entries }: Draft): { name: string; words: DictionaryWord[] } {
  const words = entries.map(({ word, pronunciation }) => ({
    word: word.trim(),
    pronunciation: pronunciation.trim(),
  }))
  return {
    name: name.trim(),
    words: words.filter(({ word, pronunciation }) => word || pronunciation),
  }
}

export function isSame(one: Draft, other: Draft): boolean {
  return JSON.stringify(bodyOf(one)) === JSON.stringify(bodyOf(other))
}

/** What is wrong with lines, by their keys. */
export function faultsOf({ entries }: Draft): ReadonlyMap<number, 'incomplete' | 'twice'> {
  const faults = new Map<number, 'incomplete' | 'twice'>()
  const seen = new Set<string>()
  for (const { key, word, pronunciation } of entries) {
    const name = word.trim().toLowerCase()
    if (Boolean(name) !== Boolean(pronunciation.trim())) faults.set(key, 'incomplete')
    else if (name && seen.has(name)) faults.set(key, 'twice')
    seen.add(name)
  }
  return faults
}
