import type { ReactNode } from 'react'
import { Card, SkeletonLines } from '../../ui/bits.tsx'
import { Failure } from '../../ui/states.tsx'
import type { Report } from './use-report.ts'

type PanelProps<T> = {
  readonly title: string
  readonly report: Report<T>
  /** Of the skeleton. */
  readonly lines: number
  readonly actions?: ReactNode
  readonly flush?: boolean
  /** Given memoised components: they are drawn again only when the figures are others. */
  readonly children: (data: T) => ReactNode
}

/** A card of a report: a skeleton, what went wrong, or its figures, pale while others are on their way. */
export function Panel<T>(props: PanelProps<T>) {
  const { title, report, lines, actions, flush = false, children } = props
  const { data, isOfBefore, error, refetch } = report
  return (
    <Card title={title} actions={actions} flush={flush}>
      {data === undefined && !error && <SkeletonLines count={lines} />}
      {error && <Failure error={error} retry={() => void refetch()} />}
      {data !== undefined && (
        <div aria-busy={isOfBefore} className={paleIf(isOfBefore)}>
          {children(data)}
        </div>
      )}
    </Card>
  )
}

export function paleIf(isOfBefore: boolean): string {
  return isOfBefore ? 'opacity-60 transition-opacity delay-100' : ''
}
