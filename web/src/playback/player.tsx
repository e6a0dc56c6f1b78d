import { useQuery } from '@tanstack/react-query'
import { Pause, Play, RotateCcw, RotateCw } from 'lucide-react'
import { lazy, type RefObject, Suspense, useEffect, useMemo, useRef, useState } from 'react'
import { parley } from '../api/client.ts'
import { formatClock } from '../i18n/format.ts'
import { t } from '../i18n/index.ts'
import { type Command, useCommands } from '../shell/commands.ts'
import { Skeleton } from '../ui/bits.tsx'
import { Button, IconButton } from '../ui/button.tsx'
import { useMoment, usePlayback } from './playback.ts'

const Waveform = lazy(async () => ({ default: (await import('./waveform.tsx')).Waveform }))

const rates = [1, 1.25, 1.5, 1.75, 2] as const
const skipMs = 10_000

type PlayerProps = { readonly recordingId: string; readonly durationSeconds: number | null }

/** The sound of a conversation, with its waveform. */
export function Player({ recordingId, durationSeconds }: PlayerProps) {
  const audio = useRef<HTMLAudioElement>(null)
  const playback = usePlayback()
  const [isPlaying, setIsPlaying] = useState(false)
  const [rate, setRate] = useState<number>(1)
  const peaks = useQuery({
    queryKey: ['peaks', recordingId],
    queryFn: () => parley.recordings.peaks(recordingId),
    staleTime: Number.POSITIVE_INFINITY,
  })
  useSeeking(audio)
  const toggle = useMemo(
    () => () => {
      const { current } = audio
      if (current?.paused) void current.play()
      else current?.pause()
    },
    [],
  )
  usePlayCommand(toggle)
  const lengthMs = (peaks.data?.duration ?? durationSeconds ?? 0) * 1_000
  return (
    <div className="no-print flex flex-col gap-2 rounded-lg border border-line bg-raised p-3">
      {/* Its words stand below it. */}
      <audio
        ref={audio}
        src={`/functions/v1/api-v1-recordings/${recordingId}/audio`}
        preload="metadata"
        onPlay={() => setIsPlaying(true)}
        onPause={() => setIsPlaying(false)}
        onTimeUpdate={({ currentTarget }) => playback.moved(currentTarget.currentTime * 1_000)}
      >
        <track kind="captions" />
      </audio>
      <div className="h-14">
        <Suspense fallback={<Skeleton className="h-14 w-full" />}>
          {peaks.data && <Waveform audio={audio} peaks={peaks.data} />}
        </Suspense>
        {peaks.isPending && <Skeleton className="h-14 w-full" />}
      </div>
      <div className="figures flex items-center gap-1.5" dir="ltr">
        <IconButton
          label={t('player.back')}
          onClick={() => playback.seek(Math.max(0, playback.now() - skipMs))}
        >
          <RotateCcw aria-hidden size={15} />
        </IconButton>
        <Button look="primary" size="sm" onClick={toggle} aria-label={t('player.play')}>
          {isPlaying ? <Pause aria-hidden size={14} /> : <Play aria-hidden size={14} />}
        </Button>
        <IconButton
          label={t('player.forward')}
          onClick={() => playback.seek(Math.min(lengthMs, playback.now() + skipMs))}
        >
          <RotateCw aria-hidden size={15} />
        </IconButton>
        <Clock lengthMs={lengthMs} />
        <select
          aria-label={t('player.rate')}
          className="ms-auto h-7 rounded-md border border-line bg-page px-1 text-xs"
          value={rate}
          onChange={(event) => {
            const next = Number(event.target.value)
            setRate(next)
            if (audio.current) audio.current.playbackRate = next
          }}
        >
          {rates.map((value) => (
            <option key={value} value={value}>{`${value}×`}</option>
          ))}
        </select>
      </div>
    </div>
  )
}

function Clock({ lengthMs }: { readonly lengthMs: number }) {
  const second = useMoment((ms) => Math.floor(ms / 1_000))
  return (
    <span className="ps-1 text-xs text-muted">
      {formatClock(second * 1_000)} / {formatClock(lengthMs)}
    </span>
  )
}

function useSeeking(audio: RefObject<HTMLAudioElement | null>): void {
  const playback = usePlayback()
  useEffect(
    () =>
      playback.onSeek((ms) => {
        if (audio.current) audio.current.currentTime = ms / 1_000
      }),
    [playback, audio],
  )
}

function usePlayCommand(toggle: () => void): void {
  const commands = useMemo<readonly Command[]>(
    () => [{ id: 'play', title: 'player.play', group: 'commands.page', keys: 'p', run: toggle }],
    [toggle],
  )
  useCommands(commands)
}
