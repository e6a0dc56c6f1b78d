import { ParleyError } from '@parley/sdk'
import { useQuery } from '@tanstack/react-query'
import { Link2Off } from 'lucide-react'
import { useRef } from 'react'
import { parley } from '../../api/client.ts'
import { formatClock, formatMoment } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { useUrl } from '../../shell/use-url.ts'
import { SkeletonLines } from '../../ui/bits.tsx'
import { Empty, Failure } from '../../ui/states.tsx'

/** One part of a conversation, for whoever has the link: no account, and nothing around it. */
export function SharedClip() {
  const [{ token = '' }] = useUrl()
  const clip = useQuery({
    queryKey: ['shared-clip', token],
    queryFn: () => parley.clips.linked({ token }),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const { data, error } = clip
  const isGone = error instanceof ParleyError && error.status < 500
  return (
    <main className="h-full overflow-y-auto bg-surface">
      <div className="mx-auto flex max-w-2xl flex-col gap-4 p-4 sm:p-8">
        <p className="text-xs font-semibold text-muted">{t('shell.product')}</p>
        <h1 className="text-xl font-semibold" dir="auto">
          {data?.title ?? t(isGone ? 'clips.gone' : 'clips.shared')}
        </h1>
        {clip.isPending && <SkeletonLines count={6} />}
        {isGone && <Empty icon={Link2Off} title={t('clips.gone')} text={t('clips.goneText')} />}
        {error && !isGone && <Failure error={error} retry={() => void clip.refetch()} />}
        {data && (
          <>
            <Said clip={data} />
            <p className="text-xs text-faint">
              {t('clips.until', { when: formatMoment(data.expires_at) })}
            </p>
          </>
        )}
      </div>
    </main>
  )
}

type Linked = Awaited<ReturnType<typeof parley.clips.linked>>
const voices = ['text-voice-1', 'text-voice-2', 'text-voice-3', 'text-voice-4'] as const

function Said({ clip }: { readonly clip: Linked }) {
  const audio = useRef<HTMLAudioElement>(null)
  const nameOf = (number: number) =>
    clip.speakers.find((speaker) => speaker.number === number)?.name ??
    t('conversation.speaker', { number })
  const play = (ms: number) => {
    if (!audio.current) return
    audio.current.currentTime = (ms - clip.start_ms) / 1_000
    void audio.current.play()
  }
  return (
    <>
      {clip.audio_url && (
        <audio
          ref={audio}
          controls
          preload="metadata"
          className="w-full"
          src={pathOf(clip.audio_url)}
        >
          <track kind="captions" />
        </audio>
      )}
      {clip.segments.length === 0 && <p className="text-muted">{t('conversation.noTranscript')}</p>}
      <ol className="flex flex-col gap-3 rounded-lg border border-line bg-raised p-4">
        {clip.segments.map((segment) => (
          <li key={`${segment.start_ms} ${segment.speaker}`} className="flex gap-3">
            <button
              type="button"
              aria-label={t('conversation.jumpTo', { time: formatClock(segment.start_ms) })}
              className="figures mt-px h-5 w-12 shrink-0 rounded text-end text-xs text-faint hover:text-accent"
              onClick={() => play(Math.max(segment.start_ms, clip.start_ms))}
            >
              {formatClock(segment.start_ms)}
            </button>
            <div className="min-w-0 flex-1">
              <p
                className={`text-xs font-semibold ${voices[(segment.speaker - 1) % voices.length]}`}
              >
                {nameOf(segment.speaker)}
              </p>
              <p className="leading-5.5" dir="auto">
                {segment.text}
              </p>
            </div>
          </li>
        ))}
      </ol>
    </>
  )
}

/** On this server, whatever it calls itself: the page may play nothing of others. */
function pathOf(url: string): string {
  const { pathname, search } = new URL(url, location.origin)
  return pathname + search
}
