import { useQuery } from '@tanstack/react-query'
import { parley } from '../../api/client.ts'
import { formatNumber, formatShare } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { Card, SkeletonLines } from '../../ui/bits.tsx'
import { cx } from '../../ui/cx.ts'
import { Failure } from '../../ui/states.tsx'

const megabyte = 1_048_576
/** From here on somebody should think of more room. */
const nearlyFull = 0.9

/** What of the room for knowledge is taken. */
export function Quota() {
  const usage = useQuery({
    queryKey: ['knowledge', 'usage'],
    queryFn: () => parley.knowledge.usage(),
  })
  const { data } = usage
  const share = data ? Math.min(1, data.usedBytes / Math.max(1, data.limitBytes)) : 0
  const text =
    data &&
    t('knowledge.quotaText', {
      used: formatNumber(data.usedBytes / megabyte, 2),
      limit: formatNumber(data.limitBytes / megabyte),
      share: formatShare(share),
    })
  return (
    <Card title={t('knowledge.quota')}>
      {usage.isPending && <SkeletonLines count={2} />}
      {usage.isError && <Failure error={usage.error} />}
      {data && (
        <div className="figures flex flex-col gap-2">
          <p className="text-muted">{text}</p>
          <div
            role="meter"
            aria-label={t('knowledge.quota')}
            aria-valuemin={0}
            aria-valuemax={data.limitBytes}
            aria-valuenow={Math.min(data.usedBytes, data.limitBytes)}
            aria-valuetext={text}
            className="h-2 overflow-hidden rounded-full bg-hover"
          >
            <div
              className={cx('h-full', share >= nearlyFull ? 'bg-bad-fill' : 'bg-accent-fill')}
              style={{ width: `${share * 100}%` }}
            />
          </div>
          <p className="text-xs text-faint">
            {t('knowledge.quotaItems', { count: formatNumber(data.items), tier: data.tier })}
          </p>
        </div>
      )}
    </Card>
  )
}
