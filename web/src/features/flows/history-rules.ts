/** What was, what is, and what was taken back. */
export type History<T> = {
  readonly past: readonly T[]
  readonly present: T
  readonly future: readonly T[]
  /** Changes of the same thing shortly after each other are one step. */
  readonly last: { readonly of: string; readonly atMs: number } | undefined
}

const keptSteps = 200
/** A pause in typing that ends a step. */
const sameStepMs = 1_500

export function beginHistory<T>(present: T): History<T> {
  return { past: [], present, future: [], last: undefined }
}

export type Change = { readonly of?: string | undefined; readonly atMs: number }

export function changed<T>(history: History<T>, next: T, { of, atMs }: Change): History<T> {
  if (next === history.present) return history
  const { last } = history
  const goesOn = of !== undefined && last?.of === of && atMs - last.atMs < sameStepMs
  return {
    past: goesOn ? history.past : [...history.past, history.present].slice(-keptSteps),
    present: next,
    future: [],
    last: of === undefined ? undefined : { of, atMs },
  }
}

export function undone<T>(history: History<T>): History<T> {
  const before = history.past.at(-1)
  if (before === undefined) return history
  return {
    past: history.past.slice(0, -1),
    present: before,
    future: [history.present, ...history.future],
    last: undefined,
  }
}

export function redone<T>(history: History<T>): History<T> {
  const [next, ...future] = history.future
  if (next === undefined) return history
  return { past: [...history.past, history.present], present: next, future, last: undefined }
}
