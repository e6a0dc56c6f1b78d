import { expect, test } from 'vitest'
import { deliveryOf } from './delivery-rules.ts'

test.for([
  ['It is open.', 1, { speed: 1, pitch: 1 }],
  ['It is open.', 2, { speed: 1.06, pitch: 0.98 }],
  ['Is it open?', 2, { speed: 1.06, pitch: 1.06 }],
  ['هل هو مفتوح؟', 2, { speed: 1.06, pitch: 1.06 }],
  ['How nice!', 1.5, { speed: 1.03, pitch: 1.045 }],
  ['How nice!', 0, { speed: 0.94, pitch: 0.91 }],
] as const)('"%s" at %f', ([text, expressiveness, delivery]) => {
  expect(deliveryOf(text, expressiveness, {})).toEqual(delivery)
})

test("the agent's own pace and height are kept, within what engines can do", () => {
  expect(deliveryOf('How nice!', 2, { speed: 1.2, pitch: 0.9 })).toEqual({
    speed: 1.272,
    pitch: 0.981,
  })
  expect(deliveryOf('How nice!', 2, { speed: 2, pitch: 2 })).toEqual({ speed: 2, pitch: 2 })
})
