import { expect, test } from 'vitest'
import { commaList, itemsOf, pythonIn } from './list-rules.ts'

test.each([
  ['a list of objects', [{ email: 'a@b.co' }], [{ email: 'a@b.co' }]],
  ['one object', { email: 'a@b.co' }, [{ email: 'a@b.co' }]],
  ['JSON', '[{"email":"a@b.co"}]', [{ email: 'a@b.co' }]],
  [
    "Python's repr",
    "[{'email': 'a@b.co', 'is_external': True, 'name': None}]",
    [{ email: 'a@b.co', is_external: true, name: null }],
  ],
  [
    'a name with a quote',
    `[{'name': "Ann O'Brien", 'is_external': False}]`,
    [{ name: "Ann O'Brien", is_external: false }],
  ],
  [
    'blocks of lines',
    'email: a@b.co\nis_external: True\nname: Ann\n\nemail: c@d.co\nis_external: False\nname: Cid',
    [
      { email: 'a@b.co', is_external: 'True', name: 'Ann' },
      { email: 'c@d.co', is_external: 'False', name: 'Cid' },
    ],
  ],
  [
    'blocks without empty lines',
    'email: a@b.co\nname: Ann\nemail: c@d.co\nname: Cid',
    [
      { email: 'a@b.co', name: 'Ann' },
      { email: 'c@d.co', name: 'Cid' },
    ],
  ],
  ['commas', 'a@b.co, c@d.co', [{ value: 'a@b.co' }, { value: 'c@d.co' }]],
  ['a list of texts', ['a@b.co', 'c@d.co'], [{ value: 'a@b.co' }, { value: 'c@d.co' }]],
  ['nothing', '', []],
  ['None', 'None', []],
  ['broken JSON', '[{"email":', undefined],
  ['a number', 7, undefined],
])('%s is read', (_, given, expected) => {
  expect(itemsOf(given)).toEqual(expected)
})

test.each([
  ["{'a': 1, 'b': [1.5, -2e3], 'c': {'d': u'x'}}", { a: 1, b: [1.5, -2000], c: { d: 'x' } }],
  [
    "['it\\'s', \"say \\\"hi\\\"\", 'line\\nbreak', 'caf\\xe9']",
    ["it's", 'say "hi"', 'line\nbreak', 'café'],
  ],
  ["['True', True, None,]", ['True', true, null]],
  ['[__import__("os")]', undefined],
  ["['open", undefined],
])('of Python, %s', (text, expected) => {
  expect(pythonIn(text)).toEqual(expected)
})

test('a comma-joined text keeps the places of what is empty', () => {
  expect(commaList('a,,c')).toEqual(['a', '', 'c'])
})
