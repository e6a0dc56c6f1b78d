import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import type { Context } from '../../server/src/context.ts'
import { verifyBackup } from '../../server/src/platform/backup/restore-backup.ts'
import { job, newJob } from '../../server/src/platform/jobs/job.ts'
import { addJobs } from '../../server/src/platform/jobs/queries.ts'
import { runServerFrom } from '../../server/test/operators.ts'
import { noBrowser, openStage, signIn } from './stage.ts'

test.skipIf(noBrowser)(
  'whoever runs the server sees how it is, tries a failed job again and downloads a backup',
  async () => {
    let isBroken = true
    const fragile = job({
      name: 'fragile-work',
      payload: z.object({}),
      maxAttempts: 1,
      async handle(_context: Context) {
        if (isBroken) throw new Error('no luck with it')
      },
    })
    await using stage = await openStage({ jobs: [fragile] })
    await runServerFrom(stage.app, stage.workspace.workspaceId)
    await addJobs(stage.app.db, [newJob(fragile, {})])
    await stage.app.drain()
    isBroken = false
    const page = await stage.open()
    await signIn(page, stage.workspace.email)
    await page.getByRole('link', { name: 'Operations' }).click()
    const reason = page.locator('summary').getByText('no luck with it')
    await reason.waitFor()
    await page.getByRole('button', { name: /Try job \d+ again, fragile-work/ }).click()
    await page.getByText('1 jobs are tried again').waitFor()
    await stage.app.drain()
    await reason.waitFor({ state: 'detached' })

    await page.getByText('No backup was made yet.').waitFor()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download a backup' }).click(),
    ])
    const folder = await mkdtemp(join(tmpdir(), 'parley-downloaded-'))
    try {
      const file = join(folder, download.suggestedFilename())
      await download.saveAs(file)
      await expect(verifyBackup(file)).resolves.toBeDefined()
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
    expect(stage.complaints).toEqual([])
  },
)

test.skipIf(noBrowser)('an owner of another workspace is shown nothing of the server', async () => {
  await using stage = await openStage()
  await runServerFrom(stage.app)
  const page = await stage.open()
  await signIn(page, stage.workspace.email)
  expect(await page.getByRole('link', { name: 'Operations' }).count()).toBe(0)
  await page.goto('/operations')
  await page.getByText('Not for your role').waitFor()
  expect(stage.complaints).toEqual([])
})
