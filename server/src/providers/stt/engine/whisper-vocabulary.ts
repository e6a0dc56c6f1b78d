import { readFile } from 'node:fs/promises'
import { z } from 'zod'

export type WhisperVocabulary = {
  readonly start: number
  readonly end: number
  readonly transcribe: number
  readonly noTimestamps: number
  readonly noSpeech: number
  /** ISO 639-1 to the token that asks for the language. */
  readonly languages: ReadonlyMap<string, number>
  readonly never: readonly number[]
  readonly notFirst: readonly number[]
  readonly toText: (tokens: readonly number[]) => string
}

const Generation = z.object({
  decoder_start_token_id: z.number(),
  eos_token_id: z.number(),
  no_timestamps_token_id: z.number(),
  lang_to_id: z.record(z.string(), z.number()),
  task_to_id: z.object({ transcribe: z.number() }),
  suppress_tokens: z.array(z.number()).default([]),
  begin_suppress_tokens: z.array(z.number()).default([]),
})
const Vocabulary = z.record(z.string(), z.number())

export async function readWhisperVocabulary(files: {
  vocabulary: string
  generation: string
}): Promise<WhisperVocabulary> {
  const generation = Generation.parse(JSON.parse(await readFile(files.generation, 'utf8')))
  const vocabulary = Vocabulary.parse(JSON.parse(await readFile(files.vocabulary, 'utf8')))
  const words = new Map(Object.entries(vocabulary).map(([word, token]) => [token, word]))
  const end = generation.eos_token_id
  return {
    start: generation.decoder_start_token_id,
    end,
    transcribe: generation.task_to_id.transcribe,
    noTimestamps: generation.no_timestamps_token_id,
    // It precedes <|notimestamps|> in every multilingual Whisper.
    noSpeech: generation.no_timestamps_token_id - 1,
    languages: new Map(
      Object.entries(generation.lang_to_id).map(([mark, token]) => [mark.slice(2, -2), token]),
    ),
    never: generation.suppress_tokens.filter((token) => token !== end),
    notFirst: generation.begin_suppress_tokens,
    toText(tokens) {
      const spelled = tokens.filter((token) => token < end).map((token) => words.get(token) ?? '')
      const bytes = Array.from(spelled.join(''), (letter) => letterToByte.get(letter) ?? 63)
      return Buffer.from(bytes).toString('utf8').replaceAll('\u{FFFD}', '')
    },
  }
}

/** GPT-2 writes each byte as a printable letter: most as themselves, the others from U+0100 on. */
const letterToByte = new Map<string, number>()
for (let byte = 0, next = 256; byte < 256; byte++) {
  const isPrintable =
    (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || (byte >= 174 && byte <= 255)
  letterToByte.set(String.fromCodePoint(isPrintable ? byte : next++), byte)
}
