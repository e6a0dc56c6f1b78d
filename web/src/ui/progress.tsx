import { cx } from './cx.ts'

type ProgressProps = {
  readonly label: string
  /** From 0 to 1; undefined while nobody knows. */
  readonly share: number | undefined
  readonly className?: string
}

/** How far something has come. */
export function Progress({ label, share, className }: ProgressProps) {
  const percent = share === undefined ? undefined : Math.round(share * 100)
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(percent !== undefined && { 'aria-valuenow': percent })}
      className={cx('h-1.5 overflow-hidden rounded-full bg-hover', className)}
    >
      {percent === undefined ? (
        <span className="skeleton block h-full w-full" />
      ) : (
        <span
          className="block h-full rounded-full bg-accent-fill transition-[width] duration-300"
          style={{ width: `${percent}%` }}
        />
      )}
    </div>
  )
}
