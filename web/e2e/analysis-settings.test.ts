import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { makeTalk } from '../../server/test/evaluations.ts'
import { eventually } from '../../server/test/eventually.ts'
import { makeMember } from '../../server/test/people.ts'
import { accessibilityProblems, darkProblems } from './accessibility.ts'
import { noBrowser, openStage, type Stage, signIn } from './stage.ts'

/** A meeting with words; evaluated by the jobs, if the settings say so. */
async function makeConversation({ app, workspace }: Stage): Promise<string> {
  const { workspaceId, userId } = workspace
  const apiKey = await app.newKey({ workspaceId, userId, scopes: ['read', 'write', 'admin'] })
  const id = await makeTalk(app, { workspaceId, apiKey })
  await app.drain()
  return id
}

async function problemsOf(page: Page): Promise<string[]> {
  return [...(await accessibilityProblems(page)), ...(await darkProblems(page))]
}

test.skipIf(noBrowser)(
  'a scorecard is copied, changed, chosen for meetings, and used',
  async () => {
    await using stage = await openStage()
    const page = await stage.open({ colorScheme: 'light' })
    await signIn(page, stage.workspace.email)
    await page.goto('/settings/profile')
    await page.getByRole('link', { name: 'Analysis' }).click()
    await page.getByRole('button', { name: 'More for General call' }).click()
    await page.getByRole('menuitem', { name: 'Copy' }).click()
    const dialog = page.getByRole('dialog', { name: 'Copy General call' })
    await dialog.getByLabel('Name').fill('Our meetings')
    await dialog.getByRole('button', { name: 'Create' }).click()

    await page.getByRole('heading', { level: 2, name: 'Our meetings' }).waitFor()
    const weight = page.getByLabel('Weight of Fitting duration')
    await weight.fill('50')
    await page.getByText('Weights: 130').waitFor()
    await weight.press('Alt+ArrowDown')
    await page.getByText('Fitting duration is now 2 of 4').waitFor()
    expect(await weight.evaluate((field) => field === document.activeElement)).toBe(true)
    await page.getByRole('button', { name: 'Add a criterion' }).click()
    await page.getByRole('button', { name: /^Save as version/ }).click()
    await page.getByText('Fields to look at again: 1').waitFor()
    expect(await problemsOf(page)).toEqual([])
    await page.getByLabel('Name').last().fill('Asked about the budget')
    await page.getByRole('button', { name: 'Move Asked about the budget up' }).click()
    await page.getByRole('button', { name: 'Save as version 2' }).click()
    await page.getByText('Version 2 is saved').waitFor()
    const history = page.getByRole('list', { name: 'History' })
    await history.getByText(/Weight of .*Fitting duration.*: 20 → 50/).waitFor()
    await history.getByText(/Added: .*Asked about the budget/).waitFor()

    await page.getByRole('link', { name: 'Back' }).click()
    await page.getByLabel('Meeting', { exact: true }).selectOption('Our meetings')
    await page.getByText('Saved for: Meeting').waitFor()
    const id = await makeConversation(stage)
    await page.goto(`/conversations/${id}?tab=scorecard`)
    const panel = page.getByRole('tabpanel')
    await panel.getByText('Our meetings').waitFor()
    await panel.getByText('Asked about the budget').waitFor()

    // What is in use stays until another one takes its place.
    await page.goto('/settings/analysis/scorecards')
    await page.getByRole('button', { name: 'More for Our meetings' }).click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    const question = page.getByRole('dialog')
    await question.getByText('Evaluates now: Meeting.').waitFor()
    expect(await question.getByRole('button', { name: 'Delete' }).isDisabled()).toBe(true)
    expect(stage.complaints).toEqual([])
  },
)

