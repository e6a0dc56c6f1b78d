import { type EmbedOptions, type Embeddings, normalise } from './port.ts'

const dimensions = 256

export type FakeScript = {
  /** Words that count as the same: `{ refund: 'money-back' }`. */
  readonly synonyms?: Readonly<Record<string, string>>
  /** Thrown by every call while it is set. */
  readonly error?: Error | undefined
  readonly languages?: readonly string[]
  readonly isReady?: boolean
  /** Waited for before each call. */
  readonly gate?: (() => Promise<void>) | undefined
}

export type FakeEmbeddings = Embeddings & {
  /** The texts of every call so far. */
  readonly calls: readonly (readonly string[])[]
  /** Takes effect with the next call. */
  readonly script: (script: FakeScript) => void
}

/** The same vectors in every run: each word has a place, texts are near when they share words. */
export function openFakeEmbeddings(first: FakeScript = {}): FakeEmbeddings {
  const calls: (readonly string[])[] = []
  let script = first

  async function embed(
    texts: readonly string[],
    { signal }: EmbedOptions = {},
  ): Promise<Float32Array[]> {
    signal?.throwIfAborted()
    calls.push(texts)
    await script.gate?.()
    if (script.error) throw script.error
    return texts.map((text) => toVector(text, script.synonyms ?? {}))
  }

  return {
    name: 'fake',
    model: 'fake',
    get languages() {
      return script.languages ?? ['*']
    },
    calls,
    script(next) {
      script = next
    },
    embed,
    isReady: () => script.isReady ?? true,
    async close() {},
  }
}

function toVector(text: string, synonyms: Readonly<Record<string, string>>): Float32Array {
  const vector = new Float32Array(dimensions)
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
    const place = hash(synonyms[word] ?? word) % dimensions
    vector[place] = (vector[place] ?? 0) + 1
  }
  return normalise(vector)
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 2_166_136_261
  for (const char of text) value = Math.imul(value ^ (char.codePointAt(0) ?? 0), 16_777_619)
  return value >>> 0
}
