import type { Webhook } from '@parley/contract'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { ArrowLeft, Pencil } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { parley } from '../../api/client.ts'
import { useMay } from '../../api/queries.ts'
import { formatMoment } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { Page, SkeletonLines } from '../../ui/bits.tsx'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Failure } from '../../ui/states.tsx'
import { Deliveries } from './deliveries.tsx'
import { WebhookHealth } from './webhook-health.tsx'
import { WebhookStatus } from './webhooks.tsx'

const TestWebhook = lazy(async () => ({
  default: (await import('./test-webhook.tsx')).TestWebhook,
}))
const WebhookActions = lazy(async () => ({
  default: (await import('./webhook-actions.tsx')).WebhookActions,
}))
const WebhookForm = lazy(async () => ({
  default: (await import('./webhook-form.tsx')).WebhookForm,
}))

/** One webhook: its health, its deliveries, and everything that can be done to it. */
export function WebhookScreen() {
  const { id } = useParams({ strict: false }) as { id: string }
  const isAdmin = useMay('admin')
  const [isEditing, setIsEditing] = useState(false)
  const webhook = useQuery({
    queryKey: ['webhooks', 'one', id],
    queryFn: () => parley.webhooks.get(id),
  })
  const { data } = webhook
  return (
    <Page
      wide
      title={
        <span className="flex min-w-0 items-center gap-2">
          <Link
            to="/developers/webhooks"
            aria-label={t('action.back')}
            className={buttonClass('ghost', 'icon')}
          >
            <ArrowLeft aria-hidden size={16} className="rtl:rotate-180" />
          </Link>
          <span className="truncate" dir="ltr">
            {data?.url ?? t('state.loading')}
          </span>
          {data && <WebhookStatus webhook={data} />}
        </span>
      }
      actions={
        data &&
        isAdmin && (
          <>
            <Suspense fallback={<span className="h-7 w-16" />}>
              <TestWebhook webhook={data} />
            </Suspense>
            <Button size="sm" onClick={() => setIsEditing(true)}>
              <Pencil aria-hidden size={13} />
              {t('action.edit')}
            </Button>
            <Suspense fallback={<span className="size-7" />}>
              <WebhookActions webhook={data} />
            </Suspense>
          </>
        )
      }
    >
      {webhook.isPending && <SkeletonLines count={8} />}
      {webhook.isError && <Failure error={webhook.error} retry={() => void webhook.refetch()} />}
      {data && (
        <>
          <Notes webhook={data} />
          <WebhookHealth id={id} />
          <Deliveries webhookId={id} />
        </>
      )}
      <Suspense>
        {isEditing && data && <WebhookForm webhook={data} onClose={() => setIsEditing(false)} />}
      </Suspense>
    </Page>
  )
}

function Notes({ webhook }: { readonly webhook: Webhook }) {
  const notes = [
    webhook.disabled_reason && t(`webhookDisabled.${webhook.disabled_reason}`),
    webhook.failing_since &&
      t('webhooks.failingSince', { when: formatMoment(webhook.failing_since) }),
    webhook.previous_secret_until &&
      t('webhooks.twoSecrets', { when: formatMoment(webhook.previous_secret_until) }),
  ].filter(Boolean)
  if (notes.length === 0) return null
  return (
    <ul className="rounded-lg bg-warn-soft px-4 py-3 text-warn">
      {notes.map((note) => (
        <li key={note}>{note}</li>
      ))}
    </ul>
  )
}
