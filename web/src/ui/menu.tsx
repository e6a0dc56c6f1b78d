import { Check } from 'lucide-react'
import { DropdownMenu as Radix } from 'radix-ui'
import type { KeyboardEvent, ReactNode } from 'react'
import { cx } from './cx.ts'

const row =
  'flex cursor-default items-center gap-2 rounded px-2 py-1.5 text-sm outline-none select-none data-highlighted:bg-hover data-disabled:opacity-50'

type MenuProps = {
  readonly trigger: ReactNode
  readonly children: ReactNode
  readonly align?: 'start' | 'end'
}

export function Menu({ trigger, children, align = 'end' }: MenuProps) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          sideOffset={4}
          className="z-50 max-h-[70dvh] max-w-[min(20rem,calc(100vw-1rem))] min-w-44 overflow-y-auto rounded-lg bg-raised p-1 shadow-float"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

type ItemProps = {
  readonly children: ReactNode
  readonly onSelect: () => void
  readonly danger?: boolean
  readonly disabled?: boolean
  /** What is chosen already. */
  readonly isCurrent?: boolean
  /** By the Delete key, for what the menu itself keeps. */
  readonly onDelete?: () => void
}

export function MenuItem({ children, onSelect, onDelete, ...look }: ItemProps) {
  const { danger = false, disabled = false, isCurrent = false } = look
  return (
    <Radix.Item
      disabled={disabled}
      aria-current={isCurrent || undefined}
      onSelect={onSelect}
      className={cx(row, danger && 'text-bad')}
      {...(onDelete && {
        'aria-keyshortcuts': 'Delete',
        onKeyDown(event: KeyboardEvent<HTMLElement>) {
          if (event.key !== 'Delete' && event.key !== 'Backspace') return
          // The item goes away; the menu stays.
          event.currentTarget.closest<HTMLElement>('[role="menu"]')?.focus()
          onDelete()
        },
      })}
    >
      {children}
    </Radix.Item>
  )
}

type CheckItemProps = {
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
  readonly children: ReactNode
}

/** Stays open, so that several can be ticked. */
export function MenuCheck({ checked, onChange, children }: CheckItemProps) {
  return (
    <Radix.CheckboxItem
      checked={checked}
      onCheckedChange={onChange}
      onSelect={(event) => event.preventDefault()}
      className={row}
    >
      <span className="inline-flex size-4 items-center justify-center">
        {checked && <Check aria-hidden size={14} />}
      </span>
      {children}
    </Radix.CheckboxItem>
  )
}

export function MenuLabel({ children }: { readonly children: ReactNode }) {
  return <Radix.Label className="px-2 py-1 text-xs font-medium text-faint">{children}</Radix.Label>
}

export function MenuLine() {
  return <Radix.Separator className="my-1 h-px bg-line" />
}
