import { expect, test } from 'vitest'
import { snippetLanguages, snippetOf } from './snippets.ts'

const wanted = {
  operationId: 'createContact',
  method: 'POST',
  origin: 'http://127.0.0.1:3000',
  path: '/functions/v1/api-v1-contacts',
  params: {},
  query: { include: 'company & deals' },
  body: JSON.stringify({ first_name: "O'Neil", is_primary: true }),
}

test.each(snippetLanguages)('a %s program has the address, the key and the body', (language) => {
  const text = snippetOf(language, wanted)
  expect(text).toContain('http://127.0.0.1:3000')
  expect(text).toContain('sk_your_api_key')
  expect(text).toContain('first_name')
})

test('a quote in the body does not end the quote of a shell', () => {
  expect(snippetOf('curl', wanted)).toContain(String.raw`O'\''Neil`)
  expect(snippetOf('curl', wanted)).toContain('include=company+%26+deals')
})
