import { useCallback, useState } from 'react'
import type { Draft } from './draft-rules.ts'
import { beginHistory, changed, type History, redone, undone } from './history-rules.ts'

/** Changes of one thing in one go, such as the letters of a message, are one step back. */
export type Edit = (change: (draft: Draft) => Draft, of?: string) => void

export type Editing = {
  readonly draft: Draft
  readonly edit: Edit
  readonly undo: () => void
  readonly redo: () => void
  readonly canUndo: boolean
  readonly canRedo: boolean
  readonly isDirty: boolean
  readonly markSaved: (saved: Draft) => void
}

type State = { readonly history: History<Draft>; readonly saved: Draft }

/** A flow while it is edited, with every step of it. */
export function useDraft(initial: () => Draft, isNew: boolean): Editing {
  const [{ history, saved }, setState] = useState<State>(() => {
    const draft = initial()
    return { history: beginHistory(draft), saved: isNew ? { ...draft } : draft }
  })
  const step = useCallback((next: (history: History<Draft>) => History<Draft>) => {
    setState((state) => ({ ...state, history: next(state.history) }))
  }, [])
  const edit = useCallback<Edit>(
    (change, of) => step((now) => changed(now, change(now.present), { of, atMs: Date.now() })),
    [step],
  )
  return {
    draft: history.present,
    edit,
    undo: useCallback(() => step(undone), [step]),
    redo: useCallback(() => step(redone), [step]),
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
    isDirty: history.present !== saved,
    markSaved: useCallback((now: Draft) => setState((state) => ({ ...state, saved: now })), []),
  }
}
