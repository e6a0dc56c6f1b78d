import {
  ArrowDown,
  ArrowUp,
  ChevronDown,
  ChevronRight,
  GripVertical,
  Plus,
  Trash2,
} from 'lucide-react'
import { type DragEvent, type KeyboardEvent, type ReactNode, useState } from 'react'
import { formatNumber } from '../../../i18n/format.ts'
import { t } from '../../../i18n/index.ts'
import { Card } from '../../../ui/bits.tsx'
import { Button, IconButton } from '../../../ui/button.tsx'
import { cx } from '../../../ui/cx.ts'
import { moved, type StageDraft } from './scorecard-draft.ts'

type ListProps<P extends StageDraft> = {
  readonly title: string
  readonly text: string
  readonly add: string
  readonly parts: readonly P[]
  readonly atMost: number
  readonly canEdit: boolean
  /** Those that cannot be saved as they are: shown open. */
  readonly faulty: ReadonlySet<string>
  readonly make: (id: string) => P
  readonly onChange: (parts: readonly P[]) => void
  /** Beside the title. */
  readonly sum?: ReactNode
  /** Beside the name of a part. */
  readonly aside?: (part: P, change: (changes: Partial<P>) => void) => ReactNode
  readonly children: (part: P, change: (changes: Partial<P>) => void, isNew: boolean) => ReactNode
}

let made = 0

/** Criteria or stages: opened, added, removed, and put in order by dragging, buttons or Alt and the arrows. */
export function PartList<P extends StageDraft>(props: ListProps<P>) {
  const { title, parts, canEdit, onChange, faulty, make, atMost } = props
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const [added, setAdded] = useState<string>()
  const [dragged, setDragged] = useState<string>()
  const [told, setTold] = useState('')
  const toggle = (id: string) =>
    setOpen(new Set(open.has(id) ? [...open].filter((one) => one !== id) : [...open, id]))
  const move = (from: number, to: number) => {
    const next = moved(parts, from, to)
    if (next === parts) return
    onChange(next)
    const values = { name: parts[from]?.name ?? '', place: to + 1, count: parts.length }
    setTold(t('parts.moved', values))
  }
  const add = () => {
    const id = `new ${(made += 1)}`
    onChange([...parts, make(id)])
    setOpen(new Set([...open, id]))
    setAdded(id)
  }
  const drop = (to: number) => {
    const from = parts.findIndex(({ id }) => id === dragged)
    setDragged(undefined)
    if (from >= 0) move(from, to)
  }
  return (
    <Card title={title} actions={props.sum} flush>
      <p className="px-4 pt-3 pb-2 text-xs text-muted">
        {props.text}{' '}
        {canEdit && parts.length > 1 && <span className="hidden sm:inline">{t('parts.keys')}</span>}
      </p>
      <ol aria-label={title}>
        {parts.map((part, index) => {
          const change = (changes: Partial<P>) =>
            onChange(parts.map((one) => (one.id === part.id ? { ...one, ...changes } : one)))
          return (
            <Part
              key={part.id}
              part={part}
              canEdit={canEdit}
              isFirst={index === 0}
              isLast={index === parts.length - 1}
              isOpen={open.has(part.id) || faulty.has(part.id)}
              isTarget={dragged !== undefined && dragged !== part.id}
              aside={props.aside?.(part, change)}
              onToggle={() => toggle(part.id)}
              onMove={(by) => move(index, index + by)}
              onRemove={() => onChange(parts.filter(({ id }) => id !== part.id))}
              onDrag={setDragged}
              onDrop={() => drop(index)}
            >
              {props.children(part, change, part.id === added)}
            </Part>
          )
        })}
      </ol>
      <p aria-live="polite" className="sr-only">
        {told}
      </p>
      {canEdit && (
        <div className="flex items-center gap-3 px-4 py-3">
          <Button size="sm" disabled={parts.length >= atMost} onClick={add}>
            <Plus aria-hidden size={13} />
            {props.add}
          </Button>
          {parts.length >= atMost && (
            <span className="text-xs text-faint">
              {t('parts.atMost', { count: formatNumber(atMost) })}
            </span>
          )}
        </div>
      )}
    </Card>
  )
}

