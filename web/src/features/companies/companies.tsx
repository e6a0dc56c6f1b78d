import { RecordScreen } from '../../records/record-screen.tsx'
import { companiesView } from './companies-view.ts'

export function Companies() {
  return <RecordScreen view={companiesView} />
}
