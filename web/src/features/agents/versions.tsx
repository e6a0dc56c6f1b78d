import type { AgentVersion, VoiceAgent } from '@parley/contract'
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { RotateCcw, Rocket } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { parley } from '../../api/client.ts'
import { useLeads, useNameOf } from '../../api/queries.ts'
import { formatAgo, formatMoment } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { useUrl } from '../../shell/use-url.ts'
import { Badge, Card, SkeletonLines } from '../../ui/bits.tsx'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { Modal } from '../../ui/dialog.tsx'
import { Check } from '../../ui/field.tsx'
import { Failure, Refused } from '../../ui/states.tsx'
import { tell, tellFailure } from '../../ui/toast.ts'
import { AgentPage } from './agent-page.tsx'
import { environmentsQuery } from './agent-queries.ts'

const VersionDiff = lazy(async () => ({
  default: (await import('./version-diff.tsx')).VersionDiff,
}))

const pageSize = 50

/** What was saved when, what callers hear, and what differs. */
export function VersionsScreen() {
  return (
    <AgentPage>
      {(agent) => (
        <div className="min-h-0 flex-1 overflow-y-auto" tabIndex={-1}>
          <div className="mx-auto grid max-w-6xl grid-cols-1 items-start gap-4 p-4 sm:p-6 lg:grid-cols-[22rem_minmax(0,1fr)]">
            <div className="flex flex-col gap-4">
              <Environments agent={agent} />
              <Versions agent={agent} />
            </div>
            <Difference agent={agent} />
          </div>
        </div>
      )}
    </AgentPage>
  )
}

type AgentProps = { readonly agent: VoiceAgent }

/** What is in draft and what is live. */
function Environments({ agent }: AgentProps) {
  const cache = useQueryClient()
  const leads = useLeads()
  const nameOf = useNameOf()
  const environments = useQuery(environmentsQuery(agent.id))
  const live = environments.data?.find(({ name }) => name === 'live')
  const follow = useMutation({
    mutationFn: () => parley.voiceAgentVersions.unpublish(agent.id),
    onSuccess: () => tell(t('versions.follows')),
    onError: tellFailure,
    onSettled: () => cache.invalidateQueries({ queryKey: ['voice-agents'] }),
  })
  return (
    <Card title={t('versions.environments')}>
      {environments.isPending && <SkeletonLines count={3} />}
      {environments.isError && <Failure error={environments.error} />}
      <dl className="flex flex-col gap-3">
        {environments.data?.map(({ name, version, followsSaves, publishedAt, publishedBy }) => (
          <div key={name}>
            <dt className="flex items-center gap-2">
              <Badge tone={name === 'live' ? 'good' : 'info'}>{t(`environment.${name}`)}</Badge>
              <span className="font-medium">{t('versions.number', { number: version })}</span>
            </dt>
            <dd className="mt-0.5 text-xs text-muted">
              {name === 'draft' && t('versions.draftText')}
              {name === 'live' && followsSaves && t('versions.followsText')}
              {name === 'live' &&
                !followsSaves &&
                publishedAt &&
                t('versions.published', {
                  when: formatMoment(publishedAt),
                  who: nameOf(publishedBy),
                })}
            </dd>
          </div>
        ))}
      </dl>
      {leads && live && !live.followsSaves && (
        <Button
          size="sm"
          className="mt-3"
          disabled={follow.isPending}
          onClick={() => follow.mutate()}
        >
          {t('versions.followAgain')}
        </Button>
      )}
    </Card>
  )
}

function useVersions(id: string) {
  return useInfiniteQuery({
    queryKey: ['voice-agents', 'versions', id],
    initialPageParam: 1,
    queryFn: ({ pageParam }) =>
      parley.voiceAgentVersions.list(id, { take: pageSize, skip: pageParam }),
    getNextPageParam: ({ filtered }, pages) =>
      pages.length * pageSize < filtered ? pages.length + 1 : undefined,
  })
}

function Versions({ agent }: AgentProps) {
  const [search, setSearch] = useUrl()
  const versions = useVersions(agent.id)
  const rows = versions.data?.pages.flatMap((page) => page.versions) ?? []
  const shown = shownNumber(search.to, agent)
  return (
    <Card title={t('agents.versions')} flush>
      {versions.isPending && <SkeletonLines count={6} />}
      {versions.isError && <Failure error={versions.error} retry={() => void versions.refetch()} />}
      <ul>
        {rows.map((version) => (
          <li key={version.id} className="border-b border-line last:border-b-0">
            <button
              type="button"
              aria-current={version.number === shown || undefined}
              onClick={() => setSearch({ to: String(version.number), from: undefined })}
              className={cx(
                'flex w-full flex-col gap-0.5 px-4 py-2 text-start -outline-offset-2',
                version.number === shown ? 'bg-selected' : 'hover:bg-hover',
              )}
            >
              <VersionLine version={version} />
            </button>
          </li>
        ))}
      </ul>
      {versions.hasNextPage && (
        <div className="p-3 text-center">
          <Button size="sm" onClick={() => void versions.fetchNextPage()}>
            {t('list.more')}
          </Button>
        </div>
      )}
    </Card>
  )
}

