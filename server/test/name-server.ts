import { createSocket } from 'node:dgram'
import { once } from 'node:events'

const typeA = 1
const typeAaaa = 28

/**
 * A name server on loopback. `answer` is asked for each question and gives IPv4 addresses; questions
 * for other kinds of address are answered with none.
 */
export async function startNameServer(answer: (host: string) => readonly string[]) {
  const asked: string[] = []
  const socket = createSocket('udp4')
  socket.on('message', (query, from) => {
    const { host, type, end } = readQuestion(query)
    if (type === typeA) asked.push(host)
    const addresses = type === typeA ? answer(host) : []
    if (type !== typeA && type !== typeAaaa) return
    socket.send(reply(query.subarray(0, end), addresses), from.port, from.address)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  return {
    address: `127.0.0.1:${socket.address().port}`,
    /** Hosts whose IPv4 addresses were asked for, in order. */
    asked,
    async [Symbol.asyncDispose]() {
      socket.close()
      await once(socket, 'close')
    },
  }
}

function readQuestion(query: Buffer) {
  const labels: string[] = []
  let at = 12
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length))
    at += 1 + length
  }
  return { host: labels.join('.'), type: query.readUInt16BE(at + 1), end: at + 5 }
}

/** RFC 1035: the question again, then a record of no lifetime for each address. */
function reply(question: Buffer, addresses: readonly string[]): Buffer {
  const head = Buffer.from(question)
  head.writeUInt16BE(0x8180, 2)
  head.writeUInt16BE(1, 4)
  head.writeUInt16BE(addresses.length, 6)
  head.writeUInt32BE(0, 8)
  const records = addresses.map((address) =>
    Buffer.from([0xc0, 12, 0, typeA, 0, 1, 0, 0, 0, 0, 0, 4, ...address.split('.').map(Number)]),
  )
  return Buffer.concat([head, ...records])
}
