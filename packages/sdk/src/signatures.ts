import type { z } from 'zod'
import type { FileContent } from './form.ts'
import type { EndpointGroups } from './route.ts'

/** Options of a single call; they win over those of the client. */
export type CallOptions = {
  /** Repeats of this call with the same key are carried out once. POST and PATCH only. */
  readonly idempotencyKey?: string
  readonly signal?: AbortSignal
  /** For one attempt, the reading of the reply included. */
  readonly timeoutMs?: number
  /** Attempts after the first one. */
  readonly retries?: number
  readonly headers?: Readonly<Record<string, string>>
}

/** Options of an upload: an hour for an attempt unless said. A stream is attempted once. */
export type UploadOptions = CallOptions & {
  /** Default: the name of a `File`, else `file`. */
  readonly fileName?: string
}

type Scalar = string | number | boolean
/** What may stand in a query: lists are joined by commas, dates written as RFC 3339. */
export type QueryValue = Scalar | Date | null | undefined | readonly Scalar[]

type Converted<In, Out> = unknown extends In ? Out : In | Extract<Out, Scalar>
type QueryOf<Q extends z.ZodObject> = {
  [K in keyof z.input<Q>]: Converted<
    z.input<Q>[K],
    K extends keyof z.output<Q> ? z.output<Q>[K] : never
  >
} & {
  /** Filter operators, such as `'created_at[gte]'`. */
  readonly [filter: `${string}[${string}]`]: QueryValue
}

type IsUnion<T, Each = T> = Each extends unknown ? ([T] extends [Each] ? false : true) : never

type ParamArguments<E> = E extends { readonly params: infer P extends z.ZodObject }
  ? IsUnion<keyof z.input<P>> extends true
    ? [params: z.input<P>]
    : [id: string]
  : []

type Optional<T, Whole> = Record<never, never> extends T ? Partial<Whole> : Whole

type InputArguments<E> = E extends { readonly body: infer B extends z.ZodType }
  ? undefined extends z.input<B>
    ? [body?: z.input<B>]
    : [body: z.input<B>]
  : E extends { readonly query: infer Q extends z.ZodObject }
    ? Optional<QueryOf<Q>, [query: QueryOf<Q>]>
    : []

/** An endpoint that has a body and a query takes its query among the options. */
type OptionsOf<E> = E extends {
  readonly body: z.ZodType
  readonly query: infer Q extends z.ZodObject
}
  ? CallOptions & { readonly query?: QueryOf<Q> }
  : CallOptions

type ReplyOf<E> = E extends { readonly reply: infer R extends z.ZodType } ? z.output<R> : never

/** `data` alone where the reply has nothing else, the whole reply otherwise. */
type ResultOf<E> = [ReplyOf<E>] extends [never] ? FileOf<E> : DataOf<E>

/** A file alone is answered as it comes, unread: large ones need not fit into memory. */
type FileOf<E> = E extends { readonly files: readonly string[] } ? Response : never

/** The keys of the two envelopes that have nothing but `data`. */
type DataOnly<R> = 'messageKey' extends keyof R
  ? 'data' | 'message' | 'messageKey' | 'success'
  : 'data' | 'error'

type DataOf<E> =
  ReplyOf<E> extends infer R
    ? keyof R extends DataOnly<R>
      ? R extends { readonly data: infer D }
        ? D
        : R
      : R
    : never

type Arguments<E> = [...ParamArguments<E>, ...InputArguments<E>, options?: OptionsOf<E>]

/** One operation; lists, uploads and files have further functions as its properties. */
type Call<E> = ((...input: Arguments<E>) => Promise<ResultOf<E>>) &
  ([RowOf<E>] extends [never] ? unknown : { readonly all: Walk<E> }) &
  (E extends { readonly form: z.ZodObject } ? { readonly upload: Upload<E> } : unknown) &
  (E extends { readonly files: readonly string[] }
    ? [ReplyOf<E>] extends [never]
      ? unknown
      : { readonly file: (...input: Arguments<E>) => Promise<Response> }
    : unknown)

type RowOf<E> =
  ReplyOf<E> extends {
    readonly data: infer Data
    readonly pagination: { readonly nextCursor: string | null }
  }
    ? Data extends readonly (infer Row)[]
      ? Row
      : never
    : ReplyOf<E> extends { readonly data: infer Data extends { readonly filtered: number } }
      ? HasPageNumber<E> extends true
        ? ListIn<Data[keyof Data]>
        : never
      : never

