import type { Campaign } from '@parley/contract'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { ArrowLeft } from 'lucide-react'
import { lazy, Suspense, useEffect } from 'react'
import { parley } from '../../api/client.ts'
import { useMay } from '../../api/queries.ts'
import { formatMoment } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { useUrl } from '../../shell/use-url.ts'
import { Page, SkeletonLines } from '../../ui/bits.tsx'
import { buttonClass } from '../../ui/button.tsx'
import { Failure } from '../../ui/states.tsx'
import { CampaignProgress } from './campaign-progress.tsx'
import { CampaignSettings } from './campaign-settings.tsx'
import { CampaignStatus } from './campaign-status.tsx'
import { ImportReport } from './import-report.tsx'
import { RecipientTable } from './recipient-table.tsx'

const CampaignActions = lazy(async () => ({
  default: (await import('./campaign-actions.tsx')).CampaignActions,
}))

const lookAgainMs = 2_000

/** One campaign while it calls: how far it has come, who was called, and what can be done to it. */
export function CampaignScreen() {
  const { id } = useParams({ strict: false }) as { id: string }
  const [search] = useUrl()
  const cache = useQueryClient()
  const mayWrite = useMay('write')
  const campaign = useQuery({
    queryKey: ['campaigns', 'one', id],
    queryFn: () => parley.campaigns.get(id),
  })
  const { data } = campaign
  const isRunning = data?.status === 'RUNNING'
  const live = useQuery({
    queryKey: ['campaigns', 'progress', id],
    queryFn: () => parley.campaigns.progress(id),
    enabled: isRunning || (data?.progress.activeCalls ?? 0) > 0,
    refetchInterval: lookAgainMs,
  })
  // Whichever was heard last: events fetch the one, time the other.
  const isNewer = live.dataUpdatedAt > campaign.dataUpdatedAt
  const progress = isNewer ? live.data : data?.progress
  const isThrough = progress !== undefined && progress.total > 0 && progress.done === progress.total
  useEffect(() => {
    // It ends a moment after its last call: then its status is another one.
    if (isThrough && isRunning) void cache.invalidateQueries({ queryKey: ['campaigns', 'one', id] })
  }, [isThrough, isRunning, live.dataUpdatedAt, cache, id])
  return (
    <Page
      wide
      title={<Title campaign={data} />}
      actions={
        data &&
        mayWrite && (
          <Suspense fallback={<span className="h-7" />}>
            <CampaignActions campaign={data} />
          </Suspense>
        )
      }
    >
      {campaign.isPending && <SkeletonLines count={10} />}
      {campaign.isError && <Failure error={campaign.error} retry={() => void campaign.refetch()} />}
      {data && progress && (
        <>
          <Notes campaign={data} nextCallAt={progress.nextCallAt} />
          {search.import && <ImportReport campaignId={id} importId={search.import} />}
          <CampaignProgress progress={progress} isLive={isRunning} />
          <RecipientTable campaignId={id} progress={progress} isLive={isRunning} />
          <CampaignSettings campaign={data} />
        </>
      )}
    </Page>
  )
}

function Title({ campaign }: { readonly campaign: Campaign | undefined }) {
  return (
    <span className="flex min-w-0 items-center gap-2">
      <Link to="/campaigns" aria-label={t('action.back')} className={buttonClass('ghost', 'icon')}>
        <ArrowLeft aria-hidden size={16} className="rtl:rotate-180" />
      </Link>
      <span className="truncate" dir="auto">
        {campaign?.name ?? t('state.loading')}
      </span>
      {campaign && <CampaignStatus status={campaign.status} />}
    </span>
  )
}

type NotesProps = { readonly campaign: Campaign; readonly nextCallAt: string | null }

/** Why nobody is called at the moment. */
function Notes({ campaign, nextCallAt }: NotesProps) {
  const { status, pauseReason, scheduledDate, progress } = campaign
  const notes = [
    pauseReason && pauseReason !== 'user' && t(`pauseReason.${pauseReason}`),
    status === 'SCHEDULED' &&
      scheduledDate &&
      t('campaigns.startsAt', { when: formatMoment(scheduledDate) }),
    status === 'PENDING' && t('campaigns.notStarted'),
    status === 'RUNNING' &&
      progress.activeCalls === 0 &&
      nextCallAt &&
      isLater(nextCallAt) &&
      t('campaigns.nextCall', { when: formatMoment(nextCallAt) }),
  ].filter(Boolean)
  if (notes.length === 0) return null
  return (
    <ul className="rounded-lg bg-info-soft px-4 py-3 text-info">
      {notes.map((note) => (
        <li key={String(note)}>{note}</li>
      ))}
    </ul>
  )
}

const soonMs = 30_000

function isLater(moment: string): boolean {
  return Date.parse(moment) > Date.now() + soonMs
}
