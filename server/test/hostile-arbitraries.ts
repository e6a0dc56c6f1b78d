import fc from 'fast-check'
import { components, type Operation } from './every-endpoint.ts'
import { arbitraryOf } from './schema-arbitrary.ts'

/** A request as it goes over the wire: nothing in it need be valid. */
export type WireRequest = {
  readonly operationId: string
  readonly method: string
  /** Path and query, percent-encoded or not. */
  readonly target: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
}

export type Known = {
  /** Records that exist, by the path of their list. */
  readonly records: readonly { readonly list: string; readonly id: string }[]
  readonly apiKeys: readonly string[]
}

/** Once in `many`, something else. */
function rarely<T>(many: number, usual: fc.Arbitrary<T>, unusual: fc.Arbitrary<T>) {
  return fc.oneof({ weight: many - 1, arbitrary: usual }, { weight: 1, arbitrary: unusual })
}

const hugeText = 'x'.repeat(200_000)
const beyondLimit = 'x'.repeat(1_100_000)
const deepList = '['.repeat(5_000) + ']'.repeat(5_000)
const deepObject = '{"a":'.repeat(5_000) + '1' + '}'.repeat(5_000)

const nastyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(
    '',
    ' ',
    '\0',
    'a\0b',
    '\uD800',
    'x\uDFFFy',
    '\u202E\uFEFF',
    "'; drop table contact; --",
    '$1',
    '%',
    '%_\\',
    '../../etc/passwd',
    '__proto__',
    'constructor',
    'null',
    'undefined',
    'NaN',
    '-1',
    '1e999',
    '9'.repeat(400),
    '0x10',
    '2026-02-30',
    '0000-00-00',
    '+275760-09-13T00:00:00.000Z',
    '2026-01-01T00:00:00+99:99',
    'a,b,,c',
    'a'.repeat(20_000),
    '😀'.repeat(500),
  ),
)

/** JSON values of no particular use. */
const nastyValue: fc.Arbitrary<unknown> = fc.oneof(
  nastyText,
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    -0,
    -1,
    0.1 + 0.2,
    1e308,
    -1e308,
    2 ** 53,
    2 ** 63,
    Number.MIN_VALUE,
    [],
    {},
    [[]],
    [null],
    { toString: 'x' },
    { constructor: { prototype: { admin: true } } },
    Array.from({ length: 2_000 }, () => 0),
  ),
  fc.jsonValue({ maxDepth: 3 }),
)

/** Bodies that are no JSON, or JSON that is hard to digest. */
const rawBody = fc.constantFrom(
  '{',
  '{"a":1,}',
  'null',
  '"text"',
  '[]',
  '1e999',
  '{"__proto__":{"admin":true}}',
  '{"constructor":{"prototype":{"admin":true}}}',
  '{"a":1,"a":2}',
  '\uFEFF{}',
  '{"first_name":"\\ud800","email":"\\u0000@x.yy"}',
  '<xml/>',
  'a=1&b=2',
  deepList,
  deepObject,
  JSON.stringify({ first_name: hugeText, name: hugeText, title: hugeText }),
  JSON.stringify({ name: beyondLimit }),
)

const contentTypes = fc.constantFrom(
  'text/plain',
  'application/xml',
  'multipart/form-data; boundary=x',
  'application/x-www-form-urlencoded',
  'application/json; charset=latin1',
  'application/json;;;',
  'application/jsonp',
  'APPLICATION/JSON',
  '/',
  'nonsense',
)

/** Valid bodies in which something is replaced, added or taken away. */
function mutated(body: fc.Arbitrary<unknown>, names: readonly string[]): fc.Arbitrary<unknown> {
  const change = fc.record({
    name: fc.oneof(fc.constantFrom('id', 'workspace_id', 'toString', ...names), nastyText),
    value: nastyValue,
    remove: fc.boolean(),
  })
  return fc
    .tuple(body, fc.array(change, { minLength: 1, maxLength: 3 }))
    .map(([value, changes]) => {
      if (typeof value !== 'object' || value === null) return value
      const copy: Record<string, unknown> = { ...value }
      for (const { name, value: replacement, remove } of changes) {
        if (remove) delete copy[name]
        else
          Object.defineProperty(copy, name, {
            value: replacement,
            enumerable: true,
            configurable: true,
            writable: true,
          })
      }
      return copy
    })
}

function bodyFor({ body }: Operation): fc.Arbitrary<string | undefined> {
  const none = fc.constant(undefined)
  if (!body) return rarely(5, none, rawBody)
  const valid = arbitraryOf(body, components)
  const names = Object.keys(body.properties ?? {})
  const json = fc.oneof(
    valid,
    valid,
    valid,
    mutated(valid, names),
    mutated(valid, names),
    nastyValue,
  )
  return fc.oneof(
    { weight: 12, arbitrary: json.map((value) => JSON.stringify(value)) },
    { weight: 2, arbitrary: rawBody },
    { weight: 1, arbitrary: none },
  )
}

