import type { FigureName as Name, ReportFigure } from '@parley/contract'
import { useRouter } from '@tanstack/react-router'
import { ArrowDownRight, ArrowUpRight } from 'lucide-react'
import type { MouseEvent, ReactNode } from 'react'
import { useDefinition } from '../../i18n/definitions.ts'
import { formatLength, formatNumber, formatShare } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { cx } from '../../ui/cx.ts'
import { Hint } from '../../ui/hint.tsx'

function figureText({ value, unit }: Pick<ReportFigure, 'value' | 'unit'>): string {
  if (value === null) return '–'
  if (unit === 'share') return formatShare(value)
  if (unit === 'seconds') return formatLength(value)
  if (unit === 'days') return t('length.days', { count: formatNumber(value, 1) })
  if (unit === 'score' || unit === 'per_hour') return formatNumber(value, 1)
  return formatNumber(value)
}

type Search = Readonly<Record<string, string | undefined>>

/** The address of a list of the API, as the search of the screen that shows it. */
function listSearchOf(path: string): Search {
  const { from, to, ...rest } = Object.fromEntries(
    new URLSearchParams(path.slice(path.indexOf('?') + 1)),
  )
  // What reports call from and to, lists call since and until.
  return { ...rest, ...(from && { since: from }), ...(to && { until: to }) }
}

/** A list of records, where no conversations are behind a figure. */
export type Behind = { readonly to: '/deals' | '/tasks'; readonly search: Search }

type ListLinkProps = {
  readonly to: Behind['to'] | '/conversations'
  readonly search: Search
  readonly label?: string
  readonly className?: string
  readonly children: ReactNode
}

/**
 * Leads to a list, and follows nothing: each `Link` of the router looks at every change of the address,
 * and the two hundred of this screen took longer than all else on it.
 */
export function ListLink({ to, search, label, className, children }: ListLinkProps) {
  const router = useRouter()
  const given = Object.entries(search).flatMap(([name, value]) => (value ? [[name, value]] : []))
  const open = (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
      return
    event.preventDefault()
    void router.navigate({ to, search })
  }
  const prepare = () => void router.preloadRoute({ to, search })
  return (
    <a
      href={`${to}?${new URLSearchParams(given).toString()}`}
      aria-label={label}
      className={className}
      onClick={open}
      onMouseEnter={prepare}
      onFocus={prepare}
    >
      {children}
    </a>
  )
}

type FigureProps = {
  readonly figure: ReportFigure
  readonly name: string
  readonly behind?: Behind
  readonly children?: ReactNode
}

/** A number that opens what it was made of. */
export function Figure({ figure, name, behind, children }: FigureProps) {
  const text = children ?? figureText(figure)
  const heard = typeof children === 'number' ? String(children) : figureText(figure)
  const list = figure.conversations
    ? { to: '/conversations' as const, search: listSearchOf(figure.conversations) }
    : behind
  if (!list || figure.value === null) return <span>{text}</span>
  return (
    <ListLink
      to={list.to}
      search={list.search}
      label={`${name}: ${heard}`}
      className="rounded hover:text-accent hover:underline"
    >
      {text}
    </ListLink>
  )
}

const smallest = 0.0005

/** How much more or less than before; green where that is good. */
export function Delta({
  figure,
  lessIsBetter = false,
}: {
  readonly figure: ReportFigure
  readonly lessIsBetter?: boolean
}) {
  const { change, unit } = figure
  if (change === null || Math.abs(change) < smallest) return null
  const isUp = change > 0
  const Arrow = isUp ? ArrowUpRight : ArrowDownRight
  const text =
    unit === 'share'
      ? t('report.points', { count: formatNumber(Math.abs(change) * 100, 1) })
      : figureText({ value: Math.abs(change), unit })
  return (
    <span
      className={cx(
        'figures inline-flex items-center gap-0.5 text-xs',
        isUp === lessIsBetter ? 'text-bad' : 'text-good',
      )}
    >
      <Arrow aria-hidden size={12} />
      <span className="sr-only">{isUp ? t('report.up') : t('report.down')}</span>
      {text}
    </span>
  )
}

/** What a figure is, on hover and focus. */
export function FigureName({
  of,
  name,
  figure,
}: {
  readonly of: Name
  readonly name: string
  readonly figure: ReportFigure
}) {
  const define = useDefinition('figures')
  return (
    <Hint text={define(of, figure.definition)}>
      <button type="button" className="rounded text-start text-xs text-muted hover:text-text">
        {name}
      </button>
    </Hint>
  )
}

const width = 72
const height = 22

/** The last months as a line; the numbers stand in the chart below. */
export function Sparkline({ values }: { readonly values: readonly (number | null)[] }) {
  const known = values.filter((value) => value !== null)
  if (known.length < 2) return null
  const [low, high] = [Math.min(...known), Math.max(...known)]
  const span = high - low || 1
  const points = values
    .map((value, index) => {
      if (value === null) return undefined
      const x = (index / (values.length - 1)) * width
      return `${x.toFixed(1)},${(height - 2 - ((value - low) / span) * (height - 4)).toFixed(1)}`
    })
    .filter((point) => point !== undefined)
    .join(' ')
  return (
    <svg aria-hidden width={width} height={height} className="text-accent rtl:-scale-x-100">
      <polyline points={points} fill="none" stroke="currentColor" strokeWidth="1.5" />
    </svg>
  )
}
