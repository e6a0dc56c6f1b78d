import type { MediaSocket, OnPacket } from './media-session.ts'
import type { OpenMediaSocket } from './rtp-sockets.ts'
import type { Flow, Wire, WireListener } from './wire.ts'

/** A network within a test: what is sent arrives as soon as all that is ready has gone on. */
export type MemoryNetwork = {
  readonly wireAt: (address: string, port: number) => Wire
  readonly mediaAt: (address: string) => OpenMediaSocket
  /** Resolves when nothing is under way. */
  readonly settled: () => Promise<void>
  /** Every message that was sent, in order. */
  readonly sent: readonly Sent[]
}

type Sent = { readonly to: string; readonly text: string }

export type NetworkOptions = {
  /** Whether a message is lost. */
  readonly loses?: (message: Sent) => boolean
}

export function openMemoryNetwork({ loses = () => false }: NetworkOptions = {}): MemoryNetwork {
  const wires = new Map<string, WireListener>()
  const sockets = new Map<string, OnPacket>()
  const sent: Sent[] = []
  let underWay = 0
  let ports = 20_000

  function later(run: () => void): void {
    underWay += 1
    setImmediate(() => {
      underWay -= 1
      run()
    })
  }

  return {
    sent,
    wireAt: (address, port) => ({
      listen: (listener) => wires.set(`${address}:${port}`, listener),
      send(bytes, flow: Flow, onFailed) {
        const to = `${flow.address}:${flow.port}`
        const message = { to, text: bytes.toString('utf8') }
        sent.push(message)
        if (loses(message)) return
        const listener = wires.get(to)
        if (!listener) return later(onFailed)
        const from = { transport: flow.transport, address, port }
        later(() => listener.admits(address) && listener.onBytes(bytes, from))
      },
      close: async () => {
        wires.delete(`${address}:${port}`)
      },
    }),
    mediaAt: (address) => async (onPacket) => {
      const port = (ports += 2)
      const key = `${address}:${port}`
      sockets.set(key, onPacket)
      return {
        port,
        send(bytes, to) {
          later(() => sockets.get(`${to.address}:${to.port}`)?.(bytes, { address, port }))
        },
        close: () => sockets.delete(key),
      } satisfies MediaSocket
    },
    async settled() {
      do await new Promise<void>((done) => setImmediate(done))
      while (underWay > 0)
    },
  }
}
