import {
  callingConsentEndpoints as consents,
  callingRuleEndpoints as rules,
  doNotCallEndpoints as numbers,
} from '@parley/contract'
import type { FastifyInstance } from 'fastify'
import type { Context } from '../../context.ts'
import { serve } from '../../platform/http/serve.ts'
import { ok } from '../../platform/http/voice-replies.ts'
import { changeCallingRules, getCallingRules, type RuleWatcher } from './rule-set.ts'
import { addConsent, listConsents, revokeConsent } from './consents.ts'
import { addDoNotCall, listDoNotCall, removeDoNotCall } from './do-not-call.ts'

export function callingRuleRoutes(
  http: FastifyInstance,
  context: Context,
  watchers: readonly RuleWatcher[],
): void {
  serve(http, rules.get, async ({ principal }) => ok(await getCallingRules({ context, principal })))
  serve(http, rules.update, async ({ principal, body }) =>
    ok(await changeCallingRules({ context, principal }, body, watchers)),
  )
  serve(http, numbers.list, async ({ principal, query }) =>
    ok(await listDoNotCall({ context, principal }, query)),
  )
  serve(http, numbers.add, async ({ principal, body }) =>
    ok(await addDoNotCall({ context, principal }, body)),
  )
  serve(http, numbers.remove, async ({ principal, params }) =>
    ok(await removeDoNotCall({ context, principal }, params.id)),
  )
  serve(http, consents.list, async ({ principal, query }) =>
    ok(await listConsents({ context, principal }, query)),
  )
  serve(http, consents.add, async ({ principal, body }) =>
    ok(await addConsent({ context, principal }, body)),
  )
  serve(http, consents.revoke, async ({ principal, params }) =>
    ok(await revokeConsent({ context, principal }, params.id)),
  )
}
