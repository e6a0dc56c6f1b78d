import { t } from '../../i18n/index.ts'
import { Check, Field, Select } from '../../ui/field.tsx'
import type { NumberDraft } from './number-draft.ts'
import { TextField } from './text-field.tsx'

const transports = ['UDP', 'TCP'] as const

type SipProps = {
  readonly draft: NumberDraft
  readonly change: (changes: Partial<NumberDraft>) => void
}

/** How a SIP carrier is called, and who may call through it. */
export function SipFields({ draft, change }: SipProps) {
  return (
    <>
      <TextField
        label={t('numbers.sipAddress')}
        hint={t('numbers.sipAddressHint')}
        required
        value={draft.address}
        onChange={(address) => change({ address })}
      />
      <Field label={t('numbers.transport')}>
        {(ids) => (
          <Select
            {...ids}
            value={draft.transport}
            onChange={({ target }) => change({ transport: target.value })}
          >
            {transports.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </Select>
        )}
      </Field>
      <TextField
        label={t('tools.username')}
        value={draft.username}
        onChange={(username) => change({ username })}
      />
      <TextField
        label={t('tools.password')}
        hint={t('numbers.secretHint')}
        isSecret
        value={draft.password}
        onChange={(password) => change({ password })}
      />
      <Check
        label={t('numbers.registers')}
        hint={t('numbers.registersHint')}
        checked={draft.registers}
        onChange={({ target }) => change({ registers: target.checked })}
      />
      <Incoming draft={draft} change={change} />
    </>
  )
}

function Incoming({ draft, change }: SipProps) {
  return (
    <fieldset className="flex flex-col gap-4 rounded-md border border-line p-3">
      <legend className="px-1 text-xs font-medium text-muted">{t('numbers.whoMayCall')}</legend>
      <TextField
        label={t('numbers.allowed')}
        hint={t('numbers.allowedHint')}
        value={draft.allowedAddresses}
        onChange={(allowedAddresses) => change({ allowedAddresses })}
      />
      <TextField
        label={t('numbers.loginName')}
        value={draft.loginName}
        onChange={(loginName) => change({ loginName })}
      />
      <TextField
        label={t('numbers.loginPassword')}
        hint={t('numbers.secretHint')}
        isSecret
        value={draft.loginPassword}
        onChange={(loginPassword) => change({ loginPassword })}
      />
    </fieldset>
  )
}
