import type { CallSettings } from '@parley/contract'

type Rules = {
  readonly language: string | undefined
  readonly isInterruptible: boolean
  readonly minInterruptionMs: number
  readonly endOfTurnMs: number
  readonly unfinishedMs: number
  readonly voiceThreshold: number
  readonly heedsQuestion: boolean
}

/**
 * An agent's call settings as rules of turn-taking. What sounds whole is answered after the response
 * delay; what sounds unfinished, after the silence threshold and never sooner than that delay.
 */
export function turnRulesOf(settings: CallSettings, language: string): Rules {
  return {
    language: settings.languageDialectSwitcher ? undefined : language,
    isInterruptible: settings.interrupt,
    minInterruptionMs: settings.minInterruptionDuration * 1_000,
    endOfTurnMs: settings.responseDelay,
    unfinishedMs: Math.max(settings.silenceThreshold, settings.responseDelay + unfinishedExtraMs),
    voiceThreshold: settings.vadActivationThreshold,
    heedsQuestion: settings.enhancedTurnTaking,
  }
}

/** People who search for a word need this much more than those who are done. */
const unfinishedExtraMs = 600
