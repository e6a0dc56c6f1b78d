import { Readable } from 'node:stream'
import type { CallConversation } from '@parley/contract'
import { expect, test } from 'vitest'
import {
  beginCall,
  callEventsOf,
  finishCall,
  holdTalk,
  makeAgent,
  smallTalk,
  turnsOf,
} from '../../../test/agent-calls.ts'
import { collide } from '../../../test/contention.ts'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'
import { makeWav } from '../../../test/wave.ts'
import { addTurns } from './add-turns.ts'
import { markAnswered, markRinging } from './advance-call.ts'
import { attachRecording, endCall } from './end-call.ts'

const path = '/v1/voice-agents/conversation'

async function get(app: TestApp, id: string) {
  const { status, body } = await app.call('GET', `${path}/${id}`)
  expect(status).toBe(200)
  return body.data as CallConversation
}

const names = async (app: TestApp) => (await callEventsOf(app)).map(({ name }) => name)

test('a call is told as it begins, is answered, is talked and ends', async () => {
  await using app = await startTestApp()
  const { id: agentId, ...agent } = await makeAgent(app)
  const call = await holdTalk(app, {
    agent: { id: agentId, ...agent },
    params: { order: 'A-1042' },
    end: {
      outcome: { wants_quote: true },
      usage: { inputTokens: 500, outputTokens: 40, cost: 0.02 },
    },
  })
  expect(await names(app)).toEqual([
    'call.started',
    'call.answered',
    ...smallTalk.map(() => 'transcription.update'),
    'call.ended',
  ])
  const [started, ...rest] = await callEventsOf(app)
  expect(started?.data['call']).toMatchObject({
    id: call.callId,
    agent_id: agentId,
    agent_name: 'Reception',
    conversation_id: call.callId,
    direction: 'outbound',
    params: { order: 'A-1042' },
  })
  expect(rest.at(-1)?.data['call']).toMatchObject({
    status: 'COMPLETED',
    end_reason: 'hangup',
    outcome: { wants_quote: true },
    cost: 0.02,
    tokens: 540,
    transcript: [{ speaker: 'agent', text: smallTalk[0]?.text }, {}, {}, {}],
  })
  // Checks every event against the catalogue.
  await app.drain()
})

test('a call ends once, however many say so at the same time', async () => {
  await using app = await startTestApp()
  const call = await beginCall(app)
  const ends = await collide(app, {
    lock: `select 1 from agent_call where id = '${call.callId}' for update`,
    waiting: 3,
    start: () =>
      Promise.all([
        finishCall(app, call, { endReason: 'hangup' }),
        finishCall(app, call, { status: 'FORWARDED', endReason: 'transfer' }),
        finishCall(app, call, { status: 'TERMINATED', endReason: 'limit' }),
      ]),
  })
  expect(ends.filter(Boolean)).toHaveLength(1)
  expect(await finishCall(app, call)).toBe(false)
  expect(await names(app)).toEqual(['call.started', 'call.ended'])
  const shown = await get(app, call.callId)
  const [, ended] = await callEventsOf(app)
  expect(ended?.data['call']).toMatchObject({
    end_reason: shown.endReason,
    status: shown.status,
  })
})

test('what is said while the call ends is in its transcript, or nowhere', async () => {
  await using app = await startTestApp()
  const call = await beginCall(app)
  await app.db.transaction((tx) => markAnswered(tx, app.context, call))
  const said = () =>
    app.db.transaction((tx) => addTurns(tx, app.context, call, turnsOf(['user', 'One more thing'])))
  const [added, ended] = await collide(app, {
    lock: `select 1 from agent_call where id = '${call.callId}' for update`,
    waiting: 2,
    start: () => Promise.all([said(), finishCall(app, call)]),
  })
  expect(ended).toBe(true)
  const { jobResponse } = await get(app, call.callId)
  expect(jobResponse.transcription).toHaveLength(added)
  const last = (await callEventsOf(app)).at(-1)
  expect(last?.name).toBe('call.ended')
  expect(last?.data['call']).toMatchObject({
    transcript: Array.from({ length: added }, () => ({ text: 'One more thing' })),
  })
  expect(await said()).toBe(0)
})

test('answering, ringing and turns may be told twice', async () => {
  await using app = await startTestApp()
  const call = await beginCall(app)
  const turns = smallTalk.map((turn) => ({ ...turn, id: app.context.newId() }))
  for (let time = 0; time < 2; time += 1) {
    await app.db.transaction(async (tx) => {
      await markRinging(tx, app.context, call.workspaceId, [call.callId])
      expect(await markAnswered(tx, app.context, call)).toBe(true)
      expect(await addTurns(tx, app.context, call, turns)).toBe(time === 0 ? 4 : 0)
    })
  }
  await finishCall(app, call)
  expect(await names(app)).toEqual([
    'call.started',
    'call.answered',
    ...turns.map(() => 'transcription.update'),
    'call.ended',
  ])
  await app.db.transaction(async (tx) => {
    expect(await markAnswered(tx, app.context, call)).toBe(false)
  })
})

test('what has ended rings no more', async () => {
  await using app = await startTestApp()
  const [ended, waiting] = [await beginCall(app), await beginCall(app)]
  const end = { status: 'FAILED', endReason: 'failed' } as const
  await app.db.transaction((tx) => endCall(tx, app.context, ended, end))
  const ids = [ended.callId, waiting.callId]
  await app.db.transaction((tx) => markRinging(tx, app.context, ended.workspaceId, ids))
  const { rows } = await app.db.pool.query('select id from agent_call where ringing_at is not null')
  expect(rows).toEqual([{ id: waiting.callId }])
})

