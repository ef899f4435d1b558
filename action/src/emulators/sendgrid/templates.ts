import { randomUUID } from 'node:crypto';
import type { Json, JsonObject } from '../../digest.ts';
import { isObject } from '../../json.ts';
import type { Reply, VendorRequest } from '../vendor.ts';
import { failure, noContent, notFound, ok } from './reply.ts';
import type { StoredTemplate, StoredVersion, UserStore } from './store.ts';

/** Limits from the vendor's description and documentation; see `providers/sendgrid/versions.ts` for their sources. */
const most = { templates: 300, versions: 300, name: 100, subject: 255, content: 1_048_576, page: 200 } as const;

/** Handles `/v3/templates…` for one user. */
export function templates(user: UserStore, request: VendorRequest): Reply {
  const [id, section, versionId, action, ...more] = request.path
    .slice('/v3/templates'.length)
    .split('/')
    .slice(1)
    .map(decodeURIComponent);
  if (more.length > 0) return notFound();
  if (id === undefined) return request.method === 'POST' ? create(user, request.body) : list(user, request);
  const template = user.find(id);
  if (!template) return notFound();
  if (section === undefined) return one(user, template, request);
  if (section !== 'versions') return notFound();
  if (versionId === undefined) return request.method === 'POST' ? addVersion(user, template, request.body) : notFound();
  const version = template.versions.find((each) => each.id === versionId);
  if (!version) return notFound();
  if (action === 'activate' && request.method === 'POST') {
    user.activate(template, version);
    return ok(full(template, version));
  }
  return action === undefined ? oneVersion(user, template, version, request) : notFound();
}

function list(user: UserStore, { method, query, origin }: VendorRequest): Reply {
  if (method !== 'GET') return notFound();
  const size = Number(query.get('page_size') ?? Number.NaN);
  if (!Number.isInteger(size) || size < 1 || size > most.page) {
    return failure(400, 'page_size', `page_size is required and must be between 1 and ${most.page}`);
  }
  const generations = (query.get('generations') ?? 'legacy').split(',');
  if (generations.some((one) => one !== 'legacy' && one !== 'dynamic')) {
    return failure(400, 'generations', 'generations must be legacy, dynamic or legacy,dynamic');
  }
  const all = user.listed().filter(({ generation }) => generations.includes(generation));
  const token = query.get('page_token');
  const from = token === null ? 0 : Number(/^p(\d+)$/.exec(Buffer.from(token, 'base64url').toString())?.[1]);
  if (Number.isNaN(from)) return failure(400, 'page_token', 'invalid page_token');
  const address = (at: number) => {
    const search = new URLSearchParams({ generations: generations.join(','), page_size: String(size) });
    if (at > 0) search.set('page_token', Buffer.from(`p${at}`).toString('base64url'));
    return `${origin}/v3/templates?${search}`;
  };
  const next = from + size < all.length ? { next: address(from + size) } : {};
  const prev = from > 0 ? { prev: address(Math.max(0, from - size)) } : {};
  return ok({
    result: all.slice(from, from + size).map(lean),
    _metadata: { self: address(from), count: all.length, ...next, ...prev },
  });
}

function create(user: UserStore, body: VendorRequest['body']): Reply {
  const { name, generation = 'legacy' } = isObject(body) ? body : {};
  const wrong = checkName(name);
  if (wrong) return wrong;
  if (generation !== 'legacy' && generation !== 'dynamic') return failure(400, 'generation', 'invalid generation');
  if (user.present().length >= most.templates) {
    return failure(400, null, `You have reached the maximum of ${most.templates} templates`);
  }
  return { status: 201, body: lean(user.addTemplate(name as string, generation)) };
}

function one(user: UserStore, template: StoredTemplate, { method, body }: VendorRequest): Reply {
  switch (method) {
    case 'GET':
      return ok(lean(template));
    case 'DELETE':
      user.removeTemplate(template);
      return noContent;
    case 'PATCH': {
      const { name } = isObject(body) ? body : {};
      const wrong = checkName(name);
      if (wrong) return wrong;
      template.name = name as string;
      template.updated_at = user.stamp();
      return ok(lean(template));
    }
    default:
      return notFound();
  }
}

