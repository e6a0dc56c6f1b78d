export type DocumentKind = 'pdf' | 'docx' | 'doc' | 'epub' | 'html' | 'txt'

/** A stretch of text that stands under one heading, on one page where there are pages. */
export type Section = {
  readonly text: string
  readonly heading: string | null
  /** From 1. */
  readonly page: number | null
}

export type ReadDocument = {
  readonly kind: DocumentKind
  readonly title: string | null
  /** In the order of reading; at least one, none of them empty. */
  readonly sections: readonly Section[]
}

export type DocumentSource = {
  /** A file, or what was received from somebody's server. */
  readonly content: { readonly path: string } | { readonly bytes: Uint8Array }
  /** A hint where the first bytes leave it open whether it is HTML or plain text. */
  readonly fileName?: string | null
  /** As a server said it: another hint, and the encoding of its text. */
  readonly mediaType?: string | null
}

export type DocumentLimits = {
  /** Of the whole file. */
  readonly maxFileBytes: number
  /** Of what an archive unpacks to, and of one page of plain text or HTML. */
  readonly maxUnpackedBytes: number
  readonly maxCharacters: number
  readonly maxPages: number
  /** Of the thread that reads it, objects and buffers together. */
  readonly maxMemoryBytes: number
  readonly timeoutMs: number
}

/** Generous for books, and small beside what a server has: two documents are read at a time. */
export const documentLimits: DocumentLimits = {
  maxFileBytes: 50 * 1024 ** 2,
  maxUnpackedBytes: 100 * 1024 ** 2,
  maxCharacters: 5_000_000,
  maxPages: 5_000,
  maxMemoryBytes: 512 * 1024 ** 2,
  timeoutMs: 60_000,
}
