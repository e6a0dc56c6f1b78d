import { v7 } from 'uuid'
import type { Context } from '../context.ts'

/** The context as it was at that moment: what is done in it happened then, one thing after another. */
export function backThen(context: Context, atMs: number): Context {
  let made = 0
  const newId = () => {
    made += 1
    return v7({ msecs: Math.floor(atMs) + made })
  }
  return { ...context, now: () => new Date(atMs), newId, wakeRelay: () => undefined }
}
