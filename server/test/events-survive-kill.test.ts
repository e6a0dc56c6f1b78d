import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { relayAll, relayBatch } from '../src/platform/events/relay-batch.ts'
import { openJournal } from './event-journal.ts'
import { eventually } from './eventually.ts'
import { startTestApp } from './test-app.ts'

const script = fileURLToPath(new URL('doomed-process.ts', import.meta.url))

/** Runs the script until it prints `word`, then kills it as a power cut would. */
async function killAfter(step: 'commit' | 'relay', url: string, word: string): Promise<void> {
  const child = spawn(process.execPath, [script, step, url], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  try {
    const [said] = (await Promise.race([once(child.stdout, 'data'), exited])) as [unknown]
    expect(String(said).trim()).toBe(word)
  } finally {
    child.kill('SIGKILL')
    await exited
  }
}

test('an event whose process is killed right after the commit is relayed by the next process', async () => {
  await using app = await startTestApp()
  const journal = await openJournal(app.db)
  await killAfter('commit', app.url, 'committed')
  expect(await relayAll(app.db, [journal.subscriber], 500)).toBe(1)
  expect(await journal.values()).toEqual([1])
})

test('a relay killed in the middle of a batch leaves no trace, and the batch is relayed once', async () => {
  await using app = await startTestApp()
  const journal = await openJournal(app.db)
  await killAfter('commit', app.url, 'committed')
  await killAfter('relay', app.url, 'handled')
  // PostgreSQL ends the dead process's transaction when it notices; until then its lock stands.
  const relayed = await eventually(
    () => relayBatch(app.db, [journal.subscriber], 500),
    (outcome) => outcome !== 'busy',
  )
  expect(relayed).toEqual({ count: 1, more: false })
  expect(await relayAll(app.db, [journal.subscriber], 500)).toBe(0)
  expect(await journal.values()).toEqual([1])
})
