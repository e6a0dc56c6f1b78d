import { expect, test } from 'vitest'
import { eventually } from '../../../test/eventually.ts'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'
import { earsThatHear, makeTalker, someSpeech } from '../../../test/voice-ears.ts'
import { encodeMulaw } from '../../providers/telephony/index.ts'
import { toTelephoneRate } from './telephone-sound.ts'

const number = '+442079460958'

async function speechOnTelephone(): Promise<Uint8Array> {
  const audio = await someSpeech(1_500)
  return encodeMulaw(toTelephoneRate(Int16Array.from(audio, (sample) => sample * 32_767)))
}

async function numberOf(app: TestApp, agentId: string): Promise<void> {
  await app.db.pool.query(
    `insert into phone_number (workspace_id, id, number, label, provider, agent_id)
     values ($1, $2, $3, 'Reception', 'SIMULATED', $4)`,
    [app.owner.workspaceId, app.context.newId(), number, agentId],
  )
}

type Row = { readonly status: string; readonly end_reason: string; readonly direction: string }

function ended(app: TestApp): Promise<Row | undefined> {
  return eventually(
    async () => {
      const { rows } = await app.db.pool.query<Row>(
        'select status, end_reason, direction from agent_call where ended_at is not null',
      )
      return rows[0]
    },
    (row) => row !== undefined,
    30_000,
  )
}

test('somebody who calls a number of an agent is greeted, heard and said goodbye to', async () => {
  await using app = await startTestApp({ stt: earsThatHear('Goodbye') })
  const agent = await makeTalker(app, {
    conversation: { greetingMessage: 'Hello, this is Acme.', greetingMessageType: 'STATIC' },
  })
  await numberOf(app, agent.id)
  const { simulated } = app.context.telephony
  const callId = await simulated.callIn({
    from: '+33123456789',
    to: number,
    callee: {
      kind: 'answers',
      afterRings: 0,
      staysMs: 60_000,
      lines: [
        { afterMs: 300, text: 'Goodbye', audio: await speechOnTelephone(), waitsForCaller: true },
      ],
    },
  })
  expect(await ended(app)).toEqual({
    status: 'COMPLETED',
    end_reason: 'agent_hangup',
    direction: 'inbound',
  })
  expect((await simulated.findCall(callId))?.status).toBe('completed')
  const { rows } = await app.db.pool.query<{ speaker: string; text: string }>(
    'select speaker, text from agent_call_turn order by start_ms',
  )
  expect(rows.map(({ speaker, text }) => [speaker, text])).toEqual([
    ['agent', 'Hello, this is Acme.'],
    ['user', 'Goodbye'],
    ['agent', 'Thank you for calling. Goodbye!'],
  ])
}, 60_000)

test('a caller who hangs up in the middle of everything ends the call once', async () => {
  await using app = await startTestApp()
  const agent = await makeTalker(app, {
    conversation: {
      greetingMessage: 'Hello, this is a greeting that goes on for quite some time, as they do.',
      greetingMessageType: 'STATIC',
    },
  })
  await numberOf(app, agent.id)
  await app.context.telephony.simulated.callIn({
    from: '+33123456789',
    to: number,
    callee: { kind: 'answers', afterRings: 0, lines: [], staysMs: 700 },
  })
  expect(await ended(app)).toMatchObject({ status: 'COMPLETED', end_reason: 'hangup' })
}, 60_000)

test('a number that no agent has is not answered', async () => {
  await using app = await startTestApp()
  const { simulated } = app.context.telephony
  const callee = { kind: 'answers', afterRings: 0, lines: [] } as const
  const callId = await simulated.callIn({ from: '+33123456789', to: number, callee })
  expect(await simulated.findCall(callId)).toBeUndefined()
})
