import Fastify from 'fastify'
import { accessRoutes, guardRequests } from '../src/modules/access/index.ts'
import type { Principal, Role } from '../src/platform/access.ts'
import { acceptJson } from '../src/platform/http/json-body.ts'
import { answerRefusals } from '../src/platform/http/refusals.ts'
import type { TestApp } from './test-app.ts'

const scopesOf: Record<Role, readonly string[]> = {
  owner: ['read', 'write', 'delete', 'admin'],
  admin: ['read', 'write', 'delete', 'admin'],
  manager: ['read', 'write', 'delete'],
  rep: ['read', 'write', 'delete'],
  viewer: ['read'],
}

/** The same server with people who are signed in: the cookie says who. */
export async function startSignedIn(app: TestApp) {
  const http = Fastify()
  answerRefusals(http)
  acceptJson(http)
  const people = new Map<string, Principal>()
  await guardRequests(http, app.context, {
    principalOfSession: async (_, request) => people.get(String(request.headers.cookie)),
  })
  accessRoutes(http, app.context)

  const signIn = async (role: Role) => {
    const { workspaceId } = app.owner
    const { userId } = await app.newMember(workspaceId, role)
    const scopes = new Set(scopesOf[role])
    const person = { workspaceId, userId, keyId: undefined, role, scopes, seesAllRows: true }
    people.set(userId, person)
    return async (method: 'GET' | 'POST' | 'PATCH', url: string, payload: object = {}) => {
      const body = method === 'GET' ? {} : { payload }
      const reply = await http.inject({ method, url, headers: { cookie: userId }, ...body })
      return { status: reply.statusCode, body: reply.json() }
    }
  }
  return { signIn, [Symbol.asyncDispose]: () => http.close() }
}
