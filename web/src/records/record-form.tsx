import { zodResolver } from '@hookform/resolvers/zod'
import { ParleyError } from '@parley/sdk'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { type ReactNode, Suspense, useState } from 'react'
import { type Control, Controller, type FieldErrors, useForm, useWatch } from 'react-hook-form'
import { z } from 'zod'
import { t, tOr } from '../i18n/index.ts'
import { SkeletonLines } from '../ui/bits.tsx'
import { Button } from '../ui/button.tsx'
import { Modal } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { Refused } from '../ui/states.tsx'
import { tell } from '../ui/toast.ts'
import type { FieldView, ResourceView, Row } from './resource-view.ts'
import { SimilarRecords } from './similar-records.tsx'
import { ValueControl } from './value-control.tsx'

// It would try whether the page may make code out of text, and the page may not.
z.config({ jitless: true })

type FormProps = {
  readonly view: ResourceView
  /** Absent: a new one. */
  readonly row?: Row
  readonly onClose: () => void
}

type Values = Record<string, unknown>

/** Creates or edits a record; what it may hold is what the contract says. */
export function RecordForm({ view, row, onClose }: FormProps) {
  const title = row ? t('form.edit', { name: view.titleOf(row) }) : t(view.createTitle)
  return (
    <Modal open onClose={onClose} title={title} wide>
      <Suspense fallback={<SkeletonLines count={8} />}>
        <FormBody view={view} row={row} onClose={onClose} />
      </Suspense>
    </Modal>
  )
}

function valuesOf(view: ResourceView, row: Row | undefined): Values {
  if (!row) return { ...view.defaults?.() }
  const fields = view.fields.filter(({ readOnly, noForm }) => !readOnly && !noForm)
  return Object.fromEntries(fields.map(({ name }) => [name, row[name]]))
}

function FormBody({ view, row, onClose }: FormProps) {
  const cache = useQueryClient()
  const { data: schema } = useSuspenseQuery({
    queryKey: ['schema', view.name],
    queryFn: view.schema,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const fields = view.fields.filter(({ readOnly, noForm }) => !readOnly && !noForm)
  const form = useForm<Values>({
    resolver: zodResolver(schema.loose()),
    defaultValues: valuesOf(view, row),
  })
  const save = useMutation({
    mutationFn: (body: Values) => (row ? view.api.patch(row.id, body) : view.api.create(body)),
    onSuccess(saved) {
      void cache.invalidateQueries({ queryKey: [view.name] })
      tell(row ? t('form.saved') : t('form.created', { name: view.titleOf(saved) }))
      onClose()
    },
  })
  const refused = refusedField(save.error)
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => void form.handleSubmit((body) => save.mutate(body))(event)}
    >
      <div className="grid gap-x-4 gap-y-3 sm:grid-cols-2">
        {fields.map((field) => (
          <FormField
            key={field.name}
            field={field}
            row={row}
            control={form.control}
            error={
              errorText(form.formState.errors, field.name) ??
              (refused?.field === field.name ? refused.message : undefined)
            }
          />
        ))}
      </div>
      {!row && view.similarTo && <Similar view={view} control={form.control} />}
      {!refused && <Refused error={save.error} />}
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>{t('action.cancel')}</Button>
        <Button look="primary" type="submit" disabled={save.isPending}>
          {row ? t('action.save') : t('action.create')}
        </Button>
      </div>
    </form>
  )
}

type SimilarProps = { readonly view: ResourceView; readonly control: Control<Values> }

function Similar({ view, control }: SimilarProps) {
  return <SimilarRecords view={view} values={useWatch({ control })} />
}

/** A refusal that names a field is shown there. */
function refusedField(error: unknown): { field: string; message: string } | undefined {
  if (!(error instanceof ParleyError)) return undefined
  const { field } = (error.details ?? {}) as { field?: string }
  const known = error.code === 'DUPLICATE_EMAIL' ? 'email' : field
  return known ? { field: known, message: tOr(`refusal.${error.code}`, error.message) } : undefined
}

/** In the reader's language: what kind of mistake it is, from the schema. */
function errorText(errors: FieldErrors<Values>, name: string): string | undefined {
  const error = errors[name]
  if (!error) return undefined
  return tOr(`mistake.${String(error.type)}`, String(error.message ?? ''))
}

type FormFieldProps = {
  readonly field: FieldView
  readonly row: Row | undefined
  readonly control: ReturnType<typeof useForm<Values>>['control']
  readonly error: string | undefined
}

function FormField({ field, row, control, error }: FormFieldProps) {
  const words = field.words && row ? row[field.words] : undefined
  return (
    <Field
      label={t(field.label)}
      required={field.required}
      error={error}
      className={field.kind === 'long' ? 'sm:col-span-2' : ''}
    >
      {(ids) => (
        <Controller
          control={control}
          name={field.name}
          render={({ field: bound }) => (
            <ChosenWords initial={typeof words === 'string' ? words : ''}>
              {(chosen, choose) => (
                <ValueControl
                  field={field}
                  value={bound.value}
                  words={chosen}
                  ids={ids}
                  onBlur={bound.onBlur}
                  onChange={(value, more) => {
                    choose(more ?? '')
                    bound.onChange(value === '' && !field.required ? null : value)
                  }}
                />
              )}
            </ChosenWords>
          )}
        />
      )}
    </Field>
  )
}

type ChosenProps = {
  readonly initial: string
  readonly children: (words: string, choose: (words: string) => void) => ReactNode
}

/** Keeps the name of a record that was chosen: the form holds its id alone. */
function ChosenWords({ initial, children }: ChosenProps) {
  const [words, setWords] = useState(initial)
  return children(words, setWords)
}
