export { openLocalFolder } from './local-folder.ts'
export { type MediaKey, type MediaStore, MediaStoreError, type MediaUsage } from './port.ts'
