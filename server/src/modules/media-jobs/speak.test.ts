import { expect, test } from 'vitest'
import { ProviderError } from '../../providers/provider-error.ts'
import { openFakeVoice } from '../../providers/tts/fake.ts'
import { startMediaApp } from '../../../test/media-jobs.ts'
import { mediaJobs } from './jobs.ts'

const path = '/v1/jobs/text-to-speech'

async function say(app: Awaited<ReturnType<typeof startMediaApp>>, body: object) {
  const reply = await app.call('POST', path, { body })
  expect(reply).toMatchObject({ status: 200, body: { success: true } })
  return reply.body.data.id as string
}

test('a text becomes a WAV behind a link that needs no key and expires', async () => {
  let now = new Date('2026-03-02T09:00:00Z')
  const tts = openFakeVoice()
  await using app = await startMediaApp({ tts, now: () => now })
  const id = await say(app, { text: 'Good morning to you all.', voiceId: 'Emma' })
  expect(await app.job(id)).toMatchObject({ status: 'PENDING', type: 'TTS', mediaUrl: null })
  await app.drain()
  const job = await app.job(id)
  const link = String(job.jobResponse?.['ttsMediaFile'])
  expect(job).toMatchObject({
    status: 'COMPLETED',
    ttsVoiceId: 'Emma',
    toLng: 'en',
    jobResponse: { text: 'Good morning to you all.', voice: 'ann', language: 'en' },
  })
  expect(tts.requests[0]).toMatchObject({ voice: 'ann', language: 'en', sampleRate: 24_000 })
  const reply = await fetch(link)
  expect(reply.headers.get('content-type')).toBe('audio/wav')
  const file = Buffer.from(await reply.arrayBuffer())
  expect(file.toString('latin1', 0, 4)).toBe('RIFF')
  expect(file.readUInt32LE(24)).toBe(24_000)
  expect(file.readUInt32LE(40)).toBe(file.length - 44)
  expect((file.length - 44) / 48_000).toBeCloseTo(job.usageTime ?? 0, 2)
  const part = await fetch(link, { headers: { range: 'bytes=0-3' } })
  expect([part.status, await part.text()]).toEqual([206, 'RIFF'])

  expect((await fetch(link.replace('token=', 'token=x'))).status).toBe(403)
  now = new Date('2026-03-03T09:00:01Z')
  const late = await fetch(link)
  expect([late.status, await late.json()]).toMatchObject([403, { error: { code: 10_403 } }])
})

test('pace, pitch, language and the nearest voice reach the engine; names for the fields vary', async () => {
  const tts = openFakeVoice()
  await using app = await startMediaApp({ tts })
  await say(app, { text: 'Hello you.', speaker: 'James', speed: 1.5, pitch: 0.8 })
  await say(app, { text: 'مرحبا بكم', voiceId: 'Dalal', dialect: 'ksa' })
  await say(app, { text: 'Bonjour à tous', voiceId: 'nobody', language: 'fr-FR' })
  await app.drain()
  const asked = tts.requests.map(({ voice, language, speed, pitch }) => ({
    voice,
    language,
    speed,
    pitch,
  }))
  expect(asked).toEqual(
    expect.arrayContaining([
      { voice: 'bob', language: 'en', speed: 1.5, pitch: 0.8 },
      { voice: 'dalal', language: 'ar', speed: 1, pitch: 1 },
      { voice: undefined, language: 'fr', speed: 1, pitch: 1 },
    ]),
  )
})

test('dictionaries say how words are pronounced, the first that has one decides', async () => {
  const tts = openFakeVoice()
  await using app = await startMediaApp({ tts })
  const add = async (name: string, words: object[]) => {
    const body = { name, words }
    const reply = await app.call('POST', '/v1/voice-agents/voice-dictionaries', { body })
    return reply.body.data.id as string
  }
  const first = await add('Names', [{ word: 'Nguyen', pronunciation: 'win' }])
  const second = await add('More', [
    { word: 'nguyen', pronunciation: 'never heard' },
    { word: 'C++', pronunciation: 'see plus plus' },
  ])
  await say(app, { text: 'Ms NGUYEN writes C++.', voiceDictionaryIds: [first, second] })
  await app.drain()
  expect(tts.requests[0]?.text).toBe('Miz win writes see plus plus.')
})

