import type { Webhook } from '@parley/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Plus, Webhook as WebhookIcon } from 'lucide-react'
import { parley } from '../../api/client.ts'
import { useMay } from '../../api/queries.ts'
import { formatAgo } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { useUrl } from '../../shell/use-url.ts'
import { Badge, Card, SkeletonLines, type Tone } from '../../ui/bits.tsx'
import { Button } from '../../ui/button.tsx'
import { Empty, Failure } from '../../ui/states.tsx'
import { DevelopersPage } from './developers-page.tsx'
import { WebhookForm } from './webhook-form.tsx'

const tones = {
  active: 'good',
  failing: 'bad',
  paused: 'warn',
  off: 'neutral',
  disabled: 'bad',
} as const satisfies Record<string, Tone>

export function WebhookStatus({ webhook: { status } }: { readonly webhook: Webhook }) {
  return <Badge tone={tones[status]}>{t(`webhookStatus.${status}`)}</Badge>
}

/** Where events are sent to. */
export function Webhooks() {
  const [search, setSearch] = useUrl()
  const isAdmin = useMay('admin')
  const webhooks = useQuery({
    queryKey: ['webhooks', 'list'],
    queryFn: async () => (await parley.webhooks.list({ limit: 200 })).data,
  })
  const create = () => setSearch({ open: 'new' })
  return (
    <DevelopersPage
      actions={
        isAdmin && (
          <Button look="primary" size="sm" onClick={create}>
            <Plus aria-hidden size={14} />
            {t('webhooks.new')}
          </Button>
        )
      }
    >
      <Card title={t('developers.webhooks')} flush>
        {webhooks.isPending && <SkeletonLines count={4} />}
        {webhooks.isError && (
          <Failure error={webhooks.error} retry={() => void webhooks.refetch()} />
        )}
        {webhooks.data?.length === 0 && (
          <Empty
            icon={WebhookIcon}
            title={t('state.empty')}
            text={t('webhooks.emptyText')}
            action={isAdmin && <Button onClick={create}>{t('webhooks.new')}</Button>}
          />
        )}
        <ul>
          {webhooks.data?.map((webhook) => (
            <li key={webhook.id} className="border-b border-line last:border-b-0 hover:bg-hover">
              <Link
                to="/developers/webhooks/$id"
                params={{ id: webhook.id }}
                className="flex flex-wrap items-center gap-3 px-4 py-2.5"
              >
                <span className="min-w-0 flex-1 max-sm:basis-full">
                  <span className="block truncate font-medium" dir="ltr">
                    {webhook.url}
                  </span>
                  <span className="block truncate text-xs text-faint">
                    {[webhook.description, webhook.events.join(', ')].filter(Boolean).join(' · ')}
                  </span>
                </span>
                {webhook.last_success_at && (
                  <span className="text-xs text-faint">{formatAgo(webhook.last_success_at)}</span>
                )}
                <WebhookStatus webhook={webhook} />
              </Link>
            </li>
          ))}
        </ul>
      </Card>
      {search.open === 'new' && <WebhookForm onClose={() => setSearch({ open: undefined })} />}
    </DevelopersPage>
  )
}
