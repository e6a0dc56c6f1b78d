import type { DealStage } from '@parley/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type DragEvent, type KeyboardEvent, memo, useDeferredValue, useState } from 'react'
import { stagesQuery, useMay } from '../../api/queries.ts'
import { formatDay, formatMoney, formatNumber, formatShort } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { type Row, textOf } from '../../records/resource-view.ts'
import { useUrl } from '../../shell/use-url.ts'
import { Skeleton } from '../../ui/bits.tsx'
import { cx } from '../../ui/cx.ts'
import { Failure } from '../../ui/states.tsx'
import { type BoardColumn, useBoard, useMoves } from './use-board.ts'

const noStages: readonly DealStage[] = []

/** Deals by stage: dragged, or moved by Alt and the arrows. */
export function Kanban() {
  const { data: stages, error, refetch } = useQuery(stagesQuery)
  const { moves, moved, move } = useMoves()
  const columns = useBoard(stages ?? noStages, moves)
  if (error) return <Failure error={error} retry={() => void refetch()} />
  return (
    // Scrolled by the keyboard also while it has no cards yet.
    <div
      role="region"
      aria-label={t('deals.kanban')}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className="flex min-h-0 flex-1 gap-3 overflow-x-auto p-3"
      data-scroller
    >
      <p aria-live="assertive" className="sr-only">
        {moved}
      </p>
      <p id="kanban-keys" className="sr-only">
        {t('deals.kanbanKeys')}
      </p>
      {!stages && [1, 2, 3, 4].map((key) => <Skeleton key={key} className="h-64 w-64 shrink-0" />)}
      {columns.map((column, index) => (
        <Column
          key={column.stage.id}
          {...column}
          before={columns[index - 1]?.stage}
          after={columns[index + 1]?.stage}
          onMove={move}
        />
      ))}
    </div>
  )
}

type ColumnProps = BoardColumn & {
  readonly before: DealStage | undefined
  readonly after: DealStage | undefined
  readonly onMove: (deal: Row, stage: DealStage) => void
}

const dragType = 'application/x-parley-deal'
/** Cards of a column that most windows show: the others are drawn once these are seen. */
const seenAtOnce = 8

const Column = memo(function Column(props: ColumnProps) {
  const { stage, rows, total, isPending, error, before, after, onMove } = props
  const [search, setSearch] = useUrl()
  const canWrite = useMay('write')
  const isWhole = useDeferredValue(true, false)
  const [isOver, setIsOver] = useState(false)
  const more = total - rows.length
  const sum = rows.reduce((total, { value }) => total + Number(value), 0)
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setIsOver(false)
    onMove(JSON.parse(event.dataTransfer.getData(dragType)) as Row, stage)
  }
  return (
    <section
      aria-label={stage.name}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes(dragType)) return
        event.preventDefault()
        setIsOver(true)
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={drop}
      className={cx(
        'flex w-64 shrink-0 flex-col rounded-lg border bg-surface',
        isOver ? 'border-accent bg-selected' : 'border-line',
      )}
    >
      <h2 className="figures flex h-10 shrink-0 items-center gap-2 px-3 text-sm font-semibold">
        <span
          aria-hidden
          className="size-2 rounded-full"
          style={{ backgroundColor: stage.color }}
        />
        <span className="truncate" dir="auto">
          {stage.name}
        </span>
        <span className="font-normal text-muted">{total}</span>
        <span className="ms-auto text-xs font-normal text-muted">
          {formatShort(sum)}
          {more > 0 && '+'}
        </span>
      </h2>
      <ul className="flex min-h-16 flex-1 flex-col gap-2 overflow-y-auto px-2 pb-2">
        {isPending && [1, 2, 3].map((key) => <Skeleton key={key} className="h-20 w-full" />)}
        {error && <Failure error={error} />}
        {(isWhole ? rows : rows.slice(0, seenAtOnce)).map((deal) => (
          <Card
            key={deal.id}
            deal={deal}
            before={before}
            after={after}
            isOpen={search.open === deal.id}
            canWrite={canWrite}
            onOpen={setSearch}
            onMove={onMove}
          />
        ))}
        {/* Not before the other cards: they would push it away from who presses it. */}
        {isWhole && more > 0 && (
          <li>
            <Link
              to="/deals"
              search={{ ...search, view: undefined, stage: stage.key }}
              className="block rounded-md p-2 text-center text-xs text-muted hover:bg-hover hover:text-text"
            >
              {t('deals.moreInTable', { count: formatNumber(more) })}
            </Link>
          </li>
        )}
      </ul>
    </section>
  )
})

type CardProps = Pick<ColumnProps, 'before' | 'after' | 'onMove'> & {
  readonly deal: Row
  readonly isOpen: boolean
  readonly canWrite: boolean
  readonly onOpen: (search: { readonly open: string }) => void
}

/** Drawn again when its deal changes: hundreds of them stand on a board. */
const Card = memo(function Card(props: CardProps) {
  const { deal, before, after, isOpen, canWrite, onOpen, onMove } = props
  const onKey = (event: KeyboardEvent<HTMLElement>) => {
    const isRtl = document.documentElement.dir === 'rtl'
    const target = { ArrowLeft: isRtl ? after : before, ArrowRight: isRtl ? before : after }[
      event.key
    ]
    if (!event.altKey || !target || !canWrite) return
    event.preventDefault()
    onMove(deal, target)
    // The card is drawn anew in the next column; the focus goes with it.
    requestAnimationFrame(() => document.getElementById(`deal-${deal.id}`)?.focus())
  }
  return (
    // Cards below the fold are laid out when somebody scrolls there.
    <li className="[contain-intrinsic-height:auto_6.5rem] [content-visibility:auto]">
      <button
        type="button"
        id={`deal-${deal.id}`}
        draggable={canWrite}
        aria-describedby="kanban-keys"
        onDragStart={(event) => {
          event.dataTransfer.setData(dragType, JSON.stringify(deal))
          event.dataTransfer.effectAllowed = 'move'
        }}
        onKeyDown={onKey}
        onClick={() => onOpen({ open: deal.id })}
        className={cx(
          'flex w-full flex-col gap-1 rounded-md border bg-raised p-2.5 text-start hover:border-line-strong',
          isOpen ? 'border-accent' : 'border-line',
        )}
      >
        <span className="line-clamp-2 font-medium" dir="auto">
          {textOf(deal.title)}
        </span>
        <span className="truncate text-xs text-muted" dir="auto">
          {textOf(deal.company_name)}
        </span>
        <span className="figures flex w-full justify-between text-xs">
          <span className="font-semibold">{formatMoney(Number(deal.value))}</span>
          <span className={deal.is_overdue === true ? 'text-bad' : 'text-faint'}>
            {formatDay(textOf(deal.expected_close_date))}
          </span>
        </span>
      </button>
    </li>
  )
})
