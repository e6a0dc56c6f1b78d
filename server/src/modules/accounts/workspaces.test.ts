import type { Workspace } from '@parley/contract'
import { expect, test } from 'vitest'
import { makeWorkspace } from '../../../test/people.ts'
import { startTestApp } from '../../../test/test-app.ts'

test('name, country and time zone of a workspace can be changed, alone and together', async () => {
  await using app = await startTestApp()
  const { owner, workspaceId } = await makeWorkspace(app)
  expect((await owner.call<Workspace>('GET', '/workspace')).body.data).toMatchObject({
    id: workspaceId,
    name: 'Acme',
    slug: expect.stringMatching(/^acme-[0-9a-f]{8}$/),
    default_country: 'US',
    time_zone: 'UTC',
  })
  await owner.call<Workspace>('PATCH', '/workspace', { name: '  Acme GmbH ' })
  const { status, body } = await owner.call<Workspace>('PATCH', '/workspace', {
    default_country: 'de',
    time_zone: 'europe/berlin',
  })
  expect(status).toBe(200)
  const changed = { name: 'Acme GmbH', default_country: 'DE', time_zone: 'Europe/Berlin' }
  expect(body.data).toMatchObject(changed)
  expect((await owner.call<Workspace>('GET', '/workspace')).body.data).toMatchObject(changed)
})

const wrongSettings: [Record<string, unknown>, string][] = [
  [{ default_country: 'XX' }, 'default_country'],
  [{ default_country: 'Germany' }, 'default_country'],
  [{ time_zone: 'Mars/Olympus' }, 'time_zone'],
  [{ time_zone: '+02:00' }, 'time_zone'],
  [{ name: '' }, 'name'],
  [{ name: 'a\u0000b' }, 'name'],
  [{ name: 'x'.repeat(121) }, 'name'],
  [{}, 'body'],
  [{ slug: 'mine' }, 'body'],
]

test('settings that make no sense are refused, naming the field', async () => {
  await using app = await startTestApp()
  const { owner } = await makeWorkspace(app)
  for (const [update, field] of wrongSettings) {
    const { status, body } = await owner.call<Workspace>('PATCH', '/workspace', update)
    expect(status).toBe(400)
    expect(body).toMatchObject({ data: null, code: 'VALIDATION_ERROR', details: { field } })
  }
  expect((await owner.call<Workspace>('GET', '/workspace')).body.data.name).toBe('Acme')
})
