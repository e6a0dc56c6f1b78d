import { ArrowRight } from 'lucide-react'
import { formatList, formatNumber } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { Button } from '../../ui/button.tsx'
import { Check, Field, Select } from '../../ui/field.tsx'
import type { CsvFile } from './csv-file.ts'
import { importable } from './mapping.ts'
import type { Import, Options } from './use-import.ts'

type MappingProps = { readonly running: Import; readonly file: CsvFile }

/** Rows of which a value is shown beside its column. */
const samplesOf = 3

/** Which column of the file is which field. */
export function ColumnMapping({ running, file }: MappingProps) {
  const { view, options, setOptions } = running
  const fields = importable(view)
  const set = (column: number, name: string | undefined) =>
    setOptions({
      ...options,
      // A field is filled by one column.
      mapping: options.mapping.map((known, index) =>
        index === column ? name : known === name ? undefined : known,
      ),
    })
  const mapped = new Set(options.mapping.filter(Boolean))
  const made = new Set(Object.keys(view.fromFile?.madeOf ?? {}).filter((name) => mapped.has(name)))
  const missing = fields.filter(
    ({ name, required }) =>
      required && !mapped.has(name) && !(name === 'first_name' && made.has('full_name')),
  )
  return (
    <div className="flex flex-col gap-4">
      <p className="text-muted">
        {t('import.file', { name: file.name, rows: formatNumber(file.rows.length) })}
      </p>
      <ul className="flex flex-col rounded-lg border border-line">
        {file.headers.map((header, column) => (
          <li
            key={`${column} ${header}`}
            className="grid grid-cols-[1fr_auto_1fr] items-center gap-2 border-b border-line px-3 py-1.5 last:border-b-0"
          >
            <span className="min-w-0">
              <span className="block truncate font-medium" dir="auto">
                {header || t('import.column', { number: column + 1 })}
              </span>
              <span className="block truncate text-xs text-faint" dir="auto">
                {sampleOf(file, column)}
              </span>
            </span>
            <ArrowRight aria-hidden size={14} className="text-faint rtl:rotate-180" />
            <Select
              aria-label={t('import.fieldOf', { column: header })}
              value={options.mapping[column] ?? ''}
              onChange={({ target }) => set(column, target.value || undefined)}
            >
              <option value="">{t('import.leaveOut')}</option>
              {fields.map(({ name, label }) => (
                <option key={name} value={name}>
                  {t(label)}
                </option>
              ))}
            </Select>
          </li>
        ))}
      </ul>
      <Choices running={running} />
      {missing.length > 0 && (
        <p className="rounded-md bg-warn-soft px-3 py-2 text-warn">
          {t('import.missing', { fields: formatList(missing.map(({ label }) => t(label))) })}
        </p>
      )}
      <div className="flex justify-end gap-2">
        <Button onClick={running.again}>{t('import.otherFile')}</Button>
        <Button
          look="primary"
          disabled={mapped.size === 0}
          onClick={() => void running.check(file)}
        >
          {t('import.check')}
        </Button>
      </div>
    </div>
  )
}

function sampleOf({ rows }: CsvFile, column: number): string {
  const samples = rows.map((cells) => cells[column]?.trim() ?? '').filter(Boolean)
  return samples.slice(0, samplesOf).join(' · ')
}

function Choices({ running }: { readonly running: Import }) {
  const { view, options, setOptions } = running
  const kinds = new Set(
    view.fields.filter(({ name }) => options.mapping.includes(name)).map(({ kind }) => kind),
  )
  const by = view.fields.find(({ name }) => name === view.fromFile?.by)
  const change = (changes: Partial<Options>) => setOptions({ ...options, ...changes })
  return (
    <div className="flex flex-col gap-2">
      {by && (
        <Check
          label={t('import.changesKnown', { field: t(by.label) })}
          hint={t('import.changesKnownHint')}
          checked={options.changesKnown}
          onChange={({ target }) => change({ changesKnown: target.checked })}
        />
      )}
      {kinds.has('company') && (
        <Check
          label={t('import.makesCompanies')}
          checked={options.makesCompanies}
          onChange={({ target }) => change({ makesCompanies: target.checked })}
        />
      )}
      {kinds.has('day') && (
        <Field label={t('import.dayOrder')} className="max-w-64">
          {(ids) => (
            <Select
              {...ids}
              value={options.dayOrder}
              onChange={({ target }) =>
                change({ dayOrder: target.value === 'month' ? 'month' : 'day' })
              }
            >
              <option value="day">{t('import.dayFirst')}</option>
              <option value="month">{t('import.monthFirst')}</option>
            </Select>
          )}
        </Field>
      )}
    </div>
  )
}
