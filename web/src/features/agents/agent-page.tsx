import type { VoiceAgent } from '@parley/contract'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { ArrowLeft } from 'lucide-react'
import { lazy, type ReactNode, Suspense } from 'react'
import { useLeads } from '../../api/queries.ts'
import { t } from '../../i18n/index.ts'
import { PageHeader, SkeletonLines } from '../../ui/bits.tsx'
import { buttonClass } from '../../ui/button.tsx'
import { Failure } from '../../ui/states.tsx'
import { agentQuery } from './agent-queries.ts'
import { AgentState } from './agent-row.tsx'

const AgentActions = lazy(async () => ({
  default: (await import('./agent-actions.tsx')).AgentActions,
}))

const flowTab = '/agents/$id/flow'
const tabs = [
  { to: '/agents/$id', title: 'agents.edit' },
  { to: flowTab, title: 'agents.flow' },
  { to: '/agents/$id/versions', title: 'agents.versions' },
  { to: '/agents/$id/talk', title: 'agents.talk' },
] as const

const tabClass =
  'border-b-2 border-transparent px-2.5 py-2 whitespace-nowrap text-muted hover:text-text'

type PageProps = {
  /** Of the agent that is shown; drawn in the header. */
  readonly actions?: ReactNode
  readonly children: (agent: VoiceAgent) => ReactNode
}

/** The agent of the address with its tabs; each tab is a screen of its own. */
export function AgentPage({ actions, children }: PageProps) {
  const { id } = useParams({ strict: false }) as { id: string }
  const leads = useLeads()
  const agent = useQuery(agentQuery(id))
  const { data } = agent
  return (
    <div className="flex h-full flex-col">
      <PageHeader
        title={
          <span className="flex min-w-0 items-center gap-2">
            <Link
              to="/agents"
              aria-label={t('action.back')}
              className={buttonClass('ghost', 'icon')}
            >
              <ArrowLeft aria-hidden size={16} className="rtl:rotate-180" />
            </Link>
            <span className="truncate">{data?.name ?? t('state.loading')}</span>
            {data && <AgentState agent={data} />}
          </span>
        }
        actions={
          data && (
            <>
              {actions}
              {leads && (
                <Suspense fallback={<span className="size-7 shrink-0" />}>
                  <AgentActions agent={data} />
                </Suspense>
              )}
            </>
          )
        }
      />
      <nav
        aria-label={t('agents.parts')}
        className="flex shrink-0 gap-1 overflow-x-auto border-b border-line px-2"
      >
        {tabs
          .filter(({ to }) => to !== flowTab || data?.type === 'Flow Agent')
          .map(({ to, title }) => (
            <Link
              key={to}
              to={to}
              params={{ id }}
              activeOptions={{ exact: true, includeSearch: false }}
              activeProps={{
                className: 'border-accent! text-text! font-medium',
                'aria-current': 'page',
              }}
              className={tabClass}
            >
              {t(title)}
            </Link>
          ))}
        <Link to="/agents/calls" search={{ agent: id }} className={tabClass}>
          {t('agentCalls.title')}
        </Link>
      </nav>
      {agent.isPending && <SkeletonLines count={14} />}
      {agent.isError && <Failure error={agent.error} retry={() => void agent.refetch()} />}
      {data && children(data)}
    </div>
  )
}
