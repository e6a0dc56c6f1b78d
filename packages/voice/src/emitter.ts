type Listener<Args extends readonly unknown[]> = (...args: Args) => void

/** Events by name, each with its own arguments. */
export class Emitter<Events extends { readonly [Name in keyof Events]: readonly unknown[] }> {
  readonly #listeners = new Map<keyof Events, Set<Listener<never>>>()

  on<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): this {
    const known = this.#listeners.get(name) ?? new Set()
    this.#listeners.set(name, known)
    known.add(listener as Listener<never>)
    return this
  }

  once<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): this {
    const onlyOnce: Listener<Events[Name]> = (...args) => {
      this.off(name, onlyOnce)
      listener(...args)
    }
    return this.on(name, onlyOnce)
  }

  off<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): this {
    this.#listeners.get(name)?.delete(listener as Listener<never>)
    return this
  }

  addListener<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): this {
    return this.on(name, listener)
  }

  removeListener<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): this {
    return this.off(name, listener)
  }

  removeAllListeners(name?: keyof Events): this {
    if (name === undefined) this.#listeners.clear()
    else this.#listeners.delete(name)
    return this
  }

  /** A listener that throws stops neither the call nor the other listeners. */
  protected emit<Name extends keyof Events>(name: Name, ...args: Events[Name]): void {
    for (const listener of this.#listeners.get(name) ?? []) {
      try {
        ;(listener as unknown as Listener<Events[Name]>)(...args)
      } catch (error) {
        reportError(error)
      }
    }
  }
}
