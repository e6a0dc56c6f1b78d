import { z } from 'zod'
import { flag } from '../fields.ts'
import { looseText, nullableText, wholeWithin, within } from './field-kinds.ts'

/** Names of settings come with `-` in v1 and with `_` in v2; kept in one way. */
const setting = looseText(50)
  .regex(/^[A-Za-z0-9_-]*$/, 'must be letters, digits, hyphens and underscores.')
  .transform((value) => value.toLowerCase().replaceAll('-', '_'))

const off = flag.default(false)

/** 0, 1, 2, and from older clients true or false. */
const waiting = z
  .union([within(0, 2), flag.transform(Number)], 'must be from 0 to 2.')
  .meta({ openapi: { type: 'number', minimum: 0, maximum: 2 } })

/** How an agent behaves in a call. Every field has its default. */
export const CallSettings = z
  .object({
    interrupt: flag.default(true).describe('Whether the agent stops when the user speaks.'),
    responseDelay: within(100, 1_500)
      .default(400)
      .describe('Milliseconds between the end of the user’s turn and the answer.'),
    silenceThreshold: within(1, 60_000)
      .default(800)
      .describe('Milliseconds of silence that end the user’s turn.'),
    userInactivityTimeout: within(5, 60)
      .default(15)
      .describe('Seconds without a word of the user until the agent pokes, or ends the call.'),
    maxCallDuration: within(30, 3_600)
      .default(300)
      .describe('Seconds after which the agent ends the call.'),
    minInterruptionDuration: within(0.2, 1.5)
      .default(0.5)
      .describe('Seconds the user must speak before it counts as an interruption.'),
    vadActivationThreshold: within(0.2, 0.9)
      .default(0.5)
      .describe('Probability above which sound counts as speech.'),
    waitForUserToSpeakFirst: waiting
      .default(0)
      .describe(
        '0: the agent greets at once. 1: it lets the user begin, and greets after the inactivity timeout. 2: it waits until the user speaks.',
      ),
    noiseCancellation: setting
      .transform((value) => value || null)
      .nullable()
      .default(null)
      .describe('Kind of noise suppression, such as telephony_optimized; null for none.'),
    cancelNoisePer: setting
      .default('conversation')
      .describe('What noise is learned for, such as conversation.'),
    backgroundNoise: off.describe('Quiet office sounds behind the agent.'),
    thinkingVoice: off.describe('Small sounds while the agent thinks.'),
    speakerIdentification: off.describe('Tell several users on one line apart.'),
    agenticRag: off.describe('Let the model decide when to search the knowledge base.'),
    languageDialectSwitcher: off.describe('Follow the user into another language or dialect.'),
    enableAutoGainControl: off.describe('Even out how loud the user is.'),
    sendDenoisedToStt: off.describe('Transcribe the sound after noise suppression.'),
    genderDetection: off.describe('Guess the user’s gender, for languages that address by it.'),
    smartCallEnd: off.describe('Let the agent end the call when the talk is over.'),
    realTime: off.describe('Use a model that hears and speaks by itself, where one is configured.'),
    enhancedTurnTaking: off.describe('Judge the end of a turn by its words too.'),
    promptEnhancer: z
      .preprocess(capitalised, z.enum(['Disabled', 'Basic', 'Advanced']))
      .default('Disabled')
      .describe('How much is added to the prompt about speaking in a call.'),
    expressiveness: within(0, 2).default(1).describe('How lively the voice is; 1 is as recorded.'),
    sttModel: nullableText(100).default(null).describe('Speech-to-text model; null: the usual.'),
    ringTimeout: wholeWithin(5, 120)
      .default(45)
      .describe('Seconds an outgoing call rings before it counts as not answered.'),
  })
  .meta({ id: 'AgentCallSettings' })
export type CallSettings = z.infer<typeof CallSettings>

function capitalised(value: unknown): unknown {
  if (typeof value !== 'string' || value === '') return value
  return value.charAt(0).toUpperCase() + value.slice(1).toLowerCase()
}
