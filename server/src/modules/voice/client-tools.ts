import type { ClientToolCall } from './transport.ts'

type Waiting = {
  readonly resolve: (answer: unknown) => void
  readonly reject: (error: Error) => void
}

/** Uses of tools that a page has been asked for and has not answered yet. */
export class WaitingTools {
  readonly #waiting = new Map<string, Waiting>()

  ask(call: ClientToolCall, signal: AbortSignal, send: () => void): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const done = () => {
        this.#waiting.delete(call.id)
        signal.removeEventListener('abort', onAbort)
      }
      const onAbort = () => {
        done()
        reject(new Error(`The page did not answer ${call.name} in time.`))
      }
      if (signal.aborted) return onAbort()
      signal.addEventListener('abort', onAbort)
      this.#waiting.set(call.id, {
        resolve(answer) {
          done()
          resolve(answer)
        },
        reject(error) {
          done()
          reject(error)
        },
      })
      send()
    })
  }

  fail(id: string, message: string): void {
    this.#waiting.get(id)?.reject(new Error(message))
  }

  answer(id: string, response: unknown): void {
    this.#waiting.get(id)?.resolve(response)
  }

  closeAll(): void {
    for (const { reject } of this.#waiting.values()) reject(new Error('The page is gone.'))
  }
}
