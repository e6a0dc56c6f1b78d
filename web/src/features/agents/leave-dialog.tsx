import { t } from '../../i18n/index.ts'
import { Button } from '../../ui/button.tsx'
import { Modal } from '../../ui/dialog.tsx'

type LeaveProps = { readonly onStay: () => void; readonly onLeave: () => void }

export function LeaveDialog({ onStay, onLeave }: LeaveProps) {
  return (
    <Modal open onClose={onStay} title={t('agents.leaveTitle')} description={t('agents.leaveText')}>
      <div className="mt-2 flex justify-end gap-2">
        <Button onClick={onStay}>{t('agents.stay')}</Button>
        <Button look="danger" onClick={onLeave}>
          {t('agents.leave')}
        </Button>
      </div>
    </Modal>
  )
}
