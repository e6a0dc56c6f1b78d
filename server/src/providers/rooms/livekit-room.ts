import type * as rtcModule from '@livekit/rtc-node'
import type { RemoteParticipant, RemoteTrack, Room } from '@livekit/rtc-node'
import {
  type JoinedRoom,
  type JoinOptions,
  type RoomListener,
  roomRate,
  type Said,
} from './port.ts'

/** Loaded with the first room: 25 MB of WebRTC. */
export type Rtc = typeof rtcModule

/** Longer than the talk sends ahead of its time, in milliseconds. */
const queueMs = 1_000
const pieceMs = 20
/** A guest who hears nothing by then does not want to. */
const heardWithinMs = 2_000
/** Where pages write, and read what is written to them. */
const chatTopic = 'lk.chat'
/** Where pages look for what the agent does. */
const stateAttribute = 'lk.agent.state'

type Entering = JoinOptions & {
  readonly rtc: Rtc
  readonly url: string
  readonly pass: string
  readonly onError: (error: unknown) => void
}

/** Comes into a room of a LiveKit server, and speaks there. */
export async function enterRoom(entering: Entering): Promise<JoinedRoom> {
  const { rtc, url, pass, speaks, guest } = entering
  const room = new rtc.Room()
  const stay: Stay = { isOver: false }
  listenIn(room, entering, stay)
  try {
    await room.connect(url, pass, { autoSubscribe: true, dynacast: false })
    const voice = speaks ? await openVoice(rtc, room) : undefined
    // Those who are there already are not announced.
    if (room.remoteParticipants.has(guest)) entering.listener.onArrived()
    return {
      ...actionsIn(room, entering, voice, stay),
      ...playing(rtc, voice, entering.onError),
      async leave() {
        stay.isOver = true
        await voice?.source.close().catch(entering.onError)
        await room.disconnect().catch(entering.onError)
      },
    }
  } catch (error) {
    stay.isOver = true
    await room.disconnect().catch(entering.onError)
    throw error
  }
}

/** Whether we have left, or never quite came in. */
type Stay = { isOver: boolean }

type Voice = Awaited<ReturnType<typeof openVoice>>

async function openVoice(rtc: Rtc, room: Room) {
  const source = new rtc.AudioSource(roomRate, 1, queueMs)
  const track = rtc.LocalAudioTrack.createAudioTrack('agent-voice', source)
  const options = new rtc.TrackPublishOptions({ source: rtc.TrackSource.SOURCE_MICROPHONE })
  const publication = await room.localParticipant?.publishTrack(track, options)
  const heard = publication?.waitForSubscription() ?? Promise.resolve()
  return { source, track, trackSid: publication?.sid ?? '', heard }
}

function listenIn(room: Room, { rtc, guest, listener, onError }: Entering, stay: Stay): void {
  const isGuest = (participant: { readonly identity: string } | undefined) =>
    !stay.isOver && participant?.identity === guest
  room
    .on(rtc.RoomEvent.ParticipantConnected, (participant) => {
      if (isGuest(participant)) listener.onArrived()
    })
    .on(rtc.RoomEvent.ParticipantDisconnected, (participant: RemoteParticipant) => {
      const wasMeant = participant.disconnectReason === rtc.DisconnectReason.CLIENT_INITIATED
      if (isGuest(participant)) listener.onLeft(wasMeant)
    })
    .on(rtc.RoomEvent.TrackSubscribed, (track, _, participant) => {
      if (isGuest(participant) && track.kind === rtc.TrackKind.KIND_AUDIO) {
        hear(rtc, track, listener).catch(onError)
      }
    })
    .on(rtc.RoomEvent.DtmfReceived, (_, digit, participant) => {
      if (isGuest(participant) && /^[\d*#]$/.test(digit)) listener.onKey(digit)
    })
    .on(rtc.RoomEvent.Disconnected, () => {
      if (!stay.isOver) listener.onLost()
    })
  room.registerTextStreamHandler(chatTopic, (reader, participant) => {
    if (!isGuest(participant)) return
    reader
      .readAll()
      .then((text) => listener.onText(text))
      .catch(onError)
  })
}

/** Ends when the track does. */
async function hear(rtc: Rtc, track: RemoteTrack, { onSound }: RoomListener): Promise<void> {
  const sound = new rtc.AudioStream(track, {
    sampleRate: roomRate,
    numChannels: 1,
    frameSizeMs: pieceMs,
  })
  for await (const frame of sound) onSound(frame.data)
}

function playing(
  rtc: Rtc,
  voice: Voice | undefined,
  onError: (error: unknown) => void,
): Pick<JoinedRoom, 'play' | 'clear' | 'heard'> {
  if (!voice) return { play() {}, clear() {}, heard: async () => {} }
  const { source } = voice
  let turn = 0
  let last: Promise<void> = Promise.resolve()
  return {
    play(samples) {
      const ofTurn = turn
      last = last
        .then(async () => {
          // Silenced meanwhile.
          if (ofTurn !== turn) return
          const own = new Int16Array(samples)
          await source.captureFrame(new rtc.AudioFrame(own, roomRate, 1, own.length))
        })
        .catch(onError)
    },
    clear() {
      turn += 1
      try {
        source.clearQueue()
      } catch (error) {
        onError(error)
      }
    },
    async heard() {
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<void>((done) => {
        timer = setTimeout(done, heardWithinMs)
      })
      await Promise.race([voice.heard, late])
      clearTimeout(timer)
    },
  }
}

function actionsIn(
  room: Room,
  { guest, identity, onError }: Entering,
  voice: Voice | undefined,
  stay: Stay,
): Omit<JoinedRoom, 'play' | 'clear' | 'heard' | 'leave'> {
  const host = room.localParticipant
  /** One after another, so that states and words arrive in their order. */
  let last: Promise<unknown> = Promise.resolve()
  const next = (work: () => Promise<unknown> | undefined) => {
    last = last.then(() => (stay.isOver ? undefined : work())).catch(onError)
  }
  return {
    transcribe: (said) =>
      next(() => {
        const by = said.by === 'host' ? identity : guest
        const trackSid = said.by === 'host' ? (voice?.trackSid ?? '') : trackOf(room, guest)
        return host?.publishTranscription(toTranscription(said, by, trackSid))
      }),
    write: (text) =>
      next(() => host?.sendText(text, { topic: chatTopic, destinationIdentities: [guest] })),
    send: (message) =>
      next(() =>
        host?.publishData(new TextEncoder().encode(JSON.stringify(message)), {
          reliable: true,
          destination_identities: [guest],
        }),
      ),
    setState: (state) => next(() => host?.setAttributes({ [stateAttribute]: state })),
    async ask(method, payload, responseTimeout) {
      if (!host) throw new Error('Nobody is in the room.')
      return host.performRpc({ destinationIdentity: guest, method, payload, responseTimeout })
    },
  }
}

function toTranscription({ id, text, language }: Said, participantIdentity: string, sid: string) {
  const segment = { id, text, startTime: 0n, endTime: 0n, language, final: true }
  return { participantIdentity, trackSid: sid, segments: [segment] }
}

/** The microphone of the guest; empty where there is none. */
function trackOf(room: Room, guest: string): string {
  const [publication] = room.remoteParticipants.get(guest)?.trackPublications.values() ?? []
  return publication?.sid ?? ''
}
