import { expect } from 'vitest';
import { canonicalJson, digestOf } from '../../src/digest.ts';
import { remoteName } from '../../src/providers/remote-name.ts';
import type { Clause } from './clauses.ts';
import { all, message, payloadOf, tenant } from './harness.ts';

export const encoding: readonly Clause[] = [
  {
    name: 'messages of every channel and locale are kept apart and come back whole',
    async check({ provider, account, workspaces: [id] }) {
      const workspace = account.workspace(id);
      const locales = ['en', 'es-US', 'ar', 'zh-Hant-TW'];
      const messages = provider.capabilities.channels.flatMap((channel) =>
        locales.map((locale) => message({ channel, locale, template: `${channel}-message` })),
      );
      for (const one of messages) {
        const { template, locale } = one;
        const name = remoteName(template, locale, provider.limits.nameLength);
        const payload = provider.encode(one, tenant);
        const ref = await workspace.put(name, payload);
        expect(await workspace.read(ref)).toEqual(payload);
        for (const text of Object.values(one.fields))
          expect(canonicalJson(payload)).toContain(JSON.stringify(text).slice(1, -1));
      }
      expect(await all(workspace.list())).toHaveLength(messages.length);
    },
  },
  {
    name: 'equal messages have equal payloads, and each difference shows',
    async check({ provider }) {
      const digest = (more: Parameters<typeof message>[0], from = tenant) =>
        digestOf(provider.encode(message(more), from));
      expect(digest({})).toBe(digest({}));
      const moved = { ...tenant, senders: { ...tenant.senders, transactional: { address: 'other@acme.example' } } };
      const digests = [
        digest({}),
        digest({}, moved),
        digest({ topic: 'news' }),
        digest({ fields: { ...message().fields, subject: 'Other' } }),
        digest({ fields: { ...message().fields, html: '<p>Other</p>' } }),
      ];
      expect(new Set(digests).size).toBe(digests.length);
    },
  },
  {
    name: 'no marker is in what customers receive',
    async check({ provider, account, workspaces: [id] }) {
      const payload = payloadOf(provider, 'Hello');
      const ref = await account.workspace(id).put('order-confirmation.en', payload);
      expect(canonicalJson(payload)).not.toContain('tenantry:');
      expect(canonicalJson((await account.workspace(id).read(ref)) ?? {})).not.toContain('tenantry:');
    },
  },
];

export const names: readonly Clause[] = [
  {
    name: 'names of the greatest length work, and stay apart',
    async check({ provider, account, workspaces: [id] }) {
      const { nameLength } = provider.limits;
      const workspace = account.workspace(id);
      const long = 'x'.repeat(nameLength - 4);
      const names = [`${long}a.en`, `${long}b.en`, `${long}a.es`];
      for (const name of names) await workspace.put(name, payloadOf(provider, name));
      expect(names[0]).toHaveLength(nameLength);
      expect((await all(workspace.list())).map((object) => object.name).sort()).toEqual(names.sort());
    },
  },
  {
    name: 'names past the limit are cut so that they fit and stay apart',
    async check({ provider, account, workspaces: [id] }) {
      const { nameLength } = provider.limits;
      const workspace = account.workspace(id);
      const templates = ['a', 'b'].map((end) => `${'long-'.repeat(Math.ceil(nameLength / 5))}${end}`);
      const names = templates.flatMap((template) =>
        ['en', 'es-US'].map((locale) => remoteName(template, locale, nameLength)),
      );
      for (const name of names) {
        const ref = await workspace.put(name, payloadOf(provider, name));
        expect(ref.name).toBe(name);
        expect(name.length).toBeLessThanOrEqual(nameLength);
      }
      expect(await all(workspace.list())).toHaveLength(4);
    },
  },
  {
    name: 'a name past the limit is rejected rather than cut',
    async check({ provider, account, workspaces: [id] }) {
      const name = `${'x'.repeat(provider.limits.nameLength)}.en`;
      const put = account.workspace(id).put(name, payloadOf(provider, 'Hello'));
      await expect(put).rejects.toMatchObject({ failure: 'rejected' });
      expect(await all(account.workspace(id).list())).toEqual([]);
    },
  },
];
