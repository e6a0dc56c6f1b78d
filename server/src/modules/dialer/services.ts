import type { Context } from '../../context.ts'
import { AppError } from '../../platform/errors.ts'
import { findAgent } from '../agents/index.ts'
import { carrierOfNumber } from '../phone-numbers/index.ts'
import type { Converse, DialerServices } from './call.ts'

/** The agents and numbers of this server; `converse` is who speaks to those who answer. */
export function dialerServices(context: Context, converse?: Converse): DialerServices {
  return {
    async findAgent(place) {
      const found = await unlessGone(findAgent(context, place))
      if (!found) return undefined
      const { agent, version, definition } = found
      const { callSettings, voice } = definition
      return {
        id: agent.id,
        versionId: version.id,
        name: agent.name,
        language: voice.lang,
        ringTimeoutS: callSettings.ringTimeout,
        maxDurationS: callSettings.maxCallDuration,
      }
    },
    async findCarrier({ workspaceId, phoneNumberId: id }) {
      const found = await unlessGone(carrierOfNumber(context, { workspaceId, id }))
      return found && { number: found.number, port: found.carrier }
    },
    converse,
  }
}

/** What is not there any more is an answer here, and no refusal. */
async function unlessGone<T>(finding: Promise<T>): Promise<T | undefined> {
  try {
    return await finding
  } catch (error) {
    if (error instanceof AppError && error.status === 404) return undefined
    throw error
  }
}
