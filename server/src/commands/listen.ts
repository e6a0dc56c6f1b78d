import { once } from 'node:events'
import { parseArgs } from 'node:util'
import type { Config } from '../config.ts'
import { readFirstRun } from '../first-run.ts'
import { newWebhookSecret } from '../platform/crypto/standard-webhooks.ts'
import { forwardEvents, Refused } from './forward-events.ts'
import { say } from './run-command.ts'

// npx parley listen --forward http://127.0.0.1:4000/hook: posts the events of a workspace to a
// program on this machine, as a webhook would, so that no tunnel is needed while developing.

const usage = `npx parley listen --forward http://127.0.0.1:4000/hook [--events recording.*,deal.created] [--secret whsec_…]
  --forward  where to post each event
  --events   only these, separated by commas
  --secret   what to sign with; made anew unless given
The server and the key are those of PARLEY_URL and PARLEY_API_KEY, or of DATA_DIR/first-run.json.`

const defaultUrl = 'http://127.0.0.1:3000'

/** Runs until Ctrl+C; answers whether it could begin. */
export async function listen(config: Config, parameters: string[]): Promise<boolean> {
  const { values } = parseArgs({
    args: parameters,
    options: {
      forward: { type: 'string' },
      events: { type: 'string' },
      secret: { type: 'string' },
    },
  })
  const { forward, events, secret = newWebhookSecret() } = values
  if (!forward || !URL.canParse(forward)) return fail(usage)
  const target = await targetOf(config)
  if (target.apiKey === undefined) return fail(`There is no API key: set PARLEY_API_KEY.\n${usage}`)
  say(`Events of ${target.url} go to ${forward}. Ctrl+C ends it.`)
  say(`They are signed with ${secret}\n`)
  const { url, apiKey } = target
  try {
    await forwardEvents({ url, apiKey, forward, events, secret, print: say, signal: interrupted() })
    return true
  } catch (error) {
    if (error instanceof Refused) return fail(error.message)
    throw error
  }
}

/** Of one place: the key in the file opens no other server. */
async function targetOf({ parleyUrl, parleyApiKey, dataDir }: Config) {
  const firstRun = parleyApiKey === undefined ? await readFirstRun(dataDir) : undefined
  const url = parleyUrl ?? firstRun?.baseUrl ?? defaultUrl
  return { url: url.replace(/\/+$/, ''), apiKey: parleyApiKey ?? firstRun?.apiKey }
}

function interrupted(): AbortSignal {
  const controller = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM']) {
    void once(process, name).then(() => controller.abort())
  }
  return controller.signal
}

function fail(sentence: string): false {
  process.stderr.write(`${sentence}\n`)
  return false
}
