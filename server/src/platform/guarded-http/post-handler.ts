import type { Dispatcher } from 'undici'
import { flatHeaders } from './flat-headers.ts'

export type Answer = {
  readonly status: number
  /** Names in lower case; values sent more than once are joined with commas. */
  readonly headers: Readonly<Record<string, string>>
  /** As far as it was read. */
  readonly body: Buffer
  /** Whether there was more, or it did not come to its end. */
  readonly isCut: boolean
}

type Limits = {
  readonly timeoutMs: number
  readonly bodyTimeoutMs: number
  readonly maxBytes: number
}

/** Why a request was ended by us. */
export class PostTimeoutError extends Error {
  override readonly name = 'PostTimeoutError'
}

const noBytes = Buffer.alloc(0)

/**
 * Reads one answer, at most so much of it and for so long. What counts is its status: once that is
 * there, an end that never comes is cut off and the answer stands.
 */
export class PostHandler implements Dispatcher.DispatchHandler {
  /** On the clock of `performance.now()`. */
  firstByteAt: number | undefined
  /** Whether the connection can carry another request. */
  isReusable = false

  readonly #limits: Limits
  readonly #cut: () => void
  #status = 0
  #headers: Record<string, string> = {}
  #chunks: Buffer[] = []
  #bytes = 0
  #timer: NodeJS.Timeout | undefined
  #settle: ((result: Answer | Error) => void) | undefined

  /** `cut` ends the connection. */
  constructor(limits: Limits, cut: () => void) {
    this.#limits = limits
    this.#cut = cut
  }

  /** Resolves in every case, within the limits. */
  run(dispatch: () => void): Promise<Answer | Error> {
    return new Promise((resolve) => {
      this.#settle = resolve
      this.#timer = setTimeout(
        () => this.#end(new PostTimeoutError('no answer in time')),
        this.#limits.timeoutMs,
      )
      try {
        dispatch()
      } catch (error) {
        this.#end(error as Error)
      }
    })
  }

  onRequestStart(): void {}

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Readonly<Record<string, string | string[] | undefined>>,
  ): void {
    // 1xx: the answer is still to come.
    if (status < 200) return
    this.firstByteAt = performance.now()
    this.#status = status
    this.#headers = flatHeaders(headers)
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#end(this.#answer(true)), this.#limits.bodyTimeoutMs)
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    const room = this.#limits.maxBytes - this.#bytes
    this.#bytes += chunk.length
    if (room > 0) this.#chunks.push(chunk.subarray(0, room))
    if (chunk.length > room) this.#end(this.#answer(true))
  }

  onResponseEnd(): void {
    this.isReusable = this.#settle !== undefined
    this.#end(this.#answer(false))
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#end(this.firstByteAt === undefined ? error : this.#answer(true))
  }

  #answer(isCut: boolean): Answer {
    const body = this.#chunks.length === 0 ? noBytes : Buffer.concat(this.#chunks)
    return { status: this.#status, headers: this.#headers, body, isCut }
  }

  #end(result: Answer | Error): void {
    const settle = this.#settle
    if (!settle) return
    this.#settle = undefined
    clearTimeout(this.#timer)
    if (!this.isReusable) this.#cut()
    settle(result)
  }
}
