import type { ListedLiveCall } from '@parley/contract'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ArrowDownLeft, ArrowUpRight, Globe, Headphones, History } from 'lucide-react'
import { parley } from '../../api/client.ts'
import { useAgentNames } from '../../api/voice-agents.ts'
import { formatNumber } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { useUrl } from '../../shell/use-url.ts'
import { Badge, PageHeader } from '../../ui/bits.tsx'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Empty, Failure } from '../../ui/states.tsx'
import { LoadingAgents } from './agent-row.tsx'
import { Choose } from './filters.tsx'
import { channelText, LiveStateBadge, RunningTime } from './live-bits.tsx'

/** Events tell of calls that begin and end; who speaks in them is looked at so often. */
const lookAgainMs = 3_000

/** The calls that go on; looked at while the page is visible. */
function liveCallsQuery(agentId: string | undefined) {
  return queryOptions({
    queryKey: ['live-calls', agentId],
    queryFn: async () =>
      (await parley.voiceCalls.live(agentId ? { voiceAgentId: agentId } : {})).calls,
    refetchInterval: lookAgainMs,
  })
}

/** Calls of agents while they go on. */
export function LiveCalls() {
  const [{ agent }, setSearch] = useUrl()
  const calls = useQuery(liveCallsQuery(agent))
  const agents = useAgentNames()
  return (
    <div className="flex h-full flex-col">
      <PageHeader
        title={t('nav.liveCalls')}
        actions={
          <>
            {calls.data && (
              <span className="figures text-xs text-muted" role="status">
                {t('live.count', { count: formatNumber(calls.data.length) })}
              </span>
            )}
            <Link to="/agents/calls" className={buttonClass('default', 'sm')}>
              <History aria-hidden size={14} />
              {t('agentCalls.title')}
            </Link>
          </>
        }
      />
      <div className="flex shrink-0 items-center gap-1.5 overflow-x-auto border-b border-line px-4 py-1.5">
        <Choose
          name="agent"
          label={t('agentCalls.agent')}
          options={agents.map(({ id, name }) => ({ value: id, words: name }))}
        />
        {agent && (
          <Button look="ghost" size="sm" onClick={() => setSearch({ agent: undefined })}>
            {t('filter.clear')}
          </Button>
        )}
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto" tabIndex={-1}>
        {calls.isPending && <LoadingAgents />}
        {calls.isError && <Failure error={calls.error} retry={() => void calls.refetch()} />}
        {calls.data?.length === 0 && (agent ? <NothingFound /> : <NobodyTalks />)}
        <ul aria-label={t('nav.liveCalls')}>
          {calls.data?.map((call) => (
            <LiveRow key={call.callId} call={call} />
          ))}
        </ul>
      </div>
    </div>
  )
}

function NothingFound() {
  return <Empty title={t('state.nothingFound')} text={t('state.nothingFoundText')} />
}

function NobodyTalks() {
  return (
    <Empty
      icon={Headphones}
      title={t('live.empty')}
      text={t('live.emptyText')}
      action={
        <Link to="/agents" className={buttonClass('primary')}>
          {t('live.talk')}
        </Link>
      }
    />
  )
}

const icons = { inbound: ArrowDownLeft, outbound: ArrowUpRight, web: Globe } as const

function LiveRow({ call }: { readonly call: ListedLiveCall }) {
  const { callId, agentName, channel, direction, status, state, isAlive } = call
  const Icon = icons[direction]
  // At the far end; a page has none.
  const number = direction === 'outbound' ? call.toNumber : call.fromNumber
  return (
    <li className="border-b border-line hover:bg-hover">
      <Link
        to="/live-calls/$id"
        params={{ id: callId }}
        className="flex min-h-14 items-center gap-3 px-4 py-2 -outline-offset-2"
      >
        <span title={t(`callDirection.${direction}`)} className="shrink-0 text-faint">
          <Icon aria-hidden size={15} />
          <span className="sr-only">{t(`callDirection.${direction}`)}</span>
        </span>
        <span className="min-w-0 flex-1">
          <span className="block truncate font-medium" dir="auto">
            {agentName ?? '–'}
          </span>
          {number && (
            <span className="block truncate text-xs text-faint">
              <bdi dir="ltr">{number}</bdi>
            </span>
          )}
          <span className="block truncate text-xs text-faint sm:hidden">
            {channelText(channel)}
          </span>
        </span>
        <span className="hidden w-24 shrink-0 truncate text-muted sm:block">
          {channelText(channel)}
        </span>
        <span className="flex w-32 shrink-0 flex-wrap justify-end gap-1 sm:justify-start">
          <LiveStateBadge status={status} state={state} />
          {status === 'IN_PROGRESS' && !isAlive && <Badge tone="bad">{t('live.unheard')}</Badge>}
        </span>
        <span className="w-14 shrink-0 text-end text-xs text-muted">
          <RunningTime since={call.answeredAt ?? call.startedAt} />
        </span>
      </Link>
    </li>
  )
}
