import { expect, test } from 'vitest'
import { eventually } from '../../../test/eventually.ts'
import { askForAgent, askForPass, openRoomPage } from '../../../test/room-page.ts'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'
import { earsThatHear, makeTalker, someSpeech } from '../../../test/voice-ears.ts'
import { openFakeRooms } from '../../providers/rooms/fake.ts'

const greeting = (greetingMessage: string) => ({
  conversation: { greetingMessage, greetingMessageType: 'STATIC' },
})

type Ended = { readonly status: string; readonly end_reason: string; readonly channel: string }

/** The row of a call once it is over. */
function endOf(app: TestApp, callId: string): Promise<Ended | undefined> {
  return eventually(
    async () => {
      const { rows } = await app.db.pool.query<Ended>(
        'select status, end_reason, channel from agent_call where id = $1',
        [callId],
      )
      return rows[0]
    },
    (row) => row !== undefined && !['PENDING', 'IN_PROGRESS'].includes(row.status),
  )
}

function atLeast(list: () => readonly unknown[], count: number) {
  return eventually(list, ({ length }) => length >= count, 20_000)
}

test('a page in a room holds a whole conversation, and its tools answer in their order', async () => {
  const fake = openFakeRooms()
  await using app = await startTestApp({
    rooms: fake.rooms,
    stt: earsThatHear('Please add a note', 'buy milk', 'Yes.'),
  })
  const agent = await makeTalker(app, greeting('Hello {{city}}.'))
  const notes: unknown[] = []
  const page = await openRoomPage(app, fake, {
    agentId: agent.id,
    params: { city: 'Paris' },
    tools: [
      {
        function_name: 'add_note',
        parameters: ['content'],
        fn: (content) => {
          notes.push(content)
          return 'Noted.'
        },
      },
    ],
  })
  expect(page.note).toEqual({ jobId: page.jobId, voiceAgentId: agent.id })
  expect(page.claims.sub).not.toContain('agent')
  await atLeast(page.answers, 1)
  expect(page.answers()).toEqual(['Hello Paris.'])
  expect(page.guest.heardSamples()).toBeGreaterThan(8_000)
  const speech = await someSpeech()
  for (const count of [2, 3, 4]) {
    await page.speak(speech, 1_500)
    await atLeast(page.answers, count)
  }
  expect(notes).toEqual(['buy milk'])
  expect(page.transcriptions()).toEqual(['Please add a note', 'buy milk', 'Yes.'])
  expect(page.guest.messages).toContainEqual({
    event: 'tool_execution',
    content: { toolName: 'add_note', success: true },
  })
  expect(page.guest.states).toEqual(expect.arrayContaining(['listening', 'thinking', 'speaking']))

  page.guest.leave()
  expect(await endOf(app, page.jobId)).toEqual({
    status: 'COMPLETED',
    end_reason: 'hangup',
    channel: 'Web',
  })
  await eventually(
    () => fake.closed,
    (closed) => closed.includes(page.room),
  )
  expect(fake.hasHost(page.room)).toBe(false)
  const { body } = await app.call('GET', `/v1/voice-agents/conversation/${page.jobId}`)
  expect(body).toMatchObject({ data: { status: 'COMPLETED', mediaUrl: expect.any(String) } })
}, 60_000)

test('who only writes is answered in writing, and sent out after the goodbye', async () => {
  const fake = openFakeRooms()
  await using app = await startTestApp({ rooms: fake.rooms })
  const agent = await makeTalker(app, greeting('Hello.'))
  const page = await openRoomPage(app, fake, { agentId: agent.id, isChatOnly: true })
  expect(page.claims.video).toMatchObject({ canPublish: false, canPublishData: true })
  await atLeast(() => page.guest.written, 1)
  page.guest.write('Goodbye')
  await eventually(page.guest.isInside, (isInside) => !isInside, 20_000)
  expect(page.guest.written).toEqual(['Hello.', 'Thank you for calling. Goodbye!'])
  expect(page.guest.said).toEqual([])
  expect(await endOf(app, page.jobId)).toEqual({
    status: 'COMPLETED',
    end_reason: 'agent_hangup',
    channel: 'Chat Agent',
  })
})

