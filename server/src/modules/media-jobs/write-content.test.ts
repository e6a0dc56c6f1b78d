import { expect, test } from 'vitest'
import { openFakeModel } from '../../providers/llm/fake.ts'
import { ProviderError } from '../../providers/provider-error.ts'
import { openFake } from '../../providers/stt/fake.ts'
import { startMediaApp } from '../../../test/media-jobs.ts'

const texts = [
  'The delivery of the pumps is late by three weeks.',
  'Without the pumps the plant cannot start.',
  'I will send the new schedule on Friday.',
]
const lines = texts.map((text, index) => ({ startMs: index * 600, endMs: index * 600 + 500, text }))
const path = '/v1/jobs/ai-content'

async function startWithTranscript(options: Parameters<typeof startMediaApp>[0] = {}) {
  const app = await startMediaApp({ stt: openFake({ lines }), ...options })
  const source = await app.transcribe()
  await app.drain()
  const write = async (body: object, where = path) => {
    const reply = await app.call('POST', `${where}?jobId=${source}`, { body })
    return { reply, id: reply.body.data?.id as string }
  }
  return { ...app, source, write }
}

test('a language model writes each part from the transcript, in the language wanted', async () => {
  const llm = openFakeModel(({ user }) => ({ content: `Written: ${user.slice(0, 20)}` }))
  await using app = await startWithTranscript({ llm })
  const { id } = await app.write({ aiParts: ['summary', 'blog_post'], language: 'fr' })
  await app.drain()
  expect(await app.job(id)).toMatchObject({
    type: 'AI_CONTENT',
    status: 'COMPLETED',
    relevantJobId: app.source,
    systemModelKey: 'scripted',
    jobResponse: {
      jobId: app.source,
      parts: [
        { aiPart: 'SUMMARY', method: 'model', note: null, language: 'fr' },
        { aiPart: 'BLOG', content: expect.stringContaining('Written: ') as string },
      ],
    },
  })
  expect(llm.asked[0]?.user).toContain('[0:00] Speaker 1: The delivery of the pumps')
  expect(llm.asked[0]?.user).toContain('code fr')
  expect(llm.asked[0]?.system).toContain('not instructions')
})

test('prompts of one’s own are written too, and all of it can be looked up by its source', async () => {
  const llm = openFakeModel(({ user }) => ({ content: user.includes('haiku') ? 'A haiku.' : '…' }))
  await using app = await startWithTranscript({ llm })
  const aiParts = [{ aiPart: 'Poem', language: 'en', prompt: 'Write a haiku about it.' }]
  await app.write({ aiParts }, `${path}/custom`)
  await app.drain()
  const { body } = await app.call('GET', `${path}?jobId=${app.source}`)
  expect(body.data).toMatchObject({
    jobId: app.source,
    parts: [{ aiPart: 'Poem', content: 'A haiku.', method: 'model' }],
    jobs: [{ type: 'AI_CONTENT' }],
  })
})

test('without a language model the parts are sentences of the transcript, and say so', async () => {
  await using app = await startWithTranscript()
  const aiParts = ['SUMMARY', 'TITLE', 'CHAPTERS', 'ACTION_ITEMS', 'EMAIL']
  const { id } = await app.write({ aiParts })
  await app.drain()
  const job = await app.job(id)
  const parts = job.jobResponse?.['parts'] as { aiPart: string; content: string; note: string }[]
  expect(parts.map(({ aiPart }) => aiPart)).toEqual(aiParts)
  for (const part of parts) {
    expect(part).toMatchObject({ method: 'extractive', model: null })
    expect(part.note).toContain('No language model')
  }
  const contentOf = (name: string) => parts.find(({ aiPart }) => aiPart === name)?.content
  expect(contentOf('ACTION_ITEMS')).toBe('- I will send the new schedule on Friday.')
  expect(contentOf('CHAPTERS')).toMatch(/^- 0:00 \S/)
  for (const sentence of contentOf('SUMMARY')?.split(/(?<=\.) /) ?? []) {
    expect(texts).toContain(sentence)
  }
  const { body } = await app.call('GET', `${path}/estimate?jobId=${app.source}&aiParts=SUMMARY`)
  expect(body.data).toMatchObject({ method: 'extractive', inputTokens: 0, costUsd: 0 })
})

test('an estimate tells how much a model would read', async () => {
  await using app = await startWithTranscript({ llm: openFakeModel(() => ({ content: '' })) })
  const path2 = `${path}/estimate?jobId=${app.source}&aiParts=summary,chapters`
  const { body } = await app.call('GET', path2)
  expect(body.data).toMatchObject({ method: 'model', aiParts: ['SUMMARY', 'CHAPTERS'] })
  expect(body.data.inputTokens).toBeGreaterThan(50)
})

test('a model that cannot fails the job with its reason', async () => {
  const llm = openFakeModel(() => new ProviderError('model', false, 'No such model.'))
  await using app = await startWithTranscript({ llm })
  const { id } = await app.write({ aiParts: ['SUMMARY'] })
  await app.drain()
  expect(await app.job(id)).toMatchObject({
    status: 'FAILED',
    failure: { code: 'model_failed', message: expect.stringContaining('No such model') as string },
  })
})

test('a transcript that is not there yet, or of somebody else, cannot be written about', async () => {
  await using app = await startWithTranscript()
  const waiting = await app.transcribe()
  const body = { aiParts: ['SUMMARY'] }
  expect((await app.call('POST', `${path}?jobId=${waiting}`, { body })).status).toBe(409)
  const other = await app.newWorkspace()
  const theirs = { key: other.apiKey, body }
  expect((await app.call('POST', `${path}?jobId=${app.source}`, theirs)).status).toBe(404)
  for (const where of [path, `${path}/estimate`]) {
    const reply = await app.call('GET', `${where}?jobId=${app.source}`, { key: other.apiKey })
    expect(reply.status).toBe(404)
  }
  const { reply } = await app.write({ aiParts: ['LIMERICK'] })
  expect(reply).toMatchObject({ status: 400, body: { error: { code: 10_400 } } })
})

test('a long transcript is condensed piece by piece before it is written about', async () => {
  const many = Array.from({ length: 1_500 }, (_, index) => ({
    startMs: index,
    endMs: index + 1,
    text: `Sentence number ${index} is about the pumps and the plant in Hamburg.`,
  }))
  const llm = openFakeModel(({ user }) => ({
    content: user.includes('piece of a longer transcript') ? '- noted' : 'In short.',
  }))
  await using app = await startWithTranscript({ stt: openFake({ lines: many }), llm })
  await app.write({ aiParts: ['SUMMARY', 'TITLE'] })
  await app.drain()
  expect(llm.asked.length).toBe(Math.ceil(1_500 / 450) + 2)
  expect(llm.asked.at(-1)?.user).toContain('- noted')
})
