import type { MediaInput } from './media.ts'

/** Minutes of sound: a reader that is this far behind has gone; what comes then is dropped. */
const maxWaiting = 15_000

export type Inbox = {
  readonly push: (input: MediaInput) => void
  readonly end: () => void
  /** May be read once. */
  readonly inputs: AsyncIterable<MediaInput>
}

/** What came and was not read yet, as one iteration. */
export function openInbox(): Inbox {
  let waiting: MediaInput[] = []
  let hasEnded = false
  let wake: () => void = () => {}

  async function* read(): AsyncGenerator<MediaInput> {
    for (;;) {
      const inputs = waiting
      waiting = []
      yield* inputs
      if (waiting.length > 0) continue
      if (hasEnded) return
      await new Promise<void>((done) => {
        wake = done
      })
    }
  }

  return {
    push(input) {
      if (hasEnded || waiting.length >= maxWaiting) return
      waiting.push(input)
      wake()
    },
    end() {
      hasEnded = true
      wake()
    },
    inputs: read(),
  }
}
