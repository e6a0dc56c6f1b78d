import type { ConversationEntry } from '@parley/contract'
import { Link } from '@tanstack/react-router'
import { AudioLines, Bot, type LucideIcon, Phone, Video } from 'lucide-react'
import { formatAgo, formatLength, formatMoment } from '../i18n/format.ts'
import { t } from '../i18n/index.ts'
import { Badge, type Tone } from '../ui/bits.tsx'

type Kind = ConversationEntry['kind']
type Outcome = NonNullable<NonNullable<ConversationEntry['evaluation']>['outcome']>

const icons: Readonly<Record<Kind, LucideIcon>> = {
  call: Phone,
  meeting: Video,
  recording: AudioLines,
  agent_call: Bot,
}

const tones: Readonly<Record<Outcome, Tone>> = {
  closed_won: 'good',
  closed_lost: 'neutral',
  follow_up_required: 'info',
  no_show: 'warn',
  qualified: 'accent',
  not_qualified: 'neutral',
}

export function KindIcon({ kind }: { readonly kind: Kind }) {
  const Icon = icons[kind]
  return (
    <span title={t(`kind.${kind}`)} className="inline-flex shrink-0 text-faint">
      <Icon aria-hidden size={15} />
      <span className="sr-only">{t(`kind.${kind}`)}</span>
    </span>
  )
}

export function OutcomeBadge({ outcome }: { readonly outcome: Outcome }) {
  return <Badge tone={tones[outcome]}>{t(`outcome.${outcome}`)}</Badge>
}

/** 0 to 100, in the color of how good that is. */
export function Score({ score }: { readonly score: number }) {
  const tone = score >= 70 ? 'good' : score >= 45 ? 'warn' : 'bad'
  return (
    <Badge tone={tone} className="figures">
      <span className="sr-only">{t('field.score')}</span>
      {Math.round(score)}
    </Badge>
  )
}

export function ConversationLine({ conversation }: { readonly conversation: ConversationEntry }) {
  const { id, kind, title, date, duration_seconds: seconds, evaluation } = conversation
  const about = [conversation.contact_name, conversation.owner_name].filter(Boolean).join(' · ')
  return (
    <li className="border-b border-line last:border-b-0 hover:bg-hover">
      <Link
        to="/conversations/$id"
        params={{ id }}
        className="flex min-h-12 items-center gap-3 px-4 py-1.5"
      >
        <KindIcon kind={kind} />
        <span className="min-w-0 flex-1">
          <span className="block truncate font-medium" dir="auto">
            {title}
          </span>
          <span className="block truncate text-xs text-faint" dir="auto">
            {about}
          </span>
        </span>
        {evaluation?.score != null && <Score score={evaluation.score} />}
        <span className="figures shrink-0 text-end text-xs text-faint">
          <time dateTime={date} title={formatMoment(date)}>
            {formatAgo(date)}
          </time>
          {seconds !== null && seconds > 0 && (
            <span className="block">{formatLength(seconds)}</span>
          )}
        </span>
      </Link>
    </li>
  )
}
