import { readFileSync } from 'node:fs'
import { createRequire, stripTypeScriptTypes } from 'node:module'
import { dirname, join } from 'node:path'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import { mayDo } from '../../platform/access.ts'
import { AppError } from '../../platform/errors.ts'
import { isFromThisMachine } from '../../platform/http/from-this-machine.ts'
import { principalOfUpgrade } from '../access/index.ts'
import { principalOfSession } from '../accounts/index.ts'
import { createToken } from './call-tokens.ts'
import type { VoiceParts } from './parts.ts'
import { prewarm, prewarmAgent } from './prewarm.ts'
import { findExampleWorkspace, findUsualAgent } from './queries.ts'

const folder = dirname(createRequire(import.meta.url).resolve('@parley/voice/package.json'))
const Name = z.string().regex(/^[a-z-]{1,40}$/)
const Wanted = z.looseObject({ agentId: z.uuid().optional() })

/**
 * A page that calls an agent, and the SDK it uses, straight from the sources of packages/voice: nothing
 * has to be built to talk.
 */
export function exampleRoutes(http: FastifyInstance, context: Context, parts: VoiceParts): void {
  http.get('/examples/voice', async (_, reply) =>
    reply.type('text/html; charset=utf-8').send(readFileSync(join(folder, 'example/index.html'))),
  )
  http.get('/examples/voice/page.js', async (_, reply) =>
    reply.type('text/javascript; charset=utf-8').send(scriptOf('example/page.ts')),
  )
  http.get('/examples/voice/sound-bars.ts', async (_, reply) =>
    reply.type('text/javascript; charset=utf-8').send(scriptOf('example/sound-bars.ts')),
  )
  http.get<{ Params: { name: string } }>('/examples/src/:name', async (request, reply) => {
    const name = Name.safeParse(request.params.name.replace(/\.ts$/, ''))
    if (!name.success) throw new AppError('ROUTE_NOT_FOUND', 'There is no such file.')
    return reply.type('text/javascript; charset=utf-8').send(scriptOf(`src/${name.data}.ts`))
  })
  http.post('/examples/voice/token', async (request) => {
    const wanted = Wanted.safeParse(request.body ?? {})
    const workspaceId = await workspaceOf(context, request)
    const agentId = wanted.data?.agentId ?? (await findUsualAgent(context.db, workspaceId))
    const agentName = await prepared(context, parts, { workspaceId, agentId })
    const allows = { userId: null, voiceAgentId: agentId, params: {}, isExample: true }
    const { token } = await createToken(context, workspaceId, 'call', allows)
    return { callToken: token, agentName }
  })
}

/** Lets all be loaded that the call will need; answers whom it will be with. */
async function prepared(
  context: Context,
  parts: VoiceParts,
  wanted: { readonly workspaceId: string; readonly agentId: string | undefined },
): Promise<string> {
  const { workspaceId, agentId } = wanted
  if (agentId === undefined) {
    void prewarm(context, parts, { workspaceId, agentId: null, language: 'en' })
    return 'Parley'
  }
  const agent = await parts.findAgent(context, { workspaceId, agentId })
  void prewarmAgent(context, parts, { workspaceId, agent })
  return agent.definition.name
}

/**
 * Whose agent is called: of the key or the session that came along, else of this installation's first
 * workspace that has one, but only for a page of ours in a browser on this machine.
 */
async function workspaceOf(context: Context, request: FastifyRequest): Promise<string> {
  const known =
    (await principalOfUpgrade(context, request)) ?? (await principalOfSession(context, request))
  if (known) {
    if (mayDo(known, 'write', 'calls')) return known.workspaceId
    throw new AppError('INSUFFICIENT_PERMISSIONS', "This needs the permission 'calls:write'.")
  }
  const first = isOurOwnPage(request) ? await findExampleWorkspace(context.db) : undefined
  if (first) return first
  throw new AppError(
    'NOT_AUTHENTICATED',
    'Sign in first: without that, only a browser on the same machine may call.',
  )
}

/** A page of another site, or another name for this machine, must not start calls. */
function isOurOwnPage(request: FastifyRequest): boolean {
  const { host = '', 'sec-fetch-site': site } = request.headers
  const isLocalName = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(host)
  const isSameSite = site === undefined || site === 'same-origin'
  return isFromThisMachine(request) && isLocalName && isSameSite
}

/** TypeScript as browsers take it. */
function scriptOf(file: string): string {
  try {
    return stripTypeScriptTypes(readFileSync(join(folder, file), 'utf8'))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'ENOENT') throw error
    throw new AppError('ROUTE_NOT_FOUND', 'There is no such file.')
  }
}
