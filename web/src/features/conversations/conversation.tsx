import type { ConversationInFull } from '@parley/contract'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { ArrowLeft } from 'lucide-react'
import { Tabs } from 'radix-ui'
import { lazy, type ReactNode, Suspense, useEffect } from 'react'
import { parley } from '../../api/client.ts'
import { formatLength, formatMoment } from '../../i18n/format.ts'
import { type Key, t } from '../../i18n/index.ts'
import { KindIcon, OutcomeBadge, Score } from '../../records/conversation-line.tsx'
import { useUrl } from '../../shell/use-url.ts'
import { Badge, PageHeader, SkeletonLines } from '../../ui/bits.tsx'
import { buttonClass } from '../../ui/button.tsx'
import { intoView } from '../../ui/into-view.ts'
import { Failure } from '../../ui/states.tsx'
import { PlaybackProvider, useNewPlayback } from '../../playback/playback.ts'
import { Player } from '../../playback/player.tsx'
import { NoWords } from './no-words.tsx'
import { Signals } from './signals.tsx'
import { Summary } from './summary.tsx'
import { TalkStrip } from './talk-strip.tsx'
import { Transcript } from './transcript.tsx'

const Clips = lazy(async () => ({ default: (await import('./clips.tsx')).Clips }))
const Comments = lazy(async () => ({ default: (await import('./comments.tsx')).Comments }))
const Scorecard = lazy(async () => ({
  default: (await import('./scorecard/scorecard.tsx')).Scorecard,
}))
const RecordingMenu = lazy(async () => ({
  default: (await import('./recording-menu.tsx')).RecordingMenu,
}))
const MetricsPanel = lazy(async () => ({
  default: (await import('./metrics-panel.tsx')).MetricsPanel,
}))

const later = (panel: ReactNode) => (
  <Suspense fallback={<SkeletonLines count={10} />}>{panel}</Suspense>
)

/** One conversation: what was said, and what is made of it. */
export function ConversationScreen() {
  const { id } = useParams({ strict: false }) as { id: string }
  const full = useQuery({
    queryKey: ['conversations', 'one', id],
    queryFn: () => parley.conversations.get(id),
  })
  return (
    <div className="flex h-full flex-col">
      <PageHeader
        title={
          <span className="flex min-w-0 items-center gap-2">
            <Link
              to="/conversations"
              aria-label={t('action.back')}
              className={buttonClass('ghost', 'icon')}
            >
              <ArrowLeft aria-hidden size={16} className="rtl:rotate-180" />
            </Link>
            {full.data && <KindIcon kind={full.data.kind} />}
            <span className="truncate">{full.data?.title ?? t('state.loading')}</span>
          </span>
        }
        actions={full.data && <Facts conversation={full.data} />}
      />
      {full.isPending && <SkeletonLines count={14} />}
      {full.isError && <Failure error={full.error} retry={() => void full.refetch()} />}
      {full.data && <Whole key={id} conversation={full.data} />}
    </div>
  )
}

function Facts({ conversation }: { readonly conversation: ConversationInFull }) {
  const { evaluation, date, duration_seconds: seconds, owner_name: owner } = conversation
  return (
    <span className="figures flex flex-wrap items-center gap-2 text-xs text-muted">
      {evaluation?.outcome && <OutcomeBadge outcome={evaluation.outcome} />}
      {evaluation?.score != null && <Score score={evaluation.score} />}
      {owner && <span>{owner}</span>}
      <time dateTime={date}>{formatMoment(date)}</time>
      {seconds !== null && seconds > 0 && <span>{formatLength(seconds)}</span>}
      {conversation.kind === 'agent_call' && (
        <Link
          to="/agents/calls/$id"
          params={{ id: conversation.id }}
          className={buttonClass('default', 'sm')}
        >
          {t('conversation.agentCall')}
        </Link>
      )}
      <Suspense fallback={<span className="size-7" />}>
        <RecordingMenu conversation={conversation} />
      </Suspense>
    </span>
  )
}

/** A file that nobody could read yet has no length. */
function isPlayable({ status, duration }: NonNullable<ConversationInFull['media']['recording']>) {
  return status === 'completed' || duration !== null
}

function Whole({ conversation }: { readonly conversation: ConversationInFull }) {
  const playback = useNewPlayback()
  const [{ at }] = useUrl()
  // What is below it listens by then.
  useEffect(() => {
    const ms = Number(at)
    if (at && ms >= 0) playback.seek(ms)
  }, [at, playback])
  const { media, transcript, metrics } = conversation
  const recording = media.recording
  return (
    <PlaybackProvider value={playback}>
      <div className="flex min-h-0 flex-1 flex-col overflow-y-auto lg:flex-row lg:overflow-hidden">
        <div className="flex min-w-0 flex-col gap-3 p-3 lg:min-h-0 lg:flex-1">
          {recording && isPlayable(recording) && (
            <Player
              recordingId={recording.id}
              durationSeconds={recording.duration ?? conversation.duration_seconds}
            />
          )}
          {metrics && <TalkStrip metrics={metrics} />}
          {transcript && <Transcript transcript={transcript} title={conversation.title} />}
          {!transcript && <NoWords conversation={conversation} />}
        </div>
        <Panels conversation={conversation} />
      </div>
    </PlaybackProvider>
  )
}

const tabs = ['summary', 'scorecard', 'metrics', 'signals', 'comments', 'clips'] as const
type Tab = (typeof tabs)[number]

function Panels({ conversation }: { readonly conversation: ConversationInFull }) {
  const [search, setSearch] = useUrl()
  const tab = tabs.find((name) => name === search.tab) ?? 'summary'
  const panels: Readonly<Record<Tab, ReactNode>> = {
    summary: <Summary conversation={conversation} />,
    scorecard: later(<Scorecard conversation={conversation} />),
    metrics: later(<MetricsPanel metrics={conversation.metrics} />),
    signals: <Signals conversation={conversation} />,
    comments: later(<Comments conversation={conversation} />),
    clips: later(<Clips conversation={conversation} />),
  }
  const counts: Partial<Record<Tab, number>> = {
    signals: conversation.signals.filter(({ status }) => status !== 'dismissed').length,
    comments: conversation.comments.length,
    clips: conversation.clips.length,
  }
  return (
    <Tabs.Root
      value={tab}
      onValueChange={(value) => setSearch({ tab: value === 'summary' ? undefined : value })}
      className="flex w-full shrink-0 flex-col border-line max-lg:order-first max-lg:border-b lg:min-h-0 lg:w-[29rem] lg:border-s"
    >
      <Tabs.List
        aria-label={t('conversation.panels')}
        className="flex h-10 shrink-0 gap-0.5 overflow-x-auto border-b border-line px-2.5"
      >
        {tabs.map((name) => (
          <Tabs.Trigger
            key={name}
            value={name}
            ref={name === tab ? intoView : undefined}
            className="inline-flex shrink-0 items-center gap-1.5 border-b-2 border-transparent px-1.5 text-muted data-[state=active]:border-accent data-[state=active]:font-medium data-[state=active]:text-text"
          >
            {t(`conversation.${name}` satisfies Key)}
            {Boolean(counts[name]) && <Badge>{counts[name]}</Badge>}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      <Tabs.Content
        value={tab}
        tabIndex={-1}
        className="min-h-0 flex-1 p-4 outline-none lg:overflow-y-auto"
      >
        {panels[tab]}
      </Tabs.Content>
    </Tabs.Root>
  )
}
