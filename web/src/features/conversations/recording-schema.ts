import { z } from 'zod'

// It would try whether the page may make code out of text, and the page may not.
z.config({ jitless: true })

export { NewRecording as schema } from '@parley/contract'
