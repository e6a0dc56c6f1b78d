import { useInfiniteQuery } from '@tanstack/react-query'
import { parley } from '../../api/client.ts'
import { useMay, useNameOf } from '../../api/queries.ts'
import { formatMoment, formatNumber } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { useUrl } from '../../shell/use-url.ts'
import { Badge, Card, SkeletonLines, type Tone } from '../../ui/bits.tsx'
import { Button } from '../../ui/button.tsx'
import { Failure, NoPermission } from '../../ui/states.tsx'
import { DevelopersPage } from './developers-page.tsx'

const pageSize = 100
const classes = ['2xx', '4xx', '5xx'] as const

function toneOf(status: number): Tone {
  if (status >= 500) return 'bad'
  return status >= 400 ? 'warn' : 'good'
}

/** Calls of the API, newest first. */
export function RequestLog() {
  const isAdmin = useMay('admin')
  const [search, setSearch] = useUrl()
  const status = classes.find((known) => known === search.status)
  const log = useInfiniteQuery({
    queryKey: ['request-log', status],
    enabled: isAdmin,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      parley.apiRequests.list({
        limit: pageSize,
        ...(status && { status }),
        ...(pageParam && { cursor: pageParam }),
      }),
    getNextPageParam: ({ pagination }) => pagination.nextCursor ?? undefined,
  })
  const nameOf = useNameOf()
  const rows = log.data?.pages.flatMap(({ data }) => data) ?? []
  return (
    <DevelopersPage>
      {!isAdmin && <NoPermission />}
      {isAdmin && (
        <Card
          title={t('developers.log')}
          actions={
            <select
              aria-label={t('field.status')}
              className="h-7 rounded-md border border-line bg-page px-1.5 text-xs"
              value={status ?? ''}
              onChange={({ target }) => setSearch({ status: target.value || undefined })}
            >
              <option value="">{t('field.status')}</option>
              {classes.map((one) => (
                <option key={one}>{one}</option>
              ))}
            </select>
          }
          flush
        >
          {log.isPending && <SkeletonLines count={8} />}
          {log.isError && <Failure error={log.error} />}
          <ul className="figures">
            {rows.map((call) => (
              <li
                key={call.id}
                className="flex flex-wrap items-center gap-3 border-b border-line px-4 py-1.5 text-xs last:border-b-0"
              >
                <Badge tone={toneOf(call.status)}>{call.status}</Badge>
                <span className="min-w-0 flex-1 truncate font-mono max-sm:basis-3/4" dir="ltr">
                  {call.method} {call.route}
                </span>
                <span className="text-faint">{call.user_id && nameOf(call.user_id)}</span>
                <span className="w-16 text-end text-muted">
                  {t('delivery.ms', { count: formatNumber(call.duration_ms, 1) })}
                </span>
                <time
                  className="text-end text-faint max-sm:ms-auto sm:w-40"
                  dateTime={call.occurred_at}
                >
                  {formatMoment(call.occurred_at)}
                </time>
              </li>
            ))}
          </ul>
          {log.hasNextPage && (
            <div className="p-3 text-center">
              <Button
                size="sm"
                disabled={log.isFetchingNextPage}
                onClick={() => void log.fetchNextPage()}
              >
                {t('list.more')}
              </Button>
            </div>
          )}
        </Card>
      )}
    </DevelopersPage>
  )
}
