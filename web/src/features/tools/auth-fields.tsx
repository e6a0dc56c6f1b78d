import { t } from '../../i18n/index.ts'
import { Card } from '../../ui/bits.tsx'
import { Field, Input, Select } from '../../ui/field.tsx'
import { PairFields } from './pair-fields.tsx'
import type { PartProps } from './part-props.ts'
import { type AuthType, authTypes } from './tool-rules.ts'

/** What tokens are sent with unless said; the same in every language. */
const usualPrefix = 'Bearer'

/** Who the tool says it is. Secrets are typed and never shown again. */
export function AuthFields({ draft, change }: PartProps) {
  return (
    <Card title={t('tools.auth')}>
      <div className="flex flex-col gap-3">
        <Field label={t('field.kind')}>
          {(ids) => (
            <Select
              {...ids}
              value={draft.authType}
              onChange={({ target }) => change({ authType: target.value as AuthType })}
            >
              {authTypes.map((type) => (
                <option key={type} value={type}>
                  {t(`toolAuth.${type}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {draft.authType === 'bearer' && (
          <div className="flex gap-2">
            <Field label={t('tools.prefix')} className="w-32 shrink-0">
              {(ids) => (
                <Input
                  {...ids}
                  dir="ltr"
                  placeholder={usualPrefix}
                  value={draft.authPrefix}
                  onChange={({ target }) => change({ authPrefix: target.value })}
                />
              )}
            </Field>
            <Secret
              label={t('tools.token')}
              value={draft.token}
              onChange={(token) => change({ token })}
            />
          </div>
        )}
        {draft.authType === 'basic' && (
          <div className="grid gap-2 sm:grid-cols-2">
            <Field label={t('tools.username')}>
              {(ids) => (
                <Input
                  {...ids}
                  dir="ltr"
                  autoComplete="off"
                  value={draft.username}
                  onChange={({ target }) => change({ username: target.value })}
                />
              )}
            </Field>
            <Secret
              label={t('tools.password')}
              value={draft.password}
              onChange={(password) => change({ password })}
            />
          </div>
        )}
        <PairFields
          legend={t('tools.headers')}
          hint={t('tools.headersHint')}
          add={t('tools.addHeader')}
          pairs={draft.headers}
          isSecret
          onChange={(headers) => change({ headers })}
        />
      </div>
    </Card>
  )
}

type SecretProps = {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
}

function Secret({ label, value, onChange }: SecretProps) {
  return (
    <Field label={label} hint={t('tools.secretHint')} className="min-w-0 flex-1">
      {(ids) => (
        <Input
          {...ids}
          type="password"
          autoComplete="new-password"
          dir="ltr"
          value={value}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
    </Field>
  )
}
