import type { Scorecard } from '@parley/contract'
import { type ComponentProps, lazy, Suspense } from 'react'

// Menus and dialogs come after the screen, so that its first load stays small.
const Menu = lazy(async () => ({ default: (await import('./scorecard-menu.tsx')).ScorecardMenu }))
const Dialog = lazy(async () => ({ default: (await import('../../../ui/dialog.tsx')).Confirm }))

export function ScorecardMenu({ scorecard }: { readonly scorecard: Scorecard }) {
  return (
    <Suspense fallback={<span className="size-7 shrink-0" />}>
      <Menu scorecard={scorecard} />
    </Suspense>
  )
}

/** Asks before something is gone. */
export function Confirm(props: ComponentProps<typeof Dialog>) {
  if (!props.open) return null
  return (
    <Suspense>
      <Dialog {...props} />
    </Suspense>
  )
}
