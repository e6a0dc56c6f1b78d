import { t } from '../i18n/index.ts'
import { Kbd } from '../ui/bits.tsx'
import { Modal } from '../ui/dialog.tsx'
import { useAllCommands } from './commands.ts'

/** Keys of tables, which are no commands: they act on the row the focus is in. */
const tableKeys = [
  ['↑ ↓', 'keys.move'],
  ['Enter', 'keys.open'],
  ['F2', 'keys.edit'],
  ['Space', 'keys.select'],
  ['Esc', 'keys.close'],
] as const

export function ShortcutHelp({ onClose }: { readonly onClose: () => void }) {
  const commands = useAllCommands().filter(({ keys }) => keys)
  return (
    <Modal open onClose={onClose} title={t('shell.shortcuts')}>
      <dl className="grid grid-cols-[1fr_auto] gap-x-6 gap-y-1.5">
        {commands.map(({ id, title, keys }) => (
          <div key={id} className="contents">
            <dt>{t(title)}</dt>
            <dd className="flex justify-end gap-1">
              {keys?.split(' ').map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dd>
          </div>
        ))}
        {tableKeys.map(([keys, title]) => (
          <div key={keys} className="contents">
            <dt>{t(title)}</dt>
            <dd className="flex justify-end gap-1">
              {keys.split(' ').map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Modal>
  )
}
