import type { ConversationMetrics } from '@parley/contract'
import { formatShare } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'

const colors = ['bg-voice-1', 'bg-voice-2', 'bg-voice-3', 'bg-voice-4'] as const

/** Who talked how much of the speech. */
export function TalkStrip({ metrics }: { readonly metrics: ConversationMetrics }) {
  const speakers = metrics.speakers
    .map(({ speaker, name, talk_share: share }) => ({
      speaker,
      name: name ?? t('conversation.speaker', { number: speaker }),
      share: share.value ?? 0,
      color: colors[(speaker - 1) % colors.length] ?? colors[0],
    }))
    .filter(({ share }) => share > 0)
  if (speakers.length < 2) return null
  return (
    <section aria-label={t('conversation.talkTime')}>
      <div aria-hidden className="flex h-2 gap-px overflow-hidden rounded-full">
        {speakers.map(({ speaker, share, color }) => (
          <span key={speaker} className={color} style={{ width: `${share * 100}%` }} />
        ))}
      </div>
      <ul className="figures mt-1.5 flex flex-wrap gap-x-4 gap-y-1 text-xs text-muted">
        {speakers.map(({ speaker, name, share, color }) => (
          <li key={speaker} className="flex items-center gap-1.5">
            <span aria-hidden className={`size-2 rounded-full ${color}`} />
            {name} {formatShare(share)}
          </li>
        ))}
      </ul>
    </section>
  )
}
