import { BlockList } from 'node:net'
import type { FastifyRequest } from 'fastify'

const thisMachine = new BlockList()
thisMachine.addSubnet('127.0.0.0', 8)
thisMachine.addAddress('::1', 'ipv6')
/** A proxy on this machine would make everybody local. */
const proxyHeaders = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'] as const

/** Whether somebody on this machine asks, and asks directly. */
export function isFromThisMachine({ headers, socket }: FastifyRequest): boolean {
  const address = (socket.remoteAddress ?? '').replace(/^::ffff:/, '')
  const isLocal = thisMachine.check(address, address.includes(':') ? 'ipv6' : 'ipv4')
  return isLocal && !proxyHeaders.some((name) => headers[name] !== undefined)
}
