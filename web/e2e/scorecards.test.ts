import { expect, test } from 'vitest'
import { eventually } from '../../server/test/eventually.ts'
import { makeTalk } from '../../server/test/evaluations.ts'
import { accessibilityProblems } from './accessibility.ts'
import { noBrowser, openStage, signIn } from './stage.ts'

test.skipIf(noBrowser)(
  'a leader has a call evaluated by the coach and corrects a stage',
  async () => {
    await using stage = await openStage()
    const { app, client, workspace } = stage
    const { workspaceId, userId, email } = workspace
    const apiKey = await app.newKey({ workspaceId, userId, scopes: ['read', 'write', 'admin'] })
    const id = await makeTalk(app, { workspaceId, apiKey })
    await app.drain()
    const page = await stage.open()
    await signIn(page, email)
    await page.goto(`/conversations/${id}?tab=scorecard`)

    const coach = (await client.scorecards.list()).find(
      ({ built_in: key }) => key === 'french_closing',
    )
    await page.getByRole('button', { name: 'Evaluate again' }).click()
    await page.getByRole('menuitem', { name: coach?.name ?? 'none' }).click()
    await eventually(
      () => client.conversations.get(id),
      ({ evaluations }) => evaluations.length === 2,
    )
    await app.drain()
    await page.getByRole('heading', { name: 'Stages' }).waitFor()

    const [stageNote] = (await client.conversations.get(id)).evaluation?.content?.stages ?? []
    const name = stageNote?.name ?? 'none'
    const note = page.getByRole('spinbutton', { name: `Note of ${name}` })
    await note.fill('9.5')
    await note.press('Enter')
    await page.getByText('The correction counts').waitFor()
    await page.getByRole('button', { name: `Comment on ${name}` }).click()
    await page
      .getByRole('textbox', { name: `Comment on ${name}` })
      .fill('Warm from the first word.')
    await page.getByRole('button', { name: 'Save' }).click()
    const { evaluation } = await eventually(
      () => client.conversations.get(id),
      (full) => full.evaluation?.content?.stages[0]?.comment === 'Warm from the first word.',
    )
    expect(evaluation?.content?.stages[0]).toMatchObject({ note: 9.5, validated: true })

    const panel = page.getByRole('tabpanel')
    const corrections = panel.locator('section', {
      has: page.getByRole('heading', { name: 'Corrections' }),
    })
    await corrections.getByText(/9\.5 \/ 10/).waitFor()
    const history = panel.locator('section', {
      has: page.getByRole('heading', { name: 'Evaluations' }),
    })
    expect(await history.getByRole('listitem').count()).toBe(2)
    expect(await accessibilityProblems(page)).toEqual([])
    expect(stage.complaints).toEqual([])
  },
)

test.skipIf(noBrowser)(
  'what an evaluation changed in the CRM is taken back by a press',
  async () => {
    await using stage = await openStage()
    const { app, client, workspace } = stage
    const { workspaceId, userId, email } = workspace
    const apiKey = await app.newKey({ workspaceId, userId, scopes: ['read', 'write', 'admin'] })
    const id = await makeTalk(app, { workspaceId, apiKey })
    await app.drain()
    const tasks = async () => (await client.tasks.list({})).data
    expect(await tasks()).toHaveLength(1)
    const page = await stage.open()
    await signIn(page, email)
    await page.goto(`/conversations/${id}?tab=scorecard`)
    await page.getByRole('button', { name: 'Undo: Task made' }).click()
    await page.getByText(/^Taken back by/).waitFor()
    expect(await tasks()).toHaveLength(0)
    expect(stage.complaints).toEqual([])
  },
)
