import { OutcomeUnknown } from './failure.ts';

const attempts = 3;

/**
 * Creates something that the vendor would create a second time if asked again. When the outcome of an attempt is
 * unknown, looks for the object before trying again, after a pause that gives a listing time to show it. When a later
 * attempt is refused, looks once more, because the refusal may mean that the object exists by now.
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
