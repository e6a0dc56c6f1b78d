import type { SignalTracker } from '@parley/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Plus, Radar } from 'lucide-react'
import { useMemo } from 'react'
import { parley } from '../../../api/client.ts'
import { formatNumber } from '../../../i18n/format.ts'
import { t } from '../../../i18n/index.ts'
import { type Command, useCommands } from '../../../shell/commands.ts'
import { Badge, Card, SkeletonLines } from '../../../ui/bits.tsx'
import { buttonClass } from '../../../ui/button.tsx'
import { Empty, Failure } from '../../../ui/states.tsx'
import { tellFailure } from '../../../ui/toast.ts'
import { AnalysisPage } from './analysis-page.tsx'
import { kindWords, trackersQuery } from './tracker-queries.ts'

/** What the workspace looks for in conversations besides what is looked for everywhere. */
export function Trackers() {
  return (
    <AnalysisPage>
      <List />
    </AnalysisPage>
  )
}

function List() {
  const trackers = useQuery(trackersQuery)
  useCreating()
  return (
    <Card title={t('analysis.trackers')} actions={<NewLink />} flush>
      <p className="border-b border-line px-4 py-3 text-muted">{t('trackers.text')}</p>
      {trackers.isPending && <SkeletonLines count={4} />}
      {trackers.isError && <Failure error={trackers.error} retry={() => void trackers.refetch()} />}
      {trackers.data?.length === 0 && (
        <Empty icon={Radar} title={t('state.empty')} text={t('trackers.emptyText')} />
      )}
      <ul aria-label={t('analysis.trackers')}>
        {trackers.data?.map((tracker) => (
          <TrackerRow key={tracker.id} tracker={tracker} />
        ))}
      </ul>
    </Card>
  )
}

function NewLink() {
  return (
    <Link
      to="/settings/analysis/trackers/$id"
      params={{ id: 'new' }}
      className={buttonClass('primary', 'sm')}
    >
      <Plus aria-hidden size={14} />
      {t('trackers.new')}
    </Link>
  )
}

function useCreating(): void {
  const navigate = useNavigate()
  const commands = useMemo<readonly Command[]>(
    () => [
      {
        id: 'create-tracker',
        title: 'trackers.new',
        group: 'commands.page',
        keys: 'c',
        run: () => void navigate({ to: '/settings/analysis/trackers/$id', params: { id: 'new' } }),
      },
    ],
    [navigate],
  )
  useCommands(commands)
}

function TrackerRow({ tracker }: { readonly tracker: SignalTracker }) {
  const { id, name, kind, phrases, patterns, description } = tracker
  const facts = [
    phrases.length > 0 && t('trackers.phraseCount', { count: formatNumber(phrases.length) }),
    patterns.length > 0 && t('trackers.patternCount', { count: formatNumber(patterns.length) }),
    description && t('trackers.asksModel'),
  ].filter(Boolean)
  return (
    <li className="relative flex items-center gap-3 border-b border-line px-4 py-2.5 last:border-b-0 hover:bg-hover">
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <Link
            to="/settings/analysis/trackers/$id"
            params={{ id }}
            dir="auto"
            className="min-w-0 truncate font-medium after:absolute after:inset-0 hover:underline"
          >
            {name}
          </Link>
          <Badge>{kindWords(kind)}</Badge>
        </div>
        <p className="figures text-xs text-faint">{facts.join(' · ')}</p>
      </div>
      <ActiveSwitch tracker={tracker} />
    </li>
  )
}

/** Shown at once, and taken back if it is refused. */
function ActiveSwitch({ tracker: { id, name, active } }: { readonly tracker: SignalTracker }) {
  const cache = useQueryClient()
  const toggle = useMutation({
    mutationFn: (wanted: boolean) => parley.signalTrackers.update(id, { active: wanted }),
    onError: tellFailure,
    onSettled: () => cache.invalidateQueries({ queryKey: ['signal-trackers'] }),
  })
  return (
    <label className="relative z-10 flex items-center gap-2 text-xs text-muted">
      <input
        type="checkbox"
        className="size-4 accent-accent-fill"
        aria-label={t('trackers.activeOf', { name })}
        checked={toggle.isPending ? toggle.variables : active}
        disabled={toggle.isPending}
        onChange={({ target }) => toggle.mutate(target.checked)}
      />
      <span aria-hidden>{t('trackers.active')}</span>
    </label>
  )
}
