import { useEffect } from 'react'

type Steps = { readonly undo: () => void; readonly redo: () => void }

/** Ctrl Z and Ctrl Y, or with ⌘. In a text the browser takes back letters, and dialogs are others' affair. */
export function useUndoKeys({ undo, redo }: Steps): void {
  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      const { target } = event
      const isOthers =
        target instanceof HTMLElement &&
        (/^(INPUT|TEXTAREA)$/.test(target.tagName) || target.closest('[role="dialog"]') !== null)
      if (isOthers || !(event.metaKey || event.ctrlKey)) return
      const key = event.key.toLowerCase()
      if (key === 'y' || (key === 'z' && event.shiftKey)) redo()
      else if (key === 'z') undo()
      else return
      event.preventDefault()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [undo, redo])
}
