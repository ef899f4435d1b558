import { expect, it } from 'vitest';
import { problemsOf } from '../terminal/support/schemas.ts';
import { tenantry } from '../terminal/support/terminal.ts';

it('a vendor is emulated from the terminal until it is stopped', async () => {
  const asked: Promise<Response>[] = [];
  const ran = await tenantry(
    ['emulate', 'sendgrid', '--workspace', 'acme', '--key', 'SG.mine', '--rate', '9/60', '--json'],
    {
      onStderr: (text, kill) => {
        const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(text) ?? [];
        if (url === undefined || !text.includes('Stop it') || asked.length > 0) return;
        const headers = { authorization: 'Bearer SG.mine', 'on-behalf-of': 'acme' };
        asked.push(fetch(`${url}/v3/user/username`, { headers }).finally(() => kill('SIGTERM')));
      },
    },
  );
  const [response] = await Promise.all(asked);
  expect(response?.status).toBe(200);
  expect(response?.headers.get('x-ratelimit-limit')).toBe('9');
  expect(ran.exitCode).toBe(0);
  expect(problemsOf(ran.json(), 'emulate')).toEqual([]);
  expect(ran.json()).toMatchObject({ vendor: 'sendgrid', requests: 1 });
});

it('a vendor with a key for each workspace tells them all', async () => {
  const asked: Promise<unknown>[] = [];
  const args = ['emulate', 'postmark', '--workspace', 'acme', '--workspace', 'Bolt Foods', '--json'];
  const ran = await tenantry(args, {
    onStderr: (text, kill) => {
      const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(text) ?? [];
      const [variable] = /\{"[^}]*\}/.exec(text) ?? [];
      if (url === undefined || variable === undefined || !text.includes('Stop it') || asked.length > 0) return;
      const { 'Bolt Foods': token = '' } = JSON.parse(variable) as Record<string, string>;
      const headers = { 'x-postmark-server-token': token };
      asked.push(
        fetch(`${url}/server`, { headers })
          .then((response) => response.json())
          .finally(() => kill('SIGTERM')),
      );
    },
  });
  expect(await Promise.all(asked)).toEqual([expect.objectContaining({ Name: 'Bolt Foods' })]);
  expect(ran.exitCode).toBe(0);
  expect(ran.json()).toMatchObject({ vendor: 'postmark', requests: 1 });
});

it.each([
  ['there is no emulator for “mailgun”', ['mailgun']],
  ['Use a number from 0 to 65535', ['sendgrid', '--port', '70000']],
  ['Write it as calls/seconds', ['sendgrid', '--rate', 'fast']],
])('a mistake is told: %s', async (words, args) => {
  const ran = await tenantry(['emulate', ...args]);
  expect(ran.exitCode).toBe(3);
  expect(ran.stderr).toContain(words);
});
