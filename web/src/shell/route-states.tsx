import { Link } from '@tanstack/react-router'
import { Compass } from 'lucide-react'
import { t } from '../i18n/index.ts'
import { buttonClass } from '../ui/button.tsx'
import { Empty, Failure } from '../ui/states.tsx'

export function NotFound() {
  return (
    <main>
      <h1 className="sr-only">{t('state.notFound')}</h1>
      <Empty
        icon={Compass}
        title={t('state.notFound')}
        text={t('state.notFoundText')}
        action={
          <Link to="/" className={buttonClass()}>
            {t('nav.home')}
          </Link>
        }
      />
    </main>
  )
}

export function RouteFailure({ error }: { readonly error: unknown }) {
  return <Failure error={error} retry={() => location.reload()} />
}