test('figures are said in words', async () => {
  const tts = openFakeVoice()
  await using app = await startMediaApp({ tts })
  await say(app, { text: 'Dr. Smith owes $3.50 since 2019-01-03.', voiceId: 'ann' })
  await app.drain()
  expect(tts.requests[0]?.text).toBe(
    'Doctor Smith owes three dollars and fifty cents since January third, twenty nineteen.',
  )
})

test.each([
  [{ voiceId: 'ann' }, 'text'],
  [{ text: '   ' }, 'text'],
  [{ text: '…!' }, 'text'],
  [{ text: 'x'.repeat(20_001) }, 'text'],
  [{ text: 'Hello', speed: 3 }, 'speed'],
  [{ text: 'Hello', pitch: '1' }, 'pitch'],
  [{ text: 'Hello', voiceDictionaryIds: ['nope'] }, 'voiceDictionaryIds'],
])('%j is refused for its %s', async (body, field) => {
  await using app = await startMediaApp()
  const reply = await app.call('POST', path, { body })
  expect(reply).toMatchObject({ status: 400, body: { success: false, error: { code: 10_400 } } })
  expect(JSON.stringify(reply.body.error.details)).toContain(field)
})

test('a dictionary of somebody else is not there', async () => {
  await using app = await startMediaApp()
  const other = await app.newWorkspace()
  const made = await app.call('POST', '/v1/voice-agents/voice-dictionaries', {
    key: other.apiKey,
    body: { name: 'Theirs' },
  })
  const body = { text: 'Hello', voiceDictionaryIds: [made.body.data.id] }
  expect(await app.call('POST', path, { body })).toMatchObject({
    status: 404,
    body: { error: { code: 10_404, name: 'VOICE_DICTIONARY_NOT_FOUND' } },
  })
})

test('without a voice, or with one that gives up, the job says so', async () => {
  await using mute = await startMediaApp({ tts: null })
  const id = await say(mute, { text: 'Hello there.' })
  await mute.drain()
  expect(await mute.job(id)).toMatchObject({ status: 'FAILED', failure: { code: 'no_engine' } })
  const error = new ProviderError('voice service', false, 'No such voice.')
  const tts = openFakeVoice({ failAt: { text: 'Hello', error } })
  await using broken = await startMediaApp({ tts })
  const other = await say(broken, { text: 'Hello there.' })
  await broken.drain()
  expect(await broken.job(other)).toMatchObject({ failure: { code: 'no_engine' } })
})

test('a deleted job takes its file along', async () => {
  await using app = await startMediaApp()
  const id = await say(app, { text: 'Hello there.' })
  await app.drain()
  const link = String((await app.job(id)).mediaUrl)
  expect((await app.call('DELETE', `/v1/jobs/${id}`)).body.data).toEqual({ id, deleted: true })
  await app.drain()
  expect((await fetch(link)).status).toBe(404)
  const { workspaceId } = app.owner
  expect(await app.context.media.stat({ workspaceId, id })).toBeUndefined()
})

test('jobs that ended long ago go with their audio, and none that waits or is recent', async () => {
  const dayMs = 86_400_000
  let now = new Date()
  await using app = await startMediaApp({
    now: () => now,
    environment: { JOB_RETENTION_DAYS: '7' },
  })
  const { workspaceId } = app.owner
  const purge = mediaJobs(app.context).find(({ name }) => name === 'purge-media-jobs')
  const purgeAfter = async (days: number) => {
    now = new Date(Date.now() + days * dayMs)
    await purge?.handle(app.context, {}, { signal: AbortSignal.timeout(60_000), attempt: 1 })
    await app.drain()
  }
  const done = await say(app, { text: 'Hello there.' })
  const cancelled = await say(app, { text: 'Never mind.' })
  await app.call('POST', `/v1/jobs/${cancelled}/cancel`)
  await app.drain()
  const waiting = app.context.newId()
  await app.db.pool.query(
    `insert into media_job (workspace_id, id, type, wish, created_by)
     values ($1, $2, 'TTS', '{}', $3)`,
    [workspaceId, waiting, app.owner.userId],
  )
  const left = async () => {
    const { rows } = await app.db.pool.query<{ id: string }>('select id from media_job')
    return new Set(rows.map(({ id }) => id))
  }
  const fileOf = (id: string) => app.context.media.stat({ workspaceId, id })

  await purgeAfter(6)
  expect(await left()).toEqual(new Set([done, cancelled, waiting]))
  expect(await fileOf(done)).toBeGreaterThan(44)
  await purgeAfter(8)
  expect(await left()).toEqual(new Set([waiting]))
  expect(await fileOf(done)).toBeUndefined()
})
