import { Plus } from 'lucide-react'
import { t } from '../../i18n/index.ts'
import { useUrl } from '../../shell/use-url.ts'
import { Button } from '../../ui/button.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { knowledgeIcons, knowledgeKinds } from './kinds.ts'

/** Which kind of item is added. */
export function AddMenu() {
  const [, setSearch] = useUrl()
  return (
    <Menu
      trigger={
        <Button look="primary" size="sm">
          <Plus aria-hidden size={14} />
          {t('knowledge.add')}
        </Button>
      }
    >
      {knowledgeKinds.map((kind) => {
        const Icon = knowledgeIcons[kind]
        return (
          <MenuItem key={kind} onSelect={() => setSearch({ add: kind })}>
            <Icon aria-hidden size={15} className="text-faint" />
            {t(`knowledgeAdd.${kind}`)}
          </MenuItem>
        )
      })}
    </Menu>
  )
}
