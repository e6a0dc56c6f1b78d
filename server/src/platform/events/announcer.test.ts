import pg from 'pg'
import { expect, test } from 'vitest'
import { eventually } from '../../../test/eventually.ts'
import { startTestApp } from '../../../test/test-app.ts'
import { silentLog } from '../log.ts'
import { relayChannel, startAnnouncer } from './announcer.ts'

test('many commits are announced to the other nodes by one notification', async () => {
  await using app = await startTestApp()
  const listener = new pg.Client({ connectionString: app.url })
  await listener.connect()
  try {
    let heard = 0
    listener.on('notification', () => {
      heard += 1
    })
    await listener.query(`listen ${relayChannel}`)
    const announcer = startAnnouncer(app.db, silentLog)
    for (let commit = 0; commit < 100; commit += 1) announcer.wake()
    await eventually(
      () => heard,
      (count) => count > 0,
    )
    announcer.wake()
    await announcer.stop()
    await eventually(
      () => heard,
      (count) => count >= 2,
    )
    expect(heard).toBe(2)
  } finally {
    await listener.end()
  }
})