test('a call of the same id begins once', async () => {
  await using app = await startTestApp()
  const callId = app.context.newId()
  const [first, second] = await Promise.all([
    beginCall(app, { callId }),
    beginCall(app, { callId }),
  ])
  expect([first.isNew, second.isNew]).toEqual(expect.arrayContaining([false, true]))
  expect(first.startedAt).toBe(second.startedAt)
  expect(await names(app)).toEqual(['call.started'])
})

test('when the transaction is undone, the call never was', async () => {
  await using app = await startTestApp()
  const call = await beginCall(app)
  const undone = app.db.transaction(async (tx) => {
    await endCall(tx, app.context, call, { status: 'FAILED', endReason: 'failed' })
    throw new Error('undone')
  })
  await expect(undone).rejects.toThrow('undone')
  expect((await get(app, call.callId)).status).toBe('PENDING')
  expect(await names(app)).toEqual(['call.started'])
})

test('the contact is found by the number of the other party', async () => {
  await using app = await startTestApp()
  const contact = await app.client.contacts.create({
    first_name: 'Nadia',
    last_name: 'Okafor',
    email: 'nadia@lumen.example',
    phone: '+44 20 7946 0958',
  })
  const outbound = await beginCall(app, { toNumber: '+442079460958' })
  const inbound = await beginCall(app, {
    direction: 'inbound',
    fromNumber: '+44 20 7946 0958',
    toNumber: '+442079460000',
  })
  const unknown = await beginCall(app, { toNumber: '+442079460111' })
  const nobody = await beginCall(app, { channel: 'Web', direction: 'web', toNumber: null })
  expect(outbound.contactId).toBe(contact.id)
  expect(inbound.contactId).toBe(contact.id)
  expect([unknown.contactId, nobody.contactId]).toEqual([null, null])
  expect((await get(app, outbound.callId)).title).toBe('Reception · Nadia Okafor')
  expect((await get(app, inbound.callId)).callParams).toEqual({
    userNumber: '+442079460958',
    machineNumber: '+442079460000',
  })
})

test('a contact of another workspace is not found by its number', async () => {
  await using app = await startTestApp()
  const other = await app.newWorkspace()
  await app.clientOf(other.apiKey).contacts.create({
    first_name: 'Elsewhere',
    email: 'e@lumen.example',
    phone: '+442079460958',
  })
  expect((await beginCall(app, { toNumber: '+442079460958' })).contactId).toBeNull()
})

test('a call of an agent is measured and evaluated like any conversation', async () => {
  await using app = await startTestApp()
  const { callId } = await holdTalk(app)
  await app.drain()
  const metrics = await app.client.metrics.get(callId)
  expect(metrics.measures.rep_share.value).toBeGreaterThan(0)
  const { callAnalysis, jobResponse } = await get(app, callId)
  expect(callAnalysis).toMatchObject({
    summary: expect.any(String),
    agentShareOfTalk: expect.any(Number),
    outcome: expect.any(String),
  })
  expect(jobResponse.summary).toBe(callAnalysis['summary'])
  const { data } = await app.client.conversations.list({ kind: 'agent_call' })
  expect(data.map(({ id }) => id)).toEqual([callId])
})

test('nobody answered: there is no transcript, and nothing to measure', async () => {
  await using app = await startTestApp()
  const call = await beginCall(app)
  await finishCall(app, call, { status: 'NO_ANSWER', endReason: 'no_answer' })
  await app.drain()
  const shown = await get(app, call.callId)
  expect(shown).toMatchObject({ status: 'NO_ANSWER', endReason: 'no_answer', callDuration: 0 })
  expect([shown.callAnalysis, shown.answeredAt]).toEqual([{}, null])
  const { rows } = await app.db.pool.query('select 1 from transcript')
  expect(rows).toHaveLength(0)
})

test('the recording of a call plays by the link that is told at its end', async () => {
  await using app = await startTestApp()
  const wav = makeWav({ seconds: 1, tones: [440] })
  const call = await beginCall(app)
  const id = app.context.newId()
  await app.context.media.put({ workspaceId: call.workspaceId, id }, Readable.from([wav]), {
    maxBytes: 1_000_000,
  })
  await app.db.transaction(async (tx) => {
    await markAnswered(tx, app.context, call)
    await attachRecording(tx, app.context, call, {
      id,
      bytes: wav.length,
      durationSeconds: 1,
      format: 'wav',
      channels: 1,
      sampleRate: 16_000,
    })
  })
  await finishCall(app, call)
  await app.drain()
  const told = (await callEventsOf(app)).at(-1)?.data['call'] as Record<string, string>
  expect(told).toMatchObject({ recording_id: id })
  for (const link of [told['recording_url'] ?? '', (await get(app, call.callId)).mediaUrl ?? '']) {
    const { pathname, search } = new URL(link)
    const reply = await fetch(app.baseUrl + pathname + search)
    expect(reply.status).toBe(200)
    expect(Buffer.from(await reply.arrayBuffer()).equals(wav)).toBe(true)
  }
  const recording = await app.client.recordings.get(id)
  expect(recording).toMatchObject({ status: 'completed', source: 'agent', duration: 1 })
  expect(recording.loudness).not.toBeNull()
})

test('NUL and halves of characters in what was said do no harm', async () => {
  await using app = await startTestApp()
  const call = await holdTalk(app, {
    params: { 'note\0': 'a\0b\ud800' },
    turns: turnsOf(['user', 'x\0y\udc00z'], ['agent', '  \0 ']),
    end: { outcome: { said: 'c\0d' }, endReason: 'hang\0up' },
  })
  await app.drain()
  const { jobResponse, endReason } = await get(app, call.callId)
  expect(jobResponse.transcription).toEqual([{ User: 'xyz' }])
  expect(jobResponse.outcomeResult).toMatchObject({ said: 'cd' })
  expect(endReason).toBe('hangup')
})
