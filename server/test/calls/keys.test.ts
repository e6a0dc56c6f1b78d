import { expect, test } from 'vitest'
import { simulateCall } from '../call-simulator.ts'
import { startTestApp } from '../test-app.ts'

// Keys that are pressed one after the other are one answer.

const echo = {
  model: ({ messages }: { messages: readonly { role: string; text?: string }[] }) => ({
    text: `You pressed ${messages.findLast(({ role }) => role === 'user')?.text ?? 'nothing'}.`,
  }),
}

test('digits are one answer two seconds after the last, or at once with #', async () => {
  await using app = await startTestApp()
  const call = await simulateCall(app, {
    ...echo,
    telephone: {},
    caller: [
      { at: 3, presses: '4' },
      { at: 4.5, presses: '2' },
      { at: 12, presses: '77#' },
      { at: 18, hangsUp: true },
    ],
  })
  const agent = call.turns.filter(({ speaker }) => speaker === 'agent')
  expect(agent.map(({ text }) => text)).toEqual([
    'Good morning.',
    'You pressed 42.',
    'You pressed 77.',
  ])
  // 200 ms of the model and 80 of the voice after the pause, or the hash.
  const lateMs = agent.map(({ start_ms }, index) => start_ms - ([80, 6_780, 12_280][index] ?? 0))
  expect(lateMs.every((ms) => ms >= 0 && ms <= 2)).toBe(true)
  const keys = call.log.filter(({ message }) => message === 'A key was pressed')
  expect(keys.map(({ payload, at_ms }) => [JSON.parse(payload) as unknown, at_ms])).toEqual([
    [{ digit: '4' }, 3_000],
    [{ digit: '2' }, 4_500],
    [{ digit: '7' }, 12_000],
    [{ digit: '7' }, 12_000],
    [{ digit: '#' }, 12_000],
  ])
})

test('a key that is pressed over the agent silences it', async () => {
  await using app = await startTestApp()
  const call = await simulateCall(app, {
    ...echo,
    telephone: {},
    agent: {
      conversation: {
        greetingMessage:
          'For sales press one, for support press two, for anything else press three.',
      },
    },
    caller: [
      { at: 2, presses: '2#' },
      { at: 8, hangsUp: true },
    ],
  })
  expect(call.turns).toMatchObject([
    { text: 'For sales press one, for', is_interrupted: true },
    { speaker: 'user', text: '2' },
    { text: 'You pressed 2.' },
  ])
  expect(call.earpiece.clears[0]).toBe(2_000)
})
