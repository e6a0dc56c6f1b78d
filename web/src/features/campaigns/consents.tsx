import type { CallingConsent } from '@parley/contract'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { Handshake, Plus } from 'lucide-react'
import { lazy, Suspense, useDeferredValue, useState } from 'react'
import { parley } from '../../api/client.ts'
import { useMay } from '../../api/queries.ts'
import { formatDate, formatNumber } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { useUrl } from '../../shell/use-url.ts'
import { Badge, Card, SkeletonLines } from '../../ui/bits.tsx'
import { Button } from '../../ui/button.tsx'
import { Confirm } from '../../ui/dialog.tsx'
import { Empty, Failure } from '../../ui/states.tsx'
import { tell, tellFailure } from '../../ui/toast.ts'
import { CampaignsPage } from './campaigns-page.tsx'

const AddConsent = lazy(async () => ({ default: (await import('./add-consent.tsx')).AddConsent }))

const pageSize = 50

/** Who agreed to be called, and who does not any more. */
export function Consents() {
  const [search, setSearch] = useUrl()
  const mayWrite = useMay('write')
  return (
    <CampaignsPage
      actions={
        mayWrite && (
          <Button look="primary" size="sm" onClick={() => setSearch({ open: 'new' })}>
            <Plus aria-hidden size={14} />
            {t('consents.add')}
          </Button>
        )
      }
    >
      <Listed />
      {search.open === 'new' && mayWrite && (
        <Suspense>
          <AddConsent onClose={() => setSearch({ open: undefined })} />
        </Suspense>
      )}
    </CampaignsPage>
  )
}

function useConsents(wanted: string) {
  return useInfiniteQuery({
    queryKey: ['calling-consents', wanted],
    initialPageParam: 1,
    queryFn: ({ pageParam }) =>
      parley.callingConsents.list({
        take: pageSize,
        skip: pageParam,
        ...(wanted && { search: wanted }),
      }),
    getNextPageParam: ({ filtered }, _all, page) =>
      page * pageSize < filtered ? page + 1 : undefined,
  })
}

function Listed() {
  const [text, setText] = useState('')
  const wanted = useDeferredValue(text.trim())
  const list = useConsents(wanted)
  const consents = list.data?.pages.flatMap((page) => page.consents) ?? []
  const total = list.data?.pages[0]?.total ?? 0
  return (
    <Card
      title={
        <span className="figures">
          {t('consents.title')}{' '}
          {total > 0 && <span className="font-normal text-muted">{formatNumber(total)}</span>}
        </span>
      }
      actions={
        <input
          type="search"
          aria-label={t('doNotCall.search')}
          placeholder={t('doNotCall.search')}
          dir="ltr"
          className="h-7 w-44 rounded-md border border-line bg-page px-2 text-xs"
          value={text}
          onChange={({ target }) => setText(target.value)}
        />
      }
      flush
    >
      {list.isPending && <SkeletonLines count={5} />}
      {list.isError && <Failure error={list.error} retry={() => void list.refetch()} />}
      {list.isSuccess && consents.length === 0 && (
        <Empty
          icon={Handshake}
          title={wanted ? t('state.nothingFound') : t('state.empty')}
          text={wanted ? t('state.nothingFoundText') : t('consents.emptyText')}
        />
      )}
      <ul>
        {consents.map((consent) => (
          <ConsentRow key={consent.id} consent={consent} />
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
    </Card>
  )
}

function ConsentRow({ consent }: { readonly consent: CallingConsent }) {
  const mayDelete = useMay('delete')
  const { phoneNumber, kind, source, text, at, revokedAt } = consent
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-4 py-2 last:border-b-0">
      <span className="figures w-40 font-medium">
        <bdi dir="ltr">{phoneNumber}</bdi>
      </span>
      {revokedAt ? (
        <Badge tone="bad">{t('consents.revokedOn', { date: formatDate(revokedAt) })}</Badge>
      ) : (
        <Badge tone="good">{t('consents.holds')}</Badge>
      )}
      <span className="min-w-0 flex-1 basis-48">
        <span className="block truncate text-muted">
          <bdi>{kind}</bdi> · <bdi>{source}</bdi>
        </span>
        {text && (
          <span className="line-clamp-2 text-xs text-faint" dir="auto">
            {text}
          </span>
        )}
      </span>
      <time className="figures text-xs text-faint" dateTime={at}>
        {formatDate(at)}
      </time>
      {mayDelete && !revokedAt && <Revoke consent={consent} />}
    </li>
  )
}

function Revoke({ consent: { id, phoneNumber } }: { readonly consent: CallingConsent }) {
  const cache = useQueryClient()
  const [asks, setAsks] = useState(false)
  const revoke = useMutation({
    mutationFn: () => parley.callingConsents.revoke(id),
    onSuccess: () => tell(t('consents.revoked')),
    onError: tellFailure,
    onSettled() {
      setAsks(false)
      return cache.invalidateQueries({ queryKey: ['calling-consents'] })
    },
  })
  return (
    <>
      <Button
        size="sm"
        aria-label={t('consents.revokeOf', { number: phoneNumber })}
        onClick={() => setAsks(true)}
      >
        {t('consents.revoke')}
      </Button>
      <Confirm
        open={asks}
        onClose={() => setAsks(false)}
        title={t('consents.revokeOf', { number: phoneNumber })}
        description={t('consents.revokeText')}
        action={t('consents.revoke')}
        busy={revoke.isPending}
        onConfirm={() => revoke.mutate()}
      />
    </>
  )
}
