import { RecordPage } from '../../records/record-page.tsx'
import { companiesView } from './companies-view.ts'

export function CompanyPage() {
  return <RecordPage view={companiesView} />
}
