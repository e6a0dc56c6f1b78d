import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { t } from '../../../i18n/index.ts'
import { Field, Input, Select } from '../../../ui/field.tsx'
import { usualKinds } from './tracker-draft.ts'
import { kindWords, trackersQuery } from './tracker-queries.ts'

type KindProps = {
  readonly kind: string
  readonly isFaulty: boolean
  readonly onChange: (kind: string) => void
}

const ownKind = '+'

/** Of what the tracker finds: one of those there are, or a word of the workspace. */
export function TrackerKind({ kind, isFaulty, onChange }: KindProps) {
  const trackers = useQuery(trackersQuery).data ?? []
  const [isOwn, setIsOwn] = useState(false)
  const known = [...new Set([...usualKinds, ...trackers.map((one) => one.kind), kind])]
  return (
    <div className="flex flex-col gap-2">
      <Field label={t('signals.kind')} hint={t('trackers.kindHint')}>
        {(ids) => (
          <Select
            {...ids}
            value={isOwn ? ownKind : kind}
            onChange={({ target: { value } }) => {
              setIsOwn(value === ownKind)
              onChange(value === ownKind ? '' : value)
            }}
          >
            {known.filter(Boolean).map((one) => (
              <option key={one} value={one}>
                {kindWords(one)}
              </option>
            ))}
            <option value={ownKind}>{t('trackers.ownKind')}</option>
          </Select>
        )}
      </Field>
      {isOwn && (
        <Field
          label={t('trackers.kindName')}
          hint={t('trackers.kindNameHint')}
          error={isFaulty ? t('trackers.kindNameHint') : undefined}
          required
        >
          {(ids) => (
            <Input
              {...ids}
              dir="ltr"
              maxLength={50}
              spellCheck={false}
              value={kind}
              onChange={({ target }) => onChange(target.value.toLowerCase())}
            />
          )}
        </Field>
      )}
    </div>
  )
}
