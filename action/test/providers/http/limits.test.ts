import { afterEach, describe, expect, it } from 'vitest';
import { type Emulator, startEmulator } from '../../../src/emulators/kernel.ts';
import { emulatedSendgrid } from '../../../src/emulators/sendgrid/sendgrid.ts';
import { sendgrid } from '../../../src/providers/sendgrid/sendgrid.ts';

const key = 'SG.canary';
let emulator: Emulator;
afterEach(() => emulator.close());

describe('a limit of a vendor whose answers come in any order', () => {
  it.each(['key', 'workspace'] as const)('is never overstepped, where it is for each %s', async (per) => {
    const settings = { rate: { per, limit: per === 'key' ? 20 : 4, seconds: 1 }, latency: 2, jitter: 60 };
    emulator = await startEmulator(emulatedSendgrid({ parent: 'larder', keys: [key] }), settings);
    const names = Array.from({ length: 9 }, (_, index) => `acme-${index}`);
    for (const name of names) emulator.vendor.addWorkspace(name);
    const config = { provider: 'sendgrid', credentials: { env: 'KEY' }, options: { host: emulator.url } } as const;
    const account = sendgrid.open('us', config, { repository: 'r', root: '/', credential: () => key });
    await Promise.all(
      names.map(async (name) => {
        const workspace = account.workspace(name);
        for (let call = 0; call < 5; call++) expect((await workspace.identify())?.workspace).toBe(name);
      }),
    );
    expect(emulator.requests.map(({ status }) => status)).toEqual(Array(names.length * 5).fill(200));
  });
});
