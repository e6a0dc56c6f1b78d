import { expect, test } from 'vitest'
import { nodeAddress } from './node-address.ts'

test('a node is reached as it was told, else where it listens', () => {
  const port = 3000
  expect(nodeAddress({ nodeUrl: 'http://parley-1:3000/', host: '0.0.0.0', port })).toBe(
    'http://parley-1:3000',
  )
  expect(nodeAddress({ nodeUrl: undefined, host: '10.1.2.3', port })).toBe('http://10.1.2.3:3000')
  expect(nodeAddress({ nodeUrl: undefined, host: '::1', port })).toBe('http://[::1]:3000')
})

test('a node that listens everywhere names an address of its own', () => {
  const address = nodeAddress({ nodeUrl: undefined, host: '0.0.0.0', port: 3000 })
  expect(address).toMatch(/^http:\/\/\d+(\.\d+){3}:3000$/)
  expect(address).not.toContain('0.0.0.0')
})
