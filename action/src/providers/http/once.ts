import { OutcomeUnknown } from './failure.ts';

const attempts = 3;

/**
 * Creates something that the vendor would gladly create twice. When it is not known whether it did, what was to be
 * created is looked for first, after a pause that gives a listing time to show it. What is refused after that may be
 * refused because it is there by now, so it is looked for once more.
 */
export async function createOnce<T>(
  create: () => Promise<T>,
  find: () => Promise<T | undefined>,
  pause: (attempt: number) => Promise<void>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await create();
    } catch (error) {
      const isUnknown = error instanceof OutcomeUnknown;
      if (!isUnknown && attempt === 1) throw error;
      await pause(attempt);
      const found = await find();
      if (found !== undefined) return found;
      if (!isUnknown || attempt >= attempts) throw error;
    }
  }
}
