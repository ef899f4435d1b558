import type { CodeEntry } from '../code-entry.ts';

/** Warnings that depend on the time for which a plan is made. */
export const planCodes = {
  'expired-opt-out': {
    severity: 'warning',
    title: 'An opt-out has ended.',
    docs: 'The last day of the opt-out, in the tenant’s time zone, is over: the tenant gets the template again. Delete the opt-out, or give it a later date.',
  },
  'expired-pin': {
    severity: 'warning',
    title: 'A pin has ended.',
    docs: 'The last day of the pin, in the tenant’s time zone, is over: the tenant gets the current version of the template. Delete the pin, or give it a later date.',
  },
} as const satisfies Record<string, CodeEntry>;
