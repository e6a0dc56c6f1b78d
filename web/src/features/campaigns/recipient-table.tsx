import type { Progress, Recipient } from '@parley/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { lazy, Suspense, useDeferredValue, useState } from 'react'
import { parley } from '../../api/client.ts'
import { formatAgo, formatMoment, formatNumber } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { useUrl } from '../../shell/use-url.ts'
import { Badge, Card, SkeletonLines } from '../../ui/bits.tsx'
import { Button } from '../../ui/button.tsx'
import { Failure } from '../../ui/states.tsx'
import { recipientTones, statusOrder } from './campaign-status.tsx'

const RecipientLog = lazy(async () => ({
  default: (await import('./recipient-log.tsx')).RecipientLog,
}))

const pageSize = 50
const lookAgainMs = 4_000
/** Further pages are looked at again when somebody asks: each costs a request. */
const livePages = 2

type TableProps = {
  readonly campaignId: string
  readonly progress: Progress
  readonly isLive: boolean
}

/** Everybody of the campaign, by where they stand. */
export function RecipientTable({ campaignId, progress, isLive }: TableProps) {
  const [search, setSearch] = useUrl()
  const [text, setText] = useState('')
  const wanted = useDeferredValue(text.trim())
  const status = statusOrder.find((known) => known === search.status)
  const list = useInfiniteQuery({
    queryKey: ['campaigns', 'recipients', campaignId, status, wanted],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      parley.campaigns.recipients(campaignId, {
        take: pageSize,
        ...(status && { status: [status] }),
        ...(wanted && { search: wanted }),
        ...(pageParam && { cursor: pageParam }),
      }),
    getNextPageParam: ({ recipients }) =>
      recipients.length === pageSize ? recipients.at(-1)?.id : undefined,
    refetchInterval: ({ state }) =>
      isLive && (state.data?.pages.length ?? 0) <= livePages ? lookAgainMs : false,
  })
  const people = list.data?.pages.flatMap(({ recipients }) => recipients) ?? []
  return (
    <Card
      title={t('recipients.title')}
      actions={
        <div className="flex flex-wrap items-center justify-end gap-1.5 py-0.5">
          <input
            type="search"
            aria-label={t('recipients.search')}
            placeholder={t('recipients.search')}
            className="h-7 w-40 rounded-md border border-line bg-page px-2 text-xs"
            value={text}
            onChange={({ target }) => setText(target.value)}
          />
          <select
            aria-label={t('field.status')}
            className="h-7 rounded-md border border-line bg-page px-1.5 text-xs"
            value={status ?? ''}
            onChange={({ target }) => setSearch({ status: target.value || undefined })}
          >
            <option value="">{t('recipients.all', { count: formatNumber(progress.total) })}</option>
            {statusOrder.map((one) => (
              <option key={one} value={one}>
                {t(`recipientStatus.${one}`)} ({formatNumber(progress.byStatus[one])})
              </option>
            ))}
          </select>
        </div>
      }
      flush
    >
      {list.isPending && <SkeletonLines count={6} />}
      {list.isError && <Failure error={list.error} retry={() => void list.refetch()} />}
      {list.isSuccess && people.length === 0 && (
        <p className="px-4 py-3 text-muted">{t('state.nothingFound')}</p>
      )}
      <ul>
        {people.map((person) => (
          <RecipientRow
            key={person.id}
            person={person}
            onOpen={() => setSearch({ open: person.id })}
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
        <Suspense>
          <RecipientLog
            campaignId={campaignId}
            recipientId={search.open}
            isLive={isLive}
            onClose={() => setSearch({ open: undefined })}
          />
        </Suspense>
      )}
    </Card>
  )
}

type RowProps = { readonly person: Recipient; readonly onOpen: () => void }

function RecipientRow({ person, onOpen }: RowProps) {
  const { phoneNumber, name, status, attempts, maxAttempts, latestActionTimestamp } = person
  return (
    <li className="border-b border-line last:border-b-0 hover:bg-hover">
      <button
        type="button"
        className="grid w-full grid-cols-[1fr_auto] items-center gap-x-4 gap-y-0.5 px-4 py-2 text-start -outline-offset-2 sm:grid-cols-[1fr_13rem_6.5rem_6rem]"
        onClick={onOpen}
      >
        <span className="min-w-0">
          <span className="block truncate">
            {name ? <bdi>{name}</bdi> : <bdi dir="ltr">{phoneNumber}</bdi>}
          </span>
          {name && (
            <span className="block truncate text-xs text-faint">
              <bdi dir="ltr">{phoneNumber}</bdi>
            </span>
          )}
        </span>
        <span className="flex min-w-0 items-center justify-end gap-2 sm:justify-start">
          <Badge tone={recipientTones[status]}>{t(`recipientStatus.${status}`)}</Badge>
          <span className="hidden truncate text-xs text-muted sm:inline">{whyOf(person)}</span>
        </span>
        <span className="figures text-xs text-muted">
          {t('recipients.attempts', { count: attempts, most: maxAttempts })}
        </span>
        <time
          className="figures text-end text-xs text-faint"
          dateTime={latestActionTimestamp}
          title={formatMoment(latestActionTimestamp)}
        >
          {formatAgo(latestActionTimestamp)}
        </time>
      </button>
    </li>
  )
}

/** What the last call came to, or which rule forbids one. */
function whyOf({ skipReason, lastOutcome }: Recipient): string {
  if (skipReason) return t(`skipReason.${skipReason}`)
  return lastOutcome ? t(`callOutcome.${lastOutcome}`) : ''
}
