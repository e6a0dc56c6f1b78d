import { useBlocker } from '@tanstack/react-router'
import { t } from '../../i18n/index.ts'
import { Confirm } from '../../ui/dialog.tsx'

/** Asks before a screen is left whose changes are not saved. */
export function useLeaving(isDirty: boolean) {
  const { status, proceed, reset } = useBlocker({
    // What is chosen is in the address, too: that leaves nothing.
    shouldBlockFn: ({ current, next }) => isDirty && current.pathname !== next.pathname,
    enableBeforeUnload: isDirty,
    withResolver: true,
  })
  return (
    <Confirm
      open={status === 'blocked'}
      onClose={() => reset?.()}
      title={t('flow.leaveTitle')}
      description={t('flow.leaveText')}
      action={t('flow.leave')}
      onConfirm={() => proceed?.()}
    />
  )
}
