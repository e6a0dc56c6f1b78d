import { formatNumber } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { Field, Input, Select, Textarea } from '../../ui/field.tsx'
import { retryNames } from './draft.ts'
import type { PartProps } from './form-part.ts'

const limits = { busy: 10, noAnswer: 10, voicemail: 10, failed: 10, declined: 1 } as const
/** Thirty days; and the least is half a minute. */
const longestMinutes = 43_200

/** A length of time in the largest unit that is even. */
export function lengthWords(seconds: number): string {
  if (seconds % 86_400 === 0) return t('length.days', { count: formatNumber(seconds / 86_400) })
  if (seconds % 3_600 === 0) return t('length.hours', { count: formatNumber(seconds / 3_600) })
  return t('length.minutes', { count: formatNumber(seconds / 60, 1) })
}

/** How often somebody is called again, by what the call before came to. */
export function RetryFields({ draft, change }: PartProps) {
  const set = (name: (typeof retryNames)[number], part: 'times' | 'minutes', value: string) =>
    change({
      retries: { ...draft.retries, [name]: { ...draft.retries[name], [part]: value } },
    })
  return (
    <table className="w-full max-w-lg">
      <thead className="text-xs text-muted">
        <tr>
          <th scope="col" className="py-1 text-start font-medium">
            {t('campaigns.after')}
          </th>
          <th scope="col" className="w-28 px-2 py-1 text-start font-medium">
            {t('campaigns.times')}
          </th>
          <th scope="col" className="w-32 py-1 text-start font-medium">
            {t('campaigns.minutes')}
          </th>
        </tr>
      </thead>
      <tbody>
        {retryNames.map((name) => {
          const outcome = t(`retryAfter.${name}`)
          return (
            <tr key={name}>
              <th scope="row" className="py-1 text-start font-normal">
                {outcome}
              </th>
              <td className="px-2 py-1">
                <Input
                  type="number"
                  min={0}
                  max={limits[name]}
                  required
                  aria-label={`${outcome}: ${t('campaigns.times')}`}
                  value={draft.retries[name].times}
                  onChange={({ target }) => set(name, 'times', target.value)}
                />
              </td>
              <td className="py-1">
                <Input
                  type="number"
                  min={0.5}
                  max={longestMinutes}
                  step={0.5}
                  required
                  aria-label={`${outcome}: ${t('campaigns.minutes')}`}
                  value={draft.retries[name].minutes}
                  onChange={({ target }) => set(name, 'minutes', target.value)}
                />
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

const actions = ['HANG_UP', 'LEAVE_MESSAGE', 'IGNORE'] as const

export function VoicemailFields({ draft, change }: PartProps) {
  return (
    <div className="flex flex-col gap-3">
      <Field label={t('campaigns.voicemail')} hint={t(`voicemailText.${draft.voicemail}`)}>
        {(ids) => (
          <Select
            {...ids}
            value={draft.voicemail}
            onChange={({ target }) =>
              change({ voicemail: target.value as (typeof actions)[number] })
            }
          >
            {actions.map((action) => (
              <option key={action} value={action}>
                {t(`voicemail.${action}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {draft.voicemail === 'LEAVE_MESSAGE' && (
        <Field label={t('campaigns.message')} hint={t('campaigns.messageHint')} required>
          {(ids) => (
            <Textarea
              {...ids}
              rows={3}
              required
              maxLength={2_000}
              dir="auto"
              value={draft.message}
              onChange={({ target }) => change({ message: target.value })}
            />
          )}
        </Field>
      )}
    </div>
  )
}
