import { expect, test } from 'vitest'
import { startTestApp } from '../../../test/test-app.ts'

test('the texts of an agent are shown as a call would begin with them', async () => {
  const now = () => new Date('2026-03-02T09:15:00Z')
  await using app = await startTestApp({ now })
  const { voiceAgents } = app.client
  const { id } = await voiceAgents.create({
    name: 'A',
    greeting: 'Hello {{ name }}, it is {{ current_weekday }}.',
    preamble: 'Sell {{ product }} to {{ name }} for {{ price }}. {{ user_number }}',
    params: { name: 'you', product: 'tea' },
  })
  const shown = await voiceAgents.preview(id, { params: { name: 'Ada', current_weekday: 'Never' } })
  expect(shown).toMatchObject({
    version: 1,
    greetingMessage: 'Hello Ada, it is Monday.',
    preamble: 'Sell tea to Ada for . ',
    missing: ['price'],
  })
  expect(shown.systemVariables).toMatchObject({ current_date: '2026-03-02', direction: 'web' })
})
