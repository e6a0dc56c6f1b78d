import type { Transcript as Words } from '@parley/contract'
import { useVirtualizer } from '@tanstack/react-virtual'
import { ChevronDown, ChevronUp, LocateFixed } from 'lucide-react'
import { memo, type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import { formatClock } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { Marked } from './conversation-row.tsx'
import { segmentAt, useMoment, usePlayback } from '../../playback/playback.ts'

const estimatedHeightPx = 64
const voices = ['text-voice-1', 'text-voice-2', 'text-voice-3', 'text-voice-4'] as const

function voiceOf(speaker: number): string {
  return voices[(speaker - 1) % voices.length] ?? voices[0]
}

/** Where words stand in a text, whatever their case. */
function placesOf(text: string, words: string): [number, number][] {
  const wanted = words.trim().toLowerCase()
  if (!wanted) return []
  const places: [number, number][] = []
  const lower = text.toLowerCase()
  for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, at + wanted.length)) {
    places.push([at, at + wanted.length])
  }
  return places
}

/** What was said: it follows the sound, and the sound follows it. */
export function Transcript({ transcript }: { readonly transcript: Words }) {
  const { segments, speakers } = transcript
  const scroller = useRef<HTMLDivElement>(null)
  const [search, setSearch] = useState('')
  const [isFollowing, setIsFollowing] = useState(true)
  const starts = useMemo(() => segments.map(({ start_ms: start }) => start), [segments])
  const current = useMoment((ms) => segmentAt(starts, ms))
  const virtual = useVirtualizer({
    count: segments.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => estimatedHeightPx,
    overscan: 8,
  })
  const show = (index: number) => virtual.scrollToIndex(index, { align: 'center' })
  const hits = useMemo(
    () => segments.flatMap(({ text }, index) => (placesOf(text, search).length > 0 ? [index] : [])),
    [segments, search],
  )
  useFollowing({ current, isFollowing, show, follow: () => setIsFollowing(true) })
  const names = useMemo(
    () => new Map(speakers.map(({ number, name }) => [number, name])),
    [speakers],
  )
  return (
    <div className="flex min-h-96 flex-1 flex-col rounded-lg border border-line bg-raised">
      <SearchInside search={search} onSearch={setSearch} hits={hits} onShow={show}>
        {!isFollowing && (
          <Button size="sm" onClick={() => setIsFollowing(true)}>
            <LocateFixed aria-hidden size={13} />
            {t('conversation.follow')}
          </Button>
        )}
      </SearchInside>
      <div
        ref={scroller}
        className="min-h-0 flex-1 overflow-y-auto"
        data-scroller
        tabIndex={0}
        role="region"
        aria-label={t('conversation.transcript')}
        onWheel={() => setIsFollowing(false)}
        onTouchMove={() => setIsFollowing(false)}
      >
        <ol className="relative" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const segment = segments[item.index]
            if (!segment) return null
            return (
              <li
                key={item.key}
                ref={virtual.measureElement}
                data-index={item.index}
                className="absolute inset-x-0"
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <Segment
                  segment={segment}
                  name={names.get(segment.speaker) ?? undefined}
                  isCurrent={item.index === current}
                  startsTurn={segments[item.index - 1]?.speaker !== segment.speaker}
                  search={search}
                />
              </li>
            )
          })}
        </ol>
      </div>
    </div>
  )
}

type FollowingOptions = {
  readonly current: number
  readonly isFollowing: boolean
  readonly show: (index: number) => void
  readonly follow: () => void
}

/** Keeps what is said now in the middle, until somebody scrolls; a jump brings it back. */
function useFollowing({ current, isFollowing, show, follow }: FollowingOptions): void {
  const playback = usePlayback()
  useEffect(() => {
    if (isFollowing && current > 0) show(current)
    // Only when it moves on, not when the list is drawn again.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [current, isFollowing])
  useEffect(() => playback.onSeek(follow), [playback, follow])
}

type SearchProps = {
  readonly search: string
  readonly onSearch: (text: string) => void
  readonly hits: readonly number[]
  readonly onShow: (index: number) => void
  readonly children: ReactNode
}

function SearchInside({ search, onSearch, hits, onShow, children }: SearchProps) {
  const [at, setAt] = useState(0)
  const step = (by: number) => {
    const next = (at + by + hits.length) % Math.max(1, hits.length)
    setAt(next)
    const hit = hits[next]
    if (hit !== undefined) onShow(hit)
  }
  return (
    <header className="flex min-h-10 flex-wrap items-center gap-2 border-b border-line px-4 py-1.5">
      <h2 className="flex-1 text-sm font-semibold">{t('conversation.transcript')}</h2>
      {children}
      <input
        type="search"
        value={search}
        onChange={(event) => {
          onSearch(event.target.value)
          setAt(-1)
        }}
        onKeyDown={(event) => event.key === 'Enter' && step(event.shiftKey ? -1 : 1)}
        aria-label={t('conversation.searchInside')}
        placeholder={t('conversation.searchInside')}
        className="h-7 w-40 rounded-md border border-line bg-page px-2 text-xs"
      />
      {search && (
        <>
          <span aria-live="polite" className="figures text-xs text-muted">
            {hits.length === 0 ? t('state.nothingFound') : `${Math.max(0, at) + 1}/${hits.length}`}
          </span>
          <IconButton label={t('conversation.previousHit')} onClick={() => step(-1)}>
            <ChevronUp aria-hidden size={14} />
          </IconButton>
          <IconButton label={t('conversation.nextHit')} onClick={() => step(1)}>
            <ChevronDown aria-hidden size={14} />
          </IconButton>
        </>
      )}
    </header>
  )
}

type SegmentProps = {
  readonly segment: Words['segments'][number]
  readonly name: string | undefined
  readonly isCurrent: boolean
  readonly startsTurn: boolean
  readonly search: string
}

const Segment = memo(function Segment(props: SegmentProps) {
  const { segment, name, isCurrent, startsTurn, search } = props
  const playback = usePlayback()
  const { start_ms: start, speaker, text } = segment
  return (
    <div
      aria-current={isCurrent || undefined}
      className={cx(
        'flex gap-3 border-s-2 px-3 py-1',
        isCurrent ? 'border-accent bg-selected' : 'border-transparent',
      )}
    >
      <button
        type="button"
        aria-label={t('conversation.jumpTo', { time: formatClock(start) })}
        className="figures mt-px h-5 w-12 shrink-0 rounded text-end text-xs text-faint hover:text-accent"
        onClick={() => playback.seek(start)}
      >
        {formatClock(start)}
      </button>
      <div className="min-w-0 flex-1">
        {startsTurn && (
          <p className={cx('text-xs font-semibold', voiceOf(speaker))}>
            {name ?? t('conversation.speaker', { number: speaker })}
          </p>
        )}
        <p className="leading-5.5 rtl:text-right" dir="auto">
          <Marked text={text} places={placesOf(text, search)} />
        </p>
      </div>
    </div>
  )
})
