import { Tooltip as Radix } from 'radix-ui'
import type { ReactNode } from 'react'

type HintProps = { readonly text: ReactNode; readonly children: ReactNode }

/** Says more about what the pointer or the focus is on. */
export function Hint({ text, children }: HintProps) {
  return (
    <Radix.Provider delayDuration={250}>
      <Radix.Root>
        <Radix.Trigger asChild>{children}</Radix.Trigger>
        <Radix.Portal>
          <Radix.Content
            sideOffset={5}
            collisionPadding={8}
            className="z-50 max-w-72 rounded-md bg-raised px-2.5 py-1.5 text-xs leading-4.5 text-text shadow-float"
          >
            {text}
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    </Radix.Provider>
  )
}
