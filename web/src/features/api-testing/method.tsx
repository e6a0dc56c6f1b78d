import { cx } from '../../ui/cx.ts'

const methodColors: Readonly<Record<string, string>> = {
  GET: 'text-info',
  POST: 'text-good',
  PUT: 'text-warn',
  PATCH: 'text-warn',
  DELETE: 'text-bad',
}

export function Method({ method }: { readonly method: string }) {
  return (
    <span className={cx('w-12 shrink-0 font-mono text-2xs font-semibold', methodColors[method])}>
      {method}
    </span>
  )
}
