import type { VoiceAgent } from '@parley/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Bot, Workflow } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { useLeads } from '../../api/queries.ts'
import { formatAgo, formatMoment, formatNumber } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { Badge, Skeleton } from '../../ui/bits.tsx'
import { agentFiguresQuery, useNumberOf } from './agent-queries.ts'
import { languageName } from '../../i18n/spoken-languages.ts'

const AgentActions = lazy(async () => ({
  default: (await import('./agent-actions.tsx')).AgentActions,
}))

/** Whether what was saved last is what callers hear. */
export function AgentState({ agent }: { readonly agent: VoiceAgent }) {
  const { version, liveVersion } = agent
  return version === liveVersion ? (
    <Badge tone="good">{t('agents.live', { version: liveVersion })}</Badge>
  ) : (
    <Badge tone="warn">{t('agents.draftAhead', { version, live: liveVersion })}</Badge>
  )
}

export function AgentRow({ agent }: { readonly agent: VoiceAgent }) {
  const leads = useLeads()
  const isFlow = agent.type === 'Flow Agent'
  const Icon = isFlow ? Workflow : Bot
  const number = useNumberOf()(agent.id)
  return (
    <li className="flex items-center gap-1 border-b border-line pe-3 hover:bg-hover">
      <Link
        to="/agents/$id"
        params={{ id: agent.id }}
        className="flex min-h-14 min-w-0 flex-1 items-center gap-3 py-2 ps-4 -outline-offset-2"
      >
        <span
          title={t(`agentType.${agent.type}`)}
          className="inline-flex size-8 shrink-0 items-center justify-center rounded-lg bg-selected text-accent"
        >
          <Icon aria-hidden size={16} />
          <span className="sr-only">{t(`agentType.${agent.type}`)}</span>
        </span>
        <span className="min-w-0 flex-[3]">
          <span className="block truncate font-medium" dir="auto">
            {agent.name}
          </span>
          <span className="block truncate text-xs text-faint" dir="auto">
            {agent.description ?? agent.conversation.greetingMessage}
          </span>
        </span>
        <span className="hidden w-40 shrink-0 sm:block">
          <AgentState agent={agent} />
        </span>
        <span className="hidden w-24 shrink-0 truncate text-muted lg:block">
          {languageName(agent.voice.lang)}
        </span>
        <span dir="ltr" className="figures hidden w-32 shrink-0 truncate text-muted lg:block">
          {number}
        </span>
        <Calls agentId={agent.id} />
        <span className="figures hidden w-20 shrink-0 text-end text-xs text-faint md:block">
          <time dateTime={agent.updatedAt} title={formatMoment(agent.updatedAt)}>
            {formatAgo(agent.updatedAt)}
          </time>
        </span>
      </Link>
      {leads && (
        <Suspense fallback={<span className="size-7 shrink-0" />}>
          <AgentActions agent={agent} />
        </Suspense>
      )}
    </li>
  )
}

/** Of the last 30 days. */
function Calls({ agentId }: { readonly agentId: string }) {
  const figures = useQuery(agentFiguresQuery)
  const own = figures.data?.get(agentId)
  return (
    <span className="figures min-w-12 shrink-0 text-end text-xs sm:w-24">
      {figures.isPending && <Skeleton className="ms-auto w-12" />}
      {figures.isSuccess && (
        <>
          <span className={own ? 'block text-muted' : 'block text-faint'}>
            {t('agents.calls', { count: formatNumber(own?.calls ?? 0) })}
          </span>
          {own && (
            <time className="block text-faint" dateTime={own.lastCallAt}>
              {formatAgo(own.lastCallAt)}
            </time>
          )}
        </>
      )}
    </span>
  )
}

const loadingRows = 8

export function LoadingAgents() {
  return (
    <div aria-hidden>
      {Array.from({ length: loadingRows }, (_, index) => (
        <div key={index} className="flex h-14 items-center gap-3 border-b border-line px-4">
          <Skeleton className="size-8 shrink-0" />
          <div className="flex flex-1 flex-col gap-2">
            <Skeleton className="w-1/4" />
            <Skeleton className="w-1/2" />
          </div>
          <Skeleton className="w-24" />
        </div>
      ))}
    </div>
  )
}
