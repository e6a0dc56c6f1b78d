import { currentLanguage, t } from '../../i18n/index.ts'
import { RecordPicker } from '../../records/record-picker.tsx'
import { Field, Input, Select } from '../../ui/field.tsx'

type Picked = { readonly id: string; readonly name: string } | undefined

/** What somebody says of a recording before it is sent. */
export type About = {
  readonly contact: Picked
  readonly company: Picked
  readonly deal: Picked
  readonly language: string
  /** As the browser's field has it, in the zone of the computer. */
  readonly recordedAt: string
  readonly channel: '' | '1' | '2'
}

export const nothingKnown: About = {
  contact: undefined,
  company: undefined,
  deal: undefined,
  language: '',
  recordedAt: '',
  channel: '',
}

const kinds = ['contact', 'company', 'deal'] as const
const channels = ['', '1', '2'] as const

/** Those that most conversations are in; others are found out by listening. */
const spoken =
  'ar cs da de el en es fi fr he hi hu id it ja ko nl no pl pt ro ru sv th tr uk ur vi zh'.split(
    ' ',
  )

/** As the API takes it; what nobody said is left out. */
export function fieldsOf({ contact, company, deal, language, recordedAt, channel }: About) {
  return {
    ...(contact && { contact_id: contact.id }),
    ...(company && { company_id: company.id }),
    ...(deal && { deal_id: deal.id }),
    ...(language && { language }),
    ...(recordedAt && { recorded_at: new Date(recordedAt).toISOString() }),
    ...(channel && { rep_channel: channel === '1' ? (1 as const) : (2 as const) }),
  }
}

type FieldsProps = { readonly about: About; readonly onChange: (about: About) => void }

/** Whom it is about, when it was and what is spoken; all of it may be left out. */
export function AboutFields({ about, onChange }: FieldsProps) {
  const set = (changes: Partial<About>) => onChange({ ...about, ...changes })
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      {kinds.map((kind) => (
        <Field key={kind} label={t(`field.${kind}`)}>
          {(ids) => (
            <RecordPicker
              kind={kind}
              ids={ids}
              isChosen={about[kind] !== undefined}
              words={about[kind]?.name ?? ''}
              onChoose={(id, name = '') => set({ [kind]: id === null ? undefined : { id, name } })}
            />
          )}
        </Field>
      ))}
      <Field label={t('upload.recordedAt')}>
        {(ids) => (
          <Input
            {...ids}
            type="datetime-local"
            value={about.recordedAt}
            onChange={({ target }) => set({ recordedAt: target.value })}
          />
        )}
      </Field>
      <Field label={t('upload.language')}>
        {(ids) => (
          <Select
            {...ids}
            value={about.language}
            onChange={({ target }) => set({ language: target.value })}
          >
            <option value="">{t('upload.languageFound')}</option>
            {languageNames().map(({ code, name }) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label={t('upload.channel')} hint={t('upload.channelHint')}>
        {(ids) => (
          <Select
            {...ids}
            value={about.channel}
            onChange={({ target }) =>
              set({ channel: channels.find((one) => one === target.value) ?? '' })
            }
          >
            <option value="">{t('upload.channelUsual')}</option>
            <option value="1">{t('upload.channelFirst')}</option>
            <option value="2">{t('upload.channelSecond')}</option>
          </Select>
        )}
      </Field>
    </div>
  )
}

/** In the reader's language, in its order. */
function languageNames() {
  const locale = currentLanguage()
  const names = new Intl.DisplayNames(locale, { type: 'language' })
  return spoken
    .map((code) => ({ code, name: names.of(code) ?? code }))
    .sort((one, other) => one.name.localeCompare(other.name, locale))
}
