import type { Context } from '../../context.ts'
import type { MediaStream, TelephonyPort } from '../../providers/telephony/index.ts'
import { conductCall } from './conduct-call.ts'
import type { CallAgent, VoiceParts } from './parts.ts'
import { listenToTelephone, telephoneTransport } from './telephone-line.ts'
import type { TalkEnd } from './transport.ts'

/** Between the answer and its sound, in either order. */
const streamWithinMs = 15_000
/** Sounds that nobody asked for are not kept beyond so many. */
const maxUnmet = 200

/** Sound of answered calls that nobody speaks in yet, and those who wait for it; by call. */
type Meeting = {
  readonly streams: Map<string, MediaStream>
  readonly waiting: Map<string, (stream: MediaStream) => void>
}

const meetings = new WeakMap<Context, Meeting>()

/** Takes the streams that carriers open for calls; what it answers ends that. */
export function meetStreams(context: Context): () => void {
  const meeting: Meeting = { streams: new Map(), waiting: new Map() }
  meetings.set(context, meeting)
  return context.telephony.listen({
    onStream(stream) {
      const { callId } = stream.parameters
      if (!callId) return
      const take = meeting.waiting.get(callId)
      if (take) return take(stream)
      if (meeting.streams.size >= maxUnmet) return
      meeting.streams.set(callId, stream)
      setTimeout(() => meeting.streams.delete(callId), streamWithinMs).unref()
    },
  })
}

function streamOf(context: Context, callId: string): Promise<MediaStream> {
  const meeting = meetings.get(context)
  if (!meeting) return Promise.reject(new Error('Nobody takes the sound of telephone calls here.'))
  const { streams, waiting } = meeting
  const here = streams.get(callId)
  streams.delete(callId)
  if (here) return Promise.resolve(here)
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      waiting.delete(callId)
      reject(new Error('The carrier opened no sound for the call.'))
    }, streamWithinMs)
    waiting.set(callId, (stream) => {
      clearTimeout(timer)
      waiting.delete(callId)
      resolve(stream)
    })
  })
}

export type TelephoneCall = {
  readonly workspaceId: string
  readonly callId: string
  /** Null with an agent that came along. */
  readonly agentId: string | null
  /** The agent as it was when the call was placed; the one of `agentId` as it is now unless given. */
  readonly agent?: CallAgent
  /** The carrier's id of it. */
  readonly carrierCallId: string
  readonly port: TelephonyPort
  readonly params: Readonly<Record<string, unknown>>
  readonly mode: 'person' | 'voicemail'
  readonly message: string | null
  /** False: whoever placed the call writes its end. */
  readonly writesEnd: boolean
}

export type Conversed = Omit<TalkEnd, 'endedAt'> & { readonly leftMessage: boolean }

/** Talks to whoever answered until that is over, or soon after `signal`. */
export async function converseByTelephone(
  context: Context,
  parts: VoiceParts,
  telephone: TelephoneCall,
  signal: AbortSignal,
): Promise<Conversed> {
  const { workspaceId, callId, agentId, port, carrierCallId, params } = telephone
  const stream = await streamOf(context, callId)
  const known = telephone.agent ?? (await findAgentNow(context, parts, { workspaceId, agentId }))
  const agent = telephone.mode === 'voicemail' ? leavingMessage(known, telephone.message) : known
  const call = { workspaceId, callId }
  const warn = (error: unknown) =>
    context.log.warn({ err: error, callId }, 'A carrier did not obey')
  const ongoing = await conductCall(context, parts, {
    call,
    agent,
    params,
    clientTools: [],
    transport: telephoneTransport(
      stream,
      {
        hangUp: () => port.hangUp(carrierCallId),
        transfer: (to) => port.transfer(carrierCallId, { to }),
      },
      warn,
    ),
    writesEnd: telephone.writesEnd,
    isMessage: telephone.mode === 'voicemail',
  })
  if (!ongoing) return { status: 'FAILED', endReason: 'failed', leftMessage: false }
  const stop = () => void ongoing.end('operator_hangup')
  signal.addEventListener('abort', stop)
  if (signal.aborted) stop()
  void listenToTelephone(stream, ongoing).catch(warn)
  const end = await ongoing.ended
  signal.removeEventListener('abort', stop)
  const { endedAt: _, ...rest } = end ?? { status: 'FAILED' as const, endReason: 'failed' }
  return {
    ...rest,
    leftMessage: telephone.mode === 'voicemail' && rest.endReason === 'agent_hangup',
  }
}

async function findAgentNow(
  context: Context,
  parts: VoiceParts,
  { workspaceId, agentId }: Pick<TelephoneCall, 'workspaceId' | 'agentId'>,
): Promise<CallAgent> {
  if (agentId === null) throw new Error('A call without an agent is not talked in.')
  return parts.findAgent(context, { workspaceId, agentId })
}

/** The same agent, who says one message to a machine and hangs up. */
function leavingMessage<T extends Awaited<ReturnType<VoiceParts['findAgent']>>>(
  agent: T,
  message: string | null,
): T {
  const { definition } = agent
  const { conversation, callSettings } = definition
  return {
    ...agent,
    definition: {
      ...definition,
      conversation: {
        ...conversation,
        greetingMessage: message ?? conversation.greetingMessage,
        greetingMessageType: 'static',
      },
      callSettings: { ...callSettings, interrupt: false, waitForUserToSpeakFirst: 0 },
    },
  }
}
