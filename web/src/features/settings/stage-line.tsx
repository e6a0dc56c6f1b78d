import type { DealStage } from '@parley/contract'
import { ChevronDown, ChevronUp, GripVertical, Trash2 } from 'lucide-react'
import { type ComponentProps, type DragEvent, type KeyboardEvent, useState } from 'react'
import { formatNumber } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { IconButton } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { Input, Select } from '../../ui/field.tsx'
import { readPercent, type StageChanges } from './pipeline-rules.ts'

export const outcomes = ['open', 'won', 'lost'] as const

/** How the handle of a stage is found again once it has moved. */
export const moveButtonId = (id: string): string => `move-stage-${id}`

type LineProps = {
  readonly stage: DealStage
  /** Absent while nobody knows. */
  readonly deals: number | undefined
  readonly isFirst: boolean
  readonly isLast: boolean
  /** The only one that is open. */
  readonly isNeeded: boolean
  /** Id of the stage that is being dragged. */
  readonly dragged: string | undefined
  readonly onDrag: (id: string | undefined) => void
  readonly onDrop: () => void
  readonly onMove: (by: 1 | -1) => void
  readonly onChange: (changes: StageChanges) => void
  readonly onDelete: () => void
}

/** A stage, each part of which is changed where it stands. */
export function StageLine(props: LineProps) {
  const { stage, deals, isNeeded, dragged, onDrag, onDrop, onChange, onDelete } = props
  const [isOver, setIsOver] = useState(false)
  const { id, name, outcome } = stage
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setIsOver(false)
    onDrop()
  }
  return (
    <li
      className={cx(
        'flex flex-wrap items-center gap-x-2 gap-y-1.5 border-b border-line px-2 py-2 last:border-b-0 sm:flex-nowrap',
        dragged === id && 'opacity-60',
        isOver && dragged !== id && 'bg-selected',
      )}
      onDragOver={(event) => {
        if (dragged === undefined) return
        event.preventDefault()
        setIsOver(true)
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={drop}
      onDragEnd={() => onDrag(undefined)}
    >
      <Handle {...props} />
      <Color stage={stage} onChange={onChange} />
      <TextCell
        label={t('pipeline.nameOf', { name })}
        value={name}
        className="min-w-0 flex-1 font-medium rtl:text-right"
        onKeep={(text) => text && onChange({ name: text })}
      />
      <span className="flex w-full items-center gap-2 ps-6 sm:w-auto sm:ps-0">
        <Select
          aria-label={t('pipeline.outcomeOf', { name })}
          className="min-w-0 max-sm:flex-1 sm:w-28"
          disabled={deals !== 0 || isNeeded}
          value={outcome}
          onChange={({ target }) => {
            const wanted = outcomes.find((one) => one === target.value)
            if (wanted) onChange({ outcome: wanted })
          }}
        >
          {outcomes.map((one) => (
            <option key={one} value={one}>
              {t(`stageOutcome.${one}`)}
            </option>
          ))}
        </Select>
        <span className="flex shrink-0 items-center gap-1 text-muted">
          <TextCell
            label={t('pipeline.probabilityOf', { name })}
            value={String(stage.probability)}
            className="figures w-14 text-end"
            onKeep={(text) => {
              const probability = readPercent(text)
              if (probability !== undefined) onChange({ probability })
            }}
          />
          <span aria-hidden>%</span>
        </span>
        <span className="figures min-w-16 shrink-0 text-end text-xs text-faint">
          {deals !== undefined && t('pipeline.deals', { count: formatNumber(deals) })}
        </span>
        <IconButton
          label={isNeeded ? t('pipeline.needed') : t('pipeline.deleteTitle', { name })}
          disabled={isNeeded || deals === undefined}
          onClick={onDelete}
        >
          <Trash2 aria-hidden size={14} />
        </IconButton>
      </span>
    </li>
  )
}

/** Dragged, or moved by the arrows; on a phone by its two buttons. */
function Handle({ stage: { id, name, order }, isFirst, isLast, onDrag, onMove }: LineProps) {
  const onKey = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : undefined
    if (!by) return
    event.preventDefault()
    onMove(by)
  }
  return (
    <span className="flex shrink-0 items-center">
      <button
        type="button"
        id={moveButtonId(id)}
        draggable
        aria-label={t('pipeline.move', { name, order: formatNumber(order) })}
        title={t('pipeline.moveHint')}
        className="inline-flex h-8 w-6 cursor-grab items-center justify-center rounded text-faint hover:bg-hover hover:text-text"
        onKeyDown={onKey}
        onDragStart={(event) => {
          event.dataTransfer.setData('text/plain', name)
          event.dataTransfer.effectAllowed = 'move'
          const line = event.currentTarget.closest('li')
          if (line) event.dataTransfer.setDragImage(line, 12, 12)
          onDrag(id)
        }}
      >
        <GripVertical aria-hidden size={15} />
      </button>
      <span className="flex">
        <StepButton
          label={t('pipeline.up', { name })}
          disabled={isFirst}
          onClick={() => onMove(-1)}
        >
          <ChevronUp aria-hidden size={13} />
        </StepButton>
        <StepButton
          label={t('pipeline.down', { name })}
          disabled={isLast}
          onClick={() => onMove(1)}
        >
          <ChevronDown aria-hidden size={13} />
        </StepButton>
      </span>
    </span>
  )
}

function StepButton({ className, ...props }: ComponentProps<typeof IconButton>) {
  return <IconButton {...props} className={cx('w-6! disabled:opacity-30!', className)} />
}

function Color({ stage, onChange }: Pick<LineProps, 'stage' | 'onChange'>) {
  const [draft, setDraft] = useState<string>()
  return (
    <input
      type="color"
      aria-label={t('pipeline.colorOf', { name: stage.name })}
      className="size-6 shrink-0 cursor-pointer rounded border border-line-strong bg-page p-0.5"
      value={draft ?? stage.color}
      onChange={({ target }) => setDraft(target.value)}
      onBlur={() => {
        if (draft !== undefined && draft !== stage.color) onChange({ color: draft })
        setDraft(undefined)
      }}
    />
  )
}

type CellProps = {
  readonly label: string
  readonly value: string
  readonly className: string
  readonly onKeep: (text: string) => void
}

/** Kept by Enter or on leaving; Escape brings back what was there. */
function TextCell({ label, value, className, onKeep }: CellProps) {
  const [draft, setDraft] = useState<string>()
  const keep = () => {
    const wanted = draft?.trim()
    if (wanted !== undefined && wanted !== value) onKeep(wanted)
    setDraft(undefined)
  }
  return (
    <Input
      dir="auto"
      aria-label={label}
      className={className}
      maxLength={100}
      value={draft ?? value}
      onChange={({ target }) => setDraft(target.value)}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === 'Enter') keep()
        if (event.key === 'Escape') setDraft(undefined)
      }}
    />
  )
}
