import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { t } from '../../i18n/index.ts'
import { Card } from '../../ui/bits.tsx'
import { Button } from '../../ui/button.tsx'
import { CodeField } from '../../ui/code-field.tsx'
import { Field, Input, Select } from '../../ui/field.tsx'
import { Method } from './method.tsx'
import { keepSent, listSent, type Sent } from './history.ts'
import type { Endpoint, Input as EndpointInput } from './openapi.ts'
import { Reply, type Received } from './reply.tsx'
import { SentRequests } from './sent-requests.tsx'
import type { Wanted } from './snippets.ts'
import { Snippets } from './snippets-card.tsx'

/** In memory of the tab alone: a key does not belong in a browser's storage. */
let keyOfTab = ''

type Values = Readonly<Record<string, string>>

/** The request that the fields make. */
function wantedOf(endpoint: Endpoint, values: Values, body: string): Wanted {
  const given = (place: 'path' | 'query') =>
    Object.fromEntries(
      endpoint.inputs
        .filter((input) => input.place === place && values[input.name])
        .map(({ name }) => [name, values[name] ?? '']),
    )
  const params = given('path')
  const path = endpoint.path.replace(/\{(\w+)\}/g, (mark, name: string) =>
    params[name] ? encodeURIComponent(params[name]) : mark,
  )
  return {
    operationId: endpoint.id,
    method: endpoint.method,
    origin: location.origin,
    path,
    params,
    query: given('query'),
    body: endpoint.body === undefined ? undefined : body,
  }
}

async function send({ method, path, query, body }: Wanted, key: string): Promise<Received> {
  const search = new URLSearchParams(query).toString()
  const startedAt = performance.now()
  const response = await fetch(`${path}${search && `?${search}`}`, {
    method,
    headers: {
      ...(key && { 'x-api-key': key }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body }),
  })
  const text = await response.text()
  return {
    status: response.status,
    ms: performance.now() - startedAt,
    headers: [...response.headers].map(([name, value]) => `${name}: ${value}`).join('\n'),
    text,
  }
}

export function Tester({ endpoint }: { readonly endpoint: Endpoint }) {
  const [values, setValues] = useState<Values>({})
  const [body, setBody] = useState(endpoint.body ?? '')
  const [key, setKey] = useState(keyOfTab)
  const [sent, setSent] = useState<readonly Sent[]>(listSent)
  const wanted = wantedOf(endpoint, values, body)
  const run = useMutation({
    mutationFn: () => send(wanted, key),
    onSuccess({ status, ms }) {
      const { operationId, method, path } = wanted
      const at = new Date().toISOString()
      setSent(keepSent({ id: `${at} ${operationId}`, operationId, method, path, status, ms, at }))
    },
  })
  return (
    <div className="flex flex-col gap-4 p-4">
      <header>
        <h2 className="text-lg font-semibold">{endpoint.summary}</h2>
        <p className="flex w-fit items-center gap-1 font-mono text-xs break-all" dir="ltr">
          <Method method={endpoint.method} />
          {endpoint.path}
        </p>
        {endpoint.description && (
          <p className="mt-1 w-fit max-w-2xl text-muted" dir="auto">
            {withCode(endpoint.description)}
          </p>
        )}
      </header>
      <div className="grid grid-cols-1 items-start gap-4 xl:grid-cols-2">
        <Card title={t('apiTesting.request')}>
          <form
            className="flex flex-col gap-3"
            onSubmit={(event) => {
              event.preventDefault()
              run.mutate()
            }}
          >
            <Inputs endpoint={endpoint} values={values} onChange={setValues} />
            {endpoint.body !== undefined && (
              <Field label={t('apiTesting.body')} error={jsonMistake(body)}>
                {(ids) => (
                  <CodeField
                    {...ids}
                    label={t('apiTesting.body')}
                    rows={10}
                    value={body}
                    onChange={setBody}
                  />
                )}
              </Field>
            )}
            <Field label={t('apiTesting.key')} hint={t('apiTesting.keyHint')}>
              {(ids) => (
                <Input
                  {...ids}
                  dir="ltr"
                  type="password"
                  autoComplete="off"
                  value={key}
                  onChange={({ target }) => {
                    keyOfTab = target.value
                    setKey(target.value)
                  }}
                />
              )}
            </Field>
            <Button look="primary" type="submit" className="self-start" disabled={run.isPending}>
              {t('apiTesting.send')}
            </Button>
          </form>
        </Card>
        <div className="flex min-w-0 flex-col gap-4">
          <Reply received={run.data} error={run.error} />
          <Snippets wanted={wanted} />
          <SentRequests sent={sent} onChange={setSent} />
        </div>
      </div>
    </div>
  )
}

/** What stands between backticks is code. */
function withCode(text: string): ReactNode[] {
  return text
    .split('`')
    .map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part))
}

function jsonMistake(text: string): string | undefined {
  try {
    JSON.parse(text)
    return undefined
  } catch {
    return t('apiTesting.noJson')
  }
}

type InputsProps = {
  readonly endpoint: Endpoint
  readonly values: Values
  readonly onChange: (values: Values) => void
}

/** Operators are many and rarely wanted: they come when asked for. */
function Inputs({ endpoint, values, onChange }: InputsProps) {
  const [showsAll, setShowsAll] = useState(false)
  const plain = endpoint.inputs.filter(({ name }) => !name.includes('['))
  const shown = showsAll ? endpoint.inputs : plain
  if (endpoint.inputs.length === 0) return null
  return (
    <>
      <div className="grid gap-3 sm:grid-cols-2">
        {shown.map((input) => (
          <InputField
            key={`${input.place} ${input.name}`}
            input={input}
            value={values[input.name] ?? ''}
            onChange={(value) => onChange({ ...values, [input.name]: value })}
          />
        ))}
      </div>
      {plain.length < endpoint.inputs.length && (
        <Button
          look="ghost"
          size="sm"
          className="self-start"
          onClick={() => setShowsAll(!showsAll)}
        >
          {showsAll ? t('apiTesting.fewer') : t('apiTesting.operators')}
        </Button>
      )}
    </>
  )
}

type InputFieldProps = {
  readonly input: EndpointInput
  readonly value: string
  readonly onChange: (value: string) => void
}

function InputField({ input, value, onChange }: InputFieldProps) {
  return (
    <Field label={input.name} required={input.required} hint={input.description}>
      {(ids) =>
        input.choices.length > 0 ? (
          <Select {...ids} value={value} onChange={({ target }) => onChange(target.value)}>
            <option value="">{t('value.none')}</option>
            {input.choices.map((choice) => (
              <option key={choice}>{choice}</option>
            ))}
          </Select>
        ) : (
          <Input
            {...ids}
            dir="ltr"
            required={input.required}
            value={value}
            onChange={({ target }) => onChange(target.value)}
          />
        )
      }
    </Field>
  )
}
