import { OutcomeShape } from '@parley/contract'
import { expect, test } from 'vitest'
import { fillsShape } from './outcome-rules.ts'

const shape = OutcomeShape.parse({
  name: 'string',
  seats: 'integer',
  vip: 'boolean',
  size: { enum: ['small', 'large'] },
})

test('what was found is kept where it fits, and what was not is null', () => {
  expect(fillsShape(shape, { name: 'Ada', seats: 4.5, size: 'huge', other: 1 })).toEqual({
    name: 'Ada',
    seats: null,
    vip: null,
    size: null,
  })
  expect(fillsShape(shape, { vip: false, seats: 2, size: 'small' })).toMatchObject({
    vip: false,
    seats: 2,
    size: 'small',
  })
})
