import { expect, test } from 'vitest'
import { bodyOf } from './body-rules.ts'

const now = new Date('2026-03-02T09:00:00.000Z')

test('a body is compact JSON that is the same when it is parsed and written again', () => {
  const data = JSON.parse(
    '{"b":1.50,"a":1e2,"10":1,"2":"\\u00e9\\ud83d\\ude42","n":null,"s":"</"}',
  ) as unknown
  const told = { id: 'e', workspaceId: 'w', event: 'x.y', timestamp: now.toISOString(), data }
  const body = bodyOf(told, 3)
  expect(JSON.stringify(JSON.parse(body))).toBe(body)
  expect(body.startsWith('{"event":"x.y","timestamp":"2026-03-02T09:00:00.000Z","data":{')).toBe(
    true,
  )
  expect(body.endsWith('"id":"e","workspace_id":"w","sequence":3}')).toBe(true)
})
