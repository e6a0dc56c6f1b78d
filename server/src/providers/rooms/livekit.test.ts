import { EventEmitter, once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { eventually } from '../../../test/eventually.ts'
import { silentLog } from '../../platform/log.ts'
import { fakeKey } from './fake.ts'
import { openLivekit } from './livekit.ts'
import type { Rtc } from './livekit-room.ts'
import type { RoomListener } from './port.ts'

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

/** As much of the vendor's WebRTC as a room needs, which notes what is done with it. */
function openRtc({ refusal }: { readonly refusal?: Error } = {}) {
  const done: unknown[][] = []
  const note =
    (name: string, answer?: unknown) =>
    async (...given: unknown[]) => {
      done.push([name, ...given])
      return answer
    }
  const guest = { identity: 'caller-1', trackPublications: new Map([['t', { sid: 'TR_guest' }]]) }
  const rooms: FakeRoom[] = []

  class FakeRoom extends EventEmitter {
    readonly remoteParticipants = new Map<string, unknown>()
    readonly writers = new Map<string, (reader: object, by: object) => void>()
    readonly localParticipant = {
      publishTrack: note('publishTrack', {
        sid: 'TR_agent',
        waitForSubscription: async () => {},
      }),
      publishTranscription: note('publishTranscription'),
      publishData: async (bytes: Uint8Array, options: object) => {
        done.push(['publishData', text(bytes), options])
      },
      sendText: note('sendText'),
      setAttributes: note('setAttributes'),
      performRpc: note('performRpc', '"Noted."'),
    }
    constructor() {
      super()
      rooms.push(this)
    }
    async connect(url: string) {
      if (refusal) throw refusal
      done.push(['connect', url])
      this.remoteParticipants.set(guest.identity, guest)
    }
    disconnect = note('disconnect')
    registerTextStreamHandler(topic: string, write: (reader: object, by: object) => void) {
      this.writers.set(topic, write)
    }
  }
  class AudioSource {
    captureFrame = async ({ data }: { data: Int16Array }) => {
      done.push(['captureFrame', [...data]])
    }
    clearQueue = () => void done.push(['clearQueue'])
    close = note('close')
  }
  class AudioFrame {
    readonly data: Int16Array
    constructor(data: Int16Array) {
      this.data = data
    }
  }
  const rtc = {
    Room: FakeRoom,
    AudioSource,
    AudioFrame,
    AudioStream: async function* () {
      yield { data: Int16Array.of(7, 8) }
    },
    LocalAudioTrack: { createAudioTrack: (name: string) => ({ name }) },
    TrackPublishOptions: class {},
    TrackSource: { SOURCE_MICROPHONE: 2 },
    TrackKind: { KIND_AUDIO: 1 },
    DisconnectReason: { CLIENT_INITIATED: 1 },
    RoomEvent: {
      ParticipantConnected: 'participantConnected',
      ParticipantDisconnected: 'participantDisconnected',
      TrackSubscribed: 'trackSubscribed',
      DtmfReceived: 'dtmfReceived',
      Disconnected: 'disconnected',
    },
  }
  const AudioStream = function stream() {
    return rtc.AudioStream()
  }
  return {
    done,
    guest,
    lastRoom(): FakeRoom {
      const room = rooms.at(-1)
      if (!room) throw new Error('Nobody came in.')
      return room
    },
    loadRtc: async () => ({ ...rtc, AudioStream }) as unknown as Rtc,
  }
}

function openListener() {
  const heard: unknown[][] = []
  const listener: RoomListener = {
    onArrived: () => heard.push(['arrived']),
    onSound: (samples) => heard.push(['sound', ...samples]),
    onKey: (digit) => heard.push(['key', digit]),
    onText: (words) => heard.push(['text', words]),
    onLeft: (wasMeant) => heard.push(['left', wasMeant]),
    onLost: () => heard.push(['lost']),
  }
  return { heard, listener }
}

const place = { room: 'room-1', identity: 'agent-1', guest: 'caller-1', speaks: true }

async function enter(rtc: ReturnType<typeof openRtc>, listener: RoomListener, speaks = true) {
  const rooms = openLivekit({
    ...fakeKey,
    url: 'https://rtc.example.com',
    log: silentLog,
    loadRtc: rtc.loadRtc,
  })
  return rooms.join({ ...place, speaks, listener })
}

test('what the agent does in a room has the form that the SDKs read', async () => {
  const rtc = openRtc()
  const { listener } = openListener()
  const room = await enter(rtc, listener)
  const said = { id: 's1', text: 'Hello.', language: 'en' }
  room.transcribe({ ...said, by: 'host' })
  room.transcribe({ ...said, by: 'guest' })
  room.write('Hello in writing.')
  room.send({ event: 'tool_execution', content: { toolName: 'add_note', success: true } })
  room.setState('thinking')
  expect(await room.ask('add_note', '{"content":"milk"}', 20_000)).toBe('"Noted."')
  await eventually(
    () => rtc.done.map(([name]) => name),
    (names) => names.includes('setAttributes'),
  )
  const segment = { ...said, startTime: 0n, endTime: 0n, final: true }
  expect(rtc.done).toEqual(
    expect.arrayContaining([
      ['connect', 'wss://rtc.example.com'],
      [
        'publishTranscription',
        { participantIdentity: 'agent-1', trackSid: 'TR_agent', segments: [segment] },
      ],
      [
        'publishTranscription',
        { participantIdentity: 'caller-1', trackSid: 'TR_guest', segments: [segment] },
      ],
      ['sendText', 'Hello in writing.', { topic: 'lk.chat', destinationIdentities: ['caller-1'] }],
      [
        'publishData',
        '{"event":"tool_execution","content":{"toolName":"add_note","success":true}}',
        { reliable: true, destination_identities: ['caller-1'] },
      ],
      ['setAttributes', { 'lk.agent.state': 'thinking' }],
      [
        'performRpc',
        {
          destinationIdentity: 'caller-1',
          method: 'add_note',
          payload: '{"content":"milk"}',
          responseTimeout: 20_000,
        },
      ],
    ]),
  )
  await room.leave()
})

test('sound goes out in order, and what was silenced does not follow', async () => {
  const rtc = openRtc()
  const room = await enter(rtc, openListener().listener)
  room.play(Int16Array.of(0, 1, 2, 3).subarray(1, 3))
  await eventually(
    () => rtc.done.filter(([name]) => name === 'captureFrame'),
    ({ length }) => length === 1,
  )
  room.play(Int16Array.of(4))
  room.clear()
  room.play(Int16Array.of(5))
  await eventually(
    () => rtc.done.filter(([name]) => name === 'captureFrame').map(([, samples]) => samples),
    (frames) => JSON.stringify(frames) === '[[1,2],[5]]',
  )
  expect(rtc.done).toContainEqual(['clearQueue'])
  await room.leave()
  expect(rtc.done.slice(-2).map(([name]) => name)).toEqual(['close', 'disconnect'])
})

test('only the guest is heard, and nobody after we have left', async () => {
  const rtc = openRtc()
  const { heard, listener } = openListener()
  const room = await enter(rtc, listener)
  const stranger = { identity: 'someone', disconnectReason: 1 }
  const inside = rtc.lastRoom()
  inside.emit('participantConnected', stranger)
  inside.emit('trackSubscribed', { kind: 1 }, {}, stranger)
  inside.emit('trackSubscribed', { kind: 2 }, {}, rtc.guest)
  inside.emit('trackSubscribed', { kind: 1 }, {}, rtc.guest)
  inside.emit('dtmfReceived', 11, '#', rtc.guest)
  inside.emit('dtmfReceived', 99, 'x', rtc.guest)
  inside.writers.get('lk.chat')?.({ readAll: async () => 'Hi.' }, rtc.guest)
  await eventually(
    () => heard.length,
    (length) => length >= 4,
  )
  inside.emit('participantDisconnected', { ...rtc.guest, disconnectReason: 3 })
  inside.emit('participantDisconnected', { ...rtc.guest, disconnectReason: 1 })
  inside.emit('disconnected')
  await room.leave()
  inside.emit('dtmfReceived', 1, '1', rtc.guest)
  inside.emit('disconnected')
  const inOrder = heard.toSorted((a, b) => String(a).localeCompare(String(b)))
  expect(inOrder).toEqual([
    ['arrived'],
    ['key', '#'],
    ['left', false],
    ['left', true],
    ['lost'],
    ['sound', 7, 8],
    ['text', 'Hi.'],
  ])
})

test('a room to write in has no voice', async () => {
  const rtc = openRtc()
  const room = await enter(rtc, openListener().listener, false)
  room.play(Int16Array.of(1))
  room.clear()
  await room.heard()
  await room.leave()
  expect(rtc.done.map(([name]) => name)).toEqual(['connect', 'disconnect'])
})

test('a server that is not there, or refuses, is told as such, and nothing is left', async () => {
  const rtc = openRtc({ refusal: new Error('invalid API key') })
  await expect(enter(rtc, openListener().listener)).rejects.toThrow('LiveKit: invalid API key')
  expect(rtc.done.map(([name]) => name)).toEqual(['disconnect'])
})

test('everybody is sent out of a room by its name, and a room that is gone is gone', async () => {
  const asked: { url: string | undefined; authorization: string | undefined; body: string }[] = []
  const statuses = [200, 404, 401]
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (piece: Buffer) => {
      body += piece.toString()
    })
    request.on('end', () => {
      asked.push({ url: request.url, authorization: request.headers.authorization, body })
      const status = statuses.shift() ?? 500
      const answer = status === 200 ? '{}' : `{"code":"refused","msg":"answered ${status}"}`
      response.writeHead(status, { 'content-type': 'application/json' }).end(answer)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`
  const rooms = openLivekit({ ...fakeKey, url, log: silentLog })
  await rooms.close('room-1')
  await rooms.close('room-1')
  await expect(rooms.close('room-1')).rejects.toThrow('answered 401')
  expect(asked[0]).toMatchObject({
    url: '/twirp/livekit.RoomService/DeleteRoom',
    authorization: expect.stringMatching(/^Bearer ey/),
    body: '{"room":"room-1"}',
  })
  server.closeAllConnections()
  server.close()
})
