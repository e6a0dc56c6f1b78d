export { writeExcel } from './excel.ts'
