import type { Voice } from '@parley/contract'
import { expect, test } from 'vitest'
import { startTestApp } from '../../../test/test-app.ts'

const voices = '/v2/tts/voices'
const dictionaries = '/v1/voice-agents/voice-dictionaries'

test('the voices of the engine and the known speakers are listed with whom they sound like', async () => {
  await using app = await startTestApp()
  const { body } = await app.call('GET', `${voices}?take=100`)
  expect(body).toMatchObject({ success: true, data: { filtered: body.data.total } })
  const list = body.data.voices as Voice[]
  expect(list.find(({ id }) => id === 'ann')).toMatchObject({ provider: 'fake', language: 'en' })
  expect(list.find(({ id }) => id === 'Salma')).toMatchObject({
    provider: 'speaker',
    language: 'ar',
    gender: 'female',
    speaksAs: 'dalal',
  })
  const arabic = await app.call('GET', `${voices}?language=ar&gender=male&take=2&skip=2`)
  expect(arabic.body.data).toMatchObject({ filtered: 10, voices: [{ language: 'ar' }, {}] })
  expect((await app.call('GET', `${voices}?search=salm`)).body.data.filtered).toBe(1)
})

test('a voice of one’s own is a name for the nearest voice, and belongs to its workspace', async () => {
  await using app = await startTestApp()
  const body = {
    name: 'Our Nora',
    audioUrl: 'https://example.com/nora.wav',
    audioTranscription: 'Hello, this is Nora.',
    projectId: app.owner.workspaceId,
    language: 'en',
    gender: 'female',
    tags: ['calm', 'clear'],
  }
  const made = await app.call('POST', voices, { body })
  expect(made.body).toMatchObject({
    success: true,
    messageKey: 'VoiceCreatedSuccessfully',
    data: { name: 'Our Nora', isCustom: true, speaksAs: 'ann', voiceRecord: body.audioUrl },
  })
  const { id } = made.body.data
  expect((await app.call('POST', voices, { body })).status).toBe(409)
  for (const search of ['our nora', 'NÓRA']) {
    const found = await app.call('GET', `${voices}?search=${encodeURIComponent(search)}`)
    expect(found.body.data, search).toMatchObject({ filtered: 1, voices: [{ id }] })
  }
  const preloaded = await app.call('POST', `${voices}/custom/preload`, { body: { voice_id: id } })
  expect(preloaded.body).toMatchObject({
    message: 'Custom voice have been preloaded successfully',
    data: [],
  })
  const { apiKey: key } = await app.newWorkspace()
  expect((await app.call('GET', `${voices}?provider=custom`, { key })).body.data.filtered).toBe(0)
  const theirs = { key, body: { voiceId: id } }
  expect((await app.call('POST', `${voices}/custom/preload`, theirs)).status).toBe(404)
  expect((await app.call('DELETE', `${voices}/${id}`, { key })).status).toBe(404)
  expect((await app.call('DELETE', `${voices}/${id}`)).body.data).toEqual({ id, deleted: true })
})

test('a text said with a voice of one’s own is in the history', async () => {
  await using app = await startTestApp()
  const made = await app.call('POST', voices, {
    body: { name: 'Deep', language: 'en', speaksAs: 'bob' },
  })
  const say = await app.call('POST', '/v2/tts/history', {
    body: { text: 'Good morning.', voiceId: made.body.data.id },
  })
  expect(say.body).toMatchObject({ success: true, data: { type: 'TTS', status: 'PENDING' } })
  await app.drain()
  const { body } = await app.call('GET', '/v2/tts/history')
  expect(body.data).toMatchObject({
    total: 1,
    history: [{ status: 'COMPLETED', jobResponse: { voice: 'bob' } }],
  })
  const long = { body: { text: 'x'.repeat(3_001) } }
  expect((await app.call('POST', '/v2/tts/history', long)).status).toBe(400)
})

test('dictionaries are made, found, changed and deleted, each workspace its own', async () => {
  await using app = await startTestApp()
  const words = [{ word: 'Nguyen', pronunciation: 'win' }]
  const made = await app.call('POST', dictionaries, { body: { name: 'Names', words } })
  const { id } = made.body.data
  expect(made.body.data).toMatchObject({ name: 'Names', words, projectId: app.owner.workspaceId })
  expect((await app.call('POST', dictionaries, { body: { name: 'names' } })).status).toBe(409)
  const other = await app.call('POST', dictionaries, { body: { name: 'Places' } })
  const rename = { body: { name: 'PLACES' } }
  expect((await app.call('PATCH', `${dictionaries}/${id}`, rename)).status).toBe(409)
  const changed = await app.call('PATCH', `${dictionaries}/${id}`, { body: { words: [] } })
  expect(changed.body.data).toMatchObject({ name: 'Names', words: [] })
  const list = await app.call('GET', `${dictionaries}?search=pl%C3%A1c`)
  expect(list.body.data).toMatchObject({
    total: 2,
    filtered: 1,
    voiceDictionaries: [{ id: other.body.data.id }],
  })
  const { apiKey: key } = await app.newWorkspace()
  for (const method of ['GET', 'PATCH', 'DELETE']) {
    const body = method === 'PATCH' ? { body: { name: 'Mine' } } : {}
    const reply = await app.call(method, `${dictionaries}/${id}`, { key, ...body })
    expect(reply, method).toMatchObject({ status: 404, body: { error: { code: 10_404 } } })
  }
  expect((await app.call('DELETE', `${dictionaries}/${id}`)).body.data.deleted).toBe(true)
  expect((await app.call('GET', `${dictionaries}/${id}`)).status).toBe(404)
})

test('without an engine there are still names, and none is heard', async () => {
  await using app = await startTestApp({ tts: null })
  const { body } = await app.call('GET', `${voices}?search=emma`)
  expect(body.data.voices).toMatchObject([{ id: 'Emma', speaksAs: null }])
})
