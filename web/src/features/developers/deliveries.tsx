import type { WebhookDelivery } from '@parley/contract'
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { RotateCw } from 'lucide-react'
import { parley } from '../../api/client.ts'
import { useMay } from '../../api/queries.ts'
import { formatAgo, formatMoment } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { useUrl } from '../../shell/use-url.ts'
import { Badge, Card, SkeletonLines, type Tone } from '../../ui/bits.tsx'
import { Button } from '../../ui/button.tsx'
import { Modal } from '../../ui/dialog.tsx'
import { Failure } from '../../ui/states.tsx'
import { tell, tellFailure, tellProblem } from '../../ui/toast.ts'
import { Attempt, Lines } from './attempt.tsx'

const pageSize = 50
/** No event tells of deliveries that succeed. */
const askEveryMs = 5_000
const statuses = ['pending', 'succeeded', 'failed'] as const
const tones = { pending: 'info', succeeded: 'good', failed: 'bad' } as const satisfies Record<
  string,
  Tone
>

/** What was sent, newest first. */
export function Deliveries({ webhookId }: { readonly webhookId: string }) {
  const [search, setSearch] = useUrl()
  const status = statuses.find((known) => known === search.status)
  const list = useInfiniteQuery({
    queryKey: ['webhooks', 'deliveries', webhookId, status],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      parley.webhooks.deliveries(webhookId, {
        limit: pageSize,
        ...(status && { status }),
        ...(pageParam && { cursor: pageParam }),
      }),
    getNextPageParam: ({ pagination }) => pagination.nextCursor ?? undefined,
    refetchInterval: ({ state }) => (state.data?.pages.length === 1 ? askEveryMs : false),
  })
  const deliveries = list.data?.pages.flatMap(({ data }) => data) ?? []
  return (
    <Card
      title={t('webhooks.deliveries')}
      actions={
        <select
          aria-label={t('field.status')}
          className="h-7 rounded-md border border-line bg-page px-1.5 text-xs"
          value={status ?? ''}
          onChange={({ target }) => setSearch({ status: target.value || undefined })}
        >
          <option value="">{t('field.status')}</option>
          {statuses.map((one) => (
            <option key={one} value={one}>
              {t(`delivery.${one}`)}
            </option>
          ))}
        </select>
      }
      flush
    >
      {list.isPending && <SkeletonLines count={5} />}
      {list.isError && <Failure error={list.error} />}
      {list.isSuccess && deliveries.length === 0 && (
        <p className="px-4 py-3 text-muted">{t('delivery.none')}</p>
      )}
      <ul>
        {deliveries.map((delivery) => (
          <DeliveryLine
            key={delivery.id}
            delivery={delivery}
            onOpen={() => setSearch({ open: delivery.id })}
          />
        ))}
      </ul>
      {list.hasNextPage && (
        <div className="p-3 text-center">
          <Button
            size="sm"
            disabled={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            {t('list.more')}
          </Button>
        </div>
      )}
      {search.open && (
        <DeliveryDialog
          webhookId={webhookId}
          id={search.open}
          onClose={() => setSearch({ open: undefined })}
        />
      )}
    </Card>
  )
}

type LineProps = { readonly delivery: WebhookDelivery; readonly onOpen: () => void }

function DeliveryLine({ delivery, onOpen }: LineProps) {
  return (
    <li className="border-b border-line last:border-b-0 hover:bg-hover">
      <button
        type="button"
        className="flex w-full flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2 text-start -outline-offset-2"
        onClick={onOpen}
      >
        <Badge tone={tones[delivery.status]}>{t(`delivery.${delivery.status}`)}</Badge>
        <span className="min-w-0 flex-1 truncate font-mono text-xs max-sm:basis-3/5" dir="ltr">
          {delivery.event}
        </span>
        {delivery.trigger !== 'event' && <Badge>{t(`trigger.${delivery.trigger}`)}</Badge>}
        <span className="figures text-xs text-faint">
          {delivery.last_status ?? delivery.last_error}
          {delivery.attempts > 1 && ` · ${t('delivery.attempts', { count: delivery.attempts })}`}
        </span>
        <time
          className="figures text-end text-xs text-faint max-sm:ms-auto sm:w-24"
          dateTime={delivery.created_at}
          title={formatMoment(delivery.created_at)}
        >
          {formatAgo(delivery.created_at)}
        </time>
      </button>
    </li>
  )
}

type DialogProps = { readonly webhookId: string; readonly id: string; readonly onClose: () => void }

/** Its body and every attempt, and one more by hand. */
function DeliveryDialog({ webhookId, id, onClose }: DialogProps) {
  const cache = useQueryClient()
  const isAdmin = useMay('admin')
  const params = { id: webhookId, deliveryId: id }
  const delivery = useQuery({
    queryKey: ['webhooks', 'delivery', id],
    queryFn: () => parley.webhooks.delivery(params),
  })
  const retry = useMutation({
    mutationFn: () => parley.webhooks.retry(params),
    onSuccess: ({ succeeded, attempt }) =>
      succeeded
        ? tell(t('delivery.succeeded'))
        : tellProblem(attempt.message ?? t('delivery.failed')),
    onError: tellFailure,
    onSettled: () => cache.invalidateQueries({ queryKey: ['webhooks'] }),
  })
  const { data } = delivery
  return (
    <Modal open onClose={onClose} title={data?.event ?? t('webhooks.deliveries')} wide>
      {delivery.isPending && <SkeletonLines count={6} />}
      {delivery.isError && <Failure error={delivery.error} />}
      {data && (
        <div className="flex flex-col gap-3">
          <div className="flex items-center gap-2">
            <Badge tone={tones[data.status]}>{t(`delivery.${data.status}`)}</Badge>
            {data.next_attempt_at && (
              <span className="text-xs text-muted">
                {t('delivery.next', { when: formatMoment(data.next_attempt_at) })}
              </span>
            )}
            {isAdmin && (
              <Button
                size="sm"
                className="ms-auto"
                disabled={retry.isPending}
                onClick={() => retry.mutate()}
              >
                <RotateCw aria-hidden size={13} />
                {t('delivery.retry')}
              </Button>
            )}
          </div>
          {data.body !== null && (
            <Lines title={t('delivery.body')} text={JSON.stringify(data.payload, null, 2)} open />
          )}
          {[...data.log].reverse().map((attempt) => (
            <Attempt key={`${attempt.number} ${attempt.started_at}`} attempt={attempt} />
          ))}
        </div>
      )}
    </Modal>
  )
}
