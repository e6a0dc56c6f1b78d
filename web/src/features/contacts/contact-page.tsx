import { RecordPage } from '../../records/record-page.tsx'
import { contactsView } from './contacts-view.ts'

export function ContactPage() {
  return <RecordPage view={contactsView} />
}