test.skipIf(noBrowser)(
  'a scorecard is deleted and brought back; one built in is read',
  async () => {
    await using stage = await openStage()
    await stage.client.scorecards.create({ name: 'Short calls' })
    const page = await stage.open()
    await signIn(page, stage.workspace.email)
    await page.goto('/settings/analysis/scorecards')
    const list = page.getByRole('list', { name: 'Scorecards' })
    await page.getByRole('button', { name: 'More for Short calls' }).click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    const row = list.getByRole('link', { name: 'Short calls' })
    await row.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Deleted scorecards …' }).click()
    await page.getByRole('button', { name: 'Bring back' }).click()
    await row.waitFor()

    await list.getByRole('link', { name: 'General call' }).click()
    await page.getByText('stays as it is').waitFor()
    expect(await page.getByLabel('Name').isDisabled()).toBe(true)
    await page.getByRole('button', { name: 'Quality of the talk' }).click()
    expect(await page.getByLabel('Best value').inputValue()).toBe('5')
    expect(await page.getByRole('button', { name: 'Add a criterion' }).count()).toBe(0)
    expect(stage.complaints).toEqual([])
  },
)

test.skipIf(noBrowser)(
  'a tracker is tried before it is made, and finds what it should',
  async () => {
    await using stage = await openStage()
    const id = await makeConversation(stage)
    const page = await stage.open({ colorScheme: 'light' })
    await signIn(page, stage.workspace.email)
    await page.goto('/settings/analysis/trackers')
    await page.getByRole('link', { name: 'New tracker' }).click()
    await page.getByLabel('Name').fill('What they have')
    await page.getByRole('button', { name: 'Create' }).click()
    await page.getByText('Say what to look for').waitFor()
    await page.getByLabel('Patterns').fill('slow(?=ly)')
    await page.getByRole('button', { name: 'Create' }).click()
    await page.getByText('Line 1 is no pattern that can be used').waitFor()
    await page.getByLabel('Patterns').fill('')
    await page.getByLabel('Phrases').fill('the old tool\nforty thousand')
    await page.getByLabel('Kind').selectOption('Competitor')

    await page.getByRole('button', { name: /^Choose a conversation/ }).click()
    await page.getByRole('option', { name: /Discovery/ }).click()
    await page.getByRole('button', { name: 'Try', exact: true }).click()
    await page.getByText('Places found: 2').waitFor()
    expect(await problemsOf(page)).toEqual([])
    const findings = page.getByRole('list', { name: 'What was found' })
    const opened = page.context().waitForEvent('page')
    await findings.getByRole('link', { name: /forty thousand/ }).click()
    const conversation = await opened
    await conversation.locator('[aria-current="true"]', { hasText: 'forty thousand' }).waitFor()
    await conversation.close()

    await page.getByRole('button', { name: 'Create' }).click()
    await page.getByRole('heading', { level: 2, name: 'What they have' }).waitFor()
    await stage.client.evaluations.request(id, {})
    await stage.app.drain()
    const { signals } = await stage.client.conversations.get(id)
    expect(signals.filter(({ tracker_name: name }) => name === 'What they have')).toMatchObject([
      { kind: 'competitor' },
      { kind: 'competitor' },
    ])

    await page.getByRole('link', { name: 'Back' }).click()
    await page.getByRole('checkbox', { name: 'What they have is active' }).click()
    await eventually(
      async () => (await stage.client.signalTrackers.list())[0]?.active,
      (active) => active === false,
    )
    await page.getByRole('link', { name: 'What they have' }).click()
    await page.getByLabel('Phrases').fill('something else')
    await page.getByRole('link', { name: 'Back' }).click()
    await page.getByRole('dialog', { name: 'Leave without saving?' }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await page.getByText('Nothing here yet').waitFor()
    expect(stage.complaints).toEqual([])
  },
)

test.skipIf(noBrowser)(
  'a manager sets the mail, the options, a target and its default, and they are kept',
  async () => {
    await using stage = await openStage()
    const page = await stage.open()
    await signIn(page, stage.workspace.email)
    await page.goto('/settings/analysis/reports')
    await page.getByLabel('First day of the week').selectOption('Sunday')
    await page.getByLabel('Hour').selectOption('17')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved', { exact: true }).waitFor()
    await page.reload()
    expect(await page.getByLabel('Hour').inputValue()).toBe('17')
    expect(await stage.client.reports.getSettings()).toMatchObject({
      week_starts_on: 'sunday',
      mail_hour: 17,
    })

    await page.getByRole('link', { name: 'Evaluation' }).click()
    await page.getByRole('checkbox', { name: 'Evaluate automatically' }).uncheck()
    await page.getByLabel('How many at a time').fill('5')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved', { exact: true }).first().waitFor()
    expect(await stage.client.evaluations.getSettings()).toMatchObject({
      is_automatic: false,
      max_concurrency: 5,
      create_task: true,
    })

    await page.getByRole('link', { name: 'Targets' }).click()
    const best = page.getByLabel('At most: Talk share of the rep')
    await best.fill('20')
    await page.getByText('Some limits need another look').waitFor()
    await best.fill('55')
    await page.getByLabel('At least: Questions', { exact: true }).fill('8')
    await page.getByRole('button', { name: 'Save' }).click()
    await eventually(
      async () => (await stage.client.metrics.getSettings()).targets.rep_share?.max,
      (max) => max === 0.55,
    )
    await page.reload()
    expect(await best.inputValue()).toBe('55')
    await page.getByRole('button', { name: /^Back to the usual target: Talk share/ }).click()
    expect(await best.inputValue()).toBe('65')
    await page.getByRole('button', { name: 'Save' }).click()
    await eventually(
      async () => (await stage.client.metrics.getSettings()).targets,
      ({ rep_share: share, question_count: count }) => share?.max === 0.65 && count?.min === 8,
    )
    expect(stage.complaints).toEqual([])
  },
)

test.skipIf(noBrowser)('many are evaluated again while one looks on, or cancels', async () => {
  await using stage = await openStage()
  const id = await makeConversation(stage)
  const evaluations = async () => (await stage.client.evaluations.list(id)).data
  const page = await stage.open({ colorScheme: 'light' })
  await signIn(page, stage.workspace.email)
  await page.goto('/settings/analysis/evaluation')
  const form = page.getByRole('form', { name: 'Evaluate many again' })
  await form.getByLabel('Kind').selectOption('Meeting')
  await form.getByRole('button', { name: 'Evaluate again' }).click()
  const progress = page.getByRole('region', { name: 'How far it has come' })
  await progress.getByText('Running').waitFor()
  await page.reload()
  await progress.getByText('0 of 1 done').waitFor()
  await stage.app.drain()
  await progress.getByText('1 of 1 done').waitFor()
  await progress.getByText('Done', { exact: true }).waitFor()
  expect(await problemsOf(page)).toEqual([])
  expect(await evaluations()).toHaveLength(2)

  await form.getByRole('button', { name: 'Evaluate again' }).click()
  await progress.getByRole('button', { name: 'Cancel' }).click()
  await progress.getByText('Cancelled', { exact: true }).waitFor()
  await stage.app.drain()
  expect((await evaluations()).map(({ status }) => status)).toContain('canceled')
  expect(stage.complaints).toEqual([])
})

test.skipIf(noBrowser).each(['rep', 'viewer'] as const)('a %s sees none of it', async (role) => {
  await using stage = await openStage()
  const { email } = await makeMember(stage.app, stage.workspace, role)
  const page = await stage.open()
  await signIn(page, email)
  await page.goto('/settings/profile')
  await page.getByRole('link', { name: 'Members' }).waitFor()
  expect(await page.getByRole('link', { name: 'Analysis' }).count()).toBe(0)
  for (const screen of ['scorecards', 'trackers/new', 'evaluation', 'targets', 'reports']) {
    await page.goto(`/settings/analysis/${screen}`)
    await page.getByText('Not for your role').waitFor()
  }
  expect(stage.complaints).toEqual([])
})
