import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { parley } from '../api/client.ts'
import { tellFailure } from '../ui/toast.ts'

const sampleMs = 60_000

type Wish = {
  /** What is played, among the samples of a screen. */
  readonly name: string
  readonly text: string
  readonly languageId: string
  readonly speaker?: string
  readonly speed?: number
}

type SpeechSample = {
  /** To be put anywhere in the screen; it is not seen. */
  readonly audio: ReactNode
  /** Which one is made or played now. */
  readonly making: string | undefined
  readonly playing: string | undefined
  readonly play: (wish: Wish) => void
  readonly stop: () => void
}

/** Says short texts with a voice of the server, one at a time. */
export function useSpeechSample(): SpeechSample {
  const audio = useRef<HTMLAudioElement>(null)
  const [sample, setSample] = useState<{ readonly name: string; readonly source: string }>()
  const [isPlaying, setIsPlaying] = useState(false)
  useEffect(() => () => URL.revokeObjectURL(sample?.source ?? ''), [sample])
  const say = useMutation({
    mutationFn: async ({ name: _name, ...wish }: Wish) =>
      (await parley.realtime.tts(wish, { timeoutMs: sampleMs, retries: 0 })).blob(),
    onSuccess: (sound, { name }) => setSample({ name, source: URL.createObjectURL(sound) }),
    onError: tellFailure,
  })
  return {
    audio: (
      // Its words stand on the screen.
      <audio
        ref={audio}
        src={sample?.source}
        autoPlay
        onPlay={() => setIsPlaying(true)}
        onPause={() => setIsPlaying(false)}
        onEnded={() => setIsPlaying(false)}
      >
        <track kind="captions" />
      </audio>
    ),
    making: say.isPending ? say.variables.name : undefined,
    playing: isPlaying ? sample?.name : undefined,
    play: say.mutate,
    stop: () => audio.current?.pause(),
  }
}
