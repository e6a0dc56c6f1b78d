import { parseArgs } from 'node:util'

export type Options = {
  /** A tenth of the data and of the requests: to see that everything works, not to measure. */
  readonly quick: boolean
  /** Names of scenarios; undefined runs all. */
  readonly only: readonly string[] | undefined
  /** Writes the tables into docs/benchmarks.md too. */
  readonly write: boolean
  /** A folder that keeps the loaded database for the next run; undefined uses a temporary one. */
  readonly dataDir: string | undefined
  /** Folder for CPU profiles of the real server, one per run; undefined makes none. */
  readonly profile: string | undefined
  /** Requests under way at once. */
  readonly concurrencies: readonly number[]
  /** Pairs of measured rounds, floor and real, per scenario and concurrency. */
  readonly rounds: number
}

export const usage = `npm run bench analysis -- [conversations]
  what analyses transcripts: time of a conversation of three hours, transcripts a minute, and both of
  the whole way from event to evaluation, with memory; 10,000 conversations unless said

npm run bench crm -- [options]
  --quick             a tenth of the data and requests
  --only get,list     only scenarios whose name begins with one of these
  --concurrency 1,8   default 1,8,32
  --rounds 5          pairs of rounds per scenario
  --data-dir DIR      keep the loaded database there and use it again
  --profile DIR       write a CPU profile of the server there
  --write             write docs/benchmarks.md`

export function readOptions(parameters: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...parameters],
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      write: { type: 'boolean', default: false },
      'data-dir': { type: 'string' },
      profile: { type: 'string' },
      concurrency: { type: 'string', default: '1,8,32' },
      rounds: { type: 'string', default: '5' },
    },
  })
  return {
    quick: values.quick,
    only: values.only?.split(/,(?! )/),
    write: values.write,
    dataDir: values['data-dir'],
    profile: values.profile,
    concurrencies: values.concurrency.split(',').map(Number),
    rounds: Number(values.rounds),
  }
}
