import { describe, expect, it } from 'vitest';
import type { Account } from '../../src/config/model.ts';
import { credentialsOf, secretsIn } from '../../src/providers/credentials.ts';

const account = {
  name: 'sendgrid-us',
  config: { provider: 'sendgrid', credentials: { env: 'TENANTRY_SENDGRID_US' } } satisfies Account as Account,
};
const canary = 'SG.canary';
const of = (value: string | undefined, workspace = 'acme') =>
  credentialsOf(
    { root: '/nowhere', credential: (name) => (name === 'TENANTRY_SENDGRID_US' ? value : undefined) },
    account,
  )(workspace);

describe('a credential', () => {
  it('is the account’s variable', async () => {
    expect(await of(`${canary}\n`)).toEqual({ value: canary, of: 'account' });
  });

  it('is the workspace’s member, where the variable holds a JSON object', async () => {
    expect(await of(`{"acme": "${canary}", "bolt": "other"}`)).toEqual({ value: canary, of: 'workspace' });
  });

  it.each([
    ['the variable TENANTRY_SENDGRID_US is not set', undefined],
    ['the variable TENANTRY_SENDGRID_US is not set', ' \n'],
    ['the value of TENANTRY_SENDGRID_US cannot be a key', `${canary}\nx: y`],
    ['the value of TENANTRY_SENDGRID_US cannot be a key', `${canary} ü`],
    ['the value of TENANTRY_SENDGRID_US begins like JSON but is not valid JSON', `{"acme": "${canary}"`],
    ['the JSON object in TENANTRY_SENDGRID_US has no key for it', `{"bolt": "${canary}"}`],
    ['its value in the JSON object in TENANTRY_SENDGRID_US cannot be a key', `{"acme": ["${canary}"]}`],
    ['its value in the JSON object in TENANTRY_SENDGRID_US cannot be a key', `{"acme": "${canary} x"}`],
    ['the JSON object in TENANTRY_SENDGRID_US has two keys for it', `{"acme": "${canary}1", "acme": "${canary}2"}`],
  ])('that is missing is told with where it was looked for: %s', async (words, value) => {
    const error = await caught(() => of(value));
    expect(error).toMatchObject({ failure: 'credentials' });
    expect(error.cause).toBeUndefined();
    expect(error.message).toContain(`There is no key for sendgrid-us/acme: ${words}`);
    expect(`${error.message}${error.stack}`).not.toContain(canary);
  });

  it('may be any word: a vendor refuses one that is none', async () => {
    for (const word of ['nonsense', 'undefined']) expect((await of(`{"acme": "${word}"}`)).value).toBe(word);
  });

  it('is never a member that every object has', async () => {
    expect((await caught(() => of('{}', 'constructor'))).message).toContain('has no key for it');
  });
});

describe('what must never be shown', () => {
  it('is a variable’s value, and each key in it', () => {
    expect(secretsIn(canary)).toEqual([canary]);
    const bundle = `{"acme": "${canary}", "bolt": "other", "none": ""}`;
    expect(secretsIn(bundle)).toEqual([bundle, canary, 'other']);
    expect(secretsIn('null')).toEqual(['null']);
    const twice = `{"acme": "${canary}", "acme": "other"}`;
    expect(secretsIn(twice)).toEqual([twice, canary, 'other']);
  });

  it('is a key as it is used, too, where it was pasted with something around it', async () => {
    for (const [variable, used] of [
      [` \ufeff${canary}\r\n`, canary],
      [`\ufeff{"acme": " ${canary}\\n"}`, canary],
    ] as const) {
      expect((await of(variable)).value).toBe(used);
      expect(secretsIn(variable)).toContain(used);
      expect(secretsIn(variable)).not.toContain('');
    }
  });
});

async function caught(work: () => Promise<unknown>): Promise<Error> {
  try {
    await work();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}
