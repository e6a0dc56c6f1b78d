import { TokenVerifier } from 'livekit-server-sdk'
import { expect, test } from 'vitest'
import { fakeKey } from './fake.ts'
import { guestPass, hostPass } from './livekit-passes.ts'

const verifier = new TokenVerifier(fakeKey.apiKey, fakeKey.apiSecret)

test('a page may come into its own room, speak and hear, and nothing else', async () => {
  const note = { jobId: 'job-1', voiceAgentId: 'agent-1' }
  const guest = { room: 'room-1', identity: 'caller-1', speaks: true, note }
  const claims = await verifier.verify(await guestPass(fakeKey, guest))
  expect(claims).toMatchObject({ iss: fakeKey.apiKey, sub: 'caller-1' })
  expect(claims.video).toEqual({
    room: 'room-1',
    roomJoin: true,
    canPublish: true,
    canPublishSources: ['microphone'],
    canPublishData: true,
    canSubscribe: true,
  })
  expect((claims.exp ?? 0) - (claims.nbf ?? 0)).toBe(900)
  expect(claims.roomConfig).toMatchObject({
    name: 'room-1',
    emptyTimeout: 120,
    departureTimeout: 30,
    maxParticipants: 2,
    agents: [{ agentName: 'parley', metadata: JSON.stringify(note) }],
  })
  expect(JSON.stringify(claims)).not.toContain(fakeKey.apiSecret)
})

test('a page that only writes sends no sound', async () => {
  const guest = { room: 'room-1', identity: 'caller-1', speaks: false }
  const { video, roomConfig } = await verifier.verify(await guestPass(fakeKey, guest))
  expect(video).toMatchObject({ canPublish: false, canPublishData: true })
  expect(roomConfig?.agents).toEqual([])
})

test('the agent is known as one, tells what it does, and has nobody else sent for', async () => {
  const host = { room: 'room-1', identity: 'agent-1' }
  const { kind, video, roomConfig } = await verifier.verify(await hostPass(fakeKey, host))
  expect(kind).toBe('agent')
  expect(video).toMatchObject({ room: 'room-1', canPublish: true, canUpdateOwnMetadata: true })
  expect(roomConfig?.agents).toEqual([])
})

test('a pass of another server is none', async () => {
  const pass = await guestPass(
    { apiKey: fakeKey.apiKey, apiSecret: 'another secret, as long as that one' },
    { room: 'room-1', identity: 'caller-1', speaks: true },
  )
  await expect(verifier.verify(pass)).rejects.toThrow('signature')
})
