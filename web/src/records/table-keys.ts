import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import type { Row } from './resource-view.ts'

type Editing = { readonly id: string; readonly field: string } | undefined

/** The same functions at every drawing: rows are not drawn anew because somebody scrolls. */
export type TableKeys = {
  readonly onFocus: (index: number) => void
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>, index: number) => void
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
export function useTableKeys(options: KeyOptions) {
  /** The row that the Tab key leads to. */
  const [focused, setFocused] = useState(0)
  const [editing, edit] = useState<Editing>()
  const latest = useRef(options)
  useEffect(() => {
    latest.current = options
  })
  const keys = useMemo<TableKeys>(
    () => ({
      edit,
      onFocus: setFocused,
      onKeyDown(event, index) {
        if (event.target !== event.currentTarget) return
        const { rows, onOpen, onSelect } = latest.current
        const row = rows[index]
        if (!row) return
        const step = steps[event.key]
        if (step !== undefined) {
          const target = Math.max(0, Math.min(rows.length - 1, index + step))
          setFocused(target)
          moveTo(latest.current, event.currentTarget.closest('[role="grid"]'), target)
        } else if (event.key === 'Enter') onOpen(row.id)
        else if (event.key === ' ' || event.key === 'x') onSelect(row.id)
        else if (event.key === 'F2') edit({ id: row.id, field: '' })
        else return
        event.preventDefault()
      },
    }),
    [],
  )
  return { focused, editing, keys }
}

function moveTo({ rows, show, openId, onOpen }: KeyOptions, grid: Element | null, target: number) {
  show(target)
  const row = rows[target]
  if (openId && row) onOpen(row.id)
  // The row may have to be drawn first.
  requestAnimationFrame(() => {
    grid?.querySelector<HTMLElement>(`[data-index="${target}"]`)?.focus()
  })
}
