import { expect, test } from 'vitest'
import { emulatedMeeting, shownMeeting } from '../src/providers/fathom/emulator-meetings.ts'
import { openFake } from '../src/providers/stt/fake.ts'
import { holdTalk, makeAgent } from './agent-calls.ts'
import { upload } from './recordings.ts'
import { startTestApp, type TestApp } from './test-app.ts'
import { makeWav } from './wave.ts'
import { startWebSite } from './web-site.ts'

const lines = [
  'Hello, thanks for your time. What is your biggest problem today?',
  'The old tool is slow, and honestly your price is too high for us.',
  'Would next Tuesday at three suit you for the demo?',
].map((text, index) => ({ text, startMs: index * 900, endMs: index * 900 + 800 }))
const audio = makeWav({ seconds: 3, tones: [440] })

/** What was said in a conversation through each of the doors. */
async function throughEveryDoor(app: TestApp, recordingUrl: string): Promise<void> {
  const { workspaceId, userId } = app.owner
  const everything = { transcript: true, summary: true, actionItems: true, crmMatches: true }
  const meeting = await app.call('POST', `/api/webhooks/fathom/${userId}`, {
    body: shownMeeting(emulatedMeeting(1), everything),
  })
  expect(meeting.status).toBe(200)
  await app.client.calls.capture({
    company_id: workspaceId,
    external_call_id: 'C1',
    outcome: 'completed',
    recording_url: recordingUrl,
  })
  expect((await upload(app, audio)).status).toBe(201)
  await holdTalk(app, { agent: await makeAgent(app) })
  await app.drain()
}

test('a meeting, a call, a file and an agent’s call go the same way into the same reports', async () => {
  await using site = await startWebSite({
    '/call.wav': (response) => response.setHeader('content-type', 'audio/wav').end(audio),
  })
  await using app = await startTestApp({
    stt: openFake({ lines, language: 'en' }),
    environment: { OUTBOUND_ALLOW: '127.0.0.1' },
  })
  await throughEveryDoor(app, `${site.url}/call.wav`)
  const { data } = await app.client.conversations.list({})
  expect(data.map(({ kind }) => kind).toSorted()).toEqual([
    'agent_call',
    'call',
    'meeting',
    'recording',
  ])
  for (const { id, kind } of data) {
    const full = await app.client.conversations.get(id, {})
    expect(full, kind).toMatchObject({
      transcript: { segments: expect.arrayContaining([expect.anything()]) },
      metrics: { conversation_id: id },
      evaluation: { status: 'evaluated', content: { outcome: expect.anything() } },
    })
  }
  const days = data.map(({ date }) => date.slice(0, 10)).toSorted()
  const [from = '', to = ''] = [days[0], days.at(-1)]
  const report = await app.client.reports.team({ period: 'custom', from, to })
  const counted = report.by_kind.map(({ kind, calls }) => [kind, calls.value])
  expect(Object.fromEntries(counted)).toMatchObject({
    meeting: 1,
    call: 1,
    recording: 1,
    agent_call: 1,
  })
})
