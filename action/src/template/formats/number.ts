import { type Formats, minorUnits } from './formats.ts';

/** The greatest magnitude of a number: beyond it, arithmetic is not exact. */
const exact = Number.MAX_SAFE_INTEGER;

/**
 * Writes a number with at most `digits` digits after the decimal sign, halves rounded away from zero; undefined from
 * 2^53 on.
 */
export function formatNumber(value: number, digits: number, formats: Formats): string | undefined {
  if (!Number.isFinite(value) || Math.abs(value) > exact) return undefined;
  const [whole = '0', fraction = ''] = roundedDecimal(Math.abs(value), digits).split('.');
  const kept = fraction.replace(/0+$/, '');
  const text = group(whole, formats) + (kept === '' ? '' : formats.decimal + kept);
  return value < 0 && /[1-9]/.test(text) ? formats.minus + text : text;
}

/** A number in decimal notation, rounded half up from its shortest decimal form: 1.005 with two digits is 1.01. */
function roundedDecimal(value: number, digits: number): string {
  const [whole = '0', fraction = ''] = decimal(value).split('.');
  if (fraction.length <= digits) return `${whole}.${fraction}`;
  const kept = BigInt(whole + fraction.slice(0, digits)) + (fraction.charAt(digits) >= '5' ? 1n : 0n);
  const padded = String(kept).padStart(digits + 1, '0');
  return digits === 0 ? padded : `${padded.slice(0, -digits)}.${padded.slice(-digits)}`;
}

/** The shortest text of a number up to 2^53, without an exponent: 1.5e-7 is 0.00000015. */
function decimal(value: number): string {
  const [figures = '0', exponent] = String(value).split('e-');
  return exponent === undefined ? figures : `0.${'0'.repeat(Number(exponent) - 1)}${figures.replace('.', '')}`;
}

/**
 * Writes an amount given in minor units; undefined if it is not a whole number, or the locale has no pattern for the
 * currency.
 */
export function formatAmount(amount: number, currency: string, formats: Formats): string | undefined {
  const pattern = Object.hasOwn(formats.currencies, currency) ? formats.currencies[currency] : undefined;
  const digits = minorUnits[currency];
  if (pattern === undefined || digits === undefined || !Number.isSafeInteger(amount)) return undefined;
  const figures = String(Math.abs(amount)).padStart(digits + 1, '0');
  const whole = group(figures.slice(0, figures.length - digits), formats);
  const text = digits === 0 ? whole : whole + formats.decimal + figures.slice(-digits);
  if (amount >= 0) return pattern.replace('#', () => text);
  if (formats.minusBeforeSymbol) return formats.minus + pattern.replace('#', () => text);
  return pattern.replace('#', () => formats.minus + text);
}

function group(whole: string, formats: Formats): string {
  if (whole.length < 3 + formats.minimumGrouping) return whole;
  return whole.replace(/\B(?=(?:\d{3})+$)/g, formats.group);
}
