import { expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'

const path = '/functions/v1/webhook-call-capture'

function send(app: TestApp, fields: object, key = app.owner.apiKey) {
  return app.call('POST', path, { body: { company_id: app.owner.workspaceId, ...fields }, key })
}

test('a call with every field becomes a record that has them all', async () => {
  await using app = await startTestApp()
  const lead = await app.client.contacts.create({
    first_name: 'Nadia',
    email: 'nadia@lumen.example',
    phone: '+44 20 7946 0958',
  })
  const sent = {
    lead_id: lead.id,
    employee_id: app.owner.userId,
    outcome: 'follow_up',
    notes: 'Interested in the premium package.',
    call_date: '2025-11-25T10:30:00Z',
    caller_number: '+919876543210',
    recipient_number: '+44 20 7946 0958',
    duration_seconds: 320,
    recording_url: 'https://dialer.example/recordings/12345.mp3',
    call_status: 'completed',
    start_time: '2025-11-25T10:30:00Z',
    end_time: '2025-11-25T10:35:20Z',
    external_call_id: 'CALL-12345',
    external_system: 'YourDialer',
    next_follow_up: '2025-11-27',
    next_follow_up_time: '14:00:00',
    auto_call_followup: true,
    call_details: { campaign_id: 'CAMP-001', tags: ['premium'] },
  }
  const reply = await send(app, sent)
  expect(reply).toMatchObject({
    status: 201,
    body: { success: true, message: 'Call record created successfully' },
  })
  expect(Object.keys(reply.body).sort()).toEqual(['data', 'message', 'success'])
  const { call_history_id: id, created_at } = reply.body.data
  const call = await app.client.calls.get(id)
  expect(call).toMatchObject({
    ...sent,
    call_history_id: id,
    created_at,
    title: 'Call with Nadia',
    source: 'call_capture',
    direction: 'outbound',
    caller_e164: '+919876543210',
    recipient_e164: '+442079460958',
    call_date: '2025-11-25T10:30:00.000Z',
    start_time: '2025-11-25T10:30:00.000Z',
    end_time: '2025-11-25T10:35:20.000Z',
    has_recording: true,
    has_transcript: false,
    transcript: null,
  })
  const task = await app.client.tasks.get(call.follow_up_task_id ?? '')
  expect(task).toMatchObject({
    title: 'Follow up with Nadia at 14:00',
    description: 'At 14:00 (UTC).\n\nInterested in the premium package.',
    due_date: '2025-11-27',
    task_type: 'follow_up',
    assignee_id: app.owner.userId,
    contact_id: lead.id,
  })
  await app.drain()
})
