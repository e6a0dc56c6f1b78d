import { createContext, useContext, useState, useSyncExternalStore } from 'react'

/** Where in the conversation everybody looks: the player moves it, and whoever jumps to a moment. */
type Playback = {
  readonly now: () => number
  readonly subscribe: (listener: () => void) => () => void
  /** Tells where the sound is. */
  readonly moved: (ms: number) => void
  /** Goes to a moment; the sound follows where there is one. */
  readonly seek: (ms: number) => void
  /** Called for each jump, until what it answers is called. */
  readonly onSeek: (listener: (ms: number) => void) => () => void
}

function makePlayback(): Playback {
  let at = 0
  const listeners = new Set<() => void>()
  const seekers = new Set<(ms: number) => void>()
  const move = (ms: number) => {
    at = ms
    for (const listener of listeners) listener()
  }
  return {
    now: () => at,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    moved: move,
    seek(ms) {
      move(ms)
      for (const seeker of seekers) seeker(ms)
    },
    onSeek(listener) {
      seekers.add(listener)
      return () => seekers.delete(listener)
    },
  }
}

const PlaybackContext = createContext<Playback | undefined>(undefined)
export const PlaybackProvider = PlaybackContext.Provider

export function useNewPlayback(): Playback {
  const [playback] = useState(makePlayback)
  return playback
}

export function usePlayback(): Playback {
  const playback = useContext(PlaybackContext)
  if (!playback) throw new Error('There is no playback around this component.')
  return playback
}

/** What `read` makes of the moment; drawn again only when that changes. */
export function useMoment<T>(read: (ms: number) => T): T {
  const playback = usePlayback()
  return useSyncExternalStore(playback.subscribe, () => read(playback.now()))
}

/** The last segment that begins at this moment or before it; -1 before the first. By halves. */
export function segmentAt(starts: readonly number[], ms: number): number {
  let [low, high] = [0, starts.length - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    if ((starts[middle] ?? 0) <= ms) low = middle + 1
    else high = middle - 1
  }
  return high
}
