import { captureCall } from '@parley/contract'
import type { FastifyInstance } from 'fastify'
import type { Context } from '../../context.ts'
import { serve } from '../../platform/http/serve.ts'
import { callCapturer } from './capture-call.ts'

export function callRoutes(http: FastifyInstance, context: Context): void {
  const capture = callCapturer(context)
  serve(http, captureCall, async ({ principal, body, request }) => {
    const { id, createdAt } = await capture(principal, {
      capture: body,
      body: request.bodyText ?? '',
    })
    return {
      success: true as const,
      message: 'Call record created successfully',
      data: { call_history_id: id, created_at: createdAt },
    }
  })
}
