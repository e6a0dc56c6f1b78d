import type { Logger } from '../../platform/log.ts'
import { openLivekit } from './livekit.ts'
import type { Rooms } from './port.ts'

export { type JoinedRoom, type RoomListener, type Rooms } from './port.ts'

type Settings = {
  readonly livekitUrl: string | undefined
  readonly livekitApiKey: string | undefined
  readonly livekitApiSecret: string | undefined
}

/** Undefined: no server of rooms is configured. */
export function openRooms(settings: Settings, log: Logger): Rooms | undefined {
  const { livekitUrl: url, livekitApiKey: apiKey, livekitApiSecret: apiSecret } = settings
  return url && apiKey && apiSecret ? openLivekit({ url, apiKey, apiSecret, log }) : undefined
}
