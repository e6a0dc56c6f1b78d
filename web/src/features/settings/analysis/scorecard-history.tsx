import type { ScorecardVersion } from '@parley/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { parley } from '../../../api/client.ts'
import { useNameOf } from '../../../api/queries.ts'
import { formatMoment, formatNumber } from '../../../i18n/format.ts'
import { t } from '../../../i18n/index.ts'
import { Card, SkeletonLines } from '../../../ui/bits.tsx'
import { Button } from '../../../ui/button.tsx'
import { Failure } from '../../../ui/states.tsx'
import { changesBetween, type VersionChange } from './version-changes.ts'

const pageSize = 20

/** Who saved what when; evaluations keep the version they were made with. */
export function ScorecardHistory({ id }: { readonly id: string }) {
  const nameOf = useNameOf()
  const versions = useInfiniteQuery({
    queryKey: ['scorecards', 'versions', id],
    initialPageParam: 0,
    queryFn: ({ pageParam }) =>
      parley.scorecards.versions(id, { limit: pageSize, offset: pageParam }),
    getNextPageParam: ({ pagination }, pages) =>
      pagination.hasMore ? pages.length * pageSize : undefined,
  })
  const rows = versions.data?.pages.flatMap(({ data }) => data) ?? []
  return (
    <Card title={t('scorecards.history')} flush>
      {versions.isPending && <SkeletonLines count={3} />}
      {versions.isError && <Failure error={versions.error} retry={() => void versions.refetch()} />}
      <ol aria-label={t('scorecards.history')}>
        {rows.map((row, index) => (
          <li key={row.version} className="border-b border-line px-4 py-2.5 last:border-b-0">
            <p className="flex flex-wrap items-baseline gap-x-2">
              <span className="font-medium">
                {t('scorecards.version', { number: formatNumber(row.version) })}
              </span>
              <span className="figures text-xs text-faint">
                <bdi>{row.created_by ? nameOf(row.created_by) : t('scorecards.byParley')}</bdi>
                {' · '}
                <time dateTime={row.created_at}>{formatMoment(row.created_at)}</time>
              </span>
            </p>
            <Changes version={row} former={rows[index + 1]} />
          </li>
        ))}
      </ol>
      {versions.hasNextPage && (
        <div className="p-3 text-center">
          <Button
            size="sm"
            disabled={versions.isFetchingNextPage}
            onClick={() => void versions.fetchNextPage()}
          >
            {t('list.more')}
          </Button>
        </div>
      )}
    </Card>
  )
}

type ChangesProps = {
  readonly version: ScorecardVersion
  readonly former: ScorecardVersion | undefined
}

function Changes({ version, former }: ChangesProps) {
  if (!former) return null
  return (
    <ul className="mt-0.5 list-disc ps-4 text-xs text-muted marker:text-faint">
      {changesBetween(former, version).map((change, index) => (
        <li key={index}>{sentenceOf(change)}</li>
      ))}
    </ul>
  )
}

/** Names of people and criteria keep their own direction. */
const apart = (name: string) => `\u2068${name}\u2069`

function sentenceOf(change: VersionChange): string {
  switch (change.what) {
    case 'renamed':
      return t('versionChange.renamed', {
        name: apart(change.name),
        former: apart(change.former),
      })
    case 'weight':
      return t('versionChange.weight', {
        name: apart(change.name),
        from: formatNumber(change.from, 2),
        to: formatNumber(change.to, 2),
      })
    case 'order':
    case 'settings':
      return t(`versionChange.${change.what}`)
    case 'added':
    case 'removed':
    case 'changed':
      return t(`versionChange.${change.what}`, { name: apart(change.name) })
  }
}
