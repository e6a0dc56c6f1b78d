import { networkInterfaces } from 'node:os'

const everywhere = new Set(['0.0.0.0', '::'])

/**
 * Where other nodes reach this one: as it was told, else where it listens; on all addresses, the first
 * IPv4 address that is not of this machine alone.
 */
export function nodeAddress({
  nodeUrl,
  host,
  port,
}: {
  readonly nodeUrl: string | undefined
  readonly host: string
  readonly port: number
}): string {
  if (nodeUrl) return nodeUrl.replace(/\/+$/, '')
  const name = everywhere.has(host) ? (outsideAddress() ?? '127.0.0.1') : host
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`
}

function outsideAddress(): string | undefined {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal)?.address
}
