/** Days before the first of each month in a common year. */
const DAYS_BEFORE = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** The months' English names, January first. */
export const monthNames = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** The weekdays' English names, Monday first. */
export const weekdayNames = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/** A day of the Gregorian calendar; months and days count from 1. */
export type CalendarDate = { readonly year: number; readonly month: number; readonly day: number };

/** Whether a Gregorian year has 366 days. */
function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

/** How many days a year has. */
export function daysInYear(year: number): number {
  return isLeapYear(year) ? 366 : 365;
}

/** How many days a month has. */
export function daysInMonth(year: number, month: number): number {
  return month === 2 && isLeapYear(year) ? 29 : (DAYS_IN_MONTH[month - 1] ?? 0);
}

/** How many days of the year are over when a month begins. */
export function daysBeforeMonth(year: number, month: number): number {
  return (DAYS_BEFORE[month - 1] ?? 0) + (month > 2 && isLeapYear(year) ? 1 : 0);
}

/** The date at a day of the year; January the first is day 1. */
export function dateAtDayOfYear(year: number, dayOfYear: number): CalendarDate {
  let month = 12;
  while (daysBeforeMonth(year, month) >= dayOfYear) month--;
  return { year, month, day: dayOfYear - daysBeforeMonth(year, month) };
}

/** The day of the year of a date. */
export function dayOfYearOf(date: CalendarDate): number {
  return daysBeforeMonth(date.year, date.month) + date.day;
}

/** A date as `2031-03-17`. */
export function writeDate(date: CalendarDate): string {
  return `${date.year}-${String(date.month).padStart(2, "0")}-${String(date.day).padStart(2, "0")}`;
}

/** A time of day as `09:05`, from minutes after midnight. */
export function writeClock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}
