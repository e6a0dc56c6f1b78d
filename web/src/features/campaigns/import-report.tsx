import { useInfiniteQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { parley } from '../../api/client.ts'
import { formatNumber } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { useUrl } from '../../shell/use-url.ts'
import { Card, SkeletonLines } from '../../ui/bits.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { Failure } from '../../ui/states.tsx'

const pageSize = 100

type ReportProps = { readonly campaignId: string; readonly importId: string }

/** What came of the rows: how many were taken, and each that was not, with its reason. */
export function ImportReport({ campaignId, importId }: ReportProps) {
  const [, setSearch] = useUrl()
  const report = useInfiniteQuery({
    queryKey: ['campaigns', 'import', campaignId, importId],
    initialPageParam: 1,
    queryFn: ({ pageParam }) =>
      parley.campaigns.getImport({ id: campaignId, importId }, { take: pageSize, skip: pageParam }),
    getNextPageParam: ({ total }, _all, page) => (page * pageSize < total ? page + 1 : undefined),
  })
  const [first] = report.data?.pages ?? []
  const problems = report.data?.pages.flatMap((page) => page.problems) ?? []
  return (
    <Card
      title={t('recipients.report')}
      actions={
        <IconButton label={t('action.close')} onClick={() => setSearch({ import: undefined })}>
          <X aria-hidden size={15} />
        </IconButton>
      }
      flush
    >
      {report.isPending && <SkeletonLines count={3} />}
      {report.isError && <Failure error={report.error} />}
      {first && (
        <p role="status" className="figures px-4 py-3">
          {t('recipients.reportCounts', {
            rows: formatNumber(first.import.rows),
            accepted: formatNumber(first.import.accepted),
            duplicates: formatNumber(first.import.duplicates),
            rejected: formatNumber(first.import.rejected),
          })}
          {first.import.failure && <span className="block text-bad">{first.import.failure}</span>}
        </p>
      )}
      {problems.length > 0 && (
        <div
          className="max-h-72 overflow-auto border-t border-line"
          tabIndex={0}
          role="region"
          aria-label={t('recipients.rejected')}
        >
          <table className="w-full">
            <thead className="text-xs text-muted">
              <tr className="border-b border-line">
                <th scope="col" className="w-16 px-4 py-1.5 text-start font-medium">
                  {t('recipients.row')}
                </th>
                <th scope="col" className="px-2 py-1.5 text-start font-medium">
                  {t('recipients.asSent')}
                </th>
                <th scope="col" className="px-4 py-1.5 text-start font-medium">
                  {t('recipients.why')}
                </th>
              </tr>
            </thead>
            <tbody>
              {problems.map(({ row, phoneNumber, message, field }) => (
                <tr key={row} className="border-b border-line last:border-b-0">
                  <td className="px-4 py-1.5">{formatNumber(row)}</td>
                  <td className="max-w-48 truncate px-2 py-1.5">
                    <bdi>{phoneNumber ?? '–'}</bdi>
                  </td>
                  <td className="px-4 py-1.5">
                    <bdi>
                      <span className="font-mono text-xs text-faint">{field}</span> {message}
                    </bdi>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {report.hasNextPage && (
            <div className="p-2 text-center">
              <Button size="sm" onClick={() => void report.fetchNextPage()}>
                {t('list.more')}
              </Button>
            </div>
          )}
        </div>
      )}
    </Card>
  )
}
