import { type ReactNode, useEffect, useState } from 'react'
import { t } from '../../i18n/index.ts'
import { Card } from '../../ui/bits.tsx'
import { cx } from '../../ui/cx.ts'

const sectionNames = [
  'basics',
  'prompt',
  'greeting',
  'voice',
  'pronunciation',
  'model',
  'knowledge',
  'tools',
  'outcome',
  'settings',
  'webhook',
] as const
type SectionName = (typeof sectionNames)[number]

const idOf = (name: SectionName) => `agent-${name}`

type SectionProps = {
  readonly name: SectionName
  readonly text?: string
  readonly actions?: ReactNode
  readonly children: ReactNode
}

/** A part of the editor that the list beside it leads to. */
export function Section({ name, text, actions, children }: SectionProps) {
  return (
    <div id={idOf(name)} className="scroll-mt-4">
      <Card title={t(`agentPart.${name}`)} actions={actions}>
        {text && <p className="mb-3 text-muted">{text}</p>}
        <div className="flex flex-col gap-4">{children}</div>
      </Card>
    </div>
  )
}

/** The upper part of the window, below the header. */
const lookedAt = '-110px 0px -60% 0px'

/** The parts of the editor; the one that is looked at is marked. */
export function SectionList() {
  const here = useSectionInView()
  return (
    <nav
      aria-label={t('agents.sections')}
      className="sticky top-0 hidden w-36 shrink-0 self-start xl:block"
    >
      <ul className="flex flex-col gap-px">
        {sectionNames.map((name) => (
          <li key={name}>
            <a
              href={`#${idOf(name)}`}
              aria-current={here === name ? 'location' : undefined}
              onClick={(event) => {
                event.preventDefault()
                document.getElementById(idOf(name))?.scrollIntoView()
              }}
              className={cx(
                'block rounded-md px-2 py-1',
                here === name ? 'bg-selected font-medium text-text' : 'text-muted hover:bg-hover',
              )}
            >
              {t(`agentPart.${name}`)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

function useSectionInView(): SectionName {
  const [here, setHere] = useState<SectionName>('basics')
  useEffect(() => {
    const seen = new Map<string, boolean>()
    const observer = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) seen.set(target.id, isIntersecting)
        const first = sectionNames.find((name) => seen.get(idOf(name)))
        if (first) setHere(first)
      },
      { rootMargin: lookedAt },
    )
    for (const name of sectionNames) {
      const element = document.getElementById(idOf(name))
      if (element) observer.observe(element)
    }
    return () => observer.disconnect()
  }, [])
  return here
}
