const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July'].concat(
  ...['August', 'September', 'October', 'November', 'December'],
);
const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/**
 * SendGrid's helper `formatDate`, with those tokens of the table on Twilio's page “Using Handlebars” that concern days.
 * Times are taken as UTC; an unknown token is printed as `[token?]`.
 */
export function formatDate(time: Date, pattern: string): string {
  const month = months[time.getUTCMonth()] as string;
  const values: Readonly<Record<string, string>> = {
    YYYY: String(time.getUTCFullYear()),
    YY: String(time.getUTCFullYear()).slice(2),
    MMMM: month,
    MMM: month.slice(0, 3),
    MM: String(time.getUTCMonth() + 1).padStart(2, '0'),
    M: String(time.getUTCMonth() + 1),
    DD: String(time.getUTCDate()).padStart(2, '0'),
    D: String(time.getUTCDate()),
    dddd: weekdays[time.getUTCDay()] as string,
  };
  return pattern.replace(/[A-Za-z]+/g, (token) => values[token] ?? `[${token}?]`);
}
