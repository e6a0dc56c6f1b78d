import { createSocket, type Socket as Datagrams } from 'node:dgram'
import { once } from 'node:events'
import { connect, createServer, isIP, type Server, type Socket } from 'node:net'
import { openFramer } from './framing.ts'
import { maxMessageBytes } from './message.ts'

export type Transport = 'UDP' | 'TCP'

/** One way to somebody. */
export type Flow = {
  readonly transport: Transport
  readonly address: string
  readonly port: number
  /** The connection on which something came; undefined: any to the address. */
  readonly connection?: number | undefined
}

export type WireListener = {
  /** Asked before anything else is done for an address. */
  readonly admits: (address: string) => boolean
  readonly onBytes: (bytes: Buffer, flow: Flow) => void
  /** What came was no message at all. */
  readonly onGarbage: (flow: Flow) => void
}

/** What carries messages of SIP. */
export type Wire = {
  readonly listen: (listener: WireListener) => void
  /** `onFailed`: it surely did not arrive. */
  readonly send: (bytes: Buffer, flow: Flow, onFailed: () => void) => void
  readonly close: () => Promise<void>
}

const maxConnections = 500
const maxConnectionsOfAddress = 50
const connectTimeoutMs = 5_000
/** Who connects and says nothing that makes sense is cut off. */
const firstMessageWithinMs = 10_000
const idleTimeoutMs = 600_000
/** A reader that does not read is cut off. */
const maxUnsentBytes = 1_048_576

/** Any free port may be free for one of the two only. */
const maxTries = 10

/** Listens for datagrams and connections at one port. Throws when it is taken. */
export async function openWire(host: string, port: number): Promise<Wire & { port: number }> {
  let listener: WireListener | undefined
  const hear: Hear = {
    admits: (address) => listener?.admits(address) ?? false,
    bytes: (bytes, flow) => listener?.onBytes(bytes, flow),
    garbage: (flow) => listener?.onGarbage(flow),
  }
  let isClosed = false
  const { server, datagrams, bound } = await bindBoth(host, port)
  takeDatagrams(datagrams, hear)
  const connections = openConnections(server, hear)
  return {
    port: bound,
    listen(wanted) {
      listener = wanted
    },
    send(bytes, flow, onFailed) {
      // Addresses come from messages: port 0 is none that could be sent to.
      if (isClosed || flow.port < 1 || flow.port > 65_535) return onFailed()
      if (flow.transport === 'TCP') return connections.send(bytes, flow, onFailed)
      datagrams.send(bytes, flow.port, flow.address, (error) => error && onFailed())
    },
    async close() {
      isClosed = true
      connections.close()
      await Promise.all([
        new Promise<void>((done) => datagrams.close(done)),
        new Promise<void>((done) => server.close(() => done())),
      ])
    },
  }
}

async function bindBoth(host: string, port: number, triesLeft = maxTries) {
  const server = createServer()
  server.listen(port, host)
  await once(server, 'listening')
  const address = server.address()
  const bound = typeof address === 'object' && address ? address.port : port
  const datagrams = createSocket(isIP(host) === 6 ? 'udp6' : 'udp4')
  try {
    datagrams.bind(bound, host)
    await once(datagrams, 'listening')
  } catch (error) {
    server.close()
    datagrams.close()
    if (port !== 0 || triesLeft <= 1) throw error
    return bindBoth(host, port, triesLeft - 1)
  }
  return { server, datagrams, bound }
}

type Hear = {
  readonly admits: (address: string) => boolean
  readonly bytes: (bytes: Buffer, flow: Flow) => void
  readonly garbage: (flow: Flow) => void
}

function takeDatagrams(datagrams: Datagrams, hear: Hear): void {
  // Such as "connection refused" of an earlier datagram: timers find out.
  datagrams.on('error', () => {})
  datagrams.on('message', (bytes, { address, port }) => {
    // Blank lines keep translations of addresses alive; port 0 cannot be answered.
    if (bytes.length < 5 || bytes.length > maxMessageBytes || port === 0) return
    const plain = plainAddress(address)
    if (hear.admits(plain)) hear.bytes(bytes, { transport: 'UDP', address: plain, port })
  })
}

/** IPv4 in its usual spelling, also on sockets for both. */
const plainAddress = (address: string) => address.replace(/^::ffff:(?=\d+\.)/, '')

function openConnections(server: Server, hear: Hear) {
  const connections = new Connections(hear)
  server.on('connection', (socket) => connections.accept(socket))
  server.on('error', () => {})
  return connections
}

class Connections {
  readonly #hear: Hear
  readonly #sockets = new Map<number, { readonly socket: Socket; readonly flow: Flow }>()
  #count = 0

  constructor(hear: Hear) {
    this.#hear = hear
  }

  accept(socket: Socket): void {
    const address = plainAddress(socket.remoteAddress ?? '')
    if (address === '' || this.#isFullFor(address) || !this.#hear.admits(address)) {
      socket.destroy()
      return
    }
    this.#take(socket, { address, port: socket.remotePort ?? 0 })
    cutUnless(socket, 'data', firstMessageWithinMs)
  }

  send(bytes: Buffer, flow: Flow, onFailed: () => void): void {
    const socket = this.#find(flow) ?? this.#dial(flow)
    if (socket.writableLength > maxUnsentBytes) socket.destroy()
    if (socket.destroyed) return onFailed()
    socket.write(bytes, (error) => error && onFailed())
  }

  close(): void {
    for (const { socket } of this.#sockets.values()) socket.destroy()
  }

  #isFullFor(address: string): boolean {
    const all = [...this.#sockets.values()]
    const ofAddress = all.filter(({ flow }) => flow.address === address).length
    return all.length >= maxConnections || ofAddress >= maxConnectionsOfAddress
  }

  #take(socket: Socket, { address, port }: { readonly address: string; readonly port: number }) {
    this.#count += 1
    const connection = this.#count
    const flow: Flow = { transport: 'TCP', address, port, connection }
    this.#sockets.set(connection, { socket, flow })
    const framer = openFramer()
    socket.setNoDelay(true)
    socket.setTimeout(idleTimeoutMs, () => socket.destroy())
    socket.on('error', () => socket.destroy())
    socket.on('close', () => this.#sockets.delete(connection))
    socket.on('data', (chunk) => {
      const messages = this.#hear.admits(address) ? framer.push(chunk) : undefined
      if (messages === undefined) {
        this.#hear.garbage(flow)
        socket.destroy()
        return
      }
      for (const message of messages) this.#hear.bytes(message, flow)
    })
  }

  #find({ address, port, connection }: Flow): Socket | undefined {
    const known = connection === undefined ? undefined : this.#sockets.get(connection)
    if (known) return known.socket
    const isSame = ({ flow }: { readonly flow: Flow }) =>
      flow.address === address && flow.port === port
    return [...this.#sockets.values()].find(isSame)?.socket
  }

  #dial({ address, port }: Flow): Socket {
    const socket = connect({ host: address, port })
    this.#take(socket, { address, port })
    cutUnless(socket, 'connect', connectTimeoutMs)
    return socket
  }
}

/** Cuts a connection on which this does not happen in time. */
function cutUnless(socket: Socket, event: 'connect' | 'data', withinMs: number): void {
  const late = setTimeout(() => socket.destroy(), withinMs).unref()
  socket.once(event, () => clearTimeout(late))
  socket.once('close', () => clearTimeout(late))
}
