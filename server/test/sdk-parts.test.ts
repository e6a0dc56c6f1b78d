import { discardParts, ParleyError, uploadInParts } from '@parley/sdk'
import { expect, test } from 'vitest'
import { startTestApp, type TestApp } from './test-app.ts'
import { makeWav } from './wave.ts'

const wav = new Uint8Array(makeWav({ seconds: 1, tones: [440] }))
const file = new File([wav], 'größe.wav')
const partBytes = 5_000

const connectionOf = (app: TestApp, send: typeof fetch = fetch) => ({
  baseUrl: app.baseUrl,
  apiKey: app.owner.apiKey,
  fetch: send,
})

/** `fetch` that does something else with the requests of a method, by their number from 1. */
function disturbed(
  method: string,
  disturb: (count: number, go: () => Promise<Response>) => Promise<Response>,
): typeof fetch {
  let count = 0
  return (input, init) => {
    const go = () => fetch(input, init)
    return init?.method === method ? disturb(++count, go) : go()
  }
}

test('a file is sent in parts, told how far it is, and is a recording', async () => {
  await using app = await startTestApp()
  const told: number[] = []
  const id = await uploadInParts(
    connectionOf(app),
    file,
    { title: 'Größe', language: 'en', rep_channel: 2 },
    { partBytes, onProgress: (sent, total) => told.push(Math.round((sent / total) * 100)) },
  )
  expect(told.at(-1)).toBe(100)
  expect(told).toEqual([...told].sort((one, other) => one - other))
  expect(told).toHaveLength(Math.ceil(wav.length / partBytes))
  expect(await app.client.recordings.get(id)).toMatchObject({
    title: 'Größe',
    file_name: 'größe.wav',
    file_size: wav.length,
    language: 'en',
    rep_channel: 2,
  })
})

test('a part whose answer gets lost, and one that never arrives, leave no gap and nothing twice', async () => {
  await using app = await startTestApp()
  const lost = disturbed('PATCH', async (count, go) => {
    if (count === 2) await go()
    if (count === 2 || count === 4) throw new TypeError('fetch failed')
    return go()
  })
  const id = await uploadInParts(connectionOf(app, lost), file, {}, { partBytes })
  const audio = await app.client.recordings.audio(id)
  expect(Buffer.from(await audio.arrayBuffer()).equals(Buffer.from(wav))).toBe(true)
})

test('an upload that was stopped goes on where it stopped', async () => {
  await using app = await startTestApp()
  const stop = new AbortController()
  let address = ''
  const first = uploadInParts(
    connectionOf(app),
    file,
    {},
    {
      partBytes,
      signal: stop.signal,
      onBegun: (begun) => {
        address = begun
      },
      onProgress: () => stop.abort(new Error('enough')),
    },
  )
  await expect(first).rejects.toThrow('enough')
  const told: number[] = []
  const id = await uploadInParts(
    connectionOf(app),
    file,
    {},
    { partBytes, address, onProgress: (sent) => told.push(sent) },
  )
  expect(told.slice(0, 2)).toEqual([partBytes, 2 * partBytes])
  expect((await app.client.recordings.get(id)).file_size).toBe(wav.length)
})

test('an upload that was given up is forgotten, and begins anew', async () => {
  await using app = await startTestApp()
  const stop = new AbortController()
  let address = ''
  const first = uploadInParts(
    connectionOf(app),
    file,
    {},
    {
      partBytes,
      signal: stop.signal,
      onBegun: (begun) => {
        address = begun
        stop.abort(new Error('enough'))
      },
    },
  )
  await expect(first).rejects.toThrow('enough')
  await discardParts(connectionOf(app), address)
  const id = await uploadInParts(connectionOf(app), file, {}, { address })
  expect(address.endsWith(id)).toBe(false)
  expect((await app.client.recordings.list()).count).toBe(1)
})

test('a refusal is told at once, and not asked again', async () => {
  await using app = await startTestApp()
  let asked = 0
  const counted = disturbed('POST', async (count, go) => {
    asked = count
    return go()
  })
  const fields = { contact_id: '7' }
  const failed: unknown = await uploadInParts(connectionOf(app, counted), file, fields).catch(
    (error: unknown) => error,
  )
  expect(failed).toBeInstanceOf(ParleyError)
  expect((failed as ParleyError).code).toBe('VALIDATION_ERROR')
  expect(asked).toBe(1)
})
