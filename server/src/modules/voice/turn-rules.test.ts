import { CallSettings } from '@parley/contract'
import { expect, test } from 'vitest'
import { turnRulesOf } from './turn-rules.ts'

test('an agent without settings answers after 400 ms, and gives unfinished words a second', () => {
  expect(turnRulesOf(CallSettings.parse({}), 'en')).toEqual({
    language: 'en',
    isInterruptible: true,
    minInterruptionMs: 500,
    endOfTurnMs: 400,
    unfinishedMs: 1_000,
    voiceThreshold: 0.5,
    heedsQuestion: false,
  })
})

test.for<[settings: object, rules: object]>([
  [{ interrupt: false }, { isInterruptible: false }],
  [{ responseDelay: 1_000 }, { endOfTurnMs: 1_000, unfinishedMs: 1_600 }],
  [{ silenceThreshold: 3_000 }, { unfinishedMs: 3_000 }],
  [{ minInterruptionDuration: 1 }, { minInterruptionMs: 1_000 }],
  [{ vadActivationThreshold: 0.8 }, { voiceThreshold: 0.8 }],
  [{ enhancedTurnTaking: true }, { heedsQuestion: true }],
  [{ languageDialectSwitcher: true }, { language: undefined }],
])('the settings %j mean %j', ([settings, rules]) => {
  expect(turnRulesOf(CallSettings.parse(settings), 'en')).toMatchObject(rules)
})
