import type { ConversationEntry } from '@parley/contract'
import { Link } from '@tanstack/react-router'
import { MessageSquare } from 'lucide-react'
import { Fragment } from 'react'
import { formatAgo, formatLength, formatMoment, formatShare } from '../../i18n/format.ts'
import { t, tOr } from '../../i18n/index.ts'
import { KindIcon, OutcomeBadge, Score } from '../../records/conversation-line.tsx'
import { Badge } from '../../ui/bits.tsx'

const signalsShown = 2

type RowProps = { readonly conversation: ConversationEntry; readonly top: number }

export function ConversationRow({ conversation, top }: RowProps) {
  const { id, kind, title, date, evaluation, metrics } = conversation
  const about = [conversation.contact_name, conversation.company_name, conversation.deal_name]
  return (
    <li
      className="absolute inset-x-0 border-b border-line hover:bg-hover"
      style={{ transform: `translateY(${top}px)` }}
    >
      <Link to="/conversations/$id" params={{ id }} className="block px-4 py-2.5 -outline-offset-2">
        <span className="flex h-9.5 items-center gap-3">
          <KindIcon kind={kind} />
          <span className="min-w-0 flex-[3]">
            <span className="block truncate font-medium" dir="auto">
              {title}
            </span>
            <span className="block truncate text-xs text-faint" dir="auto">
              {about.filter(Boolean).join(' · ')}
            </span>
          </span>
          <span className="hidden min-w-0 flex-1 truncate text-muted lg:block" dir="auto">
            {conversation.owner_name}
          </span>
          <span className="hidden min-w-0 flex-[1.4] items-center gap-1 overflow-hidden xl:flex">
            {conversation.signal_kinds.slice(0, signalsShown).map((signal) => (
              <Badge key={signal}>{tOr(`signal.${signal}`, signal)}</Badge>
            ))}
          </span>
          <span className="hidden w-36 shrink-0 md:block">
            {evaluation?.outcome && <OutcomeBadge outcome={evaluation.outcome} />}
            {kind === 'recording' && !conversation.has_transcript && (
              <Badge>{t('conversation.noTranscript')}</Badge>
            )}
          </span>
          <span className="figures hidden w-20 shrink-0 text-end text-xs text-faint lg:block">
            {metrics?.rep_share != null && (
              <span title={t('metric.rep_share')}>{formatShare(metrics.rep_share)}</span>
            )}
          </span>
          <span className="flex shrink-0 justify-end empty:hidden sm:w-9 sm:empty:flex">
            {evaluation?.score != null && <Score score={evaluation.score} />}
          </span>
          <span className="figures min-w-16 shrink-0 text-end text-xs text-faint sm:w-20">
            <time dateTime={date} title={formatMoment(date)}>
              {formatAgo(date)}
            </time>
            <Extras conversation={conversation} />
          </span>
        </span>
        <Matches conversation={conversation} />
      </Link>
    </li>
  )
}

function Extras({ conversation }: { readonly conversation: ConversationEntry }) {
  const { duration_seconds: seconds, comment_count: comments } = conversation
  return (
    <span className="flex items-center justify-end gap-1.5">
      {comments > 0 && (
        <span className="inline-flex items-center gap-0.5" title={t('conversation.comments')}>
          <MessageSquare aria-hidden size={11} />
          {comments}
        </span>
      )}
      {seconds !== null && seconds > 0 && formatLength(seconds)}
    </span>
  )
}

/** The first place where the words were said. */
function Matches({ conversation: { matches } }: { readonly conversation: ConversationEntry }) {
  const [match] = matches ?? []
  if (!match) return null
  return (
    <span className="mt-1 block truncate ps-7 text-xs text-muted" dir="auto">
      <Marked text={match.text} places={match.offsets} />
    </span>
  )
}

type MarkedProps = {
  readonly text: string
  readonly places: readonly (readonly [number, number])[]
}

export function Marked({ text, places }: MarkedProps) {
  return (
    <>
      {places.map(([from, to], index) => (
        <Fragment key={from}>
          {text.slice(places[index - 1]?.[1] ?? 0, from)}
          <mark className="rounded-sm bg-warn-soft text-warn">{text.slice(from, to)}</mark>
        </Fragment>
      ))}
      {text.slice(places.at(-1)?.[1] ?? 0)}
    </>
  )
}
