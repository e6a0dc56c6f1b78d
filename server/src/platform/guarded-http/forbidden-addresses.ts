import { BlockList, isIP } from 'node:net'

/**
 * Which addresses a URL given by a user may lead to: none inside this machine, its network or a range
 * that no public server has. Sources: the IANA special-purpose registries of IPv4 (RFC 6890) and IPv6.
 */

const forbiddenV4 = subnetsOf('ipv4', [
  '0.0.0.0/8', // this network
  '10.0.0.0/8', // private
  '100.64.0.0/10', // shared by customers of a carrier; clouds keep metadata here
  '127.0.0.0/8', // loopback
  '169.254.0.0/16', // link-local, and the metadata of clouds
  '172.16.0.0/12', // private
  '192.0.0.0/24', // protocol assignments
  '192.0.2.0/24', // test net 1
  '192.88.99.0/24', // 6to4 relay
  '192.168.0.0/16', // private
  '198.18.0.0/15', // benchmarking
  '198.51.100.0/24', // test net 2
  '203.0.113.0/24', // test net 3
  '224.0.0.0/4', // multicast
  '240.0.0.0/4', // reserved, and broadcast
])

/** Everything outside is unassigned or special: loopback, unique-local, link-local, multicast, … */
const globalV6 = subnetsOf('ipv6', ['2000::/3'])

const forbiddenV6 = subnetsOf('ipv6', [
  '2001::/23', // protocol assignments: Teredo, ORCHID, benchmarking
  '2001:db8::/32', // documentation
  '2002::/16', // 6to4
  '3fff::/20', // documentation
])

/** Prefixes of 96 bits before an IPv4 address, whose verdict counts. */
const embedding = [
  '00000000000000000000ffff', // IPv4-mapped, ::ffff:a.b.c.d
  '00000000000000000000'.padEnd(24, '0'), // IPv4-compatible, ::a.b.c.d
  '0000000000000000ffff0000', // IPv4-translated, ::ffff:0:a.b.c.d
  '0064ff9b0000000000000000', // NAT64, 64:ff9b::a.b.c.d
]

/** Whether an IPv4 or IPv6 address may not be connected to; what is no address may not either. */
export function isForbiddenAddress(address: string): boolean {
  const family = isIP(address)
  if (family === 4) return forbiddenV4.check(address, 'ipv4')
  if (family !== 6 || address.includes('%')) return true
  const embedded = embeddedV4(address)
  if (embedded !== undefined) return forbiddenV4.check(embedded, 'ipv4')
  return !globalV6.check(address, 'ipv6') || forbiddenV6.check(address, 'ipv6')
}

/** The IPv4 address that an IPv6 address is only a spelling of. */
export function embeddedV4(address: string): string | undefined {
  const hex = expandV6(address)
  if (!embedding.includes(hex.slice(0, 24))) return undefined
  return [24, 26, 28, 30].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)).join('.')
}

/** The 32 digits of an IPv6 address that is known to be one. */
function expandV6(address: string): string {
  const inHex = address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_all, ...parts: string[]) => {
    const [a = '', b = '', c = '', d = ''] = parts
      .slice(0, 4)
      .map((part) => Number(part).toString(16).padStart(2, '0'))
    return `${a}${b}:${c}${d}`
  })
  const [head = '', tail] = inHex.split('::')
  const front = digits(head)
  const back = digits(tail ?? '')
  return front + '0'.repeat(Math.max(0, 32 - front.length - back.length)) + back
}

function digits(groups: string): string {
  if (groups === '') return ''
  return groups
    .toLowerCase()
    .split(':')
    .map((group) => group.padStart(4, '0'))
    .join('')
}

function subnetsOf(family: 'ipv4' | 'ipv6', ranges: readonly string[]): BlockList {
  const list = new BlockList()
  for (const range of ranges) {
    const [network = '', bits] = range.split('/')
    list.addSubnet(network, Number(bits), family)
  }
  return list
}
