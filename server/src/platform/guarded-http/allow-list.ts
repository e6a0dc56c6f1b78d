import { BlockList, isIP } from 'node:net'
import { embeddedV4 } from './forbidden-addresses.ts'

/** What an operator lets through: hosts by name, and addresses by range. */
export type AllowList = {
  hasHost(host: string): boolean
  hasAddress(address: string): boolean
}

/**
 * Reads entries such as `erp.internal`, `*.corp.example` (any name below it), `10.1.2.3` and
 * `10.0.0.0/8`. Whoever calls has checked that they are well formed.
 */
export function openAllowList(entries: readonly string[]): AllowList {
  const hosts = new Set<string>()
  const suffixes: string[] = []
  const ranges = new BlockList()
  for (const entry of entries) {
    const [address = '', bits] = entry.split('/')
    const version = isIP(address)
    if (version !== 0) {
      const widest = version === 4 ? 32 : 128
      const family = version === 4 ? 'ipv4' : 'ipv6'
      ranges.addSubnet(address, bits === undefined ? widest : Number(bits), family)
    } else if (entry.startsWith('*.')) suffixes.push(entry.slice(1).toLowerCase())
    else hosts.add(entry.toLowerCase())
  }
  return {
    hasHost(host) {
      const name = host.toLowerCase().replace(/\.$/, '')
      return hosts.has(name) || suffixes.some((suffix) => name.endsWith(suffix))
    },
    hasAddress(address) {
      if (isIP(address) === 4) return ranges.check(address, 'ipv4')
      if (isIP(address) !== 6) return false
      const embedded = embeddedV4(address)
      return (
        ranges.check(address, 'ipv6') || (embedded !== undefined && ranges.check(embedded, 'ipv4'))
      )
    },
  }
}
