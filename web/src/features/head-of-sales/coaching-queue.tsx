import type { ReportRange } from '@parley/contract'
import { useQuery } from '@tanstack/react-query'
import { parley } from '../../api/client.ts'
import { t } from '../../i18n/index.ts'
import { ConversationLine } from '../../records/conversation-line.tsx'
import { Card, SkeletonLines } from '../../ui/bits.tsx'
import { Failure } from '../../ui/states.tsx'

const length = 8
/** From here on a talk needs nobody's help. */
const goodScore = 60

type QueueProps = { readonly range: ReportRange | undefined; readonly owner: string | undefined }

/** What is most worth talking about with a rep: the weakest conversations of the range. */
export function CoachingQueue({ range, owner }: QueueProps) {
  const queue = useQuery({
    queryKey: ['conversations', 'coaching', range?.starts_at, range?.ends_at, owner],
    enabled: range !== undefined,
    queryFn: () =>
      parley.conversations.list({
        sort: 'score',
        order: 'asc',
        score_from: '0',
        score_to: String(goodScore),
        since: range?.starts_at,
        until: range?.ends_at,
        owner_id: owner,
        limit: length,
        count: 'none',
      }),
  })
  return (
    <Card title={t('report.coaching')} flush>
      {queue.isPending && <SkeletonLines count={5} />}
      {queue.isError && <Failure error={queue.error} retry={() => void queue.refetch()} />}
      {queue.data?.data.length === 0 && (
        <p className="px-4 py-3 text-muted">{t('report.coachingEmpty')}</p>
      )}
      <ul>
        {queue.data?.data.map((conversation) => (
          <ConversationLine key={conversation.id} conversation={conversation} />
        ))}
      </ul>
    </Card>
  )
}
