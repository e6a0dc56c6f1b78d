import type pg from 'pg'
import type { Executor, Run } from './executor.ts'
import type { Statement } from './statement.ts'

/** What pg's own queries do to their socket, so that their parts leave in one packet. */
type Corkable = { readonly connection: { readonly stream: { cork(): void; uncork(): void } } }

/**
 * A transaction on a pipelining connection: statements that are asked for in one go travel together,
 * `begin` with the first of them, instead of each waiting for the answer to the one before. They run in
 * the order they were asked for; when one fails, PostgreSQL refuses those after it, and all is undone.
 */
export async function inPipelinedTransaction<T>(
  pool: pg.Pool,
  executorOf: (client: pg.PoolClient) => Executor,
  work: (tx: Executor) => Promise<T>,
): Promise<T> {
  const client = await pool.connect()
  let isOver = false
  let isBroken = false
  const send = packer(client)
  const { kysely } = executorOf(client)
  const run: Run = async <Row extends pg.QueryResultRow>(
    { name, text }: Statement,
    values: unknown[],
  ) => {
    // It would run outside the transaction.
    if (isOver) throw new Error('The transaction of this statement is over.')
    return (await send(() => client.query<Row>({ name, text, values }))).rows
  }
  try {
    const begun = send(() => client.query('begin'))
    const [begin, done] = await Promise.allSettled([begun, work({ run, kysely })])
    isOver = true
    if (begin.status === 'rejected') throw begin.reason
    if (done.status === 'rejected') throw done.reason
    await client.query('commit')
    return done.value
  } catch (error) {
    isOver = true
    await client.query('rollback').catch(() => {
      isBroken = true
    })
    throw error
  } finally {
    client.release(isBroken)
  }
}

/** What is sent before the event loop goes on leaves the process at once: each packet wakes PostgreSQL. */
function packer(client: pg.PoolClient) {
  const { stream } = (client as unknown as Corkable).connection
  let isOpen = false
  return <T>(query: () => Promise<T>): Promise<T> => {
    if (!isOpen) {
      isOpen = true
      stream.cork()
      process.nextTick(() => {
        isOpen = false
        stream.uncork()
      })
    }
    return query()
  }
}
