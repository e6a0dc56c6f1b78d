import type { Context } from '../../context.ts'
import type { Executor } from '../../platform/db/database.ts'

type Entry = (tx: Executor) => Promise<unknown>

/** More than this waits only while the database is away. */
const maxWaiting = 10_000

/** Writes what happens in a call in order, without the call waiting for it. */
export class Journal {
  readonly #context: Context
  #waiting: Entry[] = []
  #writing: Promise<void> | undefined

  constructor(context: Context) {
    this.#context = context
  }

  add(entry: Entry): void {
    if (this.#waiting.length >= maxWaiting) this.#waiting.shift()
    this.#waiting.push(entry)
    this.#writing ??= this.#write()
  }

  /** Resolves when everything added so far is written, or was given up. */
  async flush(): Promise<void> {
    while (this.#writing) await this.#writing
  }

  async #write(): Promise<void> {
    const { db, log } = this.#context
    // What comes in the same moment is one transaction.
    await Promise.resolve()
    while (this.#waiting.length > 0) {
      const entries = this.#waiting
      this.#waiting = []
      try {
        await db.transaction(async (tx) => {
          for (const entry of entries) await entry(tx)
        })
        this.#context.wakeRelay()
      } catch (error) {
        log.error({ err: error, entries: entries.length }, 'Something of a call was not written')
      }
    }
    this.#writing = undefined
  }
}
