import { expect, test } from 'vitest'
import { deliveryIdOf } from './delivery-id.ts'

const endpoint = '0195b0a2-7c1e-7a34-9f10-2b8d5a6c0f31'
const message = '0195b0a3-0000-7a34-9f10-2b8d5a6c0f02'

test('an endpoint and a message make one id, which begins with the time of the message', () => {
  const id = deliveryIdOf(endpoint, message)
  expect(id).toMatch(/^0195b0a3-0000-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(deliveryIdOf(endpoint, message)).toBe(id)
  expect(deliveryIdOf(message, endpoint)).not.toBe(id)
  expect(deliveryIdOf(endpoint, '0195b0a3-0000-7a34-9f10-2b8d5a6c0f03')).not.toBe(id)
})
