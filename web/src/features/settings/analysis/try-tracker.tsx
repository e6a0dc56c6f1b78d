import type { TrackerTestResult } from '@parley/contract'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ExternalLink, SearchCheck } from 'lucide-react'
import { useState } from 'react'
import { parley } from '../../../api/client.ts'
import { formatClock, formatNumber } from '../../../i18n/format.ts'
import { t } from '../../../i18n/index.ts'
import { Badge, Card } from '../../../ui/bits.tsx'
import { Button } from '../../../ui/button.tsx'
import { Refused } from '../../../ui/states.tsx'
import { type Chosen, ConversationPicker } from './conversation-picker.tsx'
import { bodyOf, type TrackerDraft } from './tracker-draft.ts'

type Tried = { readonly conversation: Chosen; readonly result: TrackerTestResult }

/** What the words as they are typed would find in a conversation; nothing is kept. */
export function TryTracker({ draft }: { readonly draft: TrackerDraft }) {
  const [conversation, setConversation] = useState<Chosen>()
  const { phrases, patterns } = bodyOf(draft)
  const run = useMutation({
    mutationFn: async (chosen: Chosen): Promise<Tried> => ({
      conversation: chosen,
      result: await parley.signalTrackers.test({ conversation_id: chosen.id, phrases, patterns }),
    }),
  })
  const hasWords = phrases.length + patterns.length > 0
  return (
    <Card title={t('trackers.try')}>
      <div className="flex flex-col gap-3">
        <p className="text-muted">{t('trackers.tryText')}</p>
        <div className="flex flex-wrap items-center gap-2">
          <div className="min-w-0 flex-1 basis-60">
            <ConversationPicker chosen={conversation} onChoose={setConversation} />
          </div>
          <Button
            disabled={!conversation || !hasWords || run.isPending}
            onClick={() => conversation && run.mutate(conversation)}
          >
            <SearchCheck aria-hidden size={14} />
            {t('trackers.tryNow')}
          </Button>
        </div>
        {!hasWords && <p className="text-xs text-faint">{t('trackers.tryNeedsWords')}</p>}
        <Refused error={run.error} />
        <div aria-live="polite">{run.data && <Findings tried={run.data} />}</div>
      </div>
    </Card>
  )
}

function Findings({ tried: { conversation, result } }: { readonly tried: Tried }) {
  const { findings, segments, complete } = result
  const values = { count: formatNumber(findings.length), segments: formatNumber(segments) }
  return (
    <>
      <p className="figures mb-1 font-medium">
        {findings.length === 0 ? t('trackers.foundNothing', values) : t('trackers.found', values)}
      </p>
      {!complete && <p className="mb-1 text-xs text-warn">{t('trackers.cutShort')}</p>}
      <ul aria-label={t('trackers.findings')}>
        {findings.map(({ segment, start_ms: ms, quote, expression, found_by: by }) => (
          <li key={segment} className="border-t border-line first:border-t-0">
            <Link
              to="/conversations/$id"
              params={{ id: conversation.id }}
              search={{ at: String(ms) }}
              // What is typed here stays.
              target="_blank"
              rel="noopener"
              title={t('trackers.newTab')}
              className="flex items-start gap-3 rounded px-1 py-2 hover:bg-hover"
            >
              <span className="figures shrink-0 text-accent">{formatClock(ms)}</span>
              <span dir="auto" className="min-w-0 flex-1">
                {quote}
              </span>
              <Badge tone={by === 'pattern' ? 'info' : 'neutral'} className="max-w-40">
                <span className="sr-only">{t(`foundBy.${by}`)}</span>
                <bdi className="truncate">{expression}</bdi>
              </Badge>
              <ExternalLink aria-hidden size={13} className="mt-1 shrink-0 text-faint" />
            </Link>
          </li>
        ))}
      </ul>
    </>
  )
}
