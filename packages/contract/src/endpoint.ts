import type { z } from 'zod'
import type { ErrorCode } from './errors.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** `key`: an API key or a session. `session`: a signed-in person only. `none`: anyone. */
export type Access = 'none' | 'key' | 'session'

/** One HTTP operation. The server serves it, the SDK calls it, the reference lists it. */
export type Endpoint = {
  /** operationId: camelCase verb and noun, unique in the whole contract. */
  readonly id: string
  readonly method: Method
  /** Path with `:name` parameters. */
  readonly path: `/${string}`
  readonly tag: string
  readonly summary: string
  readonly description?: string
  readonly access: Access
  /** What the caller must be allowed to do; none means that being known is enough. */
  readonly scope?: 'read' | 'write' | 'delete' | 'admin'
  /** Plural of the path; `contacts:write` grants the scope on this resource alone. */
  readonly resource?: string
  readonly params?: z.ZodObject
  readonly query?: z.ZodObject
  readonly body?: z.ZodType
  /** Other clients' names for fields of the body; the documented name wins when both are sent. */
  readonly bodyAliases?: Readonly<Record<string, string>>
  /** Largest body in bytes; a mebibyte unless said. */
  readonly maxBodyBytes?: number
  /** Fields of the same request as multipart/form-data, beside the field `file`. */
  readonly form?: z.ZodObject
  readonly reply: z.ZodType
  /** Media types it may answer instead of JSON; `reply` is z.never() when it never answers JSON. */
  readonly files?: readonly string[]
  /** The reply when the query asks for some `fields` only. */
  readonly sparseReply?: z.ZodType
  /** Status of a successful reply; 200 unless said. */
  readonly status?: 200 | 201 | 202
  /** The reply shows a secret, once: it is never kept to be repeated. */
  readonly secretReply?: boolean
  /**
   * Refusals as the seed of this door has them. `plain`: {error, message}, the name of the status and
   * a sentence. `sentence`: {error}, a sentence. `voice`: VoiceRefusal, of everything below /v1 and /v2.
   */
  readonly envelope?: 'plain' | 'sentence' | 'voice'
  /** Counted by the minute, apart from the hourly limit: each pace has a limit of its own. */
  readonly pace?: 'standard' | 'realtime'
  /** Not counted against the hourly limit of the key. */
  readonly unlimited?: boolean
  /** The handler needs the body as it was sent, besides what was parsed of it. */
  readonly keepsBodyText?: boolean
  /** Refusals beyond those every endpoint can make. */
  readonly errors?: readonly ErrorCode[]
}

export function endpoint<const E extends Endpoint>(definition: E): E {
  return definition
}
