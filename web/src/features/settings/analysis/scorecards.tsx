import type { Scorecard } from '@parley/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { lazy, Suspense, useMemo, useState } from 'react'
import { parley } from '../../../api/client.ts'
import { formatNumber } from '../../../i18n/format.ts'
import { t } from '../../../i18n/index.ts'
import { type Command, useCommands } from '../../../shell/commands.ts'
import { useUrl } from '../../../shell/use-url.ts'
import { Badge, Card, SkeletonLines } from '../../../ui/bits.tsx'
import { Button } from '../../../ui/button.tsx'
import { Failure } from '../../../ui/states.tsx'
import { tell, tellFailure } from '../../../ui/toast.ts'
import { AnalysisPage } from './analysis-page.tsx'
import { ScorecardMenu } from './lazy-parts.tsx'
import { conversationKinds } from './scorecard-draft.ts'
import { ScorecardDefaults } from './scorecard-defaults.tsx'
import { archivedQuery, isOwn, scorecardsQuery } from './scorecard-queries.ts'

const NewScorecardDialog = lazy(async () => ({
  default: (await import('./new-scorecard.tsx')).NewScorecardDialog,
}))

/** What conversations are evaluated by. */
export function Scorecards() {
  return (
    <AnalysisPage>
      <Lists />
    </AnalysisPage>
  )
}

function Lists() {
  const scorecards = useQuery(scorecardsQuery)
  const [search, setSearch] = useUrl()
  const create = useMemo(() => () => setSearch({ open: 'new', from: undefined }), [setSearch])
  useCreating(create)
  const close = () => setSearch({ open: undefined, from: undefined })
  return (
    <>
      <ScorecardDefaults scorecards={scorecards.data} />
      <Card
        title={t('analysis.scorecards')}
        actions={
          <Button look="primary" size="sm" onClick={create}>
            <Plus aria-hidden size={14} />
            {t('scorecards.new')}
          </Button>
        }
        flush
      >
        {scorecards.isPending && <SkeletonLines count={6} />}
        {scorecards.isError && (
          <Failure error={scorecards.error} retry={() => void scorecards.refetch()} />
        )}
        <ul aria-label={t('analysis.scorecards')}>
          {scorecards.data?.map((scorecard) => (
            <ScorecardRow key={scorecard.id} scorecard={scorecard} />
          ))}
        </ul>
      </Card>
      <Archived />
      {search.open === 'new' && scorecards.data && (
        <Suspense>
          <NewScorecardDialog scorecards={scorecards.data} from={search.from} onClose={close} />
        </Suspense>
      )}
    </>
  )
}

function useCreating(create: () => void): void {
  const commands = useMemo<readonly Command[]>(
    () => [
      {
        id: 'create-scorecard',
        title: 'scorecards.new',
        group: 'commands.page',
        keys: 'c',
        run: create,
      },
    ],
    [create],
  )
  useCommands(commands)
}

function ScorecardRow({ scorecard }: { readonly scorecard: Scorecard }) {
  const { id, name, description, default_for: kinds } = scorecard
  return (
    <li className="relative flex items-center gap-2 border-b border-line py-2.5 ps-4 pe-2 last:border-b-0 hover:bg-hover">
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <Link
            to="/settings/analysis/scorecards/$id"
            params={{ id }}
            className="min-w-0 truncate font-medium after:absolute after:inset-0 hover:underline"
            dir="auto"
          >
            {name}
          </Link>
          {conversationKinds
            .filter((kind) => kinds.includes(kind))
            .map((kind) => (
              <Badge key={kind} tone="accent">
                {t(`kind.${kind}`)}
              </Badge>
            ))}
        </div>
        {description && (
          <p dir="auto" className="truncate text-xs text-muted">
            {description}
          </p>
        )}
        <p className="figures text-xs text-faint">{factsOf(scorecard).join(' · ')}</p>
      </div>
      <ScorecardMenu scorecard={scorecard} />
    </li>
  )
}

function factsOf(scorecard: Scorecard): string[] {
  const { version, criteria, stages, language } = scorecard
  const count = (list: readonly unknown[]) => ({ count: formatNumber(list.length) })
  return [
    isOwn(scorecard) ? t('scorecards.own') : t('scorecards.builtIn'),
    t('scorecards.version', { number: formatNumber(version) }),
    ...(criteria.length > 0 ? [t('scorecards.criteriaCount', count(criteria))] : []),
    ...(stages.length > 0 ? [t('scorecards.stagesCount', count(stages))] : []),
    t(`scorecardLanguage.${language ?? 'any'}`),
  ]
}

/** What was deleted, and the way back. */
function Archived() {
  const cache = useQueryClient()
  const [isShown, setIsShown] = useState(false)
  const archived = useQuery({ ...archivedQuery, enabled: isShown })
  const restore = useMutation({
    mutationFn: (id: string) => parley.scorecards.update(id, { archived: false }),
    onSuccess: ({ name }) => tell(t('scorecards.restored', { name })),
    onError: tellFailure,
    onSettled: () => cache.invalidateQueries({ queryKey: ['scorecards'] }),
  })
  if (!isShown) {
    return (
      <Button look="ghost" size="sm" className="self-start" onClick={() => setIsShown(true)}>
        {t('scorecards.showDeleted')}
      </Button>
    )
  }
  return (
    <Card title={t('scorecards.deleted')} flush>
      {archived.isPending && <SkeletonLines count={2} />}
      {archived.isError && <Failure error={archived.error} />}
      {archived.data?.length === 0 && (
        <p className="px-4 py-3 text-muted">{t('scorecards.noneDeleted')}</p>
      )}
      <ul>
        {archived.data?.map(({ id, name }) => (
          <li
            key={id}
            className="flex items-center gap-3 border-b border-line px-4 py-2 last:border-b-0"
          >
            <span dir="auto" className="min-w-0 flex-1 truncate">
              {name}
            </span>
            <Button size="sm" disabled={restore.isPending} onClick={() => restore.mutate(id)}>
              {t('scorecards.restore')}
            </Button>
          </li>
        ))}
      </ul>
    </Card>
  )
}
