import { t } from '../../i18n/index.ts'
import { Card } from '../../ui/bits.tsx'
import { CodeField } from '../../ui/code-field.tsx'
import { Field, Input, Select } from '../../ui/field.tsx'
import { PairFields } from './pair-fields.tsx'
import type { PartProps } from './part-props.ts'

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

/** The same in every language. */
const examples = { path: '$.order.status', header: 'Idempotency-Key' } as const

/** Where the tool is, and how it is asked. */
export function RequestFields(props: PartProps) {
  const { draft, change, mistakes } = props
  const isFunction = draft.type === 'FUNCTION'
  return (
    <Card title={isFunction ? t('tools.request') : t('tools.server')}>
      <div className="flex flex-col gap-3">
        <div className="flex gap-2">
          {isFunction && (
            <Field label={t('tools.method')} className="w-28 shrink-0">
              {(ids) => (
                <Select
                  {...ids}
                  dir="ltr"
                  value={draft.method}
                  onChange={({ target }) => change({ method: target.value })}
                >
                  {methods.map((method) => (
                    <option key={method}>{method}</option>
                  ))}
                </Select>
              )}
            </Field>
          )}
          <Field
            label={t('tools.address')}
            hint={isFunction ? t('tools.addressHint') : t('tools.mcpAddressHint')}
            required
            className="min-w-0 flex-1"
            error={mistakes.includes('serverUrl') ? t('tools.needed') : undefined}
          >
            {(ids) => (
              <Input
                {...ids}
                dir="ltr"
                inputMode="url"
                value={draft.serverUrl}
                onChange={({ target }) => change({ serverUrl: target.value })}
              />
            )}
          </Field>
        </div>
        {isFunction && <FunctionFields {...props} />}
        <Limits {...props} />
      </div>
    </Card>
  )
}

function FunctionFields({ draft, change, mistakes }: PartProps) {
  return (
    <>
      <PairFields
        legend={t('tools.query')}
        hint={t('tools.templateHint')}
        add={t('tools.addQuery')}
        pairs={draft.query}
        onChange={(query) => change({ query })}
      />
      {draft.method !== 'GET' && (
        <Field
          label={t('tools.body')}
          hint={t('tools.bodyHint')}
          error={mistakes.includes('body') ? t('apiTesting.noJson') : undefined}
        >
          {(ids) => (
            <CodeField
              {...ids}
              label={t('tools.body')}
              value={draft.body}
              onChange={(body) => change({ body })}
            />
          )}
        </Field>
      )}
      <Field label={t('tools.responsePath')} hint={t('tools.responsePathHint')}>
        {(ids) => (
          <Input
            {...ids}
            dir="ltr"
            className="font-mono"
            placeholder={examples.path}
            value={draft.responsePath}
            onChange={({ target }) => change({ responsePath: target.value })}
          />
        )}
      </Field>
    </>
  )
}

function Limits({ draft, change }: PartProps) {
  const isFunction = draft.type === 'FUNCTION'
  return (
    <div className="grid gap-3 sm:grid-cols-3">
      <Field label={t('tools.timeout')}>
        {(ids) => (
          <Input
            {...ids}
            type="number"
            min={1}
            max={60}
            step="any"
            value={draft.timeoutS}
            onChange={({ target }) => change({ timeoutS: target.value })}
          />
        )}
      </Field>
      {isFunction && (
        <>
          <Field label={t('tools.retries')} hint={t('tools.retriesHint')}>
            {(ids) => (
              <Input
                {...ids}
                type="number"
                min={0}
                max={5}
                value={draft.retries}
                onChange={({ target }) => change({ retries: target.value })}
              />
            )}
          </Field>
          <Field label={t('tools.idempotency')} hint={t('tools.idempotencyHint')}>
            {(ids) => (
              <Input
                {...ids}
                dir="ltr"
                placeholder={examples.header}
                value={draft.idempotencyHeader}
                onChange={({ target }) => change({ idempotencyHeader: target.value })}
              />
            )}
          </Field>
        </>
      )}
    </div>
  )
}
