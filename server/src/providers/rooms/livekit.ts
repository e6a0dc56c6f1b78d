import type { Logger } from '../../platform/log.ts'
import { ProviderError } from '../provider-error.ts'
import { enterRoom, type Rtc } from './livekit-room.ts'
import type { LivekitKey } from './livekit-passes.ts'
import type { JoinedRoom, Rooms } from './port.ts'

const provider = 'LiveKit'
const joinWithinMs = 10_000

type LivekitOptions = LivekitKey & {
  /** ws, wss, http or https. */
  readonly url: string
  readonly log: Logger
  /** Instead of the real WebRTC. */
  readonly loadRtc?: () => Promise<Rtc>
}

/** Rooms of a LiveKit server. Loads nothing before the first one. */
export function openLivekit(options: LivekitOptions): Rooms {
  const { url, log, loadRtc = () => import('@livekit/rtc-node') } = options
  return {
    async passFor(guest) {
      const { guestPass } = await import('./livekit-passes.ts')
      return guestPass(options, guest)
    },
    async join(wanted) {
      const { room, identity } = wanted
      const onError = (error: unknown) =>
        log.warn({ err: error, room }, 'Something did not work in a room')
      const { hostPass } = await import('./livekit-passes.ts')
      const pass = await hostPass(options, { room, identity })
      const rtc = await loadRtc()
      const entering = enterRoom({ ...wanted, rtc, url: socketAt(url), pass, onError })
      return inTime(entering)
    },
    async close(room) {
      const { RoomServiceClient } = await import('livekit-server-sdk')
      const service = new RoomServiceClient(httpAt(url), options.apiKey, options.apiSecret)
      try {
        await service.deleteRoom(room)
      } catch (error) {
        if ((error as { status?: number }).status !== notFound) throw unavailable(error)
      }
    },
  }
}

const notFound = 404

/** Whoever comes in too late leaves again. */
async function inTime(entering: Promise<JoinedRoom>): Promise<JoinedRoom> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((done) => {
    timer = setTimeout(() => done(undefined), joinWithinMs)
  })
  try {
    const room = await Promise.race([entering, late])
    if (room) return room
  } catch (error) {
    throw unavailable(error)
  } finally {
    clearTimeout(timer)
  }
  entering.then((room) => room.leave()).catch(() => {})
  throw unavailable(new Error(`no answer within ${joinWithinMs / 1_000} s`))
}

function unavailable(cause: unknown): ProviderError {
  return new ProviderError(provider, true, cause)
}

function socketAt(url: string): string {
  return url.replace(/^http/, 'ws')
}

function httpAt(url: string): string {
  return url.replace(/^ws/, 'http')
}
