import { agentEndpoints, flatAgentEndpoints } from '@parley/contract'
import { expect, test } from 'vitest'
import {
  createAgent,
  getAgent,
  getFlatAgent,
  patient,
  sendVoice,
  v1Agents,
  v2Agents,
} from '../../../test/agents.ts'
import { startTestApp } from '../../../test/test-app.ts'

const publicUrl = 'https://93.184.215.14/hook'

test('odd and hostile bodies are refused, never a bug', async () => {
  await using app = await startTestApp({ environment: patient })
  const deep = (levels: number): object => (levels === 0 ? {} : { a: deep(levels - 1) })
  const bodies: unknown[] = [
    [],
    'text',
    null,
    7,
    { name: { toString: 1 } },
    { name: 'A', conversation: 'x' },
    { name: 'A', conversation: { params: deep(400) } },
    { name: 'A', workflow: { nodes: Array(501).fill({ id: 'a', type: 'start' }) } },
    { name: 'A', workflow: { nodes: [null] } },
    { name: 'A', outcomeResponseShape: deep(400) },
    JSON.parse('{"name":"A","conversation":{"params":{"__proto__":{"polluted":true}}}}'),
    JSON.parse('{"name":"A","callSettings":{"__proto__":{"interrupt":false}}}'),
  ]
  for (const body of bodies) {
    const { status } = await app.call('POST', v2Agents, { body })
    expect([200, 400], JSON.stringify(body)?.slice(0, 100)).toContain(status)
  }
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
})

test('lists are paged by number, searched, filtered and sorted as clients of v2 ask', async () => {
  await using app = await startTestApp({ environment: patient })
  const start = { nodes: [{ id: 's', type: 'start' }], edges: [] }
  await createAgent(app, { name: 'Anna Support', language: 'en' })
  await createAgent(app, { name: 'Béla 100% sales', language: 'ar' })
  await createAgent(app, { name: 'Carla sales', language: 'fr', workflow: start })
  const names = async (query: string, list = v2Agents) => {
    const data = await sendVoice(
      app,
      list === v2Agents ? agentEndpoints.list : flatAgentEndpoints.list,
      `${list}?${query}`,
    )
    const agents = data.voiceAgents as { name?: string; agentName?: string }[]
    return [data.total, data.filtered, ...agents.map(({ name, agentName }) => name ?? agentName)]
  }
  const [anna, bela, carla] = ['Anna Support', 'Béla 100% sales', 'Carla sales']
  expect(await names('')).toEqual([3, 3, anna, bela, carla])
  expect(await names('sortOrder=DESC&sortField=createdAt')).toEqual([3, 3, carla, bela, anna])
  expect(await names('take=2&skip=2&sortField=name')).toEqual([3, 3, carla])
  expect(await names('search=SALES')).toEqual([3, 2, bela, carla])
  expect(await names('search=100%25%20sales')).toEqual([3, 1, bela])
  expect(await names('search=_')).toEqual([3, 0])
  expect(await names('language=en&language=ar-SA')).toEqual([3, 2, anna, bela])
  expect(await names('language[]=fr')).toEqual([3, 1, carla])
  expect(await names('type=Flow%20Agent')).toEqual([3, 1, carla])
  expect(await names('projectId=anything&take=1', v1Agents)).toEqual([3, 3, anna])
  for (const query of ['take=0', 'skip=0', 'take=101', 'sortField=secret', 'type=Robot']) {
    expect((await app.call('GET', `${v2Agents}?${query}`)).status, query).toBe(400)
  }
})

test('a copy has everything but the phone number, its own webhook, and its own later', async () => {
  await using app = await startTestApp({ environment: patient })
  const original = await createAgent(app, {
    name: 'One',
    preamble: 'P',
    webhookUrl: publicUrl,
    llm: { apiKey: 'secret' },
  })
  const path = `${v1Agents}/clone?voiceAgentId=${String(original.id)}`
  const copy = await sendVoice(app, agentEndpoints.clone, path, { agentName: 'Two' })
  expect(copy).toMatchObject({
    agentName: 'Two',
    preamble: 'P',
    phoneNumber: null,
    webhookUrl: publicUrl,
    version: 1,
    llmConfig: { apiKey: '***' },
  })
  expect(copy.id).not.toBe(original.id)
  expect((await app.call('POST', path, { body: {} })).status).toBe(400)
  expect((await app.call('POST', `${v1Agents}/clone`, { body: { agentName: 'X' } })).status).toBe(
    400,
  )
})

