import { z } from 'zod'
import { endpoint } from '../endpoint.ts'

const common = {
  tag: 'Realtime speech',
  method: 'POST',
  access: 'key',
  scope: 'write',
  resource: 'recordings',
  envelope: 'voice',
  pace: 'realtime',
} as const

/** Ten minutes of sound in base64, and some more. */
const maxAudioCharacters = 15_000_000

export const RealtimeStt = z.looseObject({
  audioBase64: z
    .string('must be base64.')
    .max(maxAudioCharacters, 'must be at most 15000000 characters.')
    .nullish()
    .describe('WAV, MP3, Ogg or WebM; else 16-bit samples, little-endian, mono at 16 kHz.'),
  audioList: z
    .array(z.number(), 'must be a list of numbers.')
    .max(9_600_000, 'must hold at most ten minutes.')
    .nullish()
    .describe('Instead: samples from -1 to 1, mono at 16 kHz.'),
  encoding: z
    .enum(['linear16', 'mulaw'], 'must be linear16 or mulaw.')
    .nullish()
    .describe('Of sound without a container; mulaw is taken to have 8 kHz.'),
  language: z.string().max(20).nullish().describe('ar, en, …; left out, it is found out.'),
  isEosEnabled: z.boolean().nullish().describe('Stop at the first end of speech.'),
  eosThreshold: z
    .number()
    .min(0)
    .max(60)
    .nullish()
    .describe('Seconds of quiet that end speech; 0.3 unless said.'),
})
export type RealtimeStt = z.infer<typeof RealtimeStt>

const factor = z
  .number()
  .min(0.5, 'must be from 0.5 to 2.')
  .max(2, 'must be from 0.5 to 2.')
  .nullish()

export const RealtimeTts = z.looseObject({
  text: z
    .string({ error: (issue) => (issue.input === undefined ? 'is required.' : 'must be text.') })
    .trim()
    .min(1, 'must not be empty.')
    .max(2_000, 'must be at most 2000 characters.'),
  speaker: z.string().max(200).nullish().describe('Name or id of a voice.'),
  dialect: z.string().max(40).nullish().describe('pls, egy, ksa, msa, en, …'),
  languageId: z.string().max(20).nullish(),
  mulaw: z.boolean().nullish().describe('μ-law at 8 kHz instead of 16-bit samples at 16 kHz.'),
  speed: factor,
  pitch: factor,
})
export type RealtimeTts = z.infer<typeof RealtimeTts>

const ttsAliases = { voiceId: 'speaker', voice_id: 'speaker', language: 'languageId' }

export const realtimeEndpoints = {
  stt: endpoint({
    ...common,
    id: 'transcribeNow',
    path: '/v1/realtime/stt',
    summary: 'Transcribe a short piece of speech',
    body: RealtimeStt,
    reply: z.object({
      success: z.literal(true),
      message: z.string(),
      messageKey: z.string(),
      text: z.string(),
      data: z.object({ text: z.string(), language: z.string().nullable() }),
    }),
    errors: ['PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE', 'SERVICE_UNAVAILABLE'],
  }),
  tts: endpoint({
    ...common,
    id: 'speakNow',
    path: '/v1/realtime/tts',
    summary: 'Say a text: a WAV file',
    body: RealtimeTts,
    bodyAliases: ttsAliases,
    reply: z.never(),
    files: ['audio/wav'],
    errors: ['SERVICE_UNAVAILABLE'],
  }),
  ttsStream: endpoint({
    ...common,
    id: 'speakNowStreamed',
    path: '/v1/realtime/tts-stream',
    summary: 'Say a text, its sound sent as it is made',
    description:
      'A WAV header with open lengths, then samples; they begin before the rest is made.',
    body: RealtimeTts,
    bodyAliases: ttsAliases,
    reply: z.never(),
    files: ['audio/wav'],
    errors: ['SERVICE_UNAVAILABLE'],
  }),
}
