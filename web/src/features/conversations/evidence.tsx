import type { Evidence as Said } from '@parley/contract'
import { Quote } from 'lucide-react'
import { formatClock } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { usePlayback } from '../../playback/playback.ts'

/** Words that bear a claim out; pressed, they lead to where they were said. */
export function Evidence({ evidence }: { readonly evidence: readonly Said[] }) {
  if (evidence.length === 0) return null
  return (
    <ul className="mt-1 flex flex-col gap-1">
      {evidence.map((said) => (
        <li key={`${said.segment} ${said.quote}`}>
          <Moment ms={said.start_ms} text={said.quote} />
        </li>
      ))}
    </ul>
  )
}

export function Moment({ ms, text }: { readonly ms: number; readonly text: string }) {
  const playback = usePlayback()
  return (
    <button
      type="button"
      title={t('conversation.jumpTo', { time: formatClock(ms) })}
      className="flex w-full items-start gap-1.5 rounded-md bg-hover px-2 py-1 text-start text-xs text-muted hover:text-text"
      onClick={() => playback.seek(ms)}
    >
      <Quote aria-hidden size={11} className="mt-1 shrink-0 text-faint" />
      <span className="line-clamp-2 min-w-0 flex-1 rtl:text-right" dir="auto">
        {text}
      </span>
      <span className="figures shrink-0 text-accent">{formatClock(ms)}</span>
    </button>
  )
}

export function Heading({ children }: { readonly children: string }) {
  return <h3 className="mb-1.5 text-xs font-semibold text-muted">{children}</h3>
}
