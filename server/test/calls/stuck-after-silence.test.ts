import { expect, test } from 'vitest'
import { simulateCall, storyOf } from '../call-simulator.ts'
import { startTestApp } from '../test-app.ts'

// An agent that was stopped by a noise goes on, and one that hears nothing does not wait for ever.

const long = 'We are open from Monday to Friday, from nine in the morning until six in the evening.'

test('a noise over the agent pauses it, and it goes on where it was', async () => {
  await using app = await startTestApp()
  const call = await simulateCall(app, {
    agent: { conversation: { greetingMessage: long } },
    caller: [
      { at: 2, noise: 0.8 },
      { at: 12, hangsUp: true },
    ],
  })
  expect(call.turns).toMatchObject([{ speaker: 'agent', text: long, is_interrupted: false }])
  const [before, after] = call.tracks.agent
  // It is an interruption after 500 ms, and none 1.2 s after its end.
  expect(before?.endMs).toBe(2_520)
  expect(after?.startMs).toBe(4_260)
  const heardMs = call.tracks.agent.reduce((sum, one) => sum + one.endMs - one.startMs, 0)
  expect(heardMs).toBeGreaterThanOrEqual(5_100)
  expect(call.record.turnTaking).toMatchObject({ noises: 1, noisesIgnored: 0 })
})

test('a caller who was not heard is asked again, and answered as ever', async () => {
  await using app = await startTestApp()
  const call = await simulateCall(app, {
    agent: {
      conversation: { pokeMessages: ['Are you there?'] },
      callSettings: { userInactivityTimeout: 5 },
    },
    model: () => ({ text: 'Here I am.' }),
    caller: [
      { at: 2, noise: 0.48 },
      { at: 9, says: 'Yes, I am here.' },
      { at: 13, hangsUp: true },
    ],
  })
  expect(storyOf(call)).toEqual([
    '0.080 agent: Good morning.',
    '7.820 agent: Are you there?',
    '9.016 caller: Yes, I am here.',
    '10.600 agent: Here I am.',
  ])
})

test('silence of both is poked twice and ends with a goodbye, to the millisecond', async () => {
  await using app = await startTestApp()
  const call = await simulateCall(app, {
    agent: {
      conversation: { pokeMessages: ['Hello?', 'Anybody?'] },
      callSettings: { userInactivityTimeout: 10 },
    },
    caller: [],
  })
  // Each silence is counted from the end of what was heard: 80 ms of the voice, then the words.
  expect(storyOf(call)).toEqual([
    '0.080 agent: Good morning.',
    '10.960 agent: Hello?',
    '21.520 agent: Anybody?',
    '32.080 agent: Thank you for calling. Goodbye!',
  ])
  expect(call.record).toMatchObject({ status: 'COMPLETED', reason: 'inactivity' })
  expect(call.measured.longestSilenceMs).toBe(10_080)
})
