import { parley } from '../../api/client.ts'
import { type Draft, toBody } from './draft.ts'
import { fileOf, needsUpload, type People } from './people.ts'
import { toMapping, toPeople } from './recipient-rows.ts'

export type Created = { readonly id: string; readonly importId: string }

/** A million people come in minutes. */
const uploadTimeoutMs = 3_600_000
const requestTimeoutMs = 120_000

/** Makes the campaign with its people, and answers where the report on them is. */
export async function createCampaign(
  draft: Draft,
  people: People,
  typed: string,
): Promise<Created> {
  const body = toBody(draft)
  if (!needsUpload(people)) {
    const recipients = toPeople(people.table, people.roles, people.consent)
    const made = await parley.campaigns.create(
      { ...body, recipients },
      { timeoutMs: requestTimeoutMs },
    )
    return { id: made.id, importId: made.import.id }
  }
  // Nobody is called before all of the file is there.
  const startsAtOnce = body.sendType === 'NOW'
  const { id } = await parley.campaigns.create({
    ...body,
    sendType: startsAtOnce ? 'MANUAL' : body.sendType,
  })
  const importId = await upload(id, people, typed)
  if (startsAtOnce) await parley.campaigns.resume(id)
  return { id, importId }
}

/** Adds people to a campaign that is there, and answers the id of the report on them. */
export async function addPeople(id: string, people: People, typed: string): Promise<string> {
  if (needsUpload(people)) return upload(id, people, typed)
  const recipients = toPeople(people.table, people.roles, people.consent)
  const added = await parley.campaigns.addRecipients(
    id,
    { recipients },
    { timeoutMs: requestTimeoutMs },
  )
  return added.id
}

async function upload(id: string, people: People, typed: string): Promise<string> {
  const mapping = JSON.stringify(toMapping(people.table, people.roles))
  const added = await parley.campaigns.uploadRecipients.upload(
    id,
    fileOf(people, typed),
    { mapping },
    { fileName: people.file?.name ?? 'recipients.csv', timeoutMs: uploadTimeoutMs },
  )
  return added.id
}
