import type { Context } from './context.ts'

export type Background = {
  /** Events were committed; call it after the commit, as often as you like. */
  wake(): void
  stop(): Promise<void>
}

/** What goes on beside requests. */
export async function startBackground(_context: Context): Promise<Background> {
  return { wake() {}, async stop() {} }
}