function VersionLine({ version }: { readonly version: AgentVersion }) {
  const nameOf = useNameOf()
  const { number, note, restoredFrom, isNewest, isLive, createdBy, createdAt } = version
  return (
    <>
      <span className="flex flex-wrap items-center gap-1.5">
        <span className="font-medium">{t('versions.number', { number })}</span>
        {isLive && <Badge tone="good">{t('environment.live')}</Badge>}
        {isNewest && <Badge tone="info">{t('environment.draft')}</Badge>}
        <time
          className="figures ms-auto text-xs text-faint"
          dateTime={createdAt}
          title={formatMoment(createdAt)}
        >
          {formatAgo(createdAt)}
        </time>
      </span>
      <span className="truncate text-xs text-muted">
        {[
          createdBy && nameOf(createdBy),
          restoredFrom && t('versions.restored', { number: restoredFrom }),
          note,
        ]
          .filter(Boolean)
          .join(' · ')}
      </span>
    </>
  )
}

function shownNumber(text: string | undefined, agent: VoiceAgent): number {
  const number = Number(text)
  return Number.isInteger(number) && number >= 1 ? number : agent.version
}

/** One version compared with another one, and what can be done with it. */
function Difference({ agent }: AgentProps) {
  const [search, setSearch] = useUrl()
  const leads = useLeads()
  const to = shownNumber(search.to, agent)
  const from = search.from ? shownNumber(search.from, agent) : to - 1
  const others = Array.from({ length: agent.version }, (_, index) => agent.version - index)
  return (
    <Card
      title={t('versions.number', { number: to })}
      actions={
        <span className="flex flex-wrap items-center gap-1.5 py-1">
          {others.length > 1 && (
            <label className="flex items-center gap-1.5 text-xs text-muted">
              {t('versions.comparedWith')}
              <select
                className="h-7 rounded-md border border-line bg-page px-1.5 text-xs"
                value={from}
                onChange={({ target }) => setSearch({ to: String(to), from: target.value })}
              >
                {from < 1 && <option value={from}>–</option>}
                {others
                  .filter((number) => number !== to)
                  .map((number) => (
                    <option key={number} value={number}>
                      {t('versions.number', { number })}
                    </option>
                  ))}
              </select>
            </label>
          )}
          {leads && <VersionActions agent={agent} number={to} />}
        </span>
      }
    >
      {from < 1 ? (
        <p className="text-muted">{t('versions.first')}</p>
      ) : (
        <Suspense fallback={<SkeletonLines count={6} />}>
          <VersionDiff agentId={agent.id} from={from} to={to} />
        </Suspense>
      )}
    </Card>
  )
}

type ActionsProps = AgentProps & { readonly number: number }

function VersionActions({ agent, number }: ActionsProps) {
  const cache = useQueryClient()
  const [isAsked, setIsAsked] = useState(false)
  const environments = useQuery(environmentsQuery(agent.id))
  const live = environments.data?.find(({ name }) => name === 'live')
  const isPublished = live?.version === number && !live.followsSaves
  const publish = useMutation({
    mutationFn: () =>
      parley.voiceAgentVersions.publish({ voiceAgentId: agent.id, version: String(number) }),
    onSuccess: () => tell(t('versions.publishedNow', { number })),
    onError: tellFailure,
    onSettled: () => cache.invalidateQueries({ queryKey: ['voice-agents'] }),
  })
  return (
    <>
      {!isPublished && (
        <Button
          look="primary"
          size="sm"
          disabled={publish.isPending || !live}
          onClick={() => publish.mutate()}
        >
          <Rocket aria-hidden size={13} />
          {t('versions.publish')}
        </Button>
      )}
      {number !== agent.version && (
        <Button size="sm" onClick={() => setIsAsked(true)}>
          <RotateCcw aria-hidden size={13} />
          {t('versions.rollBack')}
        </Button>
      )}
      {isAsked && <RollBack agent={agent} number={number} onClose={() => setIsAsked(false)} />}
    </>
  )
}

type RollBackProps = ActionsProps & { readonly onClose: () => void }

function RollBack({ agent, number, onClose }: RollBackProps) {
  const cache = useQueryClient()
  const [, setSearch] = useUrl()
  const [publish, setPublish] = useState(false)
  const roll = useMutation({
    mutationFn: () =>
      parley.voiceAgentVersions.rollBack(
        { voiceAgentId: agent.id, version: String(number) },
        { publish },
      ),
    onSuccess({ version }) {
      tell(t('versions.rolledBack', { number, version }))
      setSearch({ to: undefined, from: undefined })
      onClose()
    },
    onSettled: () => cache.invalidateQueries({ queryKey: ['voice-agents'] }),
  })
  return (
    <Modal
      open
      onClose={onClose}
      title={t('versions.rollBackTitle', { number })}
      description={t('versions.rollBackText')}
    >
      <div className="flex flex-col gap-4">
        <Check
          label={t('versions.andPublish')}
          checked={publish}
          onChange={({ target }) => setPublish(target.checked)}
        />
        <Refused error={roll.error} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button look="primary" disabled={roll.isPending} onClick={() => roll.mutate()}>
            {t('versions.rollBack')}
          </Button>
        </div>
      </div>
    </Modal>
  )
}
