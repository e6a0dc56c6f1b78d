import { expect, test } from 'vitest'
import { openFourier } from './fourier.ts'

test('a wave of three turns is found in the third place, and nowhere else', () => {
  const length = 16
  const real = Float64Array.from({ length }, (_, index) =>
    Math.cos((2 * Math.PI * 3 * index) / length),
  )
  const imaginary = new Float64Array(length)
  openFourier(length)(real, imaginary)
  const sizes = Array.from(real, (value, index) => Math.hypot(value, imaginary[index] ?? 0))
  expect(sizes.map((size) => Math.round(size * 1e6) / 1e6)).toEqual(
    Array.from({ length }, (_, index) => (index === 3 || index === 13 ? 8 : 0)),
  )
})

test('what is transformed and back is what it was', () => {
  const length = 64
  const given = Float64Array.from({ length }, (_, index) => Math.sin(index * index))
  const real = given.slice()
  const imaginary = new Float64Array(length)
  const transform = openFourier(length)
  transform(real, imaginary)
  // Backwards is forwards with the parts changed over.
  transform(imaginary, real)
  for (const [index, value] of real.entries()) {
    expect(value / length).toBeCloseTo(given[index] ?? 0, 10)
  }
})