function addVersion(user: UserStore, template: StoredTemplate, body: VendorRequest['body']): Reply {
  const wrong = checkVersion(body);
  if (wrong || !isObject(body)) return wrong ?? failure(400, null, 'invalid request body');
  if (user.versions() >= most.versions) {
    return failure(400, null, `You have reached the maximum of ${most.versions} template versions`);
  }
  const version: StoredVersion = {
    id: randomUUID(),
    name: '',
    subject: '',
    html_content: '',
    plain_content: '',
    generate_plain_content: true,
    editor: 'code',
    test_data: '',
    active: 0,
    updated_at: user.stamp(),
  };
  template.versions.push(version);
  change(version, body);
  // The first version of a template is always active.
  if (body.active === 1 || template.versions.length === 1) user.activate(template, version);
  return { status: 201, body: full(template, version) };
}

function oneVersion(
  user: UserStore,
  template: StoredTemplate,
  version: StoredVersion,
  { method, body }: VendorRequest,
): Reply {
  switch (method) {
    case 'GET':
      return ok(full(template, version));
    case 'DELETE':
      template.versions.splice(template.versions.indexOf(version), 1);
      return noContent;
    case 'PATCH': {
      const wrong = checkVersion(body);
      if (wrong || !isObject(body)) return wrong ?? failure(400, null, 'invalid request body');
      change(version, body);
      version.updated_at = user.stamp();
      if (body.active === 1) user.activate(template, version);
      return ok(full(template, version));
    }
    default:
      return notFound();
  }
}

function change(version: StoredVersion, body: JsonObject): void {
  for (const name of ['name', 'subject', 'html_content', 'plain_content', 'test_data'] as const) {
    const value = body[name];
    if (typeof value === 'string') version[name] = value;
  }
  if (typeof body.generate_plain_content === 'boolean') version.generate_plain_content = body.generate_plain_content;
  if (body.editor === 'code' || body.editor === 'design') version.editor = body.editor;
  if (version.generate_plain_content) version.plain_content = version.html_content.replace(/<[^>]*>/g, '').trim();
}

function checkName(name: Json | undefined): Reply | undefined {
  if (typeof name !== 'string' || name === '') return failure(400, 'name', 'name is required');
  if (name.length > most.name) return failure(400, 'name', `name must be at most ${most.name} characters`);
  return undefined;
}

function checkVersion(body: VendorRequest['body']): Reply | undefined {
  if (!isObject(body)) return failure(400, null, 'invalid request body');
  const wrongName = checkName(body.name);
  if (wrongName) return wrongName;
  const { subject } = body;
  if (typeof subject !== 'string') return failure(400, 'subject', 'subject is required');
  if (subject.length > most.subject) {
    return failure(400, 'subject', `subject must be at most ${most.subject} characters`);
  }
  for (const name of ['html_content', 'plain_content'] as const) {
    const content = body[name];
    if (content !== undefined && typeof content !== 'string') return failure(400, name, `${name} must be a string`);
    if (content !== undefined && Buffer.byteLength(content) > most.content) {
      return failure(400, name, `${name} must be at most ${most.content} bytes`);
    }
  }
  if (body.active !== undefined && body.active !== 0 && body.active !== 1) {
    return failure(400, 'active', 'active must be 0 or 1');
  }
  return undefined;
}

/** A template as listings and other answers show it: with its versions, but without their content. */
function lean({ id, name, generation, updated_at, versions }: StoredTemplate): JsonObject {
  return {
    id,
    name,
    generation,
    updated_at,
    versions: versions.map((version) => ({
      id: version.id,
      template_id: id,
      active: version.active,
      name: version.name,
      subject: version.subject,
      generate_plain_content: version.generate_plain_content,
      editor: version.editor,
      updated_at: version.updated_at,
    })),
  };
}

function full(template: StoredTemplate, version: StoredVersion): JsonObject {
  return { ...version, template_id: template.id, warnings: [] };
}
