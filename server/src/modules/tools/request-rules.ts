import type { ToolMethod } from '@parley/contract'
import type { Place } from './params-rules.ts'

/** Everything of a tool that a request is made of. */
export type RequestPlan = {
  readonly serverUrl: string
  readonly method: ToolMethod
  readonly pathParameters: Readonly<Record<string, string>>
  readonly queryParameters: Readonly<Record<string, string>>
  readonly headers: Readonly<Record<string, string>>
  /** A template; undefined for none. */
  readonly body?: unknown
  readonly places: Readonly<Record<string, Place>>
}

export type Values = Readonly<Record<string, unknown>>

export type ComposedRequest = {
  readonly url: string
  readonly method: ToolMethod
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
}

/** `{name}` and `{{ name }}` in an address. */
const inAddress = /\{\{\s*([\w.-]+)\s*\}\}|\{([\w.-]+)\}/g
/** `{{ name }}` in any other text. */
const inText = /\{\{\s*([\w.-]+)\s*\}\}/g

/** Stands for this server; the domain is reserved, so nobody else can have it. */
const ownOrigin = 'http://parley.invalid'
/** What tools may ask of this server: where a key decides, and nothing that trusts this machine. */
const ownApi = '/functions/v1/'

/** Whether the address is one of this server's own, such as `/functions/v1/api-v1-tasks`. */
export function isOwnAddress(url: string): boolean {
  return url.startsWith('/') || url.startsWith(`${ownOrigin}/`)
}

/** With its origin, where it is one of this server's own. */
export function absolute(url: string): string {
  return url.startsWith('/') ? `${ownOrigin}${url}` : url
}

/** The path and query of an own address; undefined: tools may not ask that. */
export function ownPathOf(url: string): string | undefined {
  const whole = absolute(url)
  if (!URL.canParse(whole)) return undefined
  // Parsing has taken the steps up in the path.
  const { origin, pathname, search } = new URL(whole)
  return origin === ownOrigin && pathname.startsWith(ownApi) ? pathname + search : undefined
}

/** The address with something in place of its names, to be judged before there are values. */
export function exampleOf(serverUrl: string): string {
  return serverUrl.replace(inAddress, 'x')
}

/** A name there would let arguments choose the server that secrets are sent to. */
export function hasNameInOrigin(serverUrl: string): boolean {
  return /^[a-z]+:\/\/[^/?#]*[{}]/i.test(serverUrl.trim())
}

/**
 * Puts arguments where the plan says: first where a template names them, then where they are placed;
 * the rest goes into the query of GET and DELETE, and into the body of others. `variables` are known of
 * the call and only used where they are named. Answers a sentence when the request cannot be made.
 */
export function composeRequest(
  plan: RequestPlan,
  args: Values,
  variables: Values = {},
): ComposedRequest | { readonly problem: string } {
  const used = new Set<string>()
  const known: Values = { ...variables, ...args }
  const take = (name: string): unknown => {
    used.add(name)
    return ownOf(known, name)
  }
  const fill = (text: string): string =>
    text.replace(inText, (_, name: string) => textOf(take(name)))

  const address = fillAddress(plan, take, fill)
  if ('problem' in address) return address
  const headers = mapValues(plan.headers, fill)
  const query = mapValues(plan.queryParameters, fill)
  const template = plan.body === undefined ? undefined : fillDeep(plan.body, take, fill)

  const rest = Object.entries(args).filter(
    ([name, value]) =>
      !used.has(name) && value !== undefined && !Object.hasOwn(plan.pathParameters, name),
  )
  const bodyFields: [string, unknown][] = []
  const url = new URL(address.url)
  for (const [name, value] of Object.entries(query)) url.searchParams.append(name, value)
  for (const [name, value] of rest) {
    const place = ownOf(plan.places, name) ?? usualPlace(plan.method)
    if (place === 'query') appendTo(url, name, value)
    else if (place === 'header') headers[name] = textOf(value)
    else if (place === 'body') bodyFields.push([name, value])
    else return { problem: `The address has no place for '${name}'.` }
  }
  const body = bodyOf(plan.method, template, bodyFields)
  return { url: url.href, method: plan.method, headers, body }
}

/** Arguments may be called as what every object has. */
function ownOf<T>(values: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined
}

function usualPlace(method: ToolMethod): Place {
  return method === 'GET' || method === 'DELETE' ? 'query' : 'body'
}

function fillAddress(
  { serverUrl, pathParameters }: RequestPlan,
  take: (name: string) => unknown,
  fill: (text: string) => string,
): { readonly url: string } | { readonly problem: string } {
  let problem: string | undefined
  const url = absolute(serverUrl.trim()).replace(
    inAddress,
    (_, double?: string, single?: string) => {
      const name = double ?? single ?? ''
      const given = ownOf(pathParameters, name)
      const value = given === undefined ? textOf(take(name)) : fill(given)
      if (value === '') problem ??= `The address needs a value for '${name}'.`
      // They would be taken for steps up in the path, and leave the part of the server that was meant.
      if (/^\.{1,2}$/.test(value)) problem ??= `'${value}' cannot be part of an address.`
      return encodeURIComponent(value)
    },
  )
  if (problem !== undefined) return { problem }
  return URL.canParse(url) ? { url } : { problem: 'The address of the tool is not valid.' }
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value as string | number)
}

/** A text that is nothing but a name becomes the value itself, whatever its type. */
function fillDeep(
  template: unknown,
  take: (name: string) => unknown,
  fill: (text: string) => string,
): unknown {
  if (typeof template === 'string') {
    const [, name] = /^\{\{\s*([\w.-]+)\s*\}\}$/.exec(template) ?? []
    return name === undefined ? fill(template) : (take(name) ?? null)
  }
  if (Array.isArray(template)) return template.map((item) => fillDeep(item, take, fill))
  if (typeof template !== 'object' || template === null) return template
  return mapValues(template as Values, (item) => fillDeep(item, take, fill))
}

function appendTo(url: URL, name: string, value: unknown): void {
  for (const one of [value].flat()) url.searchParams.append(name, textOf(one))
}

function bodyOf(
  method: ToolMethod,
  template: unknown,
  fields: readonly (readonly [string, unknown])[],
): string | undefined {
  const hasFields = fields.length > 0
  if (method === 'GET' && !hasFields) return undefined
  if (template === undefined) {
    if (method === 'DELETE' && !hasFields) return undefined
    return JSON.stringify(Object.fromEntries(fields))
  }
  const isObject = typeof template === 'object' && template !== null && !Array.isArray(template)
  if (!isObject) return typeof template === 'string' ? template : JSON.stringify(template)
  return JSON.stringify({ ...template, ...Object.fromEntries(fields) })
}

function mapValues<T, U>(
  values: Readonly<Record<string, T>>,
  map: (value: T) => U,
): Record<string, U> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, map(value)]))
}