type PartProps = {
  readonly part: StageDraft
  readonly canEdit: boolean
  readonly isFirst: boolean
  readonly isLast: boolean
  readonly isOpen: boolean
  readonly isTarget: boolean
  readonly aside: ReactNode
  readonly children: ReactNode
  readonly onToggle: () => void
  readonly onMove: (by: -1 | 1) => void
  readonly onRemove: () => void
  readonly onDrag: (id: string | undefined) => void
  readonly onDrop: () => void
}

function Part(props: PartProps) {
  const { part, canEdit, isOpen, isTarget, onMove } = props
  const [isOver, setIsOver] = useState(false)
  const keys = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : undefined
    // There the keys open the list of choices.
    const isChoice = event.target instanceof HTMLSelectElement
    if (!canEdit || !event.altKey || by === undefined || isChoice) return
    event.preventDefault()
    onMove(by)
  }
  const over = (event: DragEvent) => {
    if (!isTarget) return
    event.preventDefault()
    setIsOver(true)
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setIsOver(false)
    props.onDrop()
  }
  return (
    <li
      onKeyDown={keys}
      onDragOver={over}
      onDragLeave={() => setIsOver(false)}
      onDrop={drop}
      className={cx('border-t border-line', isOver && isTarget && 'bg-selected')}
    >
      <div className="flex flex-wrap items-center gap-x-1 gap-y-0.5 px-2 py-1.5">
        {canEdit && <Handle id={part.id} onDrag={props.onDrag} />}
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={props.onToggle}
          className={cx(
            'flex min-w-0 flex-1 items-center gap-1.5 rounded px-1 py-1 text-start font-medium hover:bg-hover sm:basis-0',
            Boolean(props.aside) && 'basis-full',
          )}
        >
          {isOpen ? (
            <ChevronDown aria-hidden size={14} className="shrink-0 text-faint" />
          ) : (
            <ChevronRight aria-hidden size={14} className="shrink-0 text-faint rtl:rotate-180" />
          )}
          <span dir="auto" className="truncate">
            {part.name || t('parts.unnamed')}
          </span>
        </button>
        <div className="ms-auto flex items-center gap-1">
          {props.aside}
          {canEdit && <Buttons {...props} />}
        </div>
      </div>
      {isOpen && (
        <fieldset disabled={!canEdit} className="grid gap-3 px-4 pt-1 pb-4 sm:grid-cols-2 sm:ps-9">
          <legend className="sr-only">{part.name}</legend>
          {props.children}
        </fieldset>
      )}
    </li>
  )
}

type HandleProps = { readonly id: string; readonly onDrag: (id: string | undefined) => void }

/** For the mouse; fingers and keys have the buttons. */
function Handle({ id, onDrag }: HandleProps) {
  return (
    <span
      aria-hidden
      draggable
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = 'move'
        event.dataTransfer.setData('text/plain', '')
        onDrag(id)
      }}
      onDragEnd={() => onDrag(undefined)}
      className="hidden cursor-grab rounded p-1 text-faint hover:bg-hover sm:inline-flex"
    >
      <GripVertical size={14} />
    </span>
  )
}

function Buttons({ part, isFirst, isLast, onMove, onRemove }: PartProps) {
  const values = { name: part.name || t('parts.unnamed') }
  return (
    <span className="flex">
      <IconButton
        label={t('parts.earlier', values)}
        aria-disabled={isFirst}
        className="aria-disabled:opacity-40"
        onClick={() => onMove(-1)}
      >
        <ArrowUp aria-hidden size={14} />
      </IconButton>
      <IconButton
        label={t('parts.later', values)}
        aria-disabled={isLast}
        className="aria-disabled:opacity-40"
        onClick={() => onMove(1)}
      >
        <ArrowDown aria-hidden size={14} />
      </IconButton>
      <IconButton label={t('parts.remove', values)} onClick={onRemove}>
        <Trash2 aria-hidden size={14} />
      </IconButton>
    </span>
  )
}
