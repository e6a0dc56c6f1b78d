import fc from 'fast-check'
import { expect, test } from 'vitest'
import { embeddedV4, isForbiddenAddress } from './forbidden-addresses.ts'

const forbidden =
  `0.0.0.0 0.255.255.255 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.255 127.0.0.1
  127.255.255.254 169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.1 192.0.0.170 192.0.2.1 192.88.99.1
  192.168.0.1 198.18.0.1 198.19.255.255 198.51.100.7 203.0.113.9 224.0.0.1 239.255.255.255 240.0.0.1
  255.255.255.255
  :: ::1 ::ffff:127.0.0.1 ::ffff:7f00:1 ::127.0.0.1 ::7f00:1 ::ffff:0:10.0.0.1 64:ff9b::10.0.0.1
  64:ff9b::a00:1 64:ff9b:1::1 64:ff9b:1::808:808 2002:7f00:1:: 2002:808:808:: 2001::1 2001:0:4136:e378::1
  2001:2::1 2001:10::1 2001:db8::1 3fff::1 fc00::1 fd12:3456::1 fe80::1 fe80::1%eth0 febf::1 fec0::1
  ff02::1 100::1 4000::1 ::2:0:0:1`.split(/\s+/)

const open =
  `1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.1
  169.253.255.255 169.255.0.0 172.15.255.255 172.32.0.0 192.0.1.0 192.0.3.0 192.167.255.255 198.17.0.1
  198.20.0.0 223.255.255.255 2606:4700:4700::1111 2001:4860:4860::8888 2a00:1450::1 ::ffff:8.8.8.8
  64:ff9b::8.8.8.8 64:ff9b::808:808 ::8.8.8.8 2003::1 3ffe::1`.split(/\s+/)

test.each(forbidden)('%s may not be reached', (address) => {
  expect(isForbiddenAddress(address)).toBe(true)
})

test.each(open)('%s may be reached', (address) => {
  expect(isForbiddenAddress(address)).toBe(false)
})

test.each(['', 'localhost', '1.2.3', '127.1', '0x7f.0.0.1', '[::1]', '1.2.3.4/8'])(
  '%j is no address and may not be reached',
  (text) => {
    expect(isForbiddenAddress(text)).toBe(true)
  },
)

const byte = fc.integer({ min: 0, max: 255 })
const v4 = fc.tuple(byte, byte, byte, byte)
const hexPair = (a: number, b: number) => ((a << 8) | b).toString(16)

test('an IPv6 address that only spells an IPv4 address has its verdict, however it is written', () => {
  const prefixes = ['::ffff:', '::ffff:0:', '64:ff9b::']
  fc.assert(
    fc.property(v4, fc.constantFrom(...prefixes), ([a, b, c, d], prefix) => {
      const dotted = `${a}.${b}.${c}.${d}`
      const spellings = [
        `${prefix}${dotted}`,
        `${prefix}${hexPair(a, b)}:${hexPair(c, d)}`,
        `${prefix}${hexPair(a, b)}:${hexPair(c, d)}`.toUpperCase(),
        new URL(`http://[${prefix}${dotted}]`).hostname.slice(1, -1),
      ]
      for (const spelling of spellings) {
        expect(embeddedV4(spelling)).toBe(dotted)
        expect(isForbiddenAddress(spelling)).toBe(isForbiddenAddress(dotted))
      }
    }),
  )
})

test('every address inside a forbidden IPv4 range is forbidden', () => {
  const ranges: [number, number, number][] = [
    [10, 0, 255],
    [127, 0, 255],
    [169, 254, 254],
    [172, 16, 31],
    [192, 168, 168],
    [100, 64, 127],
    [198, 18, 19],
  ]
  fc.assert(
    fc.property(fc.constantFrom(...ranges), byte, byte, byte, ([first, low, high], b, c, d) => {
      const second = low + (b % (high - low + 1))
      expect(isForbiddenAddress(`${first}.${second}.${c}.${d}`)).toBe(true)
    }),
  )
})

test('outside of 2000::/3 nothing is open but what spells an open IPv4 address', () => {
  const group = fc.integer({ min: 0, max: 0xffff })
  fc.assert(
    fc.property(fc.array(group, { minLength: 8, maxLength: 8 }), (groups) => {
      const address = groups.map((value) => value.toString(16)).join(':')
      if (isForbiddenAddress(address)) return
      const isGlobal = ((groups[0] ?? 0) & 0xe000) === 0x2000
      expect(isGlobal || embeddedV4(address) !== undefined).toBe(true)
    }),
  )
})
