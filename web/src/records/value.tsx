import type { ReactNode } from 'react'
import { useNameOf, useStages } from '../api/queries.ts'
import { formatDay, formatMoment, formatMoney, formatNumber } from '../i18n/format.ts'
import { t, tOr } from '../i18n/index.ts'
import { Avatar, Badge, type Tone } from '../ui/bits.tsx'
import { type FieldView, type Row, textOf } from './resource-view.ts'

const tones: Readonly<Record<string, Tone>> = {
  critical: 'bad',
  high: 'warn',
  won: 'good',
  completed: 'good',
  lost: 'neutral',
  cancelled: 'neutral',
  in_progress: 'info',
}

export function Choice({ words, value }: { readonly words: string; readonly value: string }) {
  return <Badge tone={tones[value] ?? 'neutral'}>{tOr(`${words}.${value}`, value)}</Badge>
}

/** A point in the color of the stage, and its name. */
export function StageName({ stage }: { readonly stage: string }) {
  const found = useStages().find(({ key }) => key === stage)
  return (
    <span className="inline-flex min-w-0 items-center gap-1.5">
      <span
        aria-hidden
        className="size-2 shrink-0 rounded-full bg-line-strong"
        style={{ backgroundColor: found?.color }}
      />
      <span className="truncate">{found?.name ?? stage}</span>
    </span>
  )
}

function PersonName({ userId }: { readonly userId: string }) {
  const name = useNameOf()(userId)
  return (
    <span className="inline-flex min-w-0 items-center gap-1.5">
      <Avatar name={name} size={18} />
      <span className="truncate" dir="auto">
        {name}
      </span>
    </span>
  )
}

/** Kinds that are shown as more than words. */
const looks: Partial<Record<FieldView['kind'], (field: FieldView, text: string) => ReactNode>> = {
  choice: (field, text) => <Choice words={field.choices?.words ?? ''} value={text} />,
  stage: (_field, text) => <StageName stage={text} />,
  person: (field, text) =>
    field.words ? <span className="truncate">{text}</span> : <PersonName userId={text} />,
  flag: (_field, text) => <span>{text === 'true' ? t('value.yes') : t('value.no')}</span>,
  url: (_field, text) => <OutsideLink href={text} />,
  email: (_field, text) => <LeftToRight text={text} />,
  phone: (_field, text) => <LeftToRight text={text} />,
}

/** A value of a record as people read it. */
export function Value({ field, row }: { readonly field: FieldView; readonly row: Row }) {
  const value = field.words ? row[field.words] : row[field.name]
  const text = typeof value === 'boolean' ? String(value) : textOf(value)
  if (text === '') return <span className="text-faint">–</span>
  const look = looks[field.kind]
  if (look) return look(field, text)
  return (
    <span className="truncate" dir="auto">
      {formatted(field.kind, text)}
    </span>
  )
}

function LeftToRight({ text }: { readonly text: string }) {
  return (
    <span className="truncate" dir="ltr">
      {text}
    </span>
  )
}

function formatted(kind: FieldView['kind'], text: string): string {
  if (kind === 'money') return formatMoney(Number(text))
  if (kind === 'percent') return `${formatNumber(Number(text))} %`
  if (kind === 'count') return formatNumber(Number(text))
  if (kind === 'day') return formatDay(text)
  if (kind === 'moment') return formatMoment(text)
  return text
}

function OutsideLink({ href }: { readonly href: string }) {
  // Addresses of records begin with http or https; the contract checks it.
  return (
    <a
      href={/^https?:/.test(href) ? href : undefined}
      target="_blank"
      rel="noreferrer noopener"
      dir="ltr"
      className="truncate text-accent hover:underline"
      onClick={(event) => event.stopPropagation()}
    >
      {href.replace(/^https?:\/\/(www\.)?/, '').replace(/\/$/, '')}
    </a>
  )
}
