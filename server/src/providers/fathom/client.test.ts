import { expect, test } from 'vitest'
import { openFathomClient } from './client.ts'
import { fathomConformance } from './conformance.ts'
import { startFathomEmulator } from './emulator.ts'
import { emulatedMeetings } from './emulator-meetings.ts'
import { openPace } from './pace.ts'

const start = () => startFathomEmulator({ apiKeys: ['right'], meetings: emulatedMeetings(23) })

function clientOf(serverUrl: string, apiKey: string) {
  return openFathomClient({ serverUrl, apiKey, pace: openPace(() => performance.now()) })
}

test.each(fathomConformance)('$title', async ({ check }) => {
  await using emulator = await start()
  const fathom = clientOf(emulator.url, 'right')
  const checked = check({ fathom, withBadKey: clientOf(emulator.url, 'wrong'), emulator })
  await expect(checked).resolves.toBeUndefined()
})

test('a key that no header can hold is a bad key', async () => {
  await using emulator = await start()
  for (const key of ['ключ', 'two words', 'line\nbreak', '']) {
    const failed = clientOf(emulator.url, key).listTeams()
    await expect(failed).rejects.toMatchObject({ failure: 'bad_key' })
  }
  expect(emulator.requests).toEqual([])
})

test('a server that nobody runs is named by its error, not by the key', async () => {
  const emulator = await start()
  await emulator.stop()
  const failed = clientOf(emulator.url, 'secret-key').listMeetings({ withContent: false })
  await expect(failed).rejects.toThrow(/cannot be reached: ECONNREFUSED/)
  await expect(failed).rejects.not.toThrow(/secret-key/)
})

test('an address at which Fathom has nothing is refused in a sentence', async () => {
  await using emulator = await start()
  const asked = clientOf(`${emulator.url}/nowhere`, 'right').listMeetings({ withContent: false })
  await expect(asked).rejects.toMatchObject({
    failure: 'refused',
    message: expect.stringContaining('nothing is at this address'),
  })
})

test('the sixty-first request of a minute is not sent', async () => {
  await using emulator = await start()
  const fathom = clientOf(emulator.url, 'right')
  for (let count = 0; count < 60; count += 1) await fathom.listTeams()
  await expect(fathom.listTeams()).rejects.toMatchObject({ failure: 'limited' })
  expect(emulator.requests).toHaveLength(60)
})
