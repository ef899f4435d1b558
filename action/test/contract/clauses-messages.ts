import { expect } from 'vitest';
import { canonicalJson, digestOf } from '../../src/digest.ts';
import type { RemoteRef } from '../../src/providers/provider.ts';
import { remoteName } from '../../src/providers/remote-name.ts';
import type { Clause } from './clauses.ts';
import { all, message, payloadOf, tenant } from './harness.ts';

/** What a driver's notes, or a vendor's language, could trip over. */
const awkward = [
  '',
  ' \n between spaces \n\n',
  'ends with a brace }',
  '"quotes", a \\ and a \u2028',
  '{% endcomment %}',
  '{% comment %}tenantry {"a": 1}{% endcomment %}',
  '{{! tenantry "a": 1 }}',
  '}}}{{{',
  '<!-- tenantry -->',
];

function awkwardFields(text: string) {
  return { email: { html: text, text, preheader: text }, push: { body: text, link: text }, sms: { body: text } };
}

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
      const sender = { address: 'orders@acme.example' };
      const moved = { ...tenant, senders: { ...tenant.senders, transactional: { address: 'other@acme.example' } } };
      const digests = [
        digest({}),
        digest({}, moved),
        digest({}, { ...tenant, senders: { transactional: { ...sender, name: 'Another' } } }),
        digest({}, { ...tenant, senders: { transactional: { ...sender, replyTo: 'help@acme.example' } } }),
        digest({ topic: 'news' }),
        digest({ category: 'marketing' }, { ...tenant, senders: { transactional: sender, marketing: sender } }),
        digest({ fields: { ...message().fields, subject: 'Other' } }),
        digest({ fields: { ...message().fields, html: '<p>Other</p>' } }),
        digest({ fields: { ...message().fields, text: 'Other' } }),
        digest({ fields: { ...message().fields, preheader: 'Other' } }),
      ];
      expect(new Set(digests).size).toBe(digests.length);
    },
  },
  {
    name: 'awkward texts come back as they are, or are refused',
    async check({ provider, account, workspaces: [id] }) {
      const workspace = account.workspace(id);
      for (const [index, text] of awkward.entries()) {
        const sender = { address: 'orders@acme.example', name: text };
        const from = { ...tenant, senders: { ...tenant.senders, transactional: sender } };
        for (const channel of provider.capabilities.channels) {
          const fields = { ...message({ channel }).fields, ...awkwardFields(text)[channel] };
          const payload = provider.encode(message({ channel, fields }), from);
          const written = await workspace.put(`${channel}-${index}.en`, payload).catch((error: unknown) => error);
          if (written instanceof Error) expect(written, text).toMatchObject({ failure: 'rejected' });
          else expect(await workspace.read(written as RemoteRef), text).toEqual(payload);
        }
      }
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
