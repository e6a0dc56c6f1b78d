import { expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'
import type { Executor } from './executor.ts'
import { statement } from './statement.ts'

const insert = statement(
  'test_insert_note',
  'insert into pipelined_note (id, text) values ($1, $2) returning id',
)
const read = statement('test_read_notes', 'select text from pipelined_note order by id')
const endSelf = statement('test_end_self', 'select pg_terminate_backend(pg_backend_pid())')

async function startWithNotes(): Promise<TestApp> {
  const app = await startTestApp()
  await app.db.pool.query('create table pipelined_note (id int primary key, text text)')
  return app
}

const textsOf = async ({ db }: TestApp) =>
  (await db.run<{ text: string }>(read, [])).map(({ text }) => text)

test('statements of one go run in their order, see each other, and are committed', async () => {
  await using app = await startWithNotes()
  const seen = await app.db.pipelined(async (tx) => {
    const [, rows] = await Promise.all([
      tx.run(insert, [1, 'first']),
      tx.run<{ text: string }>(read, []),
      tx.run(insert, [2, 'second']),
    ])
    return rows
  })
  expect(seen).toEqual([{ text: 'first' }])
  expect(await textsOf(app)).toEqual(['first', 'second'])
})

test('when one fails nothing is kept, those behind it too, and the connection serves on', async () => {
  await using app = await startWithNotes()
  const failing = app.db.pipelined((tx) =>
    Promise.all([
      tx.run(insert, [1, 'one']),
      tx.run(insert, [1, 'again']),
      tx.run(insert, [2, 'behind']),
      // Never sent on this connection before, and not taken this time.
      tx.run(read, []),
    ]),
  )
  await expect(failing).rejects.toMatchObject({ code: '23505' })
  expect(await textsOf(app)).toEqual([])
  for (const id of [1, 2, 3]) await app.db.pipelined((tx) => tx.run(insert, [id, `later ${id}`]))
  const notes = await app.db.pipelined((tx) => tx.run(read, []))
  expect(notes).toEqual([{ text: 'later 1' }, { text: 'later 2' }, { text: 'later 3' }])
})

test('what the work throws undoes its statements', async () => {
  await using app = await startWithNotes()
  const thrown = app.db.pipelined(async (tx) => {
    await tx.run(insert, [1, 'one'])
    throw new Error('Thought better of it.')
  })
  await expect(thrown).rejects.toThrow('Thought better of it.')
  expect(await textsOf(app)).toEqual([])
})

test('a statement that comes after the end is refused instead of being run for itself', async () => {
  await using app = await startWithNotes()
  let kept: Executor | undefined
  await app.db.pipelined(async (tx) => {
    kept = tx
    await tx.run(insert, [1, 'inside'])
  })
  await expect(kept?.run(insert, [2, 'outside'])).rejects.toThrow('is over')
  expect(await textsOf(app)).toEqual(['inside'])
})

test('a connection that is lost in the middle fails the work, and the next one gets another', async () => {
  await using app = await startWithNotes()
  const lost = app.db.pipelined(async (tx) => {
    await tx.run(insert, [1, 'one'])
    await Promise.all([tx.run(endSelf, []), tx.run(insert, [2, 'two'])])
  })
  await expect(lost).rejects.toThrow(/terminat/i)
  expect(await textsOf(app)).toEqual([])
  await app.db.pipelined((tx) => tx.run(insert, [3, 'after']))
  expect(await textsOf(app)).toEqual(['after'])
})
