import { systemVariables } from '../flows/index.ts'
import type { CallToConduct } from './call-to-conduct.ts'

/** What templates can name: of the agent, of the call, and of this moment. */
export function callValues(
  { agent, params, call, transport }: CallToConduct,
  { now, answeredAt }: { readonly now: Date; readonly answeredAt: Date },
): Readonly<Record<string, unknown>> {
  return {
    ...agent.definition.conversation.params,
    ...params,
    ...systemVariables({
      now,
      timeZone: 'UTC',
      callId: call.callId,
      callType: transport.transfer ? 'Telephone' : 'Web',
      direction: transport.transfer ? 'telephone' : 'web',
      callStartedAt: answeredAt,
    }),
  }
}
