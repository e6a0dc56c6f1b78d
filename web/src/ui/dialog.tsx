import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import { type ReactNode, useState } from 'react'
import { t } from '../i18n/index.ts'
import { Button, IconButton } from './button.tsx'
import { cx } from './cx.ts'

type ModalProps = PanelProps & {
  readonly open: boolean
  readonly onClose: () => void
}

type PanelProps = {
  readonly title: string
  readonly description?: string
  readonly children: ReactNode
  readonly wide?: boolean
}

/** What had the keyboard; where it was in a menu, which goes, what opens the menu. */
function openerOf(element: Element | null): HTMLElement | null {
  const menu = element?.closest('[role="menu"]')
  const opener = menu
    ? document.getElementById(menu.getAttribute('aria-labelledby') ?? '')
    : element
  return opener instanceof HTMLElement ? opener : null
}

/** A dialog in the middle; on a phone it is the whole lower part. */
export function Modal({ open, onClose, ...panel }: ModalProps) {
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Panel {...panel} />
      </Radix.Portal>
    </Radix.Root>
  )
}

/** There only while it is open; the keyboard goes back to where it was before. */
function Panel({ title, description, children, wide = false }: PanelProps) {
  const [opener] = useState(() => openerOf(document.activeElement))
  return (
    <>
      <Radix.Overlay className="fixed inset-0 z-40 bg-scrim" />
      <Radix.Content
        {...(!description && { 'aria-describedby': undefined })}
        onCloseAutoFocus={(event) => {
          if (!opener?.isConnected) return
          event.preventDefault()
          opener.focus()
        }}
        className={cx(
          'fixed inset-x-0 bottom-0 z-50 flex max-h-[92dvh] flex-col rounded-t-xl bg-raised shadow-float',
          'sm:inset-x-auto sm:bottom-auto sm:start-1/2 sm:top-[10dvh] sm:max-h-[80dvh] sm:-translate-x-1/2 sm:rounded-xl rtl:sm:translate-x-1/2',
          wide ? 'sm:w-[44rem]' : 'sm:w-[30rem]',
        )}
      >
        <header className="flex items-start justify-between gap-3 px-5 pt-4 pb-2">
          <div>
            <Radix.Title className="text-base font-semibold">{title}</Radix.Title>
            {description && (
              <Radix.Description className="mt-0.5 text-sm text-muted">
                {description}
              </Radix.Description>
            )}
          </div>
          <Radix.Close asChild>
            <IconButton label={t('action.close')}>
              <X aria-hidden size={16} />
            </IconButton>
          </Radix.Close>
        </header>
        <div className="min-h-0 overflow-y-auto px-5 pt-1 pb-5">{children}</div>
      </Radix.Content>
    </>
  )
}

type ConfirmProps = Omit<ModalProps, 'children'> & {
  readonly action: string
  readonly onConfirm: () => void
  readonly busy?: boolean
  readonly children?: ReactNode
}

/** Asks before something that cannot be taken back. */
export function Confirm({ action, onConfirm, busy, children, ...modal }: ConfirmProps) {
  return (
    <Modal {...modal}>
      {children}
      <div className="mt-4 flex justify-end gap-2">
        <Button onClick={modal.onClose}>{t('action.cancel')}</Button>
        <Button look="danger" disabled={busy} onClick={onConfirm}>
          {action}
        </Button>
      </div>
    </Modal>
  )
}
