import { InferenceSession, Tensor } from 'onnxruntime-node'

/** What the greedy search said: text tokens, and how sure the model was of each. */
export type Decoded = { readonly tokens: number[]; readonly logProbabilities: number[] }

type Search = {
  readonly prompt: readonly number[]
  readonly endToken: number
  readonly maxTokens: number
  /** Sets logits that may not be chosen to -Infinity; `position` counts from the first new token. */
  readonly mask?: (logits: Float32Array, position: number) => void
}

type Cache = Record<string, Tensor>

/**
 * An encoder-decoder's decoder as Optimum exports it: one graph with and without the cache of keys and
 * values. The encoder's part of the cache is computed in the first step and kept.
 */
export type GreedyDecoder = {
  readonly search: (hidden: Tensor, search: Search) => Promise<Decoded>
  /** The logits that follow `prompt`, without going on. */
  readonly firstLogits: (hidden: Tensor, prompt: readonly number[]) => Promise<Float32Array>
  readonly release: () => Promise<void>
}

/**
 * The arena of the CPU provider stays on: without it each step of Moonshine's decoder took 37 ms
 * instead of 12, for memory that was given back and asked for again.
 */
export const sessionOptions = (threads: number): InferenceSession.SessionOptions => ({
  executionProviders: ['cpu'],
  intraOpNumThreads: threads,
  interOpNumThreads: 1,
  logSeverityLevel: 3,
  // Threads that spin while they wait would take the cores from the API.
  extra: { session: { intra_op: { allow_spinning: '0' } } },
})

export async function openGreedyDecoder(file: string, threads: number): Promise<GreedyDecoder> {
  const session = await InferenceSession.create(file, sessionOptions(threads))
  const pastNames = session.inputNames.filter((name) => name.startsWith('past_key_values.'))
  const growing = pastNames.filter((name) => name.includes('.decoder.'))
  const toPresent = (name: string) => name.replace('past_key_values.', 'present.')

  async function step(
    ids: readonly number[],
    hidden: Tensor,
    past: Cache,
    isFirst: boolean,
  ): Promise<{ logits: Float32Array; past: Cache }> {
    const wanted = ['logits', ...(isFirst ? pastNames : growing).map(toPresent)]
    const output = await session.run(
      {
        ...past,
        input_ids: new Tensor('int64', BigInt64Array.from(ids, BigInt), [1, ids.length]),
        encoder_hidden_states: hidden,
        use_cache_branch: new Tensor('bool', [!isFirst], [1]),
      },
      wanted,
    )
    const next: Cache = { ...past }
    for (const name of isFirst ? pastNames : growing) {
      const tensor = output[toPresent(name)]
      if (tensor) next[name] = tensor
    }
    const logits = output.logits as Tensor
    const width = logits.dims[2] ?? 0
    const data = logits.data as Float32Array
    return { logits: data.slice(data.length - width), past: next }
  }

  return {
    async search(hidden, { prompt, endToken, maxTokens, mask }) {
      const decoded: Decoded = { tokens: [], logProbabilities: [] }
      let { logits, past } = await step(prompt, hidden, emptyCache(session, pastNames), true)
      for (;;) {
        mask?.(logits, decoded.tokens.length)
        const { token, logProbability } = best(logits)
        if (token === endToken) return decoded
        decoded.tokens.push(token)
        decoded.logProbabilities.push(logProbability)
        if (decoded.tokens.length >= maxTokens) return decoded
        ;({ logits, past } = await step([token], hidden, past, false))
      }
    },
    async firstLogits(hidden, prompt) {
      return (await step(prompt, hidden, emptyCache(session, pastNames), true)).logits
    },
    release: () => session.release(),
  }
}

/** Before the first token: the right shapes, and nothing in them. */
function emptyCache(session: InferenceSession, names: readonly string[]): Cache {
  const shapes = new Map(
    session.inputMetadata.map((input) => [input.name, input.isTensor ? input.shape : []]),
  )
  return Object.fromEntries(
    names.map((name) => {
      const shape = shapes.get(name) ?? []
      const dims = [1, Number(shape[1]), 0, Number(shape[3])]
      return [name, new Tensor('float32', new Float32Array(0), dims)]
    }),
  )
}

function best(logits: Float32Array): { token: number; logProbability: number } {
  let token = 0
  for (let index = 1; index < logits.length; index++) {
    if ((logits[index] ?? 0) > (logits[token] ?? 0)) token = index
  }
  const top = logits[token] ?? 0
  let sum = 0
  for (const logit of logits) sum += Math.exp(logit - top)
  return { token, logProbability: -Math.log(sum) }
}
