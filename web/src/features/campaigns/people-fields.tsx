import { useState } from 'react'
import { formatNumber } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { Check, Field, Input, Select, Textarea } from '../../ui/field.tsx'
import { tellFailure } from '../../ui/toast.ts'
import { needsUpload, type People, peopleOf, peopleOfFile } from './people.ts'
import { assignRole, type ColumnRole, columnRoles, type Doubt, doubtsOf } from './recipient-rows.ts'

const columnName = (number: number) => t('recipients.column', { number: formatNumber(number) })

type PeopleProps = {
  readonly people: People | undefined
  readonly typed: string
  readonly onChange: (people: People | undefined, typed: string) => void
}

/** Who is called: a file or what was pasted, which column is what, and whether they agreed. */
export function PeopleFields({ people, typed, onChange }: PeopleProps) {
  const [way, setWay] = useState<'file' | 'paste'>('file')
  const read = async (file: File | undefined) =>
    onChange(file && (await peopleOfFile(file, columnName)), '')
  const paste = (text: string) =>
    onChange(text.trim() === '' ? undefined : peopleOf(text, columnName), text)
  const choose = (next: typeof way) => {
    setWay(next)
    onChange(undefined, '')
  }
  const update = (changes: Partial<People>) => people && onChange({ ...people, ...changes }, typed)
  return (
    <div className="flex flex-col gap-4">
      <fieldset className="flex flex-wrap gap-4">
        <legend className="sr-only">{t('recipients.from')}</legend>
        {(['file', 'paste'] as const).map((one) => (
          <label key={one} className="flex items-center gap-2">
            <input
              type="radio"
              name="way"
              className="accent-accent-fill"
              checked={way === one}
              onChange={() => choose(one)}
            />
            {t(`recipientsFrom.${one}`)}
          </label>
        ))}
      </fieldset>
      {way === 'file' ? (
        <Field label={t('recipients.file')} hint={t('recipients.fileHint')}>
          {(ids) => (
            <Input
              {...ids}
              type="file"
              accept=".csv,.tsv,.txt,text/csv"
              onChange={({ target }) => void read(target.files?.[0]).catch(tellFailure)}
            />
          )}
        </Field>
      ) : (
        <Field label={t('recipients.paste')} hint={t('recipients.pasteHint')}>
          {(ids) => (
            <Textarea
              {...ids}
              rows={6}
              dir="ltr"
              className="font-mono text-xs"
              value={typed}
              onChange={({ target }) => paste(target.value)}
            />
          )}
        </Field>
      )}
      {people && (
        <>
          <Columns people={people} onChange={(roles) => update({ roles })} />
          <Doubts people={people} />
          <ConsentFields people={people} onChange={update} />
        </>
      )}
    </div>
  )
}

type ColumnsProps = {
  readonly people: People
  readonly onChange: (roles: readonly ColumnRole[]) => void
}

function Columns({ people: { table, roles }, onChange }: ColumnsProps) {
  const [first] = table.rows
  return (
    <div
      className="overflow-x-auto"
      tabIndex={0}
      role="region"
      aria-label={t('recipients.columns')}
    >
      <table className="w-full min-w-[28rem]">
        <thead className="text-xs text-muted">
          <tr className="border-b border-line">
            <th scope="col" className="py-1.5 text-start font-medium">
              {t('recipients.columns')}
            </th>
            <th scope="col" className="px-2 py-1.5 text-start font-medium">
              {t('recipients.example')}
            </th>
            <th scope="col" className="w-44 py-1.5 text-start font-medium">
              {t('recipients.meaning')}
            </th>
          </tr>
        </thead>
        <tbody>
          {table.headers.map((header, column) => (
            <tr key={`${column} ${header}`} className="border-b border-line last:border-b-0">
              <th scope="row" className="max-w-40 truncate py-1.5 text-start font-medium">
                <bdi>{header}</bdi>
              </th>
              <td className="max-w-48 truncate px-2 py-1.5 text-muted">
                <bdi>{first?.[column]}</bdi>
              </td>
              <td className="py-1.5">
                <Select
                  aria-label={t('recipients.meaningOf', { column: header })}
                  value={roles[column]}
                  onChange={({ target }) =>
                    onChange(assignRole(roles, column, target.value as ColumnRole))
                  }
                >
                  {columnRoles.map((role) => (
                    <option key={role} value={role}>
                      {t(`columnRole.${role}`)}
                    </option>
                  ))}
                </Select>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const shownDoubts = 50

/** What will hardly be taken; the server says for good what was. */
function Doubts({ people }: { readonly people: People }) {
  const { table, roles, isPartial } = people
  if (!roles.includes('phoneNumber')) {
    return (
      <p role="status" className="rounded-md bg-warn-soft px-3 py-2 text-warn">
        {t('recipients.noNumbers')}
      </p>
    )
  }
  const doubts = doubtsOf(table, roles)
  const rows = formatNumber(table.rows.length)
  return (
    <div role="status" className="figures flex flex-col gap-2">
      <p>
        {isPartial
          ? t('recipients.beginning', { rows })
          : t('recipients.found', { rows, doubts: formatNumber(doubts.length) })}
      </p>
      {doubts.length > 0 && (
        <ul
          className="max-h-40 overflow-y-auto rounded-md border border-line px-3 py-2 text-xs"
          tabIndex={0}
          aria-label={t('recipients.doubts')}
        >
          {doubts.slice(0, shownDoubts).map((doubt) => (
            <DoubtLine key={doubt.row} doubt={doubt} />
          ))}
        </ul>
      )}
    </div>
  )
}

function DoubtLine({ doubt: { row, value, why } }: { readonly doubt: Doubt }) {
  return (
    <li className="flex gap-3 py-0.5">
      <span className="w-20 shrink-0 text-faint">
        {t('recipients.rowNumber', { number: formatNumber(row) })}
      </span>
      <span className="text-warn">{t(`doubt.${why}`)}</span>
      <bdi className="truncate text-muted">{value}</bdi>
    </li>
  )
}

type ConsentProps = {
  readonly people: People
  readonly onChange: (changes: Partial<People>) => void
}

function ConsentFields({ people, onChange }: ConsentProps) {
  const { consent } = people
  if (needsUpload(people)) return <p className="text-xs text-faint">{t('consent.byApi')}</p>
  return (
    <div className="flex flex-col gap-3">
      <Check
        label={t('consent.given')}
        hint={t('consent.givenHint')}
        checked={consent !== undefined}
        onChange={({ target }) =>
          onChange({ consent: target.checked ? { kind: '', source: '' } : undefined })
        }
      />
      {consent && (
        <div className="grid gap-3 sm:grid-cols-2">
          <Field label={t('consent.kind')} hint={t('consent.kindHint')} required>
            {(ids) => (
              <Input
                {...ids}
                required
                maxLength={100}
                value={consent.kind}
                onChange={({ target }) => onChange({ consent: { ...consent, kind: target.value } })}
              />
            )}
          </Field>
          <Field label={t('consent.source')} hint={t('consent.sourceHint')} required>
            {(ids) => (
              <Input
                {...ids}
                required
                maxLength={500}
                value={consent.source}
                onChange={({ target }) =>
                  onChange({ consent: { ...consent, source: target.value } })
                }
              />
            )}
          </Field>
        </div>
      )}
    </div>
  )
}
