import { crmResources } from '@parley/contract'
import { describe, expect, test } from 'vitest'
import {
  announced,
  change,
  eventsOf,
  least,
  make,
  makeRep,
  nobody,
  paths,
  resourceNames,
  rowsOf,
} from '../../../test/crm.ts'
import { startTestApp } from '../../../test/test-app.ts'

/** A change that every resource understands, and the field it is about. */
const changes = {
  contacts: { title: 'Changed' },
  companies: { industry: 'Changed' },
  deals: { next_steps: 'Changed' },
  tasks: { description: 'Changed' },
  meetings: { team_name: 'Changed' },
  calls: { notes: 'Changed' },
  activities: { notes: 'Changed' },
} as const

describe.each(resourceNames)('%s', (resource) => {
  const { notFound, name } = crmResources[resource]
  const created = `${name}.${resource === 'calls' ? 'captured' : 'created'}`

  test('are not found under an id that nothing has, whatever is done with it', async () => {
    await using app = await startTestApp()
    const other = await app.newWorkspace()
    const foreign = await make(app, resource, {}, other.apiKey)
    const body = changes[resource]
    for (const id of [nobody, foreign.id, nobody.toUpperCase()]) {
      const replies = [
        await app.call('GET', `${paths[resource]}/${id}`),
        await app.call('PUT', `${paths[resource]}/${id}`, { body }),
        await app.call('PATCH', `${paths[resource]}/${id}`, { body }),
        await app.call('DELETE', `${paths[resource]}/${id}`),
        await app.call('POST', `${paths[resource]}/${id}/restore`),
      ]
      for (const reply of replies) {
        expect(reply).toMatchObject({ status: 404, body: { data: null, code: notFound } })
      }
    }
    expect(await announced(app, foreign.id)).toEqual([created])
    expect(await rowsOf(app, resource)).toEqual([])
    for (const id of [
      '1',
      'x'.repeat(36),
      `${nobody}x`,
      '%20',
      '%00',
      'null',
      '456e7890-e12f-34g5-h678-901234567890',
    ]) {
      for (const method of ['GET', 'PUT', 'DELETE']) {
        const reply = await app.call(method, `${paths[resource]}/${id}`, {
          ...(method === 'PUT' && { body }),
        })
        expect(reply, `${method} ${id}`).toMatchObject({
          status: 400,
          body: { data: null, code: 'INVALID_ID_FORMAT', details: { field: 'id' } },
        })
      }
    }
  })

  test('can be sent back as they were read, which changes and announces nothing', async () => {
    await using app = await startTestApp()
    const { id } = await make(app, resource)
    const before = (await app.call('GET', `${paths[resource]}/${id}`)).body.data as object
    for (const method of ['PUT', 'PATCH']) {
      const reply = await app.call(method, `${paths[resource]}/${id}`, { body: before })
      expect(reply.status, JSON.stringify(reply.body)).toBe(200)
    }
    const after = (await app.call('GET', `${paths[resource]}/${id}`)).body.data as object
    expect({ ...after, updated_at: '' }).toEqual({ ...before, updated_at: '' })
    expect(await announced(app, id)).toEqual([created])
  })

  test('are deleted so that nothing shows them, and restored as they were', async () => {
    await using app = await startTestApp()
    const made = await make(app, resource)
    const path = `${paths[resource]}/${made.id}`
    expect((await app.call('DELETE', path)).body).toEqual({
      data: { id: made.id, deleted: true },
      error: null,
    })
    expect((await app.call('GET', path)).status).toBe(404)
    expect((await app.call('PUT', path, { body: changes[resource] })).status).toBe(404)
    expect((await app.call('DELETE', path)).status).toBe(404)
    const label = encodeURIComponent(String(Object.values(least[resource](0))[0]))
    for (const query of ['', `search=${label}`, 'count=exact', 'sort=updated_at']) {
      const { body } = await app.call('GET', `${paths[resource]}?${query}`)
      expect(body, query).toMatchObject({ data: [], count: 0 })
    }
    const restored = await app.call('POST', `${path}/restore`)
    expect(restored.status).toBe(200)
    expect({ ...restored.body.data, updated_at: '' }).toEqual({ ...made, updated_at: '' })
    const again = await app.call('POST', `${path}/restore`)
    expect(again.body).toEqual(restored.body)
    expect(await rowsOf(app, resource)).toHaveLength(1)
    const events = await eventsOf(app, made.id)
    expect(events).toMatchObject([
      { name: created, data: { id: made.id } },
      { name: `${name}.deleted`, data: { id: made.id, deleted: true } },
      { name: created, data: { id: made.id, restored: true } },
    ])
    await app.drain()
  })

  test('belong to their owners: without the admin scope those of others do not exist', async () => {
    await using app = await startTestApp()
    const rep = await makeRep(app)
    const theirs = await make(app, resource)
    const mine = await make(app, resource, {}, rep.key)
    const path = `${paths[resource]}/${theirs.id}`
    const body = changes[resource]
    const replies = [
      await app.call('GET', path, rep),
      await app.call('PUT', path, { ...rep, body }),
      await app.call('PUT', path, { ...rep, body: { ...theirs, ...body } }),
      await app.call('DELETE', path, rep),
    ]
    await app.call('DELETE', path)
    replies.push(await app.call('POST', `${path}/restore`, rep))
    for (const reply of replies) {
      expect(reply).toMatchObject({ status: 404, body: { code: notFound } })
    }
    expect((await rowsOf(app, resource, {}, rep.key)).map(({ id }) => id)).toEqual([mine.id])
    const changed = await app.call('PUT', `${paths[resource]}/${mine.id}`, { ...rep, body })
    expect(changed.body.data).toMatchObject(body)
    expect((await app.call('DELETE', `${paths[resource]}/${mine.id}`, rep)).status).toBe(200)
    expect((await app.call('POST', `${paths[resource]}/${mine.id}/restore`, rep)).status).toBe(200)
  })

  test('are given to somebody else only by an admin, and only to a member', async () => {
    await using app = await startTestApp()
    const rep = await makeRep(app)
    const fields = { meetings: 'owner_user_id', calls: 'employee_id' } as Record<string, string>
    const field = fields[resource] ?? 'owner_id'
    const body = { ...least[resource](1_000), [field]: app.owner.userId }
    const refusal = { status: 403, body: { code: 'INSUFFICIENT_PERMISSIONS' } }
    expect(await app.call('POST', paths[resource], { ...rep, body })).toMatchObject(refusal)
    const mine = await make(app, resource, { [field]: rep.userId }, rep.key)
    const path = `${paths[resource]}/${mine.id}`
    const given = { [field]: app.owner.userId }
    expect(await app.call('PUT', path, { ...rep, body: given })).toMatchObject(refusal)
    expect(await announced(app, mine.id)).toEqual([created])
    expect(await change(app, resource, mine.id, given)).toMatchObject(given)
    const stranger = await app.newWorkspace()
    expect(await app.call('PUT', path, { body: { [field]: stranger.userId } })).toMatchObject({
      status: 400,
      body: { code: 'VALIDATION_ERROR', details: { field } },
    })
  })

  test('refuse a change without any field, or with one that is wrong', async () => {
    await using app = await startTestApp()
    const { id } = await make(app, resource)
    const [required = ''] = Object.keys(least[resource]())
    for (const body of [
      {},
      { nonsense: 1 },
      { id: nobody },
      { [required]: null },
      { [required]: '' },
    ]) {
      expect(await app.call('PUT', `${paths[resource]}/${id}`, { body })).toMatchObject({
        status: 400,
        body: { code: 'VALIDATION_ERROR' },
      })
    }
    expect(await announced(app, id)).toEqual([created])
  })
})
