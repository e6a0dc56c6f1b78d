import { ChevronsUpDown } from 'lucide-react'
import type { ComponentProps } from 'react'
import { useMe } from '../api/queries.ts'
import { Avatar } from '../ui/bits.tsx'

/** Which workspace this is, and who is in it. */
export function WorkspaceButton(props: ComponentProps<'button'>) {
  const { user, workspace } = useMe()
  return (
    <button
      type="button"
      {...props}
      className="flex h-10 w-full items-center gap-2 rounded-md px-1.5 text-start hover:bg-hover"
    >
      <Avatar name={workspace.name} size={26} />
      <span className="min-w-0 flex-1 leading-tight">
        <span className="block truncate font-semibold">{workspace.name}</span>
        <span className="block truncate text-xs text-faint">{user.name}</span>
      </span>
      <ChevronsUpDown aria-hidden size={14} className="text-faint" />
    </button>
  )
}
