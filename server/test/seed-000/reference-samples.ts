import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Beside the project on the machines that develop it; its text may not be part of the project. */
const folder = join(import.meta.dirname, '../../../../shared/reference')

/** The text of a documentation, Sixty's API unless said; undefined where it is not at hand. */
export function readReference(number = '000'): string | undefined {
  if (!existsSync(folder)) return undefined
  const name = readdirSync(folder).find((file) => file.startsWith(`${number}_`))
  return name === undefined ? undefined : readFileSync(join(folder, name), 'utf8')
}

export type Place = { readonly baseUrl: string; readonly apiKey: string }

/** The documentation's code in these languages, with only the address and the key replaced. */
export function samplesOf(reference: string, languages: readonly string[], place: Place): string[] {
  const blocks = [...reference.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)]
  return blocks
    .filter(([, language = '']) => languages.includes(language))
    .map(([, , code = '']) =>
      code
        .replaceAll('https://your-project.supabase.co/functions/v1', place.baseUrl)
        .replaceAll('sk_your_api_key_here', place.apiKey),
    )
}

/** All TypeScript and JavaScript samples as one program, and calls of what they define. */
export function typescriptProgram(reference: string, place: Place): string {
  const [client = '', ...rest] = samplesOf(reference, ['typescript', 'javascript'], place)
  return [client, dealsMethod, ...rest, typescriptUse].join('\n')
}

/** A later sample calls a method that the documented client does not have. */
const dealsMethod = `
;(client as any).getDeals = (params: Record<string, any>) =>
  (client as any).request('api-v1-deals?' + new URLSearchParams(params))
`

const typescriptUse = `
const theId = (newContact as any).data.id
const people = Array.from({ length: 12 }, (_, n) => ({ first_name: 'P' + n, email: 'p' + (n % 11) + '@example.com' }))
const report: any = { contacts, newContact, recentHighPriorityDeals }
report.bulk = await bulkCreateContacts(people as any)
report.all = await getAllContacts()
report.cached = await new CachedAPIClient((client as any).apiKey).getContactCached(theId)
report.limited = await new RateLimitedClient().queuedRequest(() => client.getContacts({ limit: 1 }))
report.robust = await robustAPICall(() => client.getContact(theId))
report.handled = await handleRateLimitedRequest(() => client.getContact(theId))
report.problems = validateContactData({ first_name: 'Ada', email: 'ada@example.com', phone: '+1-555-0123' })
report.updated = await client.updateContact(theId, { title: 'CEO' })
report.deleted = await client.deleteContact(theId)
report.failure = await client.getContact(theId).catch((error) => error.message)
process.stdout.write(JSON.stringify(report))
`

export function pythonProgram(reference: string, place: Place): string {
  return [...samplesOf(reference, ['python'], place), pythonUse].join('\n')
}

const pythonUse = `
the_id = new_contact['data']['id']
report = {'contacts': contacts, 'new_contact': new_contact}
report['one'] = client.get_contact(the_id)
report['updated'] = client.update_contact(the_id, {'title': 'CEO'})
report['deleted'] = client.delete_contact(the_id)
try:
    client.get_contact(the_id)
except Exception as error:
    report['failure'] = str(error)
print(json.dumps(report))
`