test('a line that breaks, ours or the page’s, ends the call as that', async () => {
  const fake = openFakeRooms()
  await using app = await startTestApp({ rooms: fake.rooms })
  const agent = await makeTalker(app, greeting('Hello.'))
  const first = await openRoomPage(app, fake, { agentId: agent.id })
  await atLeast(first.answers, 1)
  first.guest.leave(false)
  expect(await endOf(app, first.jobId)).toMatchObject({ end_reason: 'connection_lost' })
  const second = await openRoomPage(app, fake, { agentId: agent.id })
  await atLeast(second.answers, 1)
  fake.loseHost(second.room)
  expect(await endOf(app, second.jobId)).toMatchObject({ end_reason: 'connection_lost' })
})

test('the page of an older SDK destroys its room when it ends the call', async () => {
  const fake = openFakeRooms()
  await using app = await startTestApp({ rooms: fake.rooms })
  const agent = await makeTalker(app, greeting('Hello.'))
  const page = await openRoomPage(app, fake, { agentId: agent.id })
  await atLeast(page.answers, 1)
  const destroy = (roomName: string, key?: string) =>
    app.call('DELETE', '/v1/voice-agents/room/destroy', { body: { roomName }, ...(key && { key }) })
  const stranger = await app.newWorkspace()
  expect((await destroy(page.room, stranger.apiKey)).status).toBe(200)
  expect(page.guest.isInside()).toBe(true)
  expect(await destroy(page.room)).toMatchObject({ status: 200, body: { success: true } })
  expect(await endOf(app, page.jobId)).toMatchObject({ status: 'COMPLETED', end_reason: 'hangup' })
  for (const room of [page.room, 'another room']) expect((await destroy(room)).status).toBe(200)
})

test('a call is taken into its room once, and by nobody else', async () => {
  const fake = openFakeRooms()
  await using app = await startTestApp({ rooms: fake.rooms })
  const agent = await makeTalker(app, greeting('Hello.'))
  const { jobId, claims } = await askForPass(app, { agentId: agent.id })
  const wishes = { agentId: agent.id }
  const stranger = await app.newWorkspace()
  expect((await askForAgent(app, wishes, jobId, stranger.apiKey)).status).toBe(404)
  expect((await askForAgent(app, wishes, jobId)).status).toBe(200)
  expect((await askForAgent(app, wishes, jobId)).status).toBe(404)
  expect(fake.hasHost(claims.roomConfig.name)).toBe(true)
  // Nothing waits for the page once the server stops.
})

test('the oldest SDK asks for its pass with GET', async () => {
  const fake = openFakeRooms()
  await using app = await startTestApp({ rooms: fake.rooms })
  const agent = await makeTalker(app, {})
  const path = `/v1/voice-agents/room/participant-token?voiceAgentId=${agent.id}`
  expect(await app.call('GET', path)).toMatchObject({
    status: 200,
    body: { success: true, data: { liveKitAccessToken: expect.stringMatching(/^ey/) } },
  })
  const unknown = `/v1/voice-agents/room/participant-token?voiceAgentId=${app.context.newId()}`
  expect((await app.call('GET', unknown)).status).toBe(404)
})

test('a server of rooms that is away is told, and the call has failed', async () => {
  const fake = openFakeRooms({ isDown: true })
  await using app = await startTestApp({ rooms: fake.rooms })
  const agent = await makeTalker(app, {})
  const { jobId } = await askForPass(app, { agentId: agent.id })
  expect(await askForAgent(app, { agentId: agent.id }, jobId)).toMatchObject({
    status: 503,
    body: {
      success: false,
      message: 'The LiveKit server does not let the agent in.',
      messageKey: 'ServiceUnavailable',
    },
  })
  expect(await endOf(app, jobId)).toMatchObject({ status: 'FAILED', end_reason: 'failed' })
})

test('without a LiveKit server, whoever asks for a room is told which setting is missing', async () => {
  await using app = await startTestApp()
  const agent = await makeTalker(app, {})
  const body = { voiceAgentId: agent.id, params: {} }
  expect(await app.call('POST', '/v1/voice-agents/room/participant-token', { body })).toMatchObject(
    {
      status: 503,
      body: {
        message: 'This server holds no calls in rooms: LIVEKIT_URL is not set.',
        messageKey: 'ServiceUnavailable',
      },
    },
  )
})
