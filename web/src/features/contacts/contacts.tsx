import { RecordScreen } from '../../records/record-screen.tsx'
import { contactsView } from './contacts-view.ts'

export function Contacts() {
  return <RecordScreen view={contactsView} />
}
