import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Context } from '../../context.ts'
import { guessLanguage } from '../evaluator/index.ts'
import { type ChunkedSection, cutIntoChunks } from './chunk-rules.ts'
import type { NewChunk } from './chunk-queries.ts'

/** Enough to tell the language of a whole text by. */
const sampleSections = 20

/** Telling a language takes some 50 µs: requests and calls go on between so many. */
const passagesAtOnce = 50

/** What is searched of a text: passages with their places and languages. */
export async function toPassages(
  context: Context,
  sections: readonly ChunkedSection[],
): Promise<NewChunk[]> {
  const sample = sections.slice(0, sampleSections).map(({ text }) => text.slice(0, 1_000))
  const usual = guessLanguage(null, sample.join('\n'))
  const passages: NewChunk[] = []
  for (const [position, chunk] of cutIntoChunks(sections).entries()) {
    // A short passage may not tell.
    const language = guessLanguage(null, chunk.text) ?? usual
    passages.push({ ...chunk, id: context.newId(), position, language })
    if (position % passagesAtOnce === passagesAtOnce - 1) await nextTurn()
  }
  return passages
}
