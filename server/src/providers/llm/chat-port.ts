/** What was said and done so far, as a model is told it. */
export type ChatMessage =
  | { readonly role: 'system' | 'user' | 'assistant'; readonly text: string }
  | {
      readonly role: 'tool-call'
      readonly callId: string
      readonly name: string
      /** JSON of the arguments. */
      readonly arguments: string
    }
  | {
      readonly role: 'tool-result'
      readonly callId: string
      readonly name: string
      readonly text: string
      readonly isError: boolean
    }

/** Something the model may ask for. */
export type ChatTool = {
  readonly name: string
  readonly description: string
  /** JSON Schema of an object. */
  readonly parameters: Readonly<Record<string, unknown>>
}

export type ChatTurn = {
  readonly messages: readonly ChatMessage[]
  readonly tools: readonly ChatTool[]
  /** Ends it: the iteration throws the signal's reason. */
  readonly signal: AbortSignal
}

/** A piece of what the model says or wants, in order. */
export type ChatPart =
  | { readonly type: 'text'; readonly text: string }
  | {
      readonly type: 'tool-call'
      readonly callId: string
      readonly name: string
      readonly arguments: string
    }
  | { readonly type: 'usage'; readonly inputTokens: number; readonly outputTokens: number }

/** Something that can hold a conversation. */
export type ChatModel = {
  readonly name: string
  /** As its service knows it. */
  readonly model: string
  /**
   * True: an answer changes nothing outside, so it may be asked for before it is certain that the
   * caller has finished, and thrown away.
   */
  readonly isPure: boolean
  /** The first part comes before the last is known. Throws ProviderError, or the signal's reason. */
  reply(turn: ChatTurn): AsyncIterable<ChatPart>
  close(): Promise<void>
}
