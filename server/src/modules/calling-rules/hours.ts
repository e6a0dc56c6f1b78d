import { minuteOf, timeOf, type TimeRange, weekdays } from '@parley/contract'
import type { Hours } from './window-rules.ts'

export function toHours({ days, startCallingTime, endCallingTime }: TimeRange): Hours {
  return {
    days: days.map((day) => weekdays.indexOf(day) + 1),
    startMinute: minuteOf(startCallingTime),
    endMinute: minuteOf(endCallingTime),
  }
}

export function toTimeRange({ days, startMinute, endMinute }: Hours): TimeRange {
  return {
    days: weekdays.filter((_, index) => days.includes(index + 1)),
    startCallingTime: timeOf(startMinute),
    endCallingTime: timeOf(endMinute),
  }
}
