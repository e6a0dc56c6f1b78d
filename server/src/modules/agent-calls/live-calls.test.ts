import { expect, test } from 'vitest'
import { beginCall, finishCall } from '../../../test/agent-calls.ts'
import { eventually } from '../../../test/eventually.ts'
import { startTestApp } from '../../../test/test-app.ts'
import { markAnswered } from './advance-call.ts'
import { findLiveCall, liveCalls, startCallKeeper } from './live-calls.ts'

test('who holds a call is told, until it ends', async () => {
  await using app = await startTestApp()
  const keeper = startCallKeeper(app.context)
  const call = await beginCall(app)
  expect(await findLiveCall(app.context, call)).toMatchObject({ status: 'PENDING', nodeId: null })
  keeper.hold(call)
  const held = await eventually(
    () => findLiveCall(app.context, call),
    (found) => found?.nodeId === keeper.nodeId,
  )
  expect(held).toMatchObject({ callId: call.callId, agentName: 'Reception' })
  await app.db.transaction((tx) => markAnswered(tx, app.context, call))
  expect(await liveCalls(app.context, call)).toMatchObject([{ status: 'IN_PROGRESS' }])
  keeper.release(call)
  await finishCall(app, call)
  expect(await liveCalls(app.context, call)).toEqual([])
  expect(await findLiveCall(app.context, call)).toBeUndefined()
  await keeper.close()
})

test('a call that began on a node is held by it from the beginning', async () => {
  await using app = await startTestApp()
  const keeper = startCallKeeper(app.context)
  const call = await beginCall(app, { nodeId: keeper.nodeId })
  expect(await findLiveCall(app.context, call)).toMatchObject({ nodeId: keeper.nodeId })
  await keeper.close()
})

test('live calls are those of the workspace, and of a rep their own', async () => {
  await using app = await startTestApp()
  const { workspaceId, userId } = app.owner
  const mine = await beginCall(app)
  const rep = await app.newMember(workspaceId, 'rep')
  const theirs = await beginCall(app, { ownerId: rep.userId })
  const list = async (viewer: Parameters<typeof liveCalls>[1]) =>
    (await liveCalls(app.context, viewer)).map(({ callId }) => callId)
  expect(await list({ workspaceId })).toEqual([theirs.callId, mine.callId])
  expect(await list({ workspaceId, ownerId: userId })).toEqual([mine.callId])
  expect(await list({ workspaceId: (await app.newWorkspace()).workspaceId })).toEqual([])
})
