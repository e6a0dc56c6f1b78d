import type { CallConversation } from '@parley/contract'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { ArrowLeft } from 'lucide-react'
import { useEffect } from 'react'
import { parley } from '../../api/client.ts'
import { useMay } from '../../api/queries.ts'
import { t } from '../../i18n/index.ts'
import { PageHeader, SkeletonLines } from '../../ui/bits.tsx'
import { buttonClass } from '../../ui/button.tsx'
import { Failure } from '../../ui/states.tsx'
import { otherParty } from './call-bits.tsx'
import { CallLines, reasonText } from './call-view.tsx'
import { LiveStateBadge, RunningTime } from './live-bits.tsx'
import { AboutCard, ListenCard, SteerCard } from './live-cards.tsx'
import { LiveComposer } from './live-composer.tsx'
import { linesOf } from './live-lines.ts'
import { useCallWatch, type Watch } from './use-call-watch.ts'
import { useSteering } from './use-steering.ts'

/** Events tell of what is recorded, and of the end; this is for those that are late. */
const lookAgainMs = 3_000

type LiveStatus = 'PENDING' | 'IN_PROGRESS'

function liveStatus({ status }: CallConversation): LiveStatus | undefined {
  return status === 'PENDING' || status === 'IN_PROGRESS' ? status : undefined
}

/** One call while it goes on: read along, listen in, and take part. */
export function LiveCallScreen() {
  const { id } = useParams({ strict: false }) as { id: string }
  return <Followed key={id} id={id} />
}

function Followed({ id }: { readonly id: string }) {
  const call = useQuery({
    queryKey: ['agent-calls', 'one', id],
    queryFn: () => parley.agentCalls.get(id),
    refetchInterval({ state: { data } }) {
      return data && liveStatus(data) ? lookAgainMs : false
    },
  })
  const { data } = call
  const watch = useCallWatch(id, data?.status === 'IN_PROGRESS')
  const status = data && liveStatus(data)
  return (
    <div className="flex h-full flex-col">
      <PageHeader
        title={
          <span className="flex min-w-0 items-center gap-2">
            <Link
              to="/live-calls"
              aria-label={t('action.back')}
              className={buttonClass('ghost', 'icon')}
            >
              <ArrowLeft aria-hidden size={16} className="rtl:rotate-180" />
            </Link>
            <span className="truncate" dir="auto">
              {data ? `${data.agentName ?? '–'} · ${otherParty(data)}` : t('state.loading')}
            </span>
            {status && watch.line !== 'over' && (
              <LiveStateBadge status={status} state={watch.agentState} />
            )}
          </span>
        }
        actions={
          status && (
            <span className="text-sm text-muted">
              <RunningTime since={data.answeredAt ?? data.startedAt} />
            </span>
          )
        }
      />
      {call.isPending && <SkeletonLines count={14} />}
      {call.isError && <Failure error={call.error} retry={() => void call.refetch()} />}
      {data && <Whole call={data} watch={watch} />}
    </div>
  )
}

type WholeProps = { readonly call: CallConversation; readonly watch: Watch }

function Whole({ call, watch }: WholeProps) {
  const mayWrite = useMay('write')
  const { turns } = call
  const { know } = watch
  useEffect(() => know(turns.length))
  const status = watch.line === 'over' ? undefined : liveStatus(call)
  const isOn = status === 'IN_PROGRESS'
  const steering = useSteering(call.id, watch, { isOn, mayWrite })
  const isAnswering = watch.agentState === 'thinking' || watch.agentState === 'speaking'
  return (
    <div className="min-h-0 flex-1 overflow-y-auto p-4" tabIndex={-1}>
      <div className="flex flex-col gap-4 lg:grid lg:h-full lg:grid-cols-[20rem_minmax(0,1fr)] lg:grid-rows-[auto_auto_minmax(0,1fr)]">
        {status && <ListenCard call={call} watch={watch} isOn={isOn} />}
        <section className="flex max-h-[32rem] min-h-96 min-w-0 flex-col rounded-lg border border-line bg-raised lg:col-start-2 lg:row-span-3 lg:row-start-1 lg:max-h-none lg:min-h-0">
          <header className="flex min-h-10 items-center border-b border-line px-4">
            <h2 className="text-sm font-semibold">{t('conversation.transcript')}</h2>
          </header>
          <CallLines
            lines={linesOf(turns, watch.heard)}
            empty={t(status ? 'agentCalls.nothingSaidText' : 'agentCalls.nothingSaid')}
            isAnswering={isOn && isAnswering}
          />
          {!status && <Ending call={call} />}
          {status && mayWrite && <LiveComposer steering={steering} isOn={isOn} />}
          {status && !mayWrite && (
            <p className="border-t border-line px-4 py-2.5 text-muted">{t('live.readOnly')}</p>
          )}
        </section>
        {status && mayWrite && <SteerCard call={call} steering={steering} isOn={isOn} />}
        <AboutCard call={call} />
      </div>
    </div>
  )
}

/** Why it is over, and the way to its record. */
function Ending({ call }: { readonly call: CallConversation }) {
  const isWritten = !liveStatus(call)
  return (
    <div className="flex flex-wrap items-center gap-3 border-t border-line px-4 py-2.5">
      <p role="status" className="text-muted">
        {isWritten ? t('talk.over', { reason: reasonText(call.endReason) }) : t('live.ending')}
      </p>
      {isWritten && (
        <Link
          to="/agents/calls/$id"
          params={{ id: call.id }}
          className={buttonClass('default', 'sm', 'ms-auto')}
        >
          {t('talk.open')}
        </Link>
      )}
    </div>
  )
}
