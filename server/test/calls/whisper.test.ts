import { expect, test } from 'vitest'
import { simulateCall } from '../call-simulator.ts'
import { startTestApp } from '../test-app.ts'

test('what an agent is told by a colleague it works into what it says, and the caller hears only that', async () => {
  await using app = await startTestApp()
  const call = await simulateCall(app, {
    model: ({ messages }) => ({
      text: JSON.stringify(messages).includes('ten percent')
        ? 'I can offer you a discount.'
        : 'It costs forty pounds.',
    }),
    caller: (ongoing) => [
      { at: 3, says: 'What does it cost?', lasting: 1 },
      { at: 9, does: () => ongoing.call().whisper('Offer ten percent.') },
      { at: 15, hangsUp: true },
    ],
  })
  const said = call.turns.filter(({ speaker }) => speaker === 'agent').map(({ text }) => text)
  expect(said).toEqual(['Good morning.', 'It costs forty pounds.', 'I can offer you a discount.'])
  expect(JSON.stringify(call.turns)).not.toContain('ten percent')
  expect(call.leftOver).toEqual({ timers: 0, notices: 0 })
})
