import { expect, test } from 'vitest'
import { makeCaller, numberEnding, startTestDialer } from '../../server/test/campaigns.ts'
import { hurriedClock } from '../../server/test/dialing/hurried-clock.ts'
import { noBrowser, openStage, type Stage, signIn } from './stage.ts'

const weekdays = [
  'MONDAY',
  'TUESDAY',
  'WEDNESDAY',
  'THURSDAY',
  'FRIDAY',
  'SATURDAY',
  'SUNDAY',
] as const
/** Times faster than life: a call is over in a moment, and can be seen. */
const speed = 100

/** A carrier in a hurry, hours that are always open, and an agent with a number. */
async function openCallingStage() {
  const stage = await openStage({
    environment: { STANDARD_REQUESTS_PER_MINUTE: '100000' },
    telephony: { clock: hurriedClock(speed) },
  })
  const timeRange = { days: [...weekdays], startCallingTime: '00:00', endCallingTime: '24:00' }
  await stage.client.callingRules.update({ timeRange })
  return { ...stage, caller: await makeCaller(stage.app, stage.workspace.workspaceId) }
}

function fileOf(lines: readonly string[]) {
  const buffer = Buffer.from(`${lines.join('\n')}\n`)
  return { name: 'people.csv', mimeType: 'text/csv', buffer }
}

