import { useCallback, useEffect, useState } from 'react'
import { t } from '../../i18n/index.ts'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { Input } from '../../ui/field.tsx'
import { Refused } from '../../ui/states.tsx'
import type { Editing } from './use-editing.ts'

const longestNote = 500

/** At the foot of the editor while something is not saved. */
export function SaveBar({ editing }: { readonly editing: Editing }) {
  const { isDirty, newerVersion, discard, save } = editing
  const [note, setNote] = useState('')
  const { mutate, isPending, error } = save
  const run = useCallback(() => mutate(note, { onSuccess: () => setNote('') }), [mutate, note])
  useSaveKey(isDirty && !isPending ? run : undefined)
  return (
    <div
      className={cx('shrink-0 border-t border-line bg-raised px-4 py-2', !isDirty && 'hidden')}
      role="region"
      aria-label={t('agents.unsaved')}
    >
      {newerVersion && (
        <p role="alert" className="mb-2 rounded-md bg-warn-soft px-3 py-2 text-warn">
          {t('agents.newer', { version: newerVersion })}
        </p>
      )}
      {!newerVersion && <Refused error={error} />}
      <form
        className="flex flex-wrap items-center gap-2"
        onSubmit={(event) => {
          event.preventDefault()
          run()
        }}
      >
        <span className="text-muted max-sm:sr-only">{t('agents.unsaved')}</span>
        <Input
          className="ms-auto max-w-72 flex-1"
          maxLength={longestNote}
          aria-label={t('agents.note')}
          placeholder={t('agents.note')}
          value={note}
          onChange={({ target }) => setNote(target.value)}
        />
        <Button onClick={discard}>{newerVersion ? t('agents.reload') : t('agents.discard')}</Button>
        <Button look="primary" type="submit" disabled={isPending || newerVersion !== undefined}>
          {t('agents.saveVersion')}
        </Button>
      </form>
    </div>
  )
}

/** Ctrl or ⌘ with S saves. */
function useSaveKey(save: (() => void) | undefined): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.metaKey || event.ctrlKey) || event.key.toLowerCase() !== 's') return
      event.preventDefault()
      save?.()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [save])
}
