/** μ-law for no sound at all. */
const silence = 0xff
/** What is played further ahead than this is dropped: ten minutes. */
const maxBytes = 8_000 * 600

type Item = { readonly audio: Uint8Array } | { readonly mark: string }

export type PlayQueue = {
  readonly play: (audio: Uint8Array) => void
  readonly mark: (name: string) => void
  readonly clear: () => void
  /** The next bytes to be sent; silence where nothing is to be said. */
  readonly next: (bytes: number) => Uint8Array
}

/** What is still to be said. A mark is reached when all before it has been on its way for a frame. */
export function openPlayQueue(onMark: (name: string) => void): PlayQueue {
  let items: Item[] = []
  let offset = 0
  let waiting = 0

  function reachMarks(): void {
    for (let item = items[0]; item && 'mark' in item; item = items[0]) {
      items.shift()
      onMark(item.mark)
    }
  }

  return {
    play(audio) {
      if (audio.length === 0 || waiting + audio.length > maxBytes) return
      waiting += audio.length
      items.push({ audio })
    },
    mark(name) {
      items.push({ mark: name })
    },
    clear() {
      const marks = items.flatMap((item) => ('mark' in item ? [item.mark] : []))
      items = []
      offset = 0
      waiting = 0
      for (const name of marks) onMark(name)
    },
    next(bytes) {
      reachMarks()
      const frame = new Uint8Array(bytes).fill(silence)
      let filled = 0
      for (const item of items.slice(0, bytes)) {
        if ('mark' in item || filled === bytes) break
        const part = item.audio.subarray(offset, offset + bytes - filled)
        frame.set(part, filled)
        filled += part.length
        offset += part.length
        if (offset < item.audio.length) break
        items.shift()
        offset = 0
      }
      waiting -= filled
      return frame
    },
  }
}
