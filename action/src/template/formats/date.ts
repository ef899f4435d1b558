import type { DateStyle, Formats } from './formats.ts';

/** A moment as shown by a calendar and a clock on the wall. */
export interface LocalTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  /** Absent for a whole day. */
  readonly hour?: number;
  readonly minute?: number;
}

const iso = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?$/;

/** Parses `YYYY-MM-DD` or `YYYY-MM-DDTHH:mm[:ss]`; undefined for anything else, and for days that do not exist. */
export function readLocalTime(text: string): LocalTime | undefined {
  const match = iso.exec(text);
  if (match === null) return undefined;
  const [year, month, day] = match.slice(1, 4).map(Number) as [number, number, number];
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined;
  if (match[4] === undefined) return { year, month, day };
  const hour = Number(match[4]);
  const minute = Number(match[5]);
  return hour > 23 || minute > 59 || Number(match[6] ?? 0) > 59 ? undefined : { year, month, day, hour, minute };
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** The day of the week, 0 for Sunday, in the Gregorian calendar (Sakamoto’s method). */
export function weekdayOf({ year, month, day }: LocalTime): number {
  const shifted = month < 3 ? year - 1 : year;
  const offset = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4][month - 1] as number;
  return (shifted + Math.floor(shifted / 4) - Math.floor(shifted / 100) + Math.floor(shifted / 400) + offset + day) % 7;
}

/** Whether a style shows the time of day. */
export function showsTime(style: DateStyle): boolean {
  return style === 'time' || style === 'datetime';
}

/** Writes a moment as the locale does. A style that shows the time of day needs a moment with one. */
export function formatDate(time: LocalTime, style: DateStyle, formats: Formats): string {
  const { year, month, day, hour = 0, minute = 0 } = time;
  const fields: Readonly<Record<string, string | number | undefined>> = {
    y: year,
    yy: two(year % 100),
    M: month,
    MM: two(month),
    MMM: formats.shortMonths[month - 1],
    MMMM: formats.months[month - 1],
    d: day,
    dd: two(day),
    E: formats.weekdays[weekdayOf(time)],
    H: hour,
    HH: two(hour),
    h: hour % 12 === 0 ? 12 : hour % 12,
    mm: two(minute),
    a: formats.dayPeriods[hour < 12 ? 0 : 1],
  };
  return formats.dates[style].replace(/\{([a-zA-Z]+)\}/g, (_, name: string) => String(fields[name] ?? ''));
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
