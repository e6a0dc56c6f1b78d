import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { eventually } from '../../../test/eventually.ts'
import { watchLoad } from './load-watch.ts'

/** Keeps the thread from anything else. */
function block(ms: number): void {
  const until = performance.now() + ms
  while (performance.now() < until);
}

test('a loop that is late all the time is seen, and that it is over is seen too', async () => {
  const watch = watchLoad(200)
  try {
    expect(watch.lagMs()).toBe(0)
    const until = performance.now() + 5_000
    while (watch.lagMs() < 30 && performance.now() < until) {
      block(60)
      await turn()
    }
    expect(watch.lagMs()).toBeGreaterThanOrEqual(30)
    await eventually(
      () => watch.lagMs(),
      (lagMs) => lagMs < 30,
    )
  } finally {
    watch.close()
  }
})
