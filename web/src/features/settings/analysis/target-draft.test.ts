import { defaultTargets, metricDefinitions, MetricSettingsChange } from '@parley/contract'
import { expect, test } from 'vitest'
import { targetChanges, targetDraftOf, targetFault, targetOf } from './target-draft.ts'

const present = { ...defaultTargets, patience: { min: 0.5, ideal: null, max: null } }
const unitOf = (name: keyof typeof metricDefinitions) => metricDefinitions[name].unit

test('shares are typed in percent, and come back as they were', () => {
  const share = { min: null, ideal: 0.43, max: 0.65 }
  const draft = targetDraftOf(share, 'share')
  expect(draft).toEqual({ min: '', ideal: '43', max: '65' })
  expect(targetOf(draft, 'share')).toEqual(share)
  expect(targetOf({ ...draft, max: '57' }, 'share').max).toBe(0.57)
  expect(targetDraftOf({ min: 0.6, ideal: null, max: 1 }, 'seconds')).toEqual({
    min: '0.6',
    ideal: '',
    max: '1',
  })
})

test('what nobody changed is not sent, and what is usual again is given back', () => {
  const drafts = {
    rep_share: targetDraftOf(present.rep_share, 'share'),
    patience: targetDraftOf(defaultTargets.patience, 'seconds'),
    silence_share: { min: '', ideal: '', max: '20' },
    monologue_count: { min: '', ideal: '', max: '' },
  }
  const targets = targetChanges({ drafts, present, defaults: defaultTargets, unitOf })
  expect(targets).toEqual({
    patience: null,
    silence_share: { min: null, ideal: null, max: 0.2 },
    monologue_count: { min: null, ideal: null, max: null },
  })
  expect(MetricSettingsChange.safeParse({ targets }).success).toBe(true)
})

test.each([
  [{ min: '1', ideal: '2', max: '3' }, undefined],
  [{ min: '', ideal: '', max: '' }, undefined],
  [{ min: '2', ideal: '', max: '2' }, undefined],
  [{ min: '3', ideal: '', max: '2' }, 'order'],
  [{ min: '', ideal: '4', max: '2' }, 'order'],
  [{ min: '-2', ideal: '', max: '' }, 'number'],
  [{ min: '', ideal: '', max: '2000000' }, 'number'],
])('of %j it is said: %s', (draft, fault) => {
  expect(targetFault(draft)).toBe(fault)
  const change = { targets: { question_count: targetOf(draft, 'count') } }
  expect(MetricSettingsChange.safeParse(change).success).toBe(fault === undefined)
})
