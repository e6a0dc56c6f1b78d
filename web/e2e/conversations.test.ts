import { expect, test } from 'vitest'
import { eventually } from '../../server/test/eventually.ts'
import { makeTalk } from '../../server/test/evaluations.ts'
import { noBrowser, openStage, type Stage, signIn } from './stage.ts'

/** A meeting with words, measured and evaluated. */
async function makeConversation({ app, workspace }: Stage): Promise<string> {
  const { workspaceId, userId } = workspace
  const apiKey = await app.newKey({ workspaceId, userId, scopes: ['read', 'write', 'admin'] })
  const id = await makeTalk(app, { workspaceId, apiKey })
  await app.drain()
  return id
}

test.skipIf(noBrowser)('evidence leads to where it was said, and words are found', async () => {
  await using stage = await openStage()
  const id = await makeConversation(stage)
  const page = await stage.open()
  await signIn(page, stage.workspace.email)
  await page.goto('/conversations')
  await page.getByRole('link', { name: /Discovery/ }).click()
  await page.waitForURL(new RegExp(id))
  const transcript = page.getByRole('region', { name: 'Transcript' })
  await transcript.getByText('Would next Tuesday at 3 suit you for the demo?').waitFor()

  await page.getByRole('tab', { name: /Signals/ }).click()
  await page
    .getByRole('tabpanel')
    .getByRole('button', { name: /^The old tool|^(?!Confirm|Dismiss).*price is too high/ })
    .first()
    .click()
  await transcript.locator('[aria-current="true"]', { hasText: 'price is too high' }).waitFor()

  await page.getByRole('searchbox', { name: 'Find in the transcript' }).fill('tuesday')
  await page.getByText('2/2').or(page.getByText('1/2')).waitFor()
  expect(await transcript.locator('mark').count()).toBeGreaterThan(0)
  expect(stage.complaints).toEqual([])
})

test.skipIf(noBrowser)('a leader corrects an outcome, confirms a signal and comments', async () => {
  await using stage = await openStage()
  const id = await makeConversation(stage)
  const page = await stage.open()
  await signIn(page, stage.workspace.email)
  await page.goto(`/conversations/${id}?tab=scorecard`)
  await page.getByRole('combobox', { name: 'Outcome' }).selectOption('closed_won')
  await page.getByText('The correction counts').waitFor()
  await eventually(
    async () => (await stage.client.conversations.get(id)).evaluation?.outcome,
    (outcome) => outcome === 'closed_won',
  )

  await page.getByRole('tab', { name: /Signals/ }).click()
  await page
    .getByRole('button', { name: /^Confirm:/ })
    .first()
    .click()
  await page.getByText('Confirmed').first().waitFor()
  await eventually(
    async () => (await stage.client.conversations.get(id)).signals.map(({ status }) => status),
    (all) => all.includes('confirmed'),
  )

  const form = page.getByRole('form', { name: 'Add a signal' })
  await form.getByRole('combobox', { name: 'Kind' }).selectOption('risk')
  await form.getByRole('textbox', { name: 'What was said' }).fill('never said by anybody')
  await form.getByRole('button', { name: 'Add' }).click()
  await form.getByRole('alert').waitFor()
  const { transcript } = await stage.client.conversations.get(id)
  const words = transcript?.segments.at(-1)?.text ?? ''
  await form.getByRole('textbox', { name: 'What was said' }).fill(words)
  await form.getByRole('button', { name: 'Add' }).click()
  await eventually(
    async () => (await stage.client.conversations.get(id)).signals,
    (all) => all.some(({ source, quote }) => source === 'person' && quote === words),
  )

  await page.getByRole('tab', { name: /Comments/ }).click()
  await page.getByRole('textbox', { name: 'Write a comment …' }).fill('Well asked.')
  await page.getByRole('button', { name: 'Comment', exact: true }).click()
  await page.getByRole('listitem').getByText('Well asked.').waitFor()
  const { comments } = await stage.client.conversations.get(id)
  expect(comments.map(({ text }) => text)).toEqual(['Well asked.'])
})

test.skipIf(noBrowser)('a leader corrects the score of a criterion, and it counts', async () => {
  await using stage = await openStage()
  const id = await makeConversation(stage)
  const page = await stage.open()
  await signIn(page, stage.workspace.email)
  await page.goto(`/conversations/${id}?tab=scorecard`)
  const field = page.getByRole('spinbutton', { name: /^Score of/ }).first()
  const name = ((await field.getAttribute('aria-label')) ?? '').replace('Score of ', '')
  const before = (await stage.client.conversations.get(id)).evaluation
  const isLow = (await field.inputValue()) !== '100'
  await field.fill(isLow ? '100' : '0')
  await field.press('Enter')
  await page.getByText('The correction counts').waitFor()
  await page.getByText('Corrected').waitFor()
  const after = (await stage.client.conversations.get(id)).evaluation
  const corrected = after?.content?.criteria.find((criterion) => criterion.name === name)
  expect(corrected?.score).toBe(isLow ? 1 : 0)
  expect(after?.score).not.toBe(before?.score)
  expect(stage.complaints).toEqual([])
})

test.skipIf(noBrowser)('every number of the team opens the list behind it', async () => {
  await using stage = await openStage()
  await makeConversation(stage)
  const page = await stage.open()
  await signIn(page, stage.workspace.email)
  await page.goto('/head-of-sales')
  const team = page.getByRole('region', { name: 'Team' })
  await team.getByRole('link', { name: /Calls: 1/ }).click()
  await page.waitForURL(/\/conversations\?.*since=/)
  await page.getByRole('link', { name: /Discovery/ }).waitFor()
  expect(stage.complaints).toEqual([])
})
