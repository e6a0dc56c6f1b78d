export { writeExcel } from './excel.ts'
export type { Cell, Column, Table } from './port.ts'
