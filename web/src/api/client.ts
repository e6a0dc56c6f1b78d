import { createClient } from '@parley/sdk'

/** Everything but signing in goes through it, with the session of the browser. */
export const parley = createClient({ baseUrl: '', retries: 1 })
