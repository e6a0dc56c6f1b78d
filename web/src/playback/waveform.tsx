import { type RefObject, useEffect, useRef } from 'react'
import WaveSurfer from 'wavesurfer.js'
import { pageNonce } from '../ui/nonce.ts'
import { usePlayback } from './playback.ts'

type WaveformProps = {
  readonly audio: RefObject<HTMLAudioElement | null>
  readonly peaks: { readonly channels: readonly number[][]; readonly duration: number | null }
}

const heightPx = 56

/** How loud it was, from the server: the file itself need not be loaded for it. */
export function Waveform({ audio, peaks }: WaveformProps) {
  const place = useRef<HTMLDivElement>(null)
  const playback = usePlayback()
  useEffect(() => {
    const [container, media] = [place.current, audio.current]
    if (!container || !media || !peaks.duration) return undefined
    const style = getComputedStyle(document.documentElement)
    const color = (name: string) => style.getPropertyValue(name).trim()
    const nonce = pageNonce()
    const wave = WaveSurfer.create({
      container,
      media,
      peaks: [...peaks.channels],
      duration: peaks.duration,
      height: heightPx,
      barWidth: 2,
      barGap: 1,
      barRadius: 2,
      normalize: true,
      waveColor: color('--line-strong'),
      progressColor: color('--accent'),
      cursorColor: color('--accent'),
      dragToSeek: true,
      ...(nonce && { cspNonce: nonce }),
    })
    wave.on('interaction', (seconds) => playback.seek(seconds * 1_000))
    return () => wave.destroy()
  }, [audio, peaks, playback])
  // The buttons below do the same by keyboard.
  return <div ref={place} dir="ltr" aria-hidden className="h-14" />
}
