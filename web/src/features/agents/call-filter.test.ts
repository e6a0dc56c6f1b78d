import { expect, test } from 'vitest'
import { filterOf } from './call-filter.ts'

test('the address says which calls are shown', () => {
  expect(
    filterOf({
      q: '+44',
      agent: 'a1',
      status: 'COMPLETED',
      direction: 'web',
      since: '2026-03-01',
      until: '2026-03-02',
    }),
  ).toEqual({
    search: '+44',
    voiceAgentId: 'a1',
    status: 'COMPLETED',
    direction: 'web',
    startTime: new Date('2026-03-01T00:00:00').toISOString(),
    endTime: new Date('2026-03-02T23:59:59.999').toISOString(),
  })
})

test('what the API does not know is left out', () => {
  expect(
    filterOf({ status: 'NONSENSE', direction: 'up', since: 'soon', until: '2026-13-99' }),
  ).toEqual({})
  expect(filterOf({})).toEqual({})
})
