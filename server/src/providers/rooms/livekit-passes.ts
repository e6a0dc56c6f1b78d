import { AccessToken, RoomAgentDispatch, RoomConfiguration, TrackSource } from 'livekit-server-sdk'
import type { Guest } from './port.ts'

/** To come in with; the server gives those who are in a room fresh ones. */
const lifetimeS = 15 * 60
/** A page has this long to come in, and whoever lost the line to come back. */
const emptyTimeoutS = 120
const departureTimeoutS = 30
/** The guest and the agent. */
const maxParticipants = 2

export type LivekitKey = { readonly apiKey: string; readonly apiSecret: string }

/** A pass for a page, as programs that read their own pass expect it. */
export function guestPass(
  key: LivekitKey,
  { room, identity, speaks, note }: Guest,
): Promise<string> {
  const token = passOf(key, identity)
  token.addGrant({
    room,
    roomJoin: true,
    canSubscribe: true,
    canPublish: speaks,
    ...(speaks && { canPublishSources: [TrackSource.MICROPHONE] }),
    canPublishData: true,
  })
  // No worker has this name: the agent comes by itself. Pages read the note.
  const agents = note && [
    new RoomAgentDispatch({ agentName: 'parley', metadata: JSON.stringify(note) }),
  ]
  token.roomConfig = roomOf(room, agents)
  return token.toJwt()
}

/** A pass for ourselves: a room in which nobody else is left is over. */
export function hostPass(
  key: LivekitKey,
  { room, identity }: Pick<Guest, 'room' | 'identity'>,
): Promise<string> {
  const token = passOf(key, identity)
  token.kind = 'agent'
  token.addGrant({
    room,
    roomJoin: true,
    canSubscribe: true,
    canPublish: true,
    canPublishData: true,
    canUpdateOwnMetadata: true,
  })
  token.roomConfig = roomOf(room)
  return token.toJwt()
}

function passOf({ apiKey, apiSecret }: LivekitKey, identity: string): AccessToken {
  return new AccessToken(apiKey, apiSecret, { identity, ttl: lifetimeS })
}

/** The room is made by whoever comes first. */
function roomOf(name: string, agents: RoomAgentDispatch[] = []): RoomConfiguration {
  return new RoomConfiguration({
    name,
    emptyTimeout: emptyTimeoutS,
    departureTimeout: departureTimeoutS,
    maxParticipants,
    agents,
  })
}
