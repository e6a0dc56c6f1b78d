import type { Executor } from '../../platform/db/database.ts'
import {
  type Caller,
  changeRecord,
  insertRecord,
  removeRecord,
  type Row,
} from '../records/index.ts'
import { activities } from './activities.ts'
import { contacts } from './contacts.ts'
import { deals } from './deals.ts'
import { meetings } from './meetings.ts'
import { tasks } from './tasks.ts'

// For modules that make records of what came in by their doors, each in a transaction of its own.

export const insertContact = (tx: Executor, caller: Caller, row: Row) =>
  insertRecord(tx, caller, contacts, row)

export const insertMeeting = (tx: Executor, caller: Caller, row: Row) =>
  insertRecord(tx, caller, meetings, row)

export const changeMeeting = (tx: Executor, caller: Caller, row: Row & { readonly id: string }) =>
  changeRecord(tx, caller, meetings, row)

export const removeMeeting = (tx: Executor, caller: Caller, id: string) =>
  removeRecord(tx, caller, meetings, id)

export const insertActivity = (tx: Executor, caller: Caller, row: Row) =>
  insertRecord(tx, caller, activities, row)

export const removeActivity = (tx: Executor, caller: Caller, id: string) =>
  removeRecord(tx, caller, activities, id)

export const insertTask = (tx: Executor, caller: Caller, row: Row) =>
  insertRecord(tx, caller, tasks, row)

export const changeTask = (tx: Executor, caller: Caller, row: Row & { readonly id: string }) =>
  changeRecord(tx, caller, tasks, row)

export const removeTask = (tx: Executor, caller: Caller, id: string) =>
  removeRecord(tx, caller, tasks, id)

export const changeDeal = (tx: Executor, caller: Caller, row: Row & { readonly id: string }) =>
  changeRecord(tx, caller, deals, row)
