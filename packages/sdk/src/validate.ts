import { doorRefusals, type Endpoint, ErrorReply, errorStatus } from '@parley/contract'
import type { ReplyCheck } from './client.ts'
import { ParleyContractError } from './errors.ts'
import type { EndpointGroups } from './route.ts'
import { isRecord } from './send.ts'

type Schema = Endpoint['reply']

export type Received = {
  readonly status: number
  readonly contentType: string | null
  /** Undefined when it was not JSON. */
  readonly json: unknown
  /** The caller chose `fields`. */
  readonly sparse?: boolean
}

/** What is wrong with a reply to this endpoint; nothing when it keeps the contract. */
export function replyProblems(endpoint: Endpoint | undefined, received: Received): string[] {
  const { status, contentType, json } = received
  if (!/^application\/json\b/.test(contentType ?? '')) {
    return [`content-type is ${contentType ?? 'missing'}`]
  }
  if (json === undefined) return ['the body is not JSON']
  if (status >= 400) return refusalProblems(endpoint, status, json)
  if (!endpoint) return []
  const promised = endpoint.status ?? 200
  if (status !== promised) return [`status is ${status}, the contract says ${promised}`]
  const { reply, sparseReply = reply } = endpoint
  return schemaProblems(received.sparse ? sparseReply : reply, json)
}

function refusalProblems(endpoint: Endpoint | undefined, status: number, json: unknown): string[] {
  if (endpoint?.envelope) return schemaProblems(doorRefusals[endpoint.envelope], json)
  const problems = schemaProblems(ErrorReply, json)
  if (problems.length > 0) return problems
  const { code } = json as ErrorReply
  return errorStatus[code] === status
    ? []
    : [`${code} travels under ${errorStatus[code]}, not under ${status}`]
}

/** Strict: an unknown key is a problem too, which zod would silently drop. */
function schemaProblems(schema: Schema, value: unknown): string[] {
  const result = schema.safeParse(value)
  if (result.success) return unknownKeys(value, result.data, '')
  return result.error.issues.map(
    (issue) => `${issue.path.map(String).join('.') || 'reply'}: ${issue.message}`,
  )
}

/** Keys of `value` that parsing dropped, at any depth. */
function unknownKeys(value: unknown, parsed: unknown, path: string): string[] {
  if (Array.isArray(value)) {
    if (!Array.isArray(parsed)) return []
    return value.flatMap((item, index) => unknownKeys(item, parsed[index], `${path}${index}.`))
  }
  if (!isRecord(value) || !isRecord(parsed)) return []
  return Object.entries(value).flatMap(([key, item]) =>
    Object.hasOwn(parsed, key)
      ? unknownKeys(item, parsed[key], `${path}${key}.`)
      : [`${path}${key}: unknown key`],
  )
}

function fileProblem(endpoint: Endpoint | undefined, type: string | null): string | undefined {
  const [kind = ''] = (type ?? '').split(';')
  const isKnown = endpoint?.files?.some(
    (file) => file === kind || file === `${kind.split('/')[0]}/*`,
  )
  return isKnown ? undefined : `content-type is ${type ?? 'missing'}`
}

/** Makes the client hold every reply against the contract; for tests. */
export function replyCheckOf(groups: EndpointGroups): ReplyCheck {
  const byId = new Map(
    Object.values(groups)
      .flatMap((group) => Object.values(group))
      .map((endpoint) => [endpoint.id, endpoint]),
  )
  return async (route, reply, query) => {
    const endpoint = byId.get(route.id)
    if (reply.file !== undefined) {
      const problem = fileProblem(endpoint, reply.headers.get('content-type'))
      if (problem) throw new ParleyContractError(route.id, [problem])
      return
    }
    const problems = replyProblems(endpoint, {
      status: reply.status,
      contentType: reply.headers.get('content-type'),
      json: reply.json,
      sparse: query.has('fields'),
    })
    if (problems.length > 0) throw new ParleyContractError(route.id, problems)
  }
}
