export { openLocalFolder } from './local-folder.ts'
export { type MediaKey, type MediaStore, MediaStoreError } from './port.ts'
