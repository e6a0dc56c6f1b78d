import type { ReactNode } from 'react'
import { cx } from './cx.ts'

const tones = {
  neutral: 'bg-hover text-muted',
  accent: 'bg-selected text-accent',
  good: 'bg-good-soft text-good',
  warn: 'bg-warn-soft text-warn',
  bad: 'bg-bad-soft text-bad',
  info: 'bg-info-soft text-info',
} as const
export type Tone = keyof typeof tones

type BadgeProps = {
  readonly tone?: Tone
  readonly children: ReactNode
  readonly className?: string
}

export function Badge({ tone = 'neutral', children, className }: BadgeProps) {
  return (
    <span
      className={cx(
        'inline-flex max-w-full items-center gap-1 rounded px-1.5 py-px text-xs font-medium whitespace-nowrap',
        tones[tone],
        className,
      )}
    >
      {children}
    </span>
  )
}

/** The first letters of a name in a circle; the name stands beside it. */
export function Avatar({ name, size = 20 }: { readonly name: string; readonly size?: number }) {
  const letters = name
    .split(/[\s.@]+/)
    .slice(0, 2)
    .map((word) => /./u.exec(word)?.[0] ?? '')
    .join('')
    .toUpperCase()
  return (
    <span
      aria-hidden
      className="inline-flex shrink-0 items-center justify-center rounded-full bg-selected font-semibold text-accent"
      style={{ width: size, height: size, fontSize: size * 0.42 }}
    >
      {letters}
    </span>
  )
}

export function Kbd({ children }: { readonly children: ReactNode }) {
  return (
    <kbd className="inline-flex h-5 min-w-5 items-center justify-center rounded border border-line bg-surface px-1 font-sans text-2xs text-muted">
      {children}
    </kbd>
  )
}

/** Lines where words will be. */
export function Skeleton({ className }: { readonly className?: string }) {
  return <div aria-hidden className={cx('skeleton h-3', className)} />
}

export function SkeletonLines({ count = 6 }: { readonly count?: number }) {
  return (
    <div className="flex flex-col gap-4 p-4">
      {Array.from({ length: count }, (_, index) => (
        <Skeleton key={index} className={index % 3 === 2 ? 'w-1/2' : index % 2 ? 'w-4/5' : ''} />
      ))}
    </div>
  )
}

type CardProps = {
  readonly title?: ReactNode
  readonly actions?: ReactNode
  readonly children: ReactNode
  readonly className?: string
  readonly flush?: boolean
}

export function Card({ title, actions, children, className, flush = false }: CardProps) {
  return (
    <section className={cx('rounded-lg border border-line bg-raised', className)}>
      {title && (
        <header className="flex min-h-10 flex-wrap items-center justify-between gap-2 border-b border-line px-4 py-1.5">
          <h2 className="text-sm font-semibold">{title}</h2>
          {actions}
        </header>
      )}
      <div className={flush ? '' : 'p-4'}>{children}</div>
    </section>
  )
}

/** A screen: its title with what can be done, and its content, which scrolls. */
export function Page({
  title,
  actions,
  children,
  wide = false,
}: {
  readonly title: ReactNode
  readonly actions?: ReactNode
  readonly children: ReactNode
  readonly wide?: boolean
}) {
  return (
    <div className="flex h-full flex-col">
      <PageHeader title={title} actions={actions} />
      <div className="min-h-0 flex-1 overflow-y-auto" tabIndex={-1}>
        <div
          className={cx(
            'mx-auto flex flex-col gap-4 p-4 sm:p-6 print:max-w-none print:px-0 print:py-3',
            wide ? 'max-w-6xl' : 'max-w-3xl',
          )}
        >
          {children}
        </div>
      </div>
    </div>
  )
}

export function PageHeader({
  title,
  actions,
}: {
  readonly title: ReactNode
  readonly actions?: ReactNode
}) {
  return (
    <header className="flex min-h-12 shrink-0 flex-wrap items-center justify-between gap-x-3 gap-y-2 border-b border-line py-2 ps-12 pe-4 md:ps-4 print:min-h-0 print:px-0">
      <h1 className="min-w-0 truncate text-base font-semibold">{title}</h1>
      <div className="flex flex-wrap items-center gap-1.5 empty:hidden">{actions}</div>
    </header>
  )
}
