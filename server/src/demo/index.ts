import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Context } from '../context.ts'
import { saveTranscript } from '../modules/conversations/index.ts'
import { queueRebuilding } from '../modules/reports/index.ts'
import type { Executor } from '../platform/db/database.ts'
import { writeSecretFile } from '../platform/files/secret-file.ts'
import { type DemoAgents, ensureAgents } from './agent.ts'
import { backThen } from './back-then.ts'
import { dayMs } from './dice.ts'
import { installQueue } from '../platform/jobs/worker.ts'
import {
  addToTally,
  demoTables,
  type DemoRows,
  findWorkspaceOfOwner,
  insertDemoRows,
  leaveRecordsAlone,
  listStages,
} from './queries.ts'
import type { Demo } from './rows.ts'
import type { DemoTalk } from './talks.ts'
import { createTeam, type DemoSecrets, demoOwnerEmail } from './team.ts'

/** Resources whose totals are kept, by their table. */
const countedAs = {
  company: 'company',
  contact: 'contact',
  deal: 'deal',
  task: 'task',
  activity: 'activity',
  conversation: 'meeting',
  call: 'call',
} as const

export type DemoOutput = {
  /** Told one line at a time what is going on. */
  readonly say: (line: string) => void
  /** DATA_DIR: where the secrets of the demo's owner are written as demo.json. */
  readonly dataDir: string
}

/**
 * Fills the workspace "Parley Demo" with a year of a sales team's work, unless that was done. No
 * events are recorded for it but those of the voice agents with their calls and of transcripts, which
 * have the latest meetings measured and evaluated: nothing else of it happened just now, and whoever
 * subscribes to events should not get ten thousand of them.
 */
export async function fillDemo(context: Context, { say, dataDir }: DemoOutput): Promise<void> {
  const file = join(dataDir, 'demo.json')
  const known = await findWorkspaceOfOwner(context.db, demoOwnerEmail)
  if (known) {
    say(`The demo workspace is there already; its key is in ${file}`)
    if (await ensureAgents(context, known)) say(agentLine)
    return
  }
  say('Making demo data: 400 companies, 2,000 contacts, 300 deals and what belongs to them')
  // Its reports are made by a job; on the first start nobody has made the queue yet.
  await installQueue(context.db, context.log)
  const { team, demo } = await context.db.transaction(async (tx) => {
    const { sellers, ...secrets } = await createTeam(tx, context)
    const stages = await listStages(tx, secrets.workspaceId)
    // Imported late: a start without the demo does not hold the word lists in memory.
    const { makeDemo } = await import('./rows.ts')
    const nowMs = context.now().getTime()
    const made = makeDemo({ nowMs, ownerId: secrets.userId, sellers, stages })
    await insertAll(tx, secrets.workspaceId, made.rows, say)
    await insertTalks(tx, context, { workspaceId: secrets.workspaceId, talks: made.talks, say })
    const { insertDemoWebhook } = await import('./webhook.ts')
    const deliveries = await insertDemoWebhook(tx, context, { owner: secrets, ...made })
    say(`  1 paused webhook with ${deliveries} deliveries`)
    await mkdir(dataDir, { recursive: true, mode: 0o700 })
    // Before the commit: nobody is left with a workspace that cannot be entered.
    await writeSecretFile(file, `${JSON.stringify(secrets, null, 2)}\n`)
    return { team: secrets, demo: made }
  })
  const agents = await ensureAgents(
    backThen(context, demo.dice.nowMs - agentsAgeDays * dayMs),
    team,
  )
  say(agentLine)
  if (agents) {
    await makeCalls(context, { team, demo, agents })
    say('  1 paused campaign and 3 calls that the reception answered')
  }
  context.wakeRelay()
  say(describe(team, file))
}

const agentsAgeDays = 24
const agentLine =
  '  2 voice agents with knowledge and a tool that books demos; call the reception at /examples/voice'

type Calls = { readonly team: DemoSecrets; readonly demo: Demo; readonly agents: DemoAgents }

/** What the agents did so far. */
async function makeCalls(context: Context, { team, demo, agents }: Calls): Promise<void> {
  const { fillCalls } = await import('./agent-calls.ts')
  await fillCalls(context, { owner: team, agents, ...demo })
}

async function insertAll(
  tx: Executor,
  workspaceId: string,
  rows: DemoRows,
  say: DemoOutput['say'],
): Promise<void> {
  for (const table of demoTables) {
    await insertDemoRows(tx, workspaceId, table, rows[table])
    say(`  ${rows[table].length.toLocaleString('en')} rows of ${table.replaceAll('_', ' ')}`)
  }
  for (const [table, resource] of Object.entries(countedAs)) {
    await addToTally(tx, workspaceId, resource, rows[table as keyof typeof countedAs].length)
  }
}

type Talks = {
  readonly workspaceId: string
  readonly talks: readonly DemoTalk[]
  readonly say: DemoOutput['say']
}

/** What was said; the evaluations that follow leave tasks and activities as the demo has them. */
async function insertTalks(tx: Executor, context: Context, demo: Talks): Promise<void> {
  const { workspaceId, talks, say } = demo
  await leaveRecordsAlone(tx, workspaceId)
  for (const { conversationId, speakers, segments } of talks) {
    const [seller, customer] = speakers
    await saveTranscript(tx, context, {
      workspaceId,
      conversationId,
      source: 'upload',
      language: 'en',
      timing: 'segment',
      hasSpeakers: true,
      speakers: [
        { ...seller, kind: 'rep' },
        { ...customer, kind: 'customer' },
      ],
      segments,
    })
  }
  await queueRebuilding(tx, workspaceId)
  say(`  ${talks.length} transcripts, which are evaluated in the background`)
}

function describe({ email, password, apiKey }: DemoSecrets, file: string): string {
  return [
    '',
    'The demo workspace is ready. This is shown once:',
    `  E-mail     ${email}`,
    `  Password   ${password}`,
    `  API key    ${apiKey}`,
    `It is also in ${file}; delete that file when you have noted it.`,
  ].join('\n')
}
