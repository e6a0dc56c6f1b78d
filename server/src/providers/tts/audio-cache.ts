/** Keeps what was said, so that what is said again costs nothing; the longest unused goes first. */
export type AudioCache = {
  readonly get: (key: string) => Int16Array | undefined
  readonly put: (key: string, audio: Int16Array) => void
}

/** `maxBytes` of all audio together; one that takes more than an eighth is not kept. */
export function openAudioCache(maxBytes: number): AudioCache {
  const kept = new Map<string, Int16Array>()
  let bytes = 0
  return {
    get(key) {
      const audio = kept.get(key)
      if (!audio) return undefined
      kept.delete(key)
      kept.set(key, audio)
      return audio
    },
    put(key, audio) {
      if (audio.byteLength > maxBytes / 8 || kept.has(key)) return
      kept.set(key, audio)
      bytes += audio.byteLength
      for (const [oldest, dropped] of kept) {
        if (bytes <= maxBytes) return
        kept.delete(oldest)
        bytes -= dropped.byteLength
      }
    },
  }
}
