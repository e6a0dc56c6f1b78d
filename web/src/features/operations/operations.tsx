import type { ServerState } from '@parley/contract'
import { useQuery } from '@tanstack/react-query'
import { CircleAlert, CircleCheck } from 'lucide-react'
import { parley } from '../../api/client.ts'
import { useOperates } from '../../api/queries.ts'
import {
  formatAgo,
  formatLength,
  formatList,
  formatMoment,
  formatNumber,
  formatShare,
} from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { Badge, Card, Page, SkeletonLines } from '../../ui/bits.tsx'
import { Failure, NoPermission } from '../../ui/states.tsx'
import { FailedJobs } from './failed-jobs.tsx'
import { Queues } from './queues.tsx'
import { ServerStorage } from './server-storage.tsx'

const lookAgainMs = 5_000

/** The whole server, for those who run it. */
export function Operations() {
  const operates = useOperates()
  return (
    <Page title={t('nav.operations')} wide>
      {operates ? <State /> : <NoPermission />}
    </Page>
  )
}

function State() {
  const state = useQuery({
    queryKey: ['operations', 'state'],
    queryFn: () => parley.operations.get(),
    refetchInterval: lookAgainMs,
  })
  const { data } = state
  return (
    <>
      {state.isPending && (
        <Card>
          <SkeletonLines count={8} />
        </Card>
      )}
      {state.isError && <Failure error={state.error} retry={() => void state.refetch()} />}
      {data && (
        <>
          <Health state={data} />
          <FailedJobs />
          <Queues state={data} />
          <Nodes state={data} />
        </>
      )}
      <ServerStorage />
    </>
  )
}

type Check = ServerState['checks'][number]

function valueOf({ name, value }: Check): string {
  switch (name) {
    case 'database':
      return t('operations.ms', { count: formatNumber(value) })
    case 'events':
      return formatLength(value)
    case 'disk':
      return t('operations.free', { share: formatShare(value) })
    case 'jobs':
    case 'migrations':
    case 'nodes':
      return formatNumber(value)
  }
}

function Health({ state }: { readonly state: ServerState }) {
  const wrong = state.checks.filter(({ ok }) => !ok).length
  const facts = [
    ['operations.version', state.version],
    ['operations.started', formatAgo(state.started_at)],
    ['operations.node', state.node_version],
    ['operations.postgres', state.postgres_version],
    ['operations.platform', state.platform],
  ] as const
  return (
    <Card
      title={t('operations.health')}
      actions={
        <Badge tone={wrong === 0 ? 'good' : 'bad'}>
          {wrong === 0 ? t('operations.well') : t('operations.look', { count: wrong })}
        </Badge>
      }
    >
      <div className="flex flex-col gap-4">
        <ul className="figures grid gap-2 sm:grid-cols-2 lg:grid-cols-3">
          {state.checks.map((check) => (
            <li
              key={check.name}
              className="flex items-center gap-2 rounded-md border border-line px-3 py-2"
            >
              {check.ok ? (
                <CircleCheck aria-label={t('operations.ok')} size={15} className="text-good" />
              ) : (
                <CircleAlert aria-label={t('operations.wrong')} size={15} className="text-bad" />
              )}
              <span className="min-w-0 flex-1">{t(`serverCheck.${check.name}`)}</span>
              <span className="text-muted">{valueOf(check)}</span>
            </li>
          ))}
        </ul>
        <dl className="figures flex flex-wrap gap-x-8 gap-y-2">
          {facts.map(([label, value]) => (
            <div key={label}>
              <dt className="text-xs text-muted">{t(label)}</dt>
              <dd>
                <bdi>{value}</bdi>
              </dd>
            </div>
          ))}
        </dl>
      </div>
    </Card>
  )
}

function Nodes({ state: { nodes } }: { readonly state: ServerState }) {
  return (
    <Card title={t('operations.nodes')} flush>
      {nodes.length === 0 && <p className="px-4 py-3 text-muted">{t('operations.noNodes')}</p>}
      <ul>
        {nodes.map((node) => (
          <li
            key={node.id}
            className="figures flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-4 py-2 last:border-b-0"
          >
            <span className="min-w-0 flex-1 basis-48">
              <bdi className="font-medium">
                {node.host} · {node.pid}
              </bdi>
              {node.is_this && (
                <Badge tone="accent" className="ms-2">
                  {t('operations.this')}
                </Badge>
              )}
            </span>
            <span className="text-muted">
              {formatList(
                node.roles.map((role) =>
                  role === 'api' ? t('nodeRole.api') : t('nodeRole.worker'),
                ),
              )}
            </span>
            <span className="text-muted">
              <bdi>{node.version}</bdi>
            </span>
            <span className="text-xs text-faint" title={formatMoment(node.started_at)}>
              {t('operations.since', { when: formatAgo(node.started_at) })}
            </span>
            <Badge tone={node.is_alive ? 'good' : 'bad'}>
              {node.is_alive
                ? t('operations.alive')
                : t('operations.silent', { when: formatAgo(node.seen_at) })}
            </Badge>
          </li>
        ))}
      </ul>
    </Card>
  )
}
