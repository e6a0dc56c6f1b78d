import { RecordPage } from '../../records/record-page.tsx'
import { dealsView } from './deals-view.ts'

export function DealPage() {
  return <RecordPage view={dealsView} />
}
