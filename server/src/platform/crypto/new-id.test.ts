import { expect, test } from 'vitest'
import { newId } from './new-id.ts'

test('ids are UUIDs of version 7 that tell their time, sort by age and never repeat', () => {
  const before = Date.now()
  const ids = Array.from({ length: 5_000 }, newId)
  const after = Date.now()

  expect(ids.toSorted()).toEqual(ids)
  expect(new Set(ids).size).toBe(ids.length)
  for (const id of ids) {
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    const madeAt = Number.parseInt(id.replace('-', '').slice(0, 12), 16)
    expect(madeAt).toBeGreaterThanOrEqual(before)
    expect(madeAt).toBeLessThanOrEqual(after)
  }
})
