import { expect, test } from 'vitest'
import { simulateCall, storyOf } from '../call-simulator.ts'
import { startTestApp } from '../test-app.ts'

// Who spells pauses: an address is not cut where somebody thinks of its next letter.

test('an e-mail address that is spelt with pauses is heard as one, said back and kept', async () => {
  await using app = await startTestApp()
  const call = await simulateCall(app, {
    agent: {
      conversation: { greetingMessage: 'What is your e-mail address?' },
      outcomeResponseShape: { email: { type: 'string', format: 'email' } },
    },
    caller: [
      { at: 3, says: 'A D A', lasting: 0.96 },
      // 800 ms later: what is being spelt has a second.
      { at: 4.76, says: 'at example dot', lasting: 1.6 },
      { at: 7.16, says: 'com', lasting: 0.48 },
      { at: 14, says: 'Yes, that is right.' },
      { at: 20, hangsUp: true },
    ],
  })
  const heard = storyOf(call).filter((line) => line.includes('caller'))
  expect(heard).toEqual([
    '3.016 caller: A D A at example dot com',
    '14.016 caller: Yes, that is right.',
  ])
  expect(call.record.outcome).toMatchObject({ email: 'ada@example.com' })
  expect(call.measured).toMatchObject({ turns: 2, responseRate: 1, agentInterruptions: 0 })
})
