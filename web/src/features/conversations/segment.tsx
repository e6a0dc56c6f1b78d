import type { Transcript } from '@parley/contract'
import { Pencil } from 'lucide-react'
import { memo } from 'react'
import { formatClock } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { usePlayback } from '../../playback/playback.ts'
import { IconButton } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { Marked } from './conversation-row.tsx'

const voices = ['text-voice-1', 'text-voice-2', 'text-voice-3', 'text-voice-4'] as const

function voiceOf(speaker: number): string {
  return voices[(speaker - 1) % voices.length] ?? voices[0]
}

/** Where words stand in a text, whatever their case. */
export function placesOf(text: string, words: string): [number, number][] {
  const wanted = words.trim().toLowerCase()
  if (!wanted) return []
  const places: [number, number][] = []
  const lower = text.toLowerCase()
  for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, at + wanted.length)) {
    places.push([at, at + wanted.length])
  }
  return places
}

/** How the button is found again that opened an editor. */
export const editButtonId = (position: number): string => `edit-segment-${position}`

type SegmentProps = {
  readonly segment: Transcript['segments'][number]
  readonly index: number
  readonly name: string | undefined
  readonly isCurrent: boolean
  readonly startsTurn: boolean
  readonly search: string
  /** Absent for those who may not correct. */
  readonly onEdit?: (index: number) => void
  readonly onRename?: (speaker: number) => void
}

/** What somebody said without a pause, and when. */
export const Segment = memo(function Segment(props: SegmentProps) {
  const { segment, index, isCurrent, startsTurn, search, onEdit } = props
  const playback = usePlayback()
  const { start_ms: start, text, edited } = segment
  const time = formatClock(start)
  return (
    <div
      aria-current={isCurrent || undefined}
      className={cx(
        'group flex gap-3 border-s-2 px-3 py-1',
        isCurrent ? 'border-accent bg-selected' : 'border-transparent',
      )}
    >
      <button
        type="button"
        aria-label={t('conversation.jumpTo', { time })}
        className="figures mt-px h-5 w-12 shrink-0 rounded text-end text-xs text-faint hover:text-accent"
        onClick={() => playback.seek(start)}
      >
        {time}
      </button>
      <div className="min-w-0 flex-1">
        {startsTurn && <Speaker {...props} />}
        <p className="leading-5.5 rtl:text-right" dir="auto">
          <Marked text={text} places={placesOf(text, search)} />
          {edited && (
            <span className="ms-1.5 text-2xs text-faint">{t('transcript.corrected')}</span>
          )}
        </p>
      </div>
      {onEdit && (
        <IconButton
          id={editButtonId(index)}
          label={t('transcript.edit', { time })}
          className="shrink-0 self-start opacity-0 group-hover:opacity-100 focus-visible:opacity-100 pointer-coarse:opacity-100"
          onClick={() => onEdit(index)}
        >
          <Pencil aria-hidden size={13} />
        </IconButton>
      )}
    </div>
  )
})

function Speaker({ segment: { speaker }, name, onRename }: SegmentProps) {
  const words = name ?? t('conversation.speaker', { number: speaker })
  const look = cx('text-xs font-semibold', voiceOf(speaker))
  if (!onRename) return <p className={look}>{words}</p>
  return (
    <p>
      <button
        type="button"
        className={cx(look, 'rounded hover:underline')}
        title={t('transcript.rename')}
        onClick={() => onRename(speaker)}
      >
        {words}
      </button>
    </p>
  )
}
