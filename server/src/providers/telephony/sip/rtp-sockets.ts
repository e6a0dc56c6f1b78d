import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { randomInt } from 'node:crypto'
import { isIP } from 'node:net'
import type { MediaSocket, OnPacket } from './media-session.ts'

/** Opens a way for the sound of one call; undefined: no port is free. */
export type OpenMediaSocket = (onPacket: OnPacket) => Promise<MediaSocket | undefined>

/** Between the lowest and the highest port: even ones, as RTP has it. */
export function rtpSockets(
  host: string,
  [lowest, highest]: readonly [number, number],
): OpenMediaSocket {
  const first = lowest + (lowest % 2)
  const count = Math.floor((highest - first) / 2) + 1
  const taken = new Set<number>()
  let next = randomInt(Math.max(1, count))

  async function bind(port: number, onPacket: OnPacket): Promise<MediaSocket | undefined> {
    taken.add(port)
    const socket = createSocket(isIP(host) === 6 ? 'udp6' : 'udp4')
    try {
      socket.bind(port, host)
      await once(socket, 'listening')
    } catch {
      // Another program has it; that may change.
      taken.delete(port)
      socket.close()
      return undefined
    }
    socket.on('error', () => {})
    socket.on('message', (bytes, from) => onPacket(bytes, from))
    return {
      port,
      // What cannot be sent is lost, as it may be on its way.
      send: (bytes, to) => socket.send(bytes, to.port, to.address, () => {}),
      close() {
        taken.delete(port)
        socket.close()
      },
    }
  }

  return async (onPacket) => {
    for (let tries = 0; tries < count; tries += 1) {
      const port = first + 2 * next
      next = (next + 1) % count
      const socket = taken.has(port) ? undefined : await bind(port, onPacket)
      if (socket) return socket
    }
    return undefined
  }
}