test.skipIf(noBrowser)('a campaign goes from a file to its last call, watched live', async () => {
  await using stage = await openCallingStage()
  await using _dialer = startTestDialer(stage.app)
  const page = await stage.open()
  await signIn(page, stage.workspace.email)
  await page.getByRole('link', { name: 'Campaigns' }).click()
  await page.getByRole('link', { name: 'New campaign' }).first().click()

  await page.getByLabel('Name').fill('Renewals in March')
  await page.getByLabel('Voice agent').selectOption('Reception')
  const answers = numberEnding('10')
  const lines = ['Kunde;Rufnummer;Stadt', `Ada;${answers};London`, `Bert;${numberEnding('01')};`]
  await page
    .getByLabel('CSV file')
    .setInputFiles(fileOf([...lines, 'Cleo;none;Rome', `Dora;${answers};York`]))
  // The numbers were found by what they look like; the name has to be told.
  await page.getByLabel('Meaning of Kunde').selectOption('Name')
  expect(await page.getByLabel('Meaning of Rufnummer').inputValue()).toBe('phoneNumber')
  await page.getByText('4 rows, 2 of which look wrong').waitFor()
  await page.getByText('Twice in the list').waitFor()
  await page.getByLabel('Busy: Further calls').fill('0')
  await page.getByRole('button', { name: 'Create the campaign' }).click()

  await page.getByText('4 rows: 2 taken, 1 duplicates, 1 rejected').waitFor()
  await page.getByRole('region', { name: 'Rejected rows' }).getByText('none').waitFor()
  await page.getByRole('heading', { level: 1, name: /Not started/ }).waitFor()
  await page.getByRole('button', { name: 'Start calling' }).click()
  await page.getByRole('heading', { level: 1, name: /Completed/ }).waitFor()
  await page.locator('[role="progressbar"][aria-valuetext="2 of 2"]').waitFor()

  await page.getByLabel('Status').last().selectOption('FAILED')
  await page.getByRole('button', { name: /Bert/ }).click()
  await page.getByRole('dialog').getByText('Busy').waitFor()
  await page.keyboard.press('Escape')
  await page.getByLabel('Status').last().selectOption('COMPLETED')
  await page.getByRole('button', { name: /Ada/ }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('London', { exact: true }).waitFor()
  await dialog.getByRole('link', { name: 'Open the call' }).click()
  await page.waitForURL(/\/agents\/calls\//)
  await page.getByRole('heading', { level: 1 }).waitFor()
  expect(stage.complaints).toEqual([])
})

async function startLongCampaign({ client, caller }: Stage & { caller: { agentId: string } }) {
  const phoneNumbers = Array.from({ length: 40 }, (_, n) => numberEnding('10', n))
  return client.campaigns.create({
    name: 'A long one',
    voiceAgentId: caller.agentId,
    recipients: phoneNumbers.map((phoneNumber) => ({ phoneNumber })),
    maxConcurrency: 1,
    // Forty people take longer than anybody looks.
    callsPerSecond: 0.2,
    sendType: 'MANUAL',
  })
}

test.skipIf(noBrowser)(
  'a campaign is paused, resumed and cancelled, and who was not called is cancelled with it',
  async () => {
    await using stage = await openCallingStage()
    await using _dialer = startTestDialer(stage.app)
    const { id } = await startLongCampaign(stage)
    const page = await stage.open()
    await signIn(page, stage.workspace.email)
    await page.goto(`/campaigns/${id}`)
    await page.getByRole('button', { name: 'Start calling' }).click()
    await page.getByRole('heading', { level: 1, name: /Running/ }).waitFor()
    await page.getByRole('button', { name: 'Pause' }).click()
    await page.getByRole('heading', { level: 1, name: /Paused/ }).waitFor()
    await page.getByRole('button', { name: 'Resume' }).click()
    await page.getByRole('heading', { level: 1, name: /Running/ }).waitFor()
    await page.getByRole('button', { name: 'More for A long one' }).click()
    await page.getByRole('menuitem', { name: 'Cancel the campaign' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel the campaign' }).click()
    await page.getByRole('heading', { level: 1, name: /Cancelled/ }).waitFor()
    expect((await stage.client.campaigns.progress(id)).byStatus.CANCELLED).toBeGreaterThan(0)
    expect(stage.complaints).toEqual([])
  },
)

test.skipIf(noBrowser)(
  'people are added to a campaign that is there, each once, and not after its end',
  async () => {
    await using stage = await openCallingStage()
    const { client, caller } = stage
    const [known, fresh] = [numberEnding('10'), numberEnding('10', 1)]
    const { id } = await client.campaigns.create({
      name: 'Renewals',
      voiceAgentId: caller.agentId,
      recipients: [{ phoneNumber: known, name: 'Ada' }],
      sendType: 'MANUAL',
    })
    const page = await stage.open()
    await signIn(page, stage.workspace.email)
    await page.goto(`/campaigns/${id}`)
    await page.getByRole('button', { name: 'Add people' }).click()
    const dialog = page.getByRole('dialog', { name: 'Add people' })
    const lines = ['phone,Kunde,city', `${known},Ada,London`, `${fresh},Bert,Rome`, 'none,Cleo,']
    await dialog.getByLabel('CSV file').setInputFiles(fileOf(lines))
    await dialog.getByLabel('Meaning of Kunde').selectOption('Name')
    await dialog.getByText('3 rows, 1 of which look wrong').waitFor()
    await dialog.getByRole('button', { name: 'Add them' }).click()
    await page.getByText('3 rows: 1 taken, 1 duplicates, 1 rejected').waitFor()
    await page.getByRole('button', { name: /Bert/ }).waitFor()
    const { recipients } = await client.campaigns.recipients(id, {})
    expect(new Set(recipients.map(({ name }) => name))).toEqual(new Set(['Ada', 'Bert']))
    expect(recipients.find(({ name }) => name === 'Bert')?.dynamicVariables).toEqual({
      city: 'Rome',
    })

    await client.campaigns.cancel(id)
    await page.getByRole('heading', { level: 1, name: /Cancelled/ }).waitFor()
    await page.getByRole('button', { name: 'Add people' }).waitFor({ state: 'detached' })
    expect(stage.complaints).toEqual([])
  },
)

test.skipIf(noBrowser)(
  'numbers are put on the list of those not to call, and taken off',
  async () => {
    await using stage = await openCallingStage()
    const page = await stage.open()
    await signIn(page, stage.workspace.email)
    await page.goto('/campaigns/do-not-call')
    await page.getByRole('button', { name: 'Add numbers' }).click()
    await page.getByLabel('Numbers', { exact: true }).fill('+442079460958\nnobody')
    await page.getByLabel('Note').fill('Asked by mail')
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await page.getByText('1 added, 0 were listed already, 1 rejected').waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click()
    await page.getByText('Asked by mail').waitFor()
    await page.getByRole('button', { name: 'Take +442079460958 off the list' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Take it off' }).click()
    await page.getByText('Nothing here yet').waitFor()
    expect((await stage.client.doNotCall.list({})).total).toBe(0)
    expect(stage.complaints).toEqual([])
  },
)

test.skipIf(noBrowser)('calling rules are changed, and a viewer may only read them', async () => {
  await using stage = await openCallingStage()
  const page = await stage.open()
  await signIn(page, stage.workspace.email)
  await page.goto('/campaigns/rules')
  await page.getByLabel('Calls to one number a day').fill('2')
  await page.getByLabel('Sunday').uncheck()
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved').waitFor()
  expect(await stage.client.callingRules.get()).toMatchObject({
    dailyCap: 2,
    timeRange: { days: weekdays.slice(0, 6), endCallingTime: '24:00' },
  })
})
