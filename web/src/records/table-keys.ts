import { type KeyboardEvent, useState } from 'react'
import type { Row } from './resource-view.ts'

type Editing = { readonly id: string; readonly field: string } | undefined

export type TableKeys = {
  /** The row that the Tab key leads to. */
  readonly focused: number
  readonly onFocus: (index: number) => void
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>, index: number) => void
  readonly editing: Editing
  readonly edit: (editing: Editing) => void
}

type KeyOptions = {
  readonly rows: readonly Row[]
  readonly show: (index: number) => void
  readonly openId: string | undefined
  readonly onOpen: (id: string) => void
  readonly onSelect: (id: string) => void
}

const steps: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  j: 1,
  k: -1,
  PageDown: 15,
  PageUp: -15,
}

/** Arrows move, Enter opens, Space selects, F2 edits. What is open follows the focus. */
export function useTableKeys({ rows, show, openId, onOpen, onSelect }: KeyOptions): TableKeys {
  const [focused, setFocused] = useState(0)
  const [editing, edit] = useState<Editing>()

  function moveTo(grid: Element | null, index: number): void {
    const target = Math.max(0, Math.min(rows.length - 1, index))
    setFocused(target)
    show(target)
    const row = rows[target]
    if (openId && row) onOpen(row.id)
    // The row may have to be drawn first.
    requestAnimationFrame(() => {
      grid?.querySelector<HTMLElement>(`[data-index="${target}"]`)?.focus()
    })
  }

  function onKeyDown(event: KeyboardEvent<HTMLElement>, index: number): void {
    if (event.target !== event.currentTarget) return
    const row = rows[index]
    if (!row) return
    const step = steps[event.key]
    if (step !== undefined) moveTo(event.currentTarget.closest('[role="grid"]'), index + step)
    else if (event.key === 'Enter') onOpen(row.id)
    else if (event.key === ' ' || event.key === 'x') onSelect(row.id)
    else if (event.key === 'F2') edit({ id: row.id, field: '' })
    else return
    event.preventDefault()
  }

  return { focused, onFocus: setFocused, onKeyDown, editing, edit }
}
