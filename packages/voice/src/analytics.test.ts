import { expect, test } from 'vitest'
import { Analytics, qualityOf } from './analytics.ts'

test.for([
  [50, true, 'excellent'],
  [200, true, 'good'],
  [900, true, 'poor'],
  [undefined, true, 'good'],
  [50, false, 'lost'],
] as const)('%s ms and connected %s is %s', ([ms, isConnected, quality]) => {
  expect(qualityOf(ms, isConnected)).toBe(quality)
})

test('the response time runs from the last loud piece to the first sound of the answer', () => {
  let now = 0
  const analytics = new Analytics(() => now)
  now = 100
  analytics.started()
  analytics.heardUser(0.3, 20)
  now = 300
  analytics.heardUser(0.001, 20)
  now = 900
  analytics.agentBegan()
  now = 1_100
  expect(analytics.performance()).toEqual({
    callDuration: 1_000,
    responseTime: 800,
    averageResponseTime: 800,
    reconnectionCount: 0,
    connectionEstablishedTime: 100,
  })
  expect(analytics.audioLevels()).toMatchObject({ userSpeakingTime: 20 })
})

test('an agent that speaks first has answered nobody', () => {
  const analytics = new Analytics(() => 0)
  analytics.agentBegan()
  expect(analytics.performance().responseTime).toBeNull()
})
