import type { ConversationEntry, ReportRange } from '@parley/contract'
import { memo } from 'react'
import { parley } from '../../api/client.ts'
import { t } from '../../i18n/index.ts'
import { ConversationLine } from '../../records/conversation-line.tsx'
import { Panel } from './panel.tsx'
import { useReport } from './use-report.ts'

const length = 8
/** From here on a talk needs nobody's help. */
const goodScore = 60
/** Those that a rep had. */
const kinds = 'call,meeting,recording'

type QueueProps = { readonly range: ReportRange | undefined; readonly owner: string | undefined }

/** What is most worth talking about with a rep: the weakest conversations of the range. */
export const CoachingQueue = memo(function CoachingQueue({ range, owner }: QueueProps) {
  const queue = useReport({
    queryKey: ['conversations', 'coaching', range?.starts_at, range?.ends_at, owner],
    enabled: range !== undefined,
    queryFn: () =>
      parley.conversations.list({
        sort: 'score',
        order: 'asc',
        kind: kinds,
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
    <Panel title={t('report.coaching')} report={queue} lines={5} flush>
      {({ data }) => <Lines conversations={data} />}
    </Panel>
  )
})

type LinesProps = { readonly conversations: readonly ConversationEntry[] }

const Lines = memo(function Lines({ conversations }: LinesProps) {
  if (conversations.length === 0) {
    return <p className="px-4 py-3 text-muted">{t('report.coachingEmpty')}</p>
  }
  return (
    <ul>
      {conversations.map((conversation) => (
        <ConversationLine key={conversation.id} conversation={conversation} />
      ))}
    </ul>
  )
})
