export type ToEngine = {
  readonly id: number
  /** Read when it is loaded: with the first message. */
  readonly files: { readonly model: string; readonly tokenizer: string; readonly config: string }
  readonly texts: readonly string[]
}

export type FromEngine =
  | { readonly id: number; readonly vectors: readonly Float32Array[] }
  | { readonly id: number; readonly failure: string }
