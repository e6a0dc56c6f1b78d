import { AgentDefinition } from '@parley/contract'
import { expect, test } from 'vitest'
import { instructionsFor } from './instruction-rules.ts'

const told = (callSettings: object, hasKnowledge = true) =>
  instructionsFor({
    definition: AgentDefinition.parse({ name: 'Ada', callSettings }),
    preamble: 'You work for Acme.',
    now: new Date('2026-03-02T09:00:00.000Z'),
    canEnd: true,
    canTransfer: false,
    hasKnowledge,
  })

test('the more the prompt is enhanced, the more it says about speaking', () => {
  const [none, basic, advanced] = ['Disabled', 'Basic', 'Advanced'].map((promptEnhancer) =>
    told({ promptEnhancer }),
  )
  expect(none).not.toContain('in words')
  expect(basic).toContain('in words')
  expect(basic).not.toContain('wait for a yes')
  expect(advanced).toContain('in words')
  expect(advanced).toContain('wait for a yes')
})

test('a model that decides when to search is told to search as often as it needs', () => {
  expect(told({ agenticRag: true })).toContain('several wordings')
  expect(told({ agenticRag: true }, false)).not.toContain('several wordings')
  expect(told({})).not.toContain('several wordings')
})
