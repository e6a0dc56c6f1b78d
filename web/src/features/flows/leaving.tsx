import { useBlocker } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { t } from '../../i18n/index.ts'

const Confirm = lazy(async () => ({ default: (await import('../../ui/dialog.tsx')).Confirm }))

/** Asks before a screen is left whose changes are not saved. */
export function useLeaving(isDirty: boolean) {
  const { status, proceed, reset } = useBlocker({
    // What is chosen is in the address, too: that leaves nothing.
    shouldBlockFn: ({ current, next }) => isDirty && current.pathname !== next.pathname,
    enableBeforeUnload: isDirty,
    withResolver: true,
  })
  if (status !== 'blocked') return null
  return (
    <Suspense>
      <Confirm
        open
        onClose={reset}
        title={t('flow.leaveTitle')}
        description={t('flow.leaveText')}
        action={t('flow.leave')}
        onConfirm={proceed}
      />
    </Suspense>
  )
}
