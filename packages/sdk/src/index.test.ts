import type { Activity, Contact, ContactDetail, Deleted, Recording } from '@parley/contract'
import { expectTypeOf, test } from 'vitest'
import type { z } from 'zod'
import type { Client } from './index.ts'

/** Never called: what it would do is of interest to the compiler alone. */
async function use(client: Client) {
  const page = await client.contacts.list({
    limit: 10,
    sort: 'email',
    order: 'asc',
    is_primary: true,
    include: 'company',
    'created_at[gte]': new Date(),
  })
  const [contact] = page.data
  const all = client.contacts.all({ search: 'ada' })
  const created = await client.contacts.create({ first_name: 'Ada', email: 'ada@example.com' })
  return {
    contact,
    all,
    created,
    got: await client.contacts.get('id', { include: 'deals' }),
    deleted: await client.contacts.delete('id'),
    batch: await client.contacts.batch({ operation: 'create', records: [{}] }),
    timeline: await client.deals.timeline('id', { limit: 5 }),
    uploaded: await client.recordings.upload(new Blob(), { rep_channel: 1 }, { fileName: 'a' }),
    audio: await client.recordings.audio('id'),
    subtitles: await client.transcripts.file('id', 'srt'),
    byId: await client.call('getActivity', { params: { id: 'x' } }),
  }
}

test('inputs and results have the types of the contract', () => {
  type Used = Awaited<ReturnType<typeof use>>
  expectTypeOf<NonNullable<Used['contact']>>().toExtend<Contact>()
  expectTypeOf<NonNullable<Used['contact']>['company']>().toExtend<
    { name: string } | null | undefined
  >()
  expectTypeOf<Used['all']>().toExtend<AsyncIterable<Contact>>()
  expectTypeOf<Used['created']>().toEqualTypeOf<Contact>()
  expectTypeOf<Used['got']>().toExtend<ContactDetail>()
  expectTypeOf<Used['deleted']>().toEqualTypeOf<z.infer<typeof Deleted>>()
  expectTypeOf<Used['batch']['count']>().toEqualTypeOf<number>()
  expectTypeOf<Used['timeline']['pagination']['total']>().toEqualTypeOf<number | null>()
  expectTypeOf<Used['uploaded']>().toEqualTypeOf<Recording>()
  expectTypeOf<Used['audio']>().toEqualTypeOf<Response>()
  expectTypeOf<Used['subtitles']>().toEqualTypeOf<string>()
  expectTypeOf<Used['byId']>().toExtend<Activity>()
})

test('what the contract does not have is refused by the compiler', () => {
  const refused = (client: Client) => [
    // @ts-expect-error no such field to sort by
    () => client.contacts.list({ sort: 'nonsense' }),
    // @ts-expect-error no such filter
    () => client.contacts.list({ nonsense: 1 }),
    // @ts-expect-error an e-mail is required
    () => client.contacts.create({ first_name: 'Ada' }),
    // @ts-expect-error not a number
    () => client.deals.update('id', { value: 'many' }),
    // @ts-expect-error activities have no timeline
    () => void client.activities['timeline'],
    // @ts-expect-error contacts are not uploaded
    () => void client.contacts['upload'],
    // @ts-expect-error no such format
    () => client.transcripts.file('id', 'docx'),
    // @ts-expect-error an address is no file's
    () => client.recordings.upload(new Blob(), { url: 'https://example.com/a.wav' }),
    // @ts-expect-error no such operation
    () => client.call('getNothing', { params: { id: 'x' } }),
    // @ts-expect-error an id is required
    () => client.call('getDeal', {}),
  ]
  expectTypeOf(refused).toBeFunction()
})
