/**
 * Returns the calendar date in a time zone at the plan's moment, as `YYYY-MM-DD`. Such dates can be compared as text.
 */
export type Today = (timeZone: string) => string;

/**
 * Creates the `Today` of a moment; since zones are few, it remembers their dates. A zone that does not exist counts as
 * UTC: loading reports it as an error, and validation still looks at the tenant's messages.
 */
export function todayAt(moment: Date): Today {
  const dates = new Map<string, string>();
  return (timeZone) => {
    let date = dates.get(timeZone);
    if (date === undefined) {
      date = dateIn(moment, exists(timeZone) ? timeZone : 'UTC');
      dates.set(timeZone, date);
    }
    return date;
  };
}

function exists(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone });
    return true;
  } catch {
    return false;
  }
}

function dateIn(moment: Date, timeZone: string): string {
  const formatter = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'iso8601',
    numberingSystem: 'latn',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  const parts: Record<string, string> = {};
  for (const { type, value } of formatter.formatToParts(moment)) parts[type] = value;
  return `${parts.year?.padStart(4, '0')}-${parts.month}-${parts.day}`;
}
