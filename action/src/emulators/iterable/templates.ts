import type { Json, JsonObject } from '../../digest.ts';
import { isObject } from '../../json.ts';
import type { Reply, VendorRequest } from '../vendor.ts';
import { done, failure, notFound, ok, wrong } from './reply.ts';
import { type Medium, media, type ProjectStore, type StoredTemplate } from './store.ts';

const byPath: Readonly<Record<string, Medium>> = { email: 'Email', push: 'Push', sms: 'SMS' };

/** The text fields: the vendor's API description, `UpsertEmailTemplateModel` and its kin. */
const texts: Readonly<Record<Medium, readonly string[]>> = {
  Email: ['subject', 'preheaderText', 'html', 'plainText', 'fromName', 'fromEmail', 'replyToEmail'],
  Push: ['title', 'message', 'badge', 'sound'],
  SMS: ['message', 'imageUrl'],
};
const objects: Readonly<Record<Medium, readonly string[]>> = {
  Email: ['campaignDataFields'],
  Push: ['campaignDataFields', 'deeplink', 'payload', 'richMedia'],
  SMS: ['campaignDataFields'],
};

/** The longest name, in characters. From memory, unverified: the description gives no lengths. */
const longestName = 255;
const listTypes: readonly string[] = ['Base', 'Blast', 'Triggered', 'Workflow'];
const mostPerPage = 1000;
const usualPerPage = 20;

/**
 * Handles `/api/templates…` of one project.
 *
 * @param capacity the number of templates that the project can hold; the vendor documents no such limit, and the words
 * of its error are ours
 */
export function templates(project: ProjectStore, request: VendorRequest, capacity: number): Reply {
  const [what = '', action = ''] = request.path.slice('/api/templates'.length).split('/').slice(1);
  const call = `${request.method} ${what}${action === '' ? '' : `/${action}`}`;
  if (call === 'GET ') return list(project, request);
  if (call === 'GET getByClientTemplateId') return matches(project, request.query.get('clientTemplateId'));
  if (call === 'POST bulkDelete') return bulkDelete(project, request.body);
  const medium = Object.hasOwn(byPath, what) ? byPath[what] : undefined;
  if (!medium) return notFound();
  switch (`${request.method} ${action}`) {
    case 'GET get':
      return get(project, medium, request.query);
    case 'POST upsert':
      return upsert(project, medium, request.body, capacity);
    case 'POST update':
      return update(project, medium, request.body);
    default:
      return notFound();
  }
}

function list(project: ProjectStore, { query, origin }: VendorRequest): Reply {
  const page = Number(query.get('page') ?? 1);
  const size = Number(query.get('pageSize') ?? usualPerPage);
  if (!Number.isInteger(page) || page < 1) return wrong('page must be at least 1');
  if (!Number.isInteger(size) || size < 1 || size > mostPerPage) return wrong(`pageSize must be 1 to ${mostPerPage}`);
  const medium = query.get('messageMedium');
  if (medium !== null && medium !== 'InApp' && !media.some((one) => one === medium)) return wrong('bad messageMedium');
  const type = query.get('templateType');
  if (type !== null && !listTypes.includes(type)) return wrong('bad templateType');
  const all = project
    .listed()
    .filter((one) => medium === null || one.medium === medium)
    .filter((one) => type === null || (type === 'Base') === (one.campaignId === undefined));
  const address = (at: number) => {
    const search = new URLSearchParams(query);
    search.set('page', String(at));
    return `${origin}/api/templates?${search}`;
  };
  return ok({
    templates: all.slice((page - 1) * size, page * size).map(lean),
    totalTemplatesCount: all.length,
    ...(page * size < all.length && { nextPageUrl: address(page + 1) }),
    ...(page > 1 && { previousPageUrl: address(page - 1) }),
  });
}

function matches(project: ProjectStore, clientTemplateId: string | null): Reply {
  if (!clientTemplateId) return wrong('clientTemplateId is required');
  const found = project.present().filter((one) => one.clientTemplateId === clientTemplateId);
  return ok({
    templates: found.map(({ templateId, campaignId }) => ({
      templateId,
      ...(campaignId !== undefined && { campaignId }),
      locales: [],
    })),
  });
}

function get(project: ProjectStore, medium: Medium, query: URLSearchParams): Reply {
  const id = query.get('templateId') ?? '';
  if (!/^[0-9]{1,15}$/.test(id)) return wrong('templateId must be a number');
  const template = project.find(Number(id));
  if (template?.medium !== medium) return notFound(`There is no ${medium} template ${id}`);
  if (query.has('locale')) return notFound('Content does not exist for specified locale');
  const metadata = lean(template);
  return ok({ ...metadata, ...template.content, ...(medium === 'Email' && { metadata }) });
}

