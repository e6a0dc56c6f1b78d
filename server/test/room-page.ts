import type { FakeGuest, openFakeRooms } from '../src/providers/rooms/fake.ts'
import type { TestApp } from './test-app.ts'

const pieceSamples = 320
const pieceMs = 20

/** A tool as pages give it to the SDK. */
type PageTool = {
  readonly function_name: string
  readonly parameters: readonly string[]
  readonly fn: (...values: unknown[]) => unknown
}

type RoomWishes = {
  readonly agentId: string
  readonly params?: object
  readonly tools?: readonly PageTool[]
  readonly isChatOnly?: boolean
}

/** What the SDKs read of their own pass. */
type Claims = {
  readonly sub: string
  readonly video: Readonly<Record<string, unknown>>
  readonly roomConfig: { readonly name: string; readonly agents: { readonly metadata: string }[] }
}

type Answer = { status: number; body: { data: { liveKitAccessToken: string; jobId: string } } }

/** Asks for a pass and reads it as SDKs 0.5 and 0.6 do. */
export async function askForPass(app: TestApp, { agentId, params = {}, isChatOnly }: RoomWishes) {
  const body = { voiceAgentId: agentId, params, ...(isChatOnly !== undefined && { isChatOnly }) }
  const answer: Answer = await app.call('POST', '/v1/voice-agents/room/participant-token', { body })
  const { liveKitAccessToken: pass } = answer.body.data
  const claims = JSON.parse(atobUrl(pass.split('.')[1] ?? '')) as Claims
  const [dispatch] = claims.roomConfig.agents
  const note = JSON.parse(dispatch?.metadata ?? '{}') as { jobId: string; voiceAgentId: string }
  return { pass, claims, note, jobId: note.jobId }
}

/** Has the agent come into the room, as those SDKs ask for it. */
export function askForAgent(app: TestApp, wishes: RoomWishes, jobId: string, key?: string) {
  const { agentId, params = {}, tools = [], isChatOnly = false } = wishes
  return app.call('POST', '/v1/voice-agents/room/conversation-init', {
    ...(key && { key }),
    body: {
      voiceAgentId: agentId,
      params,
      jobId,
      isChatOnly,
      channelType: isChatOnly ? 'Chat Agent' : 'Web',
      voiceEnablement: false,
      tools: tools.map(({ function_name: name, parameters }) => ({
        type: 'function',
        function: {
          name,
          description: name,
          parameters: {
            type: 'object',
            properties: Object.fromEntries(
              parameters.map((parameter) => [
                parameter,
                { type: 'string', description: parameter },
              ]),
            ),
            required: parameters,
          },
        },
      })),
    },
  })
}

/** A page that talks in a room: the requests, the tools and the messages of SDKs 0.5 and 0.6. */
export async function openRoomPage(
  app: TestApp,
  fake: ReturnType<typeof openFakeRooms>,
  wishes: RoomWishes,
) {
  const asked = await askForPass(app, wishes)
  const begun = await askForAgent(app, wishes, asked.jobId)
  if (begun.status !== 200) throw new Error(JSON.stringify(begun.body))
  const room = asked.claims.roomConfig.name
  const guest = fake.enter(room)
  for (const { function_name: name, fn } of wishes.tools ?? []) offer(guest, name, fn)
  return {
    ...asked,
    room,
    guest,
    answers: () => guest.said.filter(({ by }) => by === 'host').map(({ text }) => text),
    transcriptions: () => guest.said.filter(({ by }) => by === 'guest').map(({ text }) => text),
    /** Speaks in real time, then is silent for as long as said. */
    async speak(audio: Float32Array, silenceMs: number): Promise<void> {
      const pieces = Math.ceil(audio.length / pieceSamples) + silenceMs / pieceMs
      const startedAt = performance.now()
      for (let index = 0; index < pieces; ) {
        const due = Math.min(pieces, Math.floor((performance.now() - startedAt) / pieceMs))
        for (; index < due; index += 1) {
          const piece = new Int16Array(pieceSamples)
          const from = index * pieceSamples
          piece.set(audio.slice(from, from + pieceSamples).map((sample) => sample * 32_767))
          guest.speak(piece)
        }
        await new Promise((done) => {
          setTimeout(done, pieceMs / 2)
        })
      }
    },
  }
}

/** Values in the order of the keys, the answer as JSON, and what goes wrong as an answer too. */
function offer(guest: FakeGuest, name: string, fn: PageTool['fn']): void {
  guest.offer(name, async (payload) => {
    try {
      const values = Object.values(JSON.parse(payload || '{}') as Record<string, unknown>)
      return JSON.stringify(await fn(...values)) ?? ''
    } catch (error) {
      return JSON.stringify({ error: (error as Error).message })
    }
  })
}

function atobUrl(text: string): string {
  return Buffer.from(text, 'base64url').toString('utf8')
}
