import type { Campaign } from '@parley/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Megaphone, Plus } from 'lucide-react'
import { parley } from '../../api/client.ts'
import { useMay } from '../../api/queries.ts'
import { formatAgo, formatMoment, formatNumber } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { useUrl } from '../../shell/use-url.ts'
import { Card, SkeletonLines } from '../../ui/bits.tsx'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Empty, Failure } from '../../ui/states.tsx'
import { CampaignStatus, ProgressBar } from './campaign-status.tsx'
import { CampaignsPage } from './campaigns-page.tsx'

const pageSize = 50
const lookAgainMs = 5_000
const statuses = [
  'RUNNING',
  'PAUSED',
  'SCHEDULED',
  'PENDING',
  'COMPLETED',
  'CANCELLED',
  'FAILED',
] as const satisfies Campaign['status'][]

/** All campaigns, newest first, with how far they have come. */
export function Campaigns() {
  const [search, setSearch] = useUrl()
  const mayWrite = useMay('write')
  const status = statuses.find((known) => known === search.status)
  const list = useInfiniteQuery({
    queryKey: ['campaigns', 'list', status],
    initialPageParam: 1,
    queryFn: ({ pageParam }) =>
      parley.campaigns.list({
        take: pageSize,
        skip: pageParam,
        ...(status && { status: [status] }),
      }),
    getNextPageParam: ({ filtered }, _all, page) =>
      page * pageSize < filtered ? page + 1 : undefined,
    refetchInterval: ({ state }) => (isCalling(state.data?.pages) ? lookAgainMs : false),
  })
  const campaigns = list.data?.pages.flatMap((page) => page.campaigns) ?? []
  return (
    <CampaignsPage actions={mayWrite && <NewLink />}>
      <Card
        title={t('nav.campaigns')}
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
                {t(`campaignStatus.${one}`)}
              </option>
            ))}
          </select>
        }
        flush
      >
        {list.isPending && <SkeletonLines count={6} />}
        {list.isError && <Failure error={list.error} retry={() => void list.refetch()} />}
        {list.isSuccess && campaigns.length === 0 && (
          <Empty
            icon={Megaphone}
            title={status ? t('state.nothingFound') : t('state.empty')}
            text={status ? t('state.nothingFoundText') : t('campaigns.emptyText')}
            action={mayWrite && !status && <NewLink />}
          />
        )}
        <ul>
          {campaigns.map((campaign) => (
            <CampaignRow key={campaign.id} campaign={campaign} />
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
    </CampaignsPage>
  )
}

type Pages = readonly { readonly campaigns: readonly Campaign[] }[] | undefined

function isCalling(pages: Pages): boolean {
  return pages?.some((page) => page.campaigns.some(({ status }) => status === 'RUNNING')) ?? false
}

function NewLink() {
  return (
    <Link to="/campaigns/new" className={buttonClass('primary', 'sm')}>
      <Plus aria-hidden size={14} />
      {t('campaigns.new')}
    </Link>
  )
}

function CampaignRow({ campaign }: { readonly campaign: Campaign }) {
  const { id, name, status, progress, agentName, phoneNumber, createdAt, scheduledDate } = campaign
  const whose = [agentName, phoneNumber].filter(Boolean).join(' · ')
  const when =
    status === 'SCHEDULED' && scheduledDate ? formatMoment(scheduledDate) : formatAgo(createdAt)
  return (
    <li className="border-b border-line last:border-b-0 hover:bg-hover">
      <Link
        to="/campaigns/$id"
        params={{ id }}
        className="grid grid-cols-[1fr_auto] items-center gap-x-4 gap-y-1.5 px-4 py-2.5 -outline-offset-2 sm:grid-cols-[1fr_14rem_6.5rem]"
      >
        <span className="min-w-0">
          <span className="block truncate font-medium" dir="auto">
            {name}
          </span>
          <span className="block truncate text-xs text-faint">
            <bdi>{whose}</bdi> · {when}
          </span>
        </span>
        <span className="order-last col-span-2 flex flex-col gap-1 sm:order-none sm:col-span-1">
          <ProgressBar progress={progress} />
          <span className="figures flex justify-between text-xs text-muted">
            <span>
              {t('campaigns.doneOf', {
                done: formatNumber(progress.done),
                total: formatNumber(progress.total),
              })}
            </span>
            {progress.activeCalls > 0 && (
              <span className="text-accent">
                {t('campaigns.callsNow', { count: formatNumber(progress.activeCalls) })}
              </span>
            )}
          </span>
        </span>
        <span className="text-end">
          <CampaignStatus status={status} />
        </span>
      </Link>
    </li>
  )
}
