import type { CallConversation } from '@parley/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { ArrowLeft, Headphones, MessagesSquare, PhoneOff } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { parley } from '../../api/client.ts'
import { useMay } from '../../api/queries.ts'
import { formatLength, formatMoment } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { PlaybackProvider, useNewPlayback } from '../../playback/playback.ts'
import { Player } from '../../playback/player.tsx'
import { PageHeader, SkeletonLines } from '../../ui/bits.tsx'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Failure } from '../../ui/states.tsx'
import { tellFailure } from '../../ui/toast.ts'
import { CallStatusBadge, otherParty } from './call-bits.tsx'
import { CallPanels } from './call-panels.tsx'
import { CallTurns } from './call-turns.tsx'

const DeleteCall = lazy(async () => ({ default: (await import('./delete-call.tsx')).DeleteCall }))

const isLive = ({ status }: CallConversation) => status === 'PENDING' || status === 'IN_PROGRESS'

/** One call of an agent: what was said, what was done, what came of it. */
export function AgentCall() {
  const { id } = useParams({ strict: false }) as { id: string }
  const call = useQuery({
    queryKey: ['agent-calls', 'one', id],
    queryFn: () => parley.agentCalls.get(id),
  })
  const { data } = call
  return (
    <div className="flex h-full flex-col">
      <PageHeader
        title={
          <span className="flex min-w-0 items-center gap-2">
            <Link
              to="/agents/calls"
              aria-label={t('action.back')}
              className={buttonClass('ghost', 'icon')}
            >
              <ArrowLeft aria-hidden size={16} className="rtl:rotate-180" />
            </Link>
            <span className="truncate" dir="auto">
              {data ? `${data.agentName ?? '–'} · ${otherParty(data)}` : t('state.loading')}
            </span>
            {data && <CallStatusBadge status={data.status} />}
          </span>
        }
        actions={data && <Actions call={data} />}
      />
      {call.isPending && <SkeletonLines count={14} />}
      {call.isError && <Failure error={call.error} retry={() => void call.refetch()} />}
      {data && <Whole key={id} call={data} />}
    </div>
  )
}

function Whole({ call }: { readonly call: CallConversation }) {
  const playback = useNewPlayback()
  return (
    <PlaybackProvider value={playback}>
      <div className="flex min-h-0 flex-1 flex-col overflow-y-auto lg:flex-row lg:overflow-hidden">
        <div className="flex min-w-0 flex-col gap-3 p-3 lg:min-h-0 lg:flex-1">
          {call.recordingId && (
            <Player recordingId={call.recordingId} durationSeconds={call.callDuration} />
          )}
          <CallTurns call={call} />
        </div>
        <CallPanels call={call} />
      </div>
    </PlaybackProvider>
  )
}

function Actions({ call }: { readonly call: CallConversation }) {
  const cache = useQueryClient()
  const mayWrite = useMay('write')
  const hangUp = useMutation({
    mutationFn: () => parley.voiceCalls.hangUp(call.id),
    onError: tellFailure,
    onSettled: () => cache.invalidateQueries({ queryKey: ['agent-calls'] }),
  })
  return (
    <>
      <span className="figures flex flex-wrap items-center gap-2 text-xs text-muted">
        <time dateTime={call.startedAt}>{formatMoment(call.startedAt)}</time>
        {call.callDuration > 0 && <span>{formatLength(call.callDuration)}</span>}
      </span>
      {isLive(call) && (
        <Link
          to="/live-calls/$id"
          params={{ id: call.id }}
          className={buttonClass('default', 'sm')}
        >
          <Headphones aria-hidden size={13} />
          {t('live.follow')}
        </Link>
      )}
      {isLive(call) && mayWrite && (
        <Button look="danger" size="sm" disabled={hangUp.isPending} onClick={() => hangUp.mutate()}>
          <PhoneOff aria-hidden size={13} />
          {t('talk.hangUp')}
        </Button>
      )}
      <Link
        to="/conversations/$id"
        params={{ id: call.id }}
        className={buttonClass('default', 'sm')}
      >
        <MessagesSquare aria-hidden size={13} />
        {t('agentCalls.conversation')}
      </Link>
      <Suspense fallback={<span className="size-7" />}>
        {!isLive(call) && <DeleteCall call={call} />}
      </Suspense>
    </>
  )
}
