import type { VoiceDictionary } from '@parley/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { parley } from '../../api/client.ts'
import { t } from '../../i18n/index.ts'
import { tell } from '../../ui/toast.ts'
import {
  bodyOf,
  type Draft,
  draftOf,
  type Entry,
  faultsOf,
  isSame,
  withLine,
} from './draft-rules.ts'

export type Editing = ReturnType<typeof useDraft>

/** A dictionary as it is being edited. */
export function useDraft(dictionary: VoiceDictionary) {
  const cache = useQueryClient()
  const saved = draftOf(dictionary)
  const [draft, setDraft] = useState<Draft>(saved)
  const save = useMutation({
    mutationFn: () => parley.voiceDictionaries.update(dictionary.id, bodyOf(draft)),
    onSuccess(changed) {
      cache.setQueryData(['voice-dictionaries', 'one', dictionary.id], changed)
      setDraft(draftOf(changed))
      tell(t('pronunciation.saved'))
      return cache.invalidateQueries({ queryKey: ['voice-dictionaries'] })
    },
  })
  const changeEntries = (change: (entries: readonly Entry[]) => readonly Entry[]) =>
    setDraft(({ name, entries }) => ({ name, entries: change(entries) }))
  return {
    draft,
    save,
    faults: faultsOf(draft),
    isDirty: !isSame(saved, draft),
    rename: (name: string) => setDraft((before) => ({ ...before, name })),
    add: () => setDraft(withLine),
    change: (key: number, changes: Partial<Entry>) =>
      changeEntries((entries) =>
        entries.map((entry) => (entry.key === key ? { ...entry, ...changes } : entry)),
      ),
    remove: (key: number) => changeEntries((entries) => entries.filter((one) => one.key !== key)),
    reset: () => setDraft(saved),
  }
}
