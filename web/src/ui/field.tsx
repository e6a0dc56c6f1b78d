import { type ComponentProps, type ReactNode, useId } from 'react'
import { cx } from './cx.ts'

export function Input({ className, ...props }: ComponentProps<'input'>) {
  return <input className={cx('field', className)} {...props} />
}

export function Textarea({ className, ...props }: ComponentProps<'textarea'>) {
  return <textarea className={cx('field py-1.5 leading-5', className)} {...props} />
}

export function Select({ className, ...props }: ComponentProps<'select'>) {
  return <select className={cx('field', className)} {...props} />
}

/** What a control needs to belong to its label, hint and error. */
export type FieldIds = {
  readonly id: string
  readonly 'aria-invalid': boolean
  readonly 'aria-describedby': string | undefined
}

type FieldProps = {
  readonly label: string
  readonly hint?: ReactNode
  readonly error?: string | undefined
  readonly required?: boolean
  readonly className?: string
  readonly children: (ids: FieldIds) => ReactNode
}

/** A labelled control with what it is for and what is wrong with it. */
export function Field({ label, hint, error, required, className, children }: FieldProps) {
  const id = useId()
  const noteId = `${id}-note`
  const note = error ?? hint
  return (
    <div className={cx('flex flex-col gap-1', className)}>
      <label htmlFor={id} className="text-xs font-medium text-muted">
        {label}
        {required && (
          <span aria-hidden className="text-bad">
            {' *'}
          </span>
        )}
      </label>
      {children({
        id,
        'aria-invalid': Boolean(error),
        'aria-describedby': note ? noteId : undefined,
      })}
      {note && (
        <p id={noteId} className={cx('text-xs', error ? 'text-bad' : 'text-faint')}>
          {note}
        </p>
      )}
    </div>
  )
}

type CheckProps = Omit<ComponentProps<'input'>, 'type'> & {
  readonly label: string
  readonly hint?: string
}

/** A box to tick, with its words beside it. */
export function Check({ label, hint, className, ...props }: CheckProps) {
  return (
    <label className={cx('flex items-start gap-2.5', className)}>
      <input type="checkbox" className="mt-0.5 size-4 shrink-0 accent-accent-fill" {...props} />
      <span>
        <span className="text-text">{label}</span>
        {hint && <span className="block text-xs text-faint">{hint}</span>}
      </span>
    </label>
  )
}
