import { expect, test, vi } from 'vitest'
import { eventually } from '../../../test/eventually.ts'
import { startTestApp } from '../../../test/test-app.ts'
import { earsThatHear, makeTalker } from '../../../test/voice-ears.ts'
import { openFakeVoice } from '../../providers/tts/fake.ts'
import { prewarm } from './prewarm.ts'

const prepared = () => vi.fn<(...about: unknown[]) => Promise<void>>(async () => {})

test('a call that is about to begin has ears, voice and knowledge loaded, whichever of them fails', async () => {
  const stt = { ...earsThatHear(), prepare: prepared() }
  const broken = vi.fn<(language?: string) => Promise<void>>(async () =>
    Promise.reject(new Error('no model')),
  )
  const tts = { ...openFakeVoice(), prepare: broken }
  await using app = await startTestApp({ stt, tts })
  const prepareKnowledge = prepared()
  const call = { workspaceId: app.owner.workspaceId, agentId: 'an agent', language: 'fr' }
  await prewarm(app.context, { prepareKnowledge }, call)
  expect(stt.prepare).toHaveBeenCalledWith('fr')
  expect(broken).toHaveBeenCalledWith('fr')
  expect(prepareKnowledge).toHaveBeenCalledWith(app.context, {
    workspaceId: app.owner.workspaceId,
    agentId: 'an agent',
  })
})

test('asking for a call token loads what the call will need', async () => {
  const stt = { ...earsThatHear(), prepare: prepared() }
  await using app = await startTestApp({ stt })
  const agent = await makeTalker(app, { voice: { lang: 'ar' } })
  await app.call('POST', '/v1/voice-agents/call-token', {
    body: { voiceAgentId: agent.id, params: {} },
  })
  await eventually(
    () => stt.prepare.mock.calls,
    ([first]) => first !== undefined,
  )
  expect(stt.prepare).toHaveBeenCalledWith('ar')
})
