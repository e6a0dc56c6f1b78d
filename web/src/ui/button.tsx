import type { ComponentProps } from 'react'
import { cx } from './cx.ts'

const looks = {
  primary: 'bg-accent-fill text-on-accent hover:brightness-110',
  default: 'border border-line-strong bg-page text-text hover:bg-hover',
  ghost: 'text-muted hover:bg-hover hover:text-text',
  danger: 'bg-bad-fill text-on-accent hover:brightness-110',
} as const

const sizes = {
  sm: 'h-7 px-2 text-xs',
  md: 'h-8 px-3 text-sm',
  icon: 'size-7 justify-center',
} as const

export type Look = keyof typeof looks
export type Size = keyof typeof sizes

/** For links that look like buttons, too. */
export function buttonClass(look: Look = 'default', size: Size = 'md', more = ''): string {
  return cx(
    'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md font-medium whitespace-nowrap',
    'disabled:opacity-60 disabled:cursor-not-allowed',
    looks[look],
    sizes[size],
    more,
  )
}

type ButtonProps = ComponentProps<'button'> & { readonly look?: Look; readonly size?: Size }

export function Button({ look, size, className, type = 'button', ...props }: ButtonProps) {
  // A form's own button says so.
  return <button type={type} className={buttonClass(look, size, className)} {...props} />
}

type IconButtonProps = Omit<ButtonProps, 'size' | 'aria-label'> & { readonly label: string }

/** A button of a picture alone: its name is read out, and shown on hover. */
export function IconButton({ label, look = 'ghost', ...props }: IconButtonProps) {
  return <Button size="icon" look={look} aria-label={label} title={label} {...props} />
}
