import {
  dateAtDayOfYear,
  dayOfYearOf,
  daysBeforeMonth,
  daysInMonth,
  daysInYear,
  monthNames,
  weekdayNames,
  writeClock,
  writeDate,
  type CalendarDate,
} from "./calendar-date.ts";
import type { Family } from "./family.ts";
import { exactTask, numericTask, defineShape } from "./shape.ts";

const DAY_MINUTES = 1440;
const YEAR_FIRST = 1600;

/** `5+4=9=7+2`: weekdays counted as numbers, because small models do not learn to count in names. */
function laterWeekday(weekday: number, days: number): { step: string; name: string } {
  const sum = weekday + 1 + days;
  const over = sum > 7 ? `=7+${sum - 7}` : "";
  return { step: `${weekday + 1}+${days}=${sum}${over}`, name: weekdayNames[(weekday + days) % 7] ?? "" };
}

/** `14:35+8:20=22:55`, taken below 24:00, and the weekday it falls on. */
function laterClock(weekday: number, clock: number, minutes: number): { steps: string[]; answer: string } {
  const duration = `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
  const end = clock + minutes;
  const days = Math.floor(end / DAY_MINUTES);
  const left = writeClock(end % DAY_MINUTES);
  const steps = [`${writeClock(clock)}+${duration}=${writeClock(end)}`];
  if (days > 0) steps.push(`${writeClock(end)}-${days * 24}:00=${left}`);
  const { step, name } = laterWeekday(weekday, days);
  return { steps: [...steps, step], answer: `${name} ${left}` };
}

const minutesLaterShape = defineShape({
  name: "minutes later",
  radices: [7, DAY_MINUTES, 1200],
  write: ([weekday, clock, slot]) => {
    const minutes = slot + 1;
    const { steps, answer } = laterClock(weekday, clock, minutes);
    const converted = `${minutes}=${Math.floor(minutes / 60)}*60+${minutes % 60}`;
    return exactTask(
      `It is ${weekdayNames[weekday]} ${writeClock(clock)}. What day and time is it ${minutes} minutes later?`,
      [converted, ...steps],
      answer,
    );
  },
});

const hoursLaterShape = defineShape({
  name: "hours later",
  radices: [7, DAY_MINUTES, 100, 60],
  write: ([weekday, clock, hourSlot, minute]) => {
    const { steps, answer } = laterClock(weekday, clock, (hourSlot + 1) * 60 + minute);
    return exactTask(
      `It is ${weekdayNames[weekday]} ${writeClock(clock)}. What day and time is it ${hourSlot + 1} h ${minute} min later?`,
      steps,
      answer,
    );
  },
});

const fewDaysShape = defineShape({
  name: "a few days after",
  radices: [1000, 365, 33],
  write: ([yearSlot, daySlot, slot]) => {
    const start = dateAtDayOfYear(YEAR_FIRST + yearSlot, daySlot + 1);
    let { year, month, day } = { ...start, day: start.day + slot + 1 };
    let step = `${start.day}+${slot + 1}=${day}`;
    const whole: number[] = [];
    while (day > daysInMonth(year, month)) {
      whole.push(daysInMonth(year, month));
      day -= daysInMonth(year, month);
      [year, month] = month === 12 ? [year + 1, 1] : [year, month + 1];
    }
    if (whole.length > 0) step += `=${[...whole, day].join("+")}`;
    return exactTask(
      `What date is ${slot + 1} days after ${writeDate(start)}?`,
      [step],
      writeDate({ year, month, day }),
    );
  },
});

const monthsAfterShape = defineShape({
  name: "months after",
  radices: [12, 2000, 500],
  write: ([month, yearSlot, slot]) => {
    const [year, months] = [1000 + yearSlot, slot + 1];
    const [years, rest] = [Math.floor(months / 12), months % 12];
    const sum = month + 1 + rest;
    const carry = sum > 12 ? 1 : 0;
    const end = sum - 12 * carry;
    return exactTask(
      `What month is ${months} months after ${monthNames[month]} ${year}?`,
      [
        `${months}=${years}*12+${rest}`,
        `${month + 1}+${rest}=${sum}${carry ? `=12+${end}` : ""}`,
        `${year}+${years}${carry ? "+1" : ""}=${year + years + carry}`,
      ],
      `${monthNames[end - 1]} ${year + years + carry}`,
    );
  },
});

/** `03-17=59+17=76`: the day of the year, from the days before its month. */
function dayOfYearStep(date: CalendarDate): string {
  return `${writeDate(date).slice(5)}=${daysBeforeMonth(date.year, date.month)}+${date.day}=${dayOfYearOf(date)}`;
}

const daysBetweenShape = defineShape({
  name: "days between",
  radices: [1000, 185, 171],
  write: ([yearSlot, daySlot, slot]) => {
    const [year, gap] = [YEAR_FIRST + yearSlot, 10 + slot];
    const [from, to] = [dateAtDayOfYear(year, daySlot + 1), dateAtDayOfYear(year, daySlot + 1 + gap)];
    return numericTask(
      `How many days from ${writeDate(from)} to ${writeDate(to)}?`,
      [dayOfYearStep(from), dayOfYearStep(to), `${daySlot + 1 + gap}-${daySlot + 1}=${gap}`],
      gap,
    );
  },
});

const manyDaysShape = defineShape({
  name: "many days after",
  radices: [1000, 365, 166],
  write: ([yearSlot, daySlot, slot]) => {
    const [year, days] = [YEAR_FIRST + yearSlot, 34 + slot];
    const from = dateAtDayOfYear(year, daySlot + 1);
    const sum = daySlot + 1 + days;
    const over = sum > daysInYear(year);
    const inYear = over ? sum - daysInYear(year) : sum;
    const to = dateAtDayOfYear(over ? year + 1 : year, inYear);
    return exactTask(
      `What date is ${days} days after ${writeDate(from)}?`,
      [
        dayOfYearStep(from),
        `${daySlot + 1}+${days}=${sum}${over ? `=${daysInYear(year)}+${inYear}` : ""}`,
        `${inYear}=${daysBeforeMonth(to.year, to.month)}+${to.day}`,
      ],
      writeDate(to),
    );
  },
});

const weekdayShape = defineShape({
  name: "weekday after",
  radices: [7, 100],
  write: ([weekday, slot]) => {
    const days = slot + 1;
    const { step, name } = laterWeekday(weekday, days % 7);
    return exactTask(
      `What day is ${days} days after ${weekdayNames[weekday]}?`,
      [`${days}=${Math.floor(days / 7)}*7+${days % 7}`, step],
      name,
    );
  },
});

/** Dates, weekdays and the 24-hour clock; the Gregorian calendar throughout. */
export const calendar: Family = {
  name: "calendar",
  shapes: {
    easy: [minutesLaterShape, fewDaysShape],
    medium: [hoursLaterShape, monthsAfterShape],
    hard: [daysBetweenShape, manyDaysShape],
  },
  drills: [weekdayShape],
};
