import { useBlocker } from '@tanstack/react-router'
import { t } from '../../../i18n/index.ts'
import { Button } from '../../../ui/button.tsx'
import { Confirm } from './lazy-parts.tsx'

/** Asks before a form is left whose changes are not saved. */
export function useUnsaved(isDirty: boolean) {
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: ({ current, next }) => isDirty && current.pathname !== next.pathname,
    enableBeforeUnload: isDirty,
    withResolver: true,
  })
  if (status !== 'blocked') return null
  return (
    <Confirm
      open
      onClose={reset}
      title={t('analysis.leaveTitle')}
      description={t('analysis.leaveText')}
      action={t('analysis.leave')}
      onConfirm={proceed}
    />
  )
}

type BarProps = {
  readonly text: string
  readonly save: string
  readonly isBusy: boolean
  readonly onDiscard: () => void
}

/** Stays in sight below a long form for as long as something in it is not saved. */
export function UnsavedBar({ text, save, isBusy, onDiscard }: BarProps) {
  return (
    <div className="sticky bottom-3 z-10 flex flex-wrap items-center justify-end gap-2 rounded-lg border border-line-strong bg-raised px-4 py-2 shadow-float">
      <p role="status" className="min-w-0 flex-1 text-muted">
        {text}
      </p>
      <Button size="sm" disabled={isBusy} onClick={onDiscard}>
        {t('analysis.discard')}
      </Button>
      <Button look="primary" size="sm" type="submit" disabled={isBusy}>
        {save}
      </Button>
    </div>
  )
}
