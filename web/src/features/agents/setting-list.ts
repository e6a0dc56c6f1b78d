import type { Settings } from './draft.ts'

/** How each call setting is changed. Ranges are those of the contract; a test compares them. */
export type SettingControl = { readonly name: keyof Settings } & (
  | { readonly kind: 'switch' }
  | {
      readonly kind: 'number'
      readonly min: number
      readonly max: number
      readonly unit?: 'ms' | 's'
    }
  | { readonly kind: 'choice'; readonly values: readonly (string | number | null)[] }
  | { readonly kind: 'text' }
)

type Group = {
  readonly name: 'turns' | 'length' | 'sound' | 'language' | 'model' | 'hearing'
  /** Open from the start: what most agents need. */
  readonly isUsual: boolean
  readonly settings: readonly SettingControl[]
}

const onOff = (name: keyof Settings): SettingControl => ({ name, kind: 'switch' })

export const settingGroups: readonly Group[] = [
  {
    name: 'turns',
    isUsual: true,
    settings: [
      onOff('interrupt'),
      { name: 'waitForUserToSpeakFirst', kind: 'choice', values: [0, 1, 2] },
      { name: 'responseDelay', kind: 'number', min: 100, max: 1_500, unit: 'ms' },
      { name: 'silenceThreshold', kind: 'number', min: 1, max: 60_000, unit: 'ms' },
    ],
  },
  {
    name: 'length',
    isUsual: true,
    settings: [
      { name: 'userInactivityTimeout', kind: 'number', min: 5, max: 60, unit: 's' },
      { name: 'maxCallDuration', kind: 'number', min: 30, max: 3_600, unit: 's' },
      onOff('smartCallEnd'),
      { name: 'ringTimeout', kind: 'number', min: 5, max: 120, unit: 's' },
    ],
  },
  {
    name: 'sound',
    isUsual: false,
    settings: [
      onOff('backgroundNoise'),
      onOff('thinkingVoice'),
      { name: 'expressiveness', kind: 'number', min: 0, max: 2 },
    ],
  },
  {
    name: 'language',
    isUsual: false,
    settings: [onOff('languageDialectSwitcher'), onOff('genderDetection')],
  },
  {
    name: 'model',
    isUsual: false,
    settings: [
      onOff('agenticRag'),
      { name: 'promptEnhancer', kind: 'choice', values: ['Disabled', 'Basic', 'Advanced'] },
      onOff('realTime'),
    ],
  },
  {
    name: 'hearing',
    isUsual: false,
    settings: [
      {
        name: 'minInterruptionDuration',
        kind: 'number',
        min: 0.2,
        max: 1.5,
        unit: 's',
      },
      { name: 'vadActivationThreshold', kind: 'number', min: 0.2, max: 0.9 },
      onOff('enhancedTurnTaking'),
      { name: 'noiseCancellation', kind: 'text' },
      { name: 'cancelNoisePer', kind: 'text' },
      onOff('sendDenoisedToStt'),
      onOff('enableAutoGainControl'),
      onOff('speakerIdentification'),
      { name: 'sttModel', kind: 'text' },
    ],
  },
]
