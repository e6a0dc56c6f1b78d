import assert from 'node:assert/strict'
import type { Embeddings } from './port.ts'

const about = {
  refunds: 'Refunds are paid back to the card within fourteen days of the return.',
  hours: 'The shop is open from Monday to Friday, nine to five.',
  question: 'Within how many days are refunds paid back to the card?',
}

const dot = (a: Float32Array, b: Float32Array) =>
  a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0)

async function embedOne(embeddings: Embeddings, text: string): Promise<Float32Array> {
  const [vector] = await embeddings.embed([text])
  assert.ok(vector)
  return vector
}

/** What every implementation of the port must do. Run by each one's own test. */
export const embeddingsConformance: readonly {
  readonly title: string
  readonly check: (embeddings: Embeddings) => Promise<void>
}[] = [
  {
    title: 'answers one vector of unit length for each text, in their order',
    async check(embeddings) {
      const texts = [about.refunds, about.hours, about.question]
      const vectors = await embeddings.embed(texts)
      assert.equal(vectors.length, texts.length)
      for (const [index, vector] of vectors.entries()) {
        assert.equal(vector.length, vectors[0]?.length)
        assert.ok(Math.abs(dot(vector, vector) - 1) < 1e-3)
        const alone = await embedOne(embeddings, texts[index] ?? '')
        assert.ok(dot(vector, alone) > 0.98, `text ${index} differs when it comes alone`)
      }
    },
  },
  {
    title: 'answers the same vector for the same text',
    async check(embeddings) {
      const [a, b] = [
        await embedOne(embeddings, about.hours),
        await embedOne(embeddings, about.hours),
      ]
      assert.deepEqual(a, b)
    },
  },
  {
    title: 'puts a question nearer to its answer than to something else',
    async check(embeddings) {
      const [answer, other, question] = await embeddings.embed(Object.values(about))
      assert.ok(answer && other && question)
      assert.ok(dot(question, answer) > dot(question, other) + 0.1)
    },
  },
  {
    title: 'takes texts that are empty, long, or in letters it may not know',
    async check(embeddings) {
      const texts = ['', ' ', 'a', 'word '.repeat(5_000), 'سياسة الاسترجاع', '退款政策', '🙂']
      const vectors = await embeddings.embed(texts)
      assert.equal(vectors.length, texts.length)
      for (const vector of vectors) assert.ok(vector.every(Number.isFinite))
    },
  },
  {
    title: 'answers nothing for nothing',
    async check(embeddings) {
      assert.deepEqual(await embeddings.embed([]), [])
    },
  },
  {
    title: 'gives up with the reason of the signal',
    async check(embeddings) {
      const reason = new Error('enough')
      const given = embeddings.embed([about.hours], { signal: AbortSignal.abort(reason) })
      await assert.rejects(given, (error) => error === reason)
    },
  },
]
