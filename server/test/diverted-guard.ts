import { connect } from 'node:net'
import { Agent } from 'undici'
import { type Guard, openGuard } from '../src/platform/guarded-http/index.ts'

/**
 * A way out that judges addresses as the real one does, and then reaches a server of the test whatever
 * the host's name: for hosts whose name, port and certificate a test cannot have.
 */
export function openDivertedGuard(port: number): Guard {
  const real = openGuard({ allow: [] })
  const agent = new Agent({
    connect: (_options, callback) => {
      const socket = connect(port, '127.0.0.1')
      socket.once('connect', () => callback(null, socket))
      socket.once('error', (error) => callback(error, null))
    },
  })
  return {
    ...real,
    agent,
    async close() {
      await agent.destroy()
      await real.close()
    },
  }
}