/** The row of the one list among the fields of a page. */
type ListIn<Value> = Value extends readonly (infer Row)[] ? Row : never

type HasPageNumber<E> = E extends { readonly body: infer B extends z.ZodType }
  ? IsPaged<z.input<B>>
  : E extends { readonly query: infer Q extends z.ZodType }
    ? IsPaged<z.input<Q>>
    : false

type IsPaged<Input> = 'skip' | 'take' extends keyof Input
  ? true
  : 'page' | 'perPage' extends keyof Input
    ? true
    : false

/** Every row that matches, fetched page by page as the loop goes on. */
type Walk<E> = (...input: Arguments<E>) => AsyncGenerator<RowOf<E>, void, undefined>

/** Sends a file with fields that say what it is. */
type Upload<E> = E extends {
  readonly form: infer F extends z.ZodObject
  readonly body: infer B extends z.ZodType
}
  ? (
      ...input: [
        ...ParamArguments<E>,
        file: FileContent,
        fields?: FormFields<z.input<F>, z.input<B>>,
        options?: UploadOptions,
      ]
    ) => Promise<ResultOf<E>>
  : never

/** The fields of a form, as the same fields are written in JSON where it has them. */
type FormFields<Form, Json> = {
  [K in keyof Form]: K extends keyof Json ? (unknown extends Json[K] ? Form[K] : Json[K]) : Form[K]
}

/** Formats of an endpoint that answers a file instead of JSON when asked for one. */
type FormatOf<E> = E extends {
  readonly files: readonly string[]
  readonly query: infer Q extends z.ZodObject<{ format: z.ZodType }>
}
  ? Exclude<z.output<Q>['format'], 'segments'>
  : never

/** The same thing as a text file. */
type GetFile<E> = (id: string, format: FormatOf<E>, options?: CallOptions) => Promise<string>

type GroupClient<Group> = {
  readonly [Name in keyof Group]: Call<Group[Name]>
} & (Group extends { readonly create: infer Create extends { readonly form: z.ZodObject } }
  ? { readonly upload: Upload<Create> }
  : unknown) &
  (Group extends { readonly get: infer Get }
    ? [FormatOf<Get>] extends [never]
      ? unknown
      : { readonly file: GetFile<Get> }
    : unknown) &
  (Group extends { readonly list: infer List }
    ? [RowOf<List>] extends [never]
      ? unknown
      : { readonly all: Walk<List> }
    : unknown)

type ValueOf<T> = T[keyof T]

type IdOf<Groups extends EndpointGroups> = ValueOf<{
  [Group in keyof Groups]: ValueOf<{ [Name in keyof Groups[Group]]: Groups[Group][Name]['id'] }>
}>

type WithId<Groups extends EndpointGroups, Id> = ValueOf<{
  [Group in keyof Groups]: ValueOf<{
    [Name in keyof Groups[Group]]: Groups[Group][Name]['id'] extends Id
      ? Groups[Group][Name]
      : never
  }>
}>

/** Input of {@link ClientOf}`.call`: everything by its name. Distributes over `E` only once. */
type NamedInput<E> = E extends unknown
  ? CallOptions &
      Named<E, 'params'> &
      Named<E, 'body'> &
      (E extends { readonly query: infer Q extends z.ZodObject }
        ? { readonly query?: QueryOf<Q> }
        : unknown)
  : never

type Named<E, Key extends 'params' | 'body'> = E extends {
  readonly [K in Key]: infer S extends z.ZodType
}
  ? { readonly [K in Key]: z.input<S> }
  : unknown

export type ClientOf<Groups extends EndpointGroups> = {
  readonly [Group in keyof Groups]: GroupClient<Groups[Group]>
} & {
  /** Calls an endpoint by its operationId, as the reference names it. */
  readonly call: <Id extends IdOf<Groups>>(
    operationId: Id,
    ...input: Optional<NamedInput<WithId<Groups, Id>>, [input: NamedInput<WithId<Groups, Id>>]>
  ) => Promise<ResultOf<WithId<Groups, Id>>>
}
