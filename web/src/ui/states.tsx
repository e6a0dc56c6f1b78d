import { ParleyConnectionError, ParleyError } from '@parley/sdk'
import { CircleAlert, Inbox, LockKeyhole, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { t } from '../i18n/index.ts'
import { refusalText } from '../i18n/refusal.ts'
import { Button } from './button.tsx'

type NoticeProps = {
  readonly icon: LucideIcon
  readonly title: string
  readonly text?: ReactNode
  readonly action?: ReactNode
}

function Notice({ icon: Icon, title, text, action }: NoticeProps) {
  return (
    <div className="flex flex-col items-center gap-2 px-6 py-14 text-center">
      <span className="mb-1 inline-flex size-9 items-center justify-center rounded-full bg-hover text-muted">
        <Icon aria-hidden size={18} />
      </span>
      <p className="font-medium">{title}</p>
      {text && <div className="max-w-md text-sm text-muted">{text}</div>}
      {action && <div className="mt-2">{action}</div>}
    </div>
  )
}

/** Nothing is there yet: why, and what to do about it. */
export function Empty(props: Omit<NoticeProps, 'icon'> & { readonly icon?: LucideIcon }) {
  return <Notice icon={Inbox} {...props} />
}

/** Somebody asked for what their role does not show. */
export function NoPermission() {
  return (
    <Notice icon={LockKeyhole} title={t('state.noPermission')} text={t('state.noPermissionText')} />
  )
}

/** What did not load, why, and another attempt. */
export function Failure({
  error,
  retry,
}: {
  readonly error: unknown
  readonly retry?: () => void
}) {
  if (error instanceof ParleyError && error.status === 403) return <NoPermission />
  const requestId = error instanceof ParleyError ? error.requestId : undefined
  const isOffline = error instanceof ParleyConnectionError
  return (
    <div role="alert">
      <Notice
        icon={CircleAlert}
        title={isOffline ? t('state.offline') : t('state.failed')}
        text={
          <>
            <p>{refusalText(error)}</p>
            {requestId && (
              <p className="mt-1 font-mono text-xs text-faint">
                {t('state.requestId')} {requestId}
              </p>
            )}
          </>
        }
        action={retry && <Button onClick={retry}>{t('action.retry')}</Button>}
      />
    </div>
  )
}

/** A small one, inside a form or card. */
export function Refused({ error }: { readonly error: unknown }) {
  if (!error) return null
  return (
    <p role="alert" className="rounded-md bg-bad-soft px-3 py-2 text-sm text-bad">
      {refusalText(error)}
    </p>
  )
}
