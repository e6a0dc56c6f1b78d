import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import { refusalOf } from '../../platform/validate.ts'
import { commandPath, takeCommand } from './send-command.ts'

const Body = z.object({ token: z.string().max(200) })

/** What other nodes of the installation ask of this one; the token proves that it is one. */
export function nodeRoutes(http: FastifyInstance, context: Context): void {
  http.post(commandPath, async (request) => {
    const body = Body.safeParse(request.body ?? {})
    if (!body.success) throw refusalOf(body.error)
    return takeCommand(context, body.data.token)
  })
}
