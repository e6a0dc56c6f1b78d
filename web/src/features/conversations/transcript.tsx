import type { Transcript as Words } from '@parley/contract'
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual'
import { ChevronDown, ChevronUp, LocateFixed } from 'lucide-react'
import { lazy, type ReactNode, Suspense, useEffect, useMemo, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { useMay } from '../../api/queries.ts'
import { t } from '../../i18n/index.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { segmentAt, useMoment, usePlayback } from '../../playback/playback.ts'
import { editButtonId, placesOf, Segment } from './segment.tsx'

// With the menus of all screens: they come after the words.
const TranscriptMenu = lazy(async () => ({
  default: (await import('./transcript-menu.tsx')).TranscriptMenu,
}))
const SegmentEditor = lazy(async () => ({
  default: (await import('./segment-editor.tsx')).SegmentEditor,
}))
const RenameSpeaker = lazy(async () => ({
  default: (await import('./rename-speaker.tsx')).RenameSpeaker,
}))

const estimatedHeightPx = 64
type TranscriptProps = { readonly transcript: Words; readonly title: string }

/** What was said: it follows the sound, and the sound follows it. */
export function Transcript({ transcript, title }: TranscriptProps) {
  const { segments, speakers } = transcript
  const scroller = useRef<HTMLDivElement>(null)
  const canWrite = useMay('write')
  const [search, setSearch] = useState('')
  const [isFollowing, setIsFollowing] = useState(true)
  const { editing, setEditing, stopEditing } = useEditing()
  const [renaming, setRenaming] = useState<number>()
  const starts = useMemo(() => segments.map(({ start_ms: start }) => start), [segments])
  const current = useMoment((ms) => segmentAt(starts, ms))
  const virtual = useVirtualizer({
    count: segments.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => estimatedHeightPx,
    overscan: 8,
    // What is being written stays, wherever the reader scrolls.
    rangeExtractor: (range) => withIndex(defaultRangeExtractor(range), editing),
  })
  const show = (index: number) => virtual.scrollToIndex(index, { align: 'center' })
  const hits = useMemo(
    () => segments.flatMap(({ text }, index) => (placesOf(text, search).length > 0 ? [index] : [])),
    [segments, search],
  )
  useFollowing({
    current,
    isFollowing: isFollowing && editing === undefined,
    show,
    follow: () => setIsFollowing(true),
  })
  const names = useMemo(
    () => new Map(speakers.map(({ number, name }) => [number, name])),
    [speakers],
  )
  return (
    <div className="flex min-h-96 flex-1 flex-col rounded-lg border border-line bg-raised">
      <SearchInside
        search={search}
        onSearch={setSearch}
        hits={hits}
        onShow={show}
        menu={
          <Suspense fallback={<span className="size-7" />}>
            <TranscriptMenu transcript={transcript} title={title} />
          </Suspense>
        }
      >
        {!isFollowing && <Follow onFollow={() => setIsFollowing(true)} />}
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
                {item.index === editing ? (
                  <Editor transcript={transcript} index={item.index} onClose={stopEditing} />
                ) : (
                  <Segment
                    segment={segment}
                    name={names.get(segment.speaker) ?? undefined}
                    isCurrent={item.index === current}
                    startsTurn={segments[item.index - 1]?.speaker !== segment.speaker}
                    search={search}
                    index={item.index}
                    {...(canWrite && { onEdit: setEditing, onRename: setRenaming })}
                  />
                )}
              </li>
            )
          })}
        </ol>
      </div>
      {renaming !== undefined && (
        <Suspense>
          <RenameSpeaker
            transcript={transcript}
            number={renaming}
            onClose={() => setRenaming(undefined)}
          />
        </Suspense>
      )}
    </div>
  )
}

function Follow({ onFollow }: { readonly onFollow: () => void }) {
  return (
    <Button size="sm" onClick={onFollow}>
      <LocateFixed aria-hidden size={13} />
      {t('conversation.follow')}
    </Button>
  )
}

/** Which segment is being corrected, by its index. */
function useEditing() {
  const [editing, setEditing] = useState<number>()
  const stopEditing = () => {
    flushSync(() => setEditing(undefined))
    // Whoever corrects by keyboard goes on where they were.
    document.getElementById(editButtonId(editing ?? 0))?.focus()
  }
  return { editing, setEditing, stopEditing }
}

/** The indexes of what is drawn, with another one at its place. */
function withIndex(drawn: readonly number[], index: number | undefined): number[] {
  if (index === undefined || drawn.includes(index)) return [...drawn]
  return [...drawn, index].sort((one, other) => one - other)
}

type EditorProps = {
  readonly transcript: Words
  readonly index: number
  readonly onClose: () => void
}

function Editor({ transcript, index, onClose }: EditorProps) {
  const segment = transcript.segments[index]
  if (!segment) return null
  return (
    <Suspense fallback={<p className="px-3 py-1 sm:ps-18">{segment.text}</p>}>
      <SegmentEditor transcript={transcript} segment={segment} onClose={onClose} />
    </Suspense>
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
  readonly menu: ReactNode
  readonly search: string
  readonly onSearch: (text: string) => void
  readonly hits: readonly number[]
  readonly onShow: (index: number) => void
  readonly children: ReactNode
}

function SearchInside({ search, onSearch, hits, onShow, menu, children }: SearchProps) {
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
      {menu}
    </header>
  )
}