function upsert(project: ProjectStore, medium: Medium, body: VendorRequest['body'], capacity: number): Reply {
  const problem = check(project, medium, body);
  if (problem || !isObject(body)) return problem ?? wrong('a JSON object is required');
  const { clientTemplateId } = body;
  if (typeof clientTemplateId !== 'string' || clientTemplateId === '') return wrong('clientTemplateId is required');
  const found = project.present().filter((one) => one.medium === medium && one.clientTemplateId === clientTemplateId);
  for (const template of found) change(project, template, body);
  if (found.length > 0) return done(`Updated template IDs: ${found.map(({ templateId }) => templateId).join(', ')}`);
  if (project.present().length >= capacity) return wrong(`The project has reached its limit of ${capacity} templates`);
  const messageTypeId = project.messageTypes[0]?.id ?? 0;
  const template = project.add({ medium, name: clientTemplateId, clientTemplateId, messageTypeId, content: {} });
  change(project, template, body);
  return done(`Created template IDs: ${template.templateId}`);
}

function update(project: ProjectStore, medium: Medium, body: VendorRequest['body']): Reply {
  const problem = check(project, medium, body);
  if (problem || !isObject(body)) return problem ?? wrong('a JSON object is required');
  const template = typeof body.templateId === 'number' ? project.find(body.templateId) : undefined;
  if (template?.medium !== medium) return wrong('templateId is not one of a template of this project');
  change(project, template, body);
  return done(`Updated template IDs: ${template.templateId}`);
}

/** Deletes templates, except those that a campaign uses. */
function bulkDelete(project: ProjectStore, body: VendorRequest['body']): Reply {
  const ids = isObject(body) && Array.isArray(body.ids) ? body.ids : [];
  if (ids.length === 0 || !ids.every((id) => typeof id === 'number')) return wrong('ids must be numbers');
  const success: Json[] = [];
  const failed: Json[] = [];
  for (const id of ids) {
    const template = project.find(id);
    if (template && template.campaignId === undefined) {
      project.remove(template);
      success.push(id);
    } else failed.push(id);
  }
  const reason = failed.length > 0 ? { failureReason: 'Templates are missing, or associated with a campaign' } : {};
  return ok({ success, failed, ...reason });
}

/** Changes only the fields that are given. */
function change(project: ProjectStore, template: StoredTemplate, body: JsonObject): void {
  if (typeof body.name === 'string') template.name = body.name;
  if (typeof body.clientTemplateId === 'string') template.clientTemplateId = body.clientTemplateId;
  if (typeof body.messageTypeId === 'number') template.messageTypeId = body.messageTypeId;
  const given = [...texts[template.medium], ...objects[template.medium]].flatMap((name) => {
    const value = body[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  template.content = { ...template.content, ...Object.fromEntries(given) };
  project.touch(template);
}

function check(project: ProjectStore, medium: Medium, body: VendorRequest['body']): Reply | undefined {
  if (!isObject(body)) return wrong('a JSON object is required');
  const { name, messageTypeId, fromEmail } = body;
  if (name !== undefined && (typeof name !== 'string' || name === '' || name.length > longestName)) {
    return wrong(`name must be a text of at most ${longestName} characters`);
  }
  for (const field of texts[medium]) {
    if (body[field] !== undefined && typeof body[field] !== 'string') return wrong(`${field} must be a text`);
  }
  for (const field of objects[medium]) {
    if (body[field] !== undefined && !isObject(body[field])) return wrong(`${field} must be an object`);
  }
  if (typeof fromEmail === 'string' && !/^[^@\s]+@[^@\s]+$/.test(fromEmail)) {
    return failure(400, 'InvalidEmailAddressError', 'fromEmail is not an email address');
  }
  if (messageTypeId === undefined) return undefined;
  const type = project.messageTypes.find(({ id }) => id === messageTypeId);
  const channel = project.channels.find(({ id }) => id === type?.channelId);
  return channel?.messageMedium === medium ? undefined : wrong('messageTypeId is not one of this project and medium');
}

/** A template as listings show it. */
function lean(template: StoredTemplate): JsonObject {
  const { templateId, name, clientTemplateId, campaignId, messageTypeId, createdAt, updatedAt } = template;
  return {
    templateId,
    name,
    clientTemplateId,
    ...(campaignId !== undefined && { campaignId }),
    messageTypeId,
    creatorUserId: 'owner@example.com',
    createdAt,
    updatedAt,
  };
}
