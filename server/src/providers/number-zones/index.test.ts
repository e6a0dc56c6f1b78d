import { expect, test } from 'vitest'
import { isZone, zonesOfNumber } from './index.ts'

test.each([
  ['+14155552671', ['America/Los_Angeles']],
  ['+12125550123', ['America/New_York']],
  ['+33142345678', ['Europe/Paris']],
  ['+966512345678', ['Asia/Riyadh']],
])('%s is in one time zone', (number, zones) => {
  expect(zonesOfNumber(number)).toEqual(zones)
})

test('a number that may be anywhere in a wide country has all of its zones', () => {
  const tollFree = zonesOfNumber('+18005550100')
  expect(tollFree).toEqual(expect.arrayContaining(['America/New_York', 'Pacific/Honolulu']))
  expect(tollFree.length).toBeGreaterThan(10)
})

test('of what is no number nothing is known', () => {
  expect(zonesOfNumber('+999123')).toEqual([])
  expect(zonesOfNumber('2041')).not.toContain('')
  expect(zonesOfNumber('')).toEqual([])
})

test('zones that this machine does not know are none', () => {
  expect(isZone('Europe/Paris')).toBe(true)
  expect(isZone('Europe/Atlantis')).toBe(false)
  expect(isZone('+05:00')).toBe(false)
  expect(isZone('')).toBe(false)
})
