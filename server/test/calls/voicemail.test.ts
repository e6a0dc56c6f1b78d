import { expect, test } from 'vitest'
import { simulateCall } from '../call-simulator.ts'
import { startTestApp } from '../test-app.ts'

// A machine hears the whole message, whatever it says itself, and nothing else.

const message = 'This is Acme. Please call us back about your order. Thank you.'

test('the message is said to its end over the sound of the machine, and the line is cut', async () => {
  await using app = await startTestApp()
  const call = await simulateCall(app, {
    telephone: {},
    isMessage: true,
    agent: {
      conversation: { greetingMessage: message },
      callSettings: { interrupt: false },
    },
    caller: [
      { at: 0.5, says: 'Please leave a message after the tone.' },
      { at: 4, noise: 0.96 },
    ],
  })
  expect(call.turns.filter(({ speaker }) => speaker === 'agent')).toMatchObject([
    { text: message, is_interrupted: false },
  ])
  expect(call.earpiece.clears).toEqual([])
  expect(call.record).toMatchObject({ status: 'COMPLETED', reason: 'agent_hangup' })
  const heard = call.tracks.agent.at(-1)
  expect(heard && call.closings[0] && call.closings[0].atMs - heard.endMs).toBeLessThanOrEqual(100)
})

test('a machine that says nothing gets the same message', async () => {
  await using app = await startTestApp()
  const call = await simulateCall(app, {
    telephone: {},
    isMessage: true,
    agent: { conversation: { greetingMessage: message }, callSettings: { interrupt: false } },
    caller: [],
  })
  expect(call.turns).toMatchObject([{ text: message }])
  expect(call.endMs).toBeLessThan(6_000)
})
