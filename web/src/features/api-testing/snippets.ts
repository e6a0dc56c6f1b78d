/** A request as the tester sends it. */
export type Wanted = {
  readonly operationId: string
  readonly method: string
  readonly origin: string
  /** With its parameters filled in. */
  readonly path: string
  readonly params: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
  /** JSON, or nothing. */
  readonly body: string | undefined
}

export const snippetLanguages = ['curl', 'TypeScript', 'Python', 'PHP'] as const
export type SnippetLanguage = (typeof snippetLanguages)[number]

const key = 'sk_your_api_key'

function addressOf({ origin, path, query }: Wanted): string {
  const search = new URLSearchParams(query).toString()
  return `${origin}${path}${search && `?${search}`}`
}

/** In single quotes of a shell. */
function shell(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}

function curl(wanted: Wanted): string {
  const lines = [
    `curl -X ${wanted.method} ${shell(addressOf(wanted))}`,
    `-H 'X-API-Key: ${key}'`,
    ...(wanted.body ? [`-H 'Content-Type: application/json'`, `-d ${shell(wanted.body)}`] : []),
  ]
  return lines.join(' \\\n  ')
}

function typeScript({ operationId, origin, params, query, body }: Wanted): string {
  const parts = [
    ...(Object.keys(params).length > 0 ? [`params: ${JSON.stringify(params)}`] : []),
    ...(Object.keys(query).length > 0 ? [`query: ${JSON.stringify(query)}`] : []),
    ...(body ? [`body: ${body.replaceAll('\n', '\n  ')}`] : []),
  ]
  const input = parts.length > 0 ? `, {\n  ${parts.join(',\n  ')},\n}` : ''
  return `import { createClient } from '@parley/sdk'

const parley = createClient({ baseUrl: '${origin}', apiKey: '${key}' })
const reply = await parley.call('${operationId}'${input})
console.log(reply)`
}

/** Python and PHP write JSON as text, so that true, false and null need no translation. */
function python(wanted: Wanted): string {
  const body = wanted.body
    ? `\n    headers={'X-API-Key': '${key}', 'Content-Type': 'application/json'},\n    data=${JSON.stringify(wanted.body)},`
    : `\n    headers={'X-API-Key': '${key}'},`
  return `import requests

reply = requests.request(
    '${wanted.method}',
    ${JSON.stringify(addressOf(wanted))},${body}
)
print(reply.status_code, reply.json())`
}

function php(wanted: Wanted): string {
  const quoted = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
  const headers = [`X-API-Key: ${key}`, ...(wanted.body ? ['Content-Type: application/json'] : [])]
  const body = wanted.body ? `\n    CURLOPT_POSTFIELDS => ${quoted(wanted.body)},` : ''
  return `<?php
$curl = curl_init(${quoted(addressOf(wanted))});
curl_setopt_array($curl, [
    CURLOPT_CUSTOMREQUEST => '${wanted.method}',
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_HTTPHEADER => [${headers.map(quoted).join(', ')}],${body}
]);
echo curl_exec($curl);`
}

const writers: Readonly<Record<SnippetLanguage, (wanted: Wanted) => string>> = {
  curl,
  TypeScript: typeScript,
  Python: python,
  PHP: php,
}

/** The request as a program that can be copied. */
export function snippetOf(language: SnippetLanguage, wanted: Wanted): string {
  return writers[language](wanted)
}
