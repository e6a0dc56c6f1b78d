import { type Statement, statement } from './statement.ts'

/**
 * Connections never forget what they prepared, 20 to 100 KB each: what requests can make up without
 * end must not be prepared without end.
 */
const maxPrepared = 100
const maxRemembered = 1_000
/** Preparing pays when a statement comes again. */
const preparedFromUse = 3

/**
 * Statements whose text depends on which fields a request names. Those that keep coming are prepared,
 * up to a number; the others are parsed and planned each time.
 */
export class StatementCache {
  readonly #prepared = new Map<string, Statement>()
  readonly #remembered = new Map<string, { readonly text: string; uses: number }>()

  /** `key` stands for the text, which is only made when it is not known. */
  get(label: string, key: string, textOf: () => string): Statement {
    const prepared = this.#prepared.get(key)
    if (prepared) return prepared
    const known = this.#remembered.get(key) ?? this.#remember(key, textOf())
    known.uses += 1
    if (known.uses < preparedFromUse || this.#prepared.size >= maxPrepared) {
      return { name: undefined, text: known.text }
    }
    const made = statement(label, known.text)
    this.#remembered.delete(key)
    this.#prepared.set(key, made)
    return made
  }

  #remember(key: string, text: string) {
    if (this.#remembered.size >= maxRemembered) this.#remembered.clear()
    const known = { text, uses: 0 }
    this.#remembered.set(key, known)
    return known
  }
}