test('an agent is answered with the voice it speaks with', async () => {
  await using app = await startTestApp({ environment: patient })
  const audioUrl = 'https://example.com/nora.wav'
  const made = await app.call('POST', '/v2/tts/voices', {
    body: { name: 'Our Nora', audioUrl, language: 'en', tags: ['a', 'b'] },
  })
  const voiceId = made.body.data.id as string
  const { id } = await createAgent(app, { name: 'A', voice: { voiceId, lang: 'en' } })
  const record = { id: voiceId, name: 'Our Nora', provider: 'custom', language: 'en' }
  const shown = { ...record, languageCode: null, image: null, voiceRecord: audioUrl }
  const { voice } = await getAgent(app, id)
  expect(voice).toMatchObject({ voiceRecordId: voiceId, voiceRecord: shown })
  expect(await getFlatAgent(app, id)).toMatchObject({ voiceRecord: shown })

  const recordOf = async (chosen: string) => {
    const path = `${v2Agents}/${String(id)}`
    const reply = await app.call('PATCH', path, { body: { voice: { voiceId: chosen } } })
    return reply.body.data.voice.voiceRecord as unknown
  }
  expect(await recordOf('Emma')).toMatchObject({ name: 'Emma', provider: 'speaker' })
  expect(await recordOf('nobody')).toBeNull()
  const other = await app.newWorkspace()
  const body = { name: 'B', voice: { voiceId } }
  const theirs = await app.call('POST', v2Agents, { key: other.apiKey, body })
  expect(theirs.body.data.voice).toMatchObject({ voiceId, voiceRecord: null })
})

test('two changes made on one version do not undo each other', async () => {
  await using app = await startTestApp({ environment: patient })
  const { id, version } = await createAgent(app, { name: 'A' })
  const patch = (body: object) => app.call('PATCH', `${v2Agents}/${String(id)}`, { body })
  const replies = await Promise.all([
    patch({ version, preamble: 'first' }),
    patch({ version, preamble: 'second' }),
  ])
  expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200, 409]))
  expect(replies.find(({ status }) => status === 409)?.body).toMatchObject({
    error: { code: 10_409, name: 'CONFLICT', details: { newest: 2, expected: 1 } },
  })
  // Who does not say a version changes what is there, one after the other.
  const unsaid = await Promise.all([
    patch({ greeting: 'Hi' }),
    patch({ callSettings: { interrupt: false } }),
  ])
  expect(unsaid.map(({ status }) => status)).toEqual([200, 200])
  expect(await getAgent(app, id)).toMatchObject({
    version: 4,
    conversation: { greetingMessage: 'Hi' },
    callSettings: { interrupt: false },
  })
})

test('a deleted agent is gone for every door', async () => {
  await using app = await startTestApp({ environment: patient })
  const { id } = await createAgent(app, { name: 'A' })
  const path = `${v2Agents}/${String(id)}`
  expect((await app.call('DELETE', path)).body).toMatchObject({
    success: true,
    data: { id, deleted: true },
  })
  for (const method of ['GET', 'DELETE']) {
    expect(await app.call(method, path)).toMatchObject({
      status: 404,
      body: { error: { code: 10_404, name: 'AGENT_NOT_FOUND' } },
    })
  }
  expect(await sendVoice(app, agentEndpoints.list, v2Agents)).toMatchObject({
    total: 0,
    voiceAgents: [],
  })
})

test('the SDK speaks to agents in types', async () => {
  await using app = await startTestApp({ environment: patient })
  const made = await app.client.voiceAgents.create({ name: 'Typed', greeting: 'Hi' })
  expect(made.conversation.greetingMessage).toBe('Hi')
  const changed = await app.client.voiceAgents.update(made.id, {
    callSettings: { interrupt: false },
  })
  expect(changed.callSettings.interrupt).toBe(false)
  const { versions } = await app.client.voiceAgentVersions.list(made.id)
  expect(versions.map(({ number }) => number)).toEqual([2, 1])
})
