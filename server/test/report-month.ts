import { type Judged, makeScorecard, makeTalk } from './report-records.ts'
import { startTestApp } from './test-app.ts'

export const now = () => new Date('2026-04-02T10:00:00Z')
export const march = { from: '2026-03-01', to: '2026-03-31' }

/** A hand-computed month of two reps in Paris, and a little of the month before. */
export async function startMonth() {
  const app = await startTestApp({ now })
  const { workspaceId } = app.owner
  await app.client.workspace.update({ time_zone: 'Europe/Paris' })
  const { userId: ada } = await app.newMember(workspaceId, 'rep')
  const { userId: bo } = await app.newMember(workspaceId, 'rep')
  await app.db.pool.query(`update app_user set name = 'Ada' where id = $1`, [ada])
  await app.db.pool.query(`update app_user set name = '=Bo' where id = $1`, [bo])
  const scorecardId = await makeScorecard(app, { opening: 'Opening', close: 'Close' })
  const judged = (outcome: string, more: Partial<Judged> = {}): Judged => ({
    scorecardId,
    outcome,
    ...more,
  })
  const contact = await app.client.contacts.create({
    first_name: 'Nadia',
    email: 'nadia@example.com',
  })
  await makeTalk(app, {
    ownerId: ada,
    at: '2026-03-02T09:00:00Z',
    evaluation: judged('closed_won', {
      score: 80,
      nextStep: true,
      talkType: 'sales',
      objections: [
        { type: 'price', handled: true },
        { type: 'timing', handled: false },
      ],
      criteria: { opening: 1, close: 0.5 },
    }),
    metrics: {
      talk: 600,
      repShare: 0.5,
      monologue: 60,
      patience: 0.8,
      questions: 6,
      duration: 1_200,
    },
  })
  await makeTalk(app, {
    ownerId: ada,
    kind: 'meeting',
    at: '2026-03-03T13:00:00Z',
    evaluation: judged('no_show'),
  })
  await makeTalk(app, {
    ownerId: ada,
    kind: 'meeting',
    at: '2026-03-10T08:00:00Z',
    contactId: contact.id,
    evaluation: judged('follow_up_required', {
      score: 60,
      nextStep: true,
      followUp: '2026-03-12',
      talkType: 'demo',
      objections: [{ type: 'price', handled: false }],
      criteria: { opening: 0.5 },
    }),
    metrics: {
      talk: 1_800,
      repShare: 0.3,
      monologue: 120,
      patience: 1.2,
      questions: 12,
      duration: 3_600,
    },
  })
  await makeTalk(app, { ownerId: ada, at: '2026-03-12T10:00:00Z', contactId: contact.id })
  // Half past midnight on 1 April and on 1 March in Paris.
  await makeTalk(app, {
    ownerId: bo,
    kind: 'recording',
    at: '2026-03-31T22:30:00Z',
    evaluation: judged('closed_won', { score: 100 }),
  })
  await makeTalk(app, {
    ownerId: bo,
    kind: 'agent_call',
    at: '2026-02-28T23:30:00Z',
    evaluation: judged('qualified', {
      score: 40,
      followUp: '2026-03-05',
      talkType: 'discovery',
      criteria: { opening: 0 },
    }),
    metrics: { talk: 400, repShare: 0.9, monologue: 30 },
  })
  await makeTalk(app, {
    ownerId: ada,
    at: '2026-03-15T10:00:00Z',
    deleted: true,
    evaluation: judged('closed_won', { score: 0 }),
  })
  await makeTalk(app, {
    ownerId: ada,
    at: '2026-02-10T10:00:00Z',
    evaluation: judged('closed_lost', {
      score: 50,
      talkType: 'sales',
      objections: [{ type: 'price', handled: true }],
    }),
  })
  // In the future: it has not begun.
  await makeTalk(app, { ownerId: ada, kind: 'meeting', at: '2026-04-09T10:00:00Z' })
  await app.drain()
  return { app, ada, bo, scorecardId }
}