/** Percent-encoded, except where the encoding itself is the attack. */
const pathText = rarely(
  4,
  nastyText.map((text) => encode(text).slice(0, 2_000)),
  fc.constantFrom('%', '%zz', '%00', '%ff', '%c0%ae', '..', '.', '%2e%2e', '%2f', ';', '*', '~'),
)

/** `encodeURIComponent` refuses half surrogates; those are sent as the bytes some clients send. */
function encode(text: string): string {
  return text.replace(/[\uD800-\uDFFF]|[\s\S]/gu, (char) =>
    /[\uD800-\uDFFF]/u.test(char) ? '%ED%A0%80' : encodeURIComponent(char),
  )
}

function targetFor(operation: Operation, known: Known): fc.Arbitrary<string> {
  const ids = known.records.map(({ id }) => id)
  const own = known.records
    .filter(({ list }) => operation.path.startsWith(`${list}/`))
    .map(({ id }) => id)
  const param = fc.oneof(
    { weight: 20, arbitrary: fc.constantFrom(...(own.length > 0 ? own : ids)) },
    { weight: 2, arbitrary: fc.constantFrom(...ids) },
    { weight: 1, arbitrary: fc.uuid() },
    { weight: 2, arbitrary: pathText },
  )
  const names = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([hole]) => hole)
  const path = fc
    .tuple(...names.map(() => param))
    .map((values) =>
      names.reduce(
        (filled, hole, index) => filled.replace(hole, () => values[index] ?? ''),
        operation.path,
      ),
    )
  return fc.tuple(path, queryFor(operation)).map(([filled, query]) => filled + query)
}

function queryFor(operation: Operation): fc.Arbitrary<string> {
  const known = Object.entries(operation.query).map(([name, schema]) =>
    fc.tuple(
      fc.constant(encode(name)),
      fc.oneof(
        {
          weight: 9,
          arbitrary: arbitraryOf(schema, components).map((value) => encode(String(value))),
        },
        { weight: 1, arbitrary: pathText },
      ),
    ),
  )
  const strange = fc.tuple(
    fc.oneof(
      fc.constantFrom(
        'limit',
        'sort',
        '__proto__',
        'constructor[prototype]',
        'a[b][c]',
        'id[$ne]',
        '',
      ),
      fc.constantFrom('value[foo]', 'created_at[', 'created_at]', 'fields[]', 'cursor'),
      nastyText.map((text) => encode(text).slice(0, 200)),
    ),
    pathText,
  )
  const pair = known.length > 0 ? rarely(15, fc.oneof(...known), strange) : strange
  const longest = known.length > 0 ? 5 : 1
  return fc
    .array(pair, { maxLength: longest })
    .map((pairs) => (pairs.length === 0 ? '' : `?${pairs.map((both) => both.join('=')).join('&')}`))
}

/** What a header may hold at all; others never leave the client. */
const headerText = nastyText.map((text) => text.replace(/[^\x20-\x7E]/g, '?').slice(0, 500))

type Headers = Record<string, string>

/** With a content type, for which there may be no body. */
function headersFor(known: Known): fc.Arbitrary<Headers> {
  const valid = fc.constantFrom(...known.apiKeys).map((key): Headers => ({ 'x-api-key': key }))
  const invalid: fc.Arbitrary<Headers> = fc.oneof(
    fc.constant<Headers>({}),
    headerText.map((key): Headers => ({ 'x-api-key': key })),
    headerText.map((key): Headers => ({ authorization: `Bearer ${key}` })),
    headerText.map((cookie): Headers => ({ cookie: `parley.session_token=${cookie}` })),
  )
  // Failed authentications are slowed down by address, so each comes from another one.
  const stranger = fc
    .tuple(invalid, fc.ipV4())
    .map(([key, address]): Headers => ({ ...key, 'x-forwarded-for': address }))
  const extra = rarely(
    3,
    fc.constant<Headers>({}),
    fc.oneof(
      headerText.map((key): Headers => ({ 'idempotency-key': key })),
      headerText.map((id): Headers => ({ 'x-workspace-id': id })),
      headerText.map((id): Headers => ({ 'x-request-id': id })),
      headerText.map((origin): Headers => ({ origin })),
      headerText.map((address): Headers => ({ 'x-forwarded-for': address })),
      fc
        .constantFrom('gzip', 'br', '*;q=0')
        .map((coding): Headers => ({ 'accept-encoding': coding })),
    ),
  )
  return fc
    .tuple(
      rarely(20, valid, stranger),
      rarely(12, fc.constant('application/json'), contentTypes),
      extra,
    )
    .map(([key, type, more]) => ({ ...key, 'content-type': type, ...more }))
}

/** Requests to this operation, from valid ones to nonsense. */
export function hostileRequest(operation: Operation, known: Known): fc.Arbitrary<WireRequest> {
  const method = rarely(
    30,
    fc.constant<string>(operation.method),
    fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PURGE'),
  )
  return fc.record({
    operationId: fc.constant(operation.id),
    method,
    target: targetFor(operation, known),
    headers: headersFor(known),
    body: bodyFor(operation),
  })
}
