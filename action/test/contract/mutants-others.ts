import { digestOf } from '../../src/digest.ts';
import type { Written } from '../../src/providers/provider.ts';
import { brokenProvider, brokenWorkspace, type Mutant, withAccount } from './mutate.ts';

export const otherMutants: readonly Mutant[] = [
  brokenWorkspace(
    'what somebody changed by hand is put back, though its marker says that nothing changed',
    'the marker alone is believed',
    (real) => {
      const last = new Map<string, Written>();
      return {
        put: async (name, payload, ...rest) => {
          const before = last.get(name);
          if (before?.remote === digestOf(payload)) return before;
          const written = await real.put(name, payload, ...rest);
          last.set(name, written);
          return written;
        },
      };
    },
  ),
  brokenWorkspace('what somebody deleted is made again, whatever the record says', 'a record is believed', (real) => ({
    put: async (name, payload, known, signal) =>
      known ? { ...known, remote: digestOf(payload) } : real.put(name, payload, known, signal),
  })),
  {
    clause: 'what another repository wrote is refused, and stays as it is',
    what: 'every marker is ours',
    mutate: (harness) =>
      withAccount(harness, () => ({ workspace: (id) => harness.open('another-repository').workspace(id) })),
  },
  brokenProvider(
    'equal messages have equal payloads, and each difference shows',
    'the category does not count',
    (real) => ({
      encode: (message, tenant) => ({ ...real.encode(message, tenant), category: 'transactional' }),
    }),
  ),
  brokenWorkspace('awkward texts come back as they are, or are refused', 'texts are trimmed', (real) => ({
    read: async (...call) => {
      const payload = await real.read(...call);
      return (
        payload && JSON.parse(JSON.stringify(payload, (_, value) => (typeof value === 'string' ? value.trim() : value)))
      );
    },
  })),
];
