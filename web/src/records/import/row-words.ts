import { t, tOr } from '../../i18n/index.ts'
import type { ResourceView } from '../resource-view.ts'
import type { Mistake } from './mapping.ts'
import type { Refused } from './run-import.ts'

/** What is wrong with a cell, for whoever wrote the file. */
export function mistakeText({ field, text }: Mistake): string {
  const values = { field: t(field.label), text }
  return field.kind === 'person' || field.kind === 'company' || field.kind === 'contact'
    ? t('import.unknown', values)
    : t('import.unreadable', values)
}

/** Why the server took a row not: in the reader's language where that is known. */
export function refusalOfRow(
  view: ResourceView,
  { code = '', message = '', details }: Refused,
): string {
  const about = (details ?? {}) as { readonly field?: string; readonly message?: string }
  const field = view.fields.find(({ name }) => name === about.field)
  if (code !== 'VALIDATION_ERROR' || !field) return tOr(`refusal.${code}`, message)
  const isMissing = /required/.test(`${about.message ?? ''} ${message}`)
  const why = isMissing ? t('mistake.invalid_type') : (about.message ?? message)
  return `${t(field.label)}: ${why}`
}
