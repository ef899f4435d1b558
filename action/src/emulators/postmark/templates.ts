import type { Json, JsonObject } from '../../digest.ts';
import { isObject } from '../../json.ts';
import type { Reply, VendorRequest } from '../vendor.ts';
import { compileMustachio } from './mustachio.ts';
import { noSuchAddress, ok, refused } from './reply.ts';
import type { ServerStore, StoredTemplate } from './store.ts';
import { validate } from './validate.ts';

/**
 * Maximum sizes. All of these numbers are from memory, unverified: the documentation says only that fields can be too
 * large, and that a listing has a count.
 */
const most = { name: 100, alias: 100, subject: 998, content: 5 * 1024 * 1024, page: 500 } as const;

/** Handles `/templates…` of one server, which can hold `limit` templates. */
export function templates(server: ServerStore, request: VendorRequest, limit: number): Reply {
  const { method, path, body } = request;
  const [id, ...more] = path.slice('/templates'.length).split('/').slice(1).map(decodeURIComponent);
  if (more.length > 0) return noSuchAddress;
  if (id === undefined || id === '') {
    if (method === 'GET') return list(server, request.query);
    return method === 'POST' ? create(server, body, limit) : noSuchAddress;
  }
  // Whatever the method, this alias reaches no template (github.com/ActiveCampaign/postmark-php, issue 75).
  if (id === 'validate') return isObject(body) ? validate(body) : refused('noData', 'No template data received.');
  const template = server.find(id);
  if (!template) {
    return refused('notFound', "The 'TemplateId' associated with this request is not valid or was not found.");
  }
  switch (method) {
    case 'GET':
      return ok({ ...template });
    case 'PUT':
      return change(server, template, body);
    case 'DELETE':
      server.remove(template);
      return ok({ ErrorCode: 0, Message: `Template ${template.TemplateId} removed.` });
    default:
      return noSuchAddress;
  }
}

function list(server: ServerStore, query: URLSearchParams): Reply {
  const asked = new Map([...query].map(([name, value]) => [name.toLowerCase(), value]));
  const count = Number(asked.get('count') ?? Number.NaN);
  const offset = Number(asked.get('offset') ?? Number.NaN);
  if (!Number.isInteger(count) || count < 1 || count > most.page || !Number.isInteger(offset) || offset < 0) {
    return refused('query', `'count' must be from 1 to ${most.page}, and 'offset' 0 or more.`);
  }
  const type = asked.get('templatetype') ?? 'All';
  const all = server.listed().filter(({ TemplateType }) => type === 'All' || TemplateType === type);
  return ok({ TotalCount: all.length, Templates: all.slice(offset, offset + count).map(record) });
}

function create(server: ServerStore, body: VendorRequest['body'], limit: number): Reply {
  const wrongBody = checkBody(body);
  if (wrongBody || !isObject(body)) return wrongBody ?? refused('noData', 'No template data received.');
  const { TemplateType: type = 'Standard' } = body;
  if (type !== 'Standard' && type !== 'Layout') return refused('invalid', "The 'TemplateType' is not valid.");
  const blank = { Name: '', Alias: null, Subject: null, HtmlBody: null, TextBody: null, LayoutTemplate: null };
  const content: Content = { ...blank, TemplateType: type, ...given(body) };
  const wrong = checkContent(server, content, undefined);
  if (wrong) return wrong;
  if (server.present().length >= limit) {
    return refused('limit', `Template limit would be exceeded: a server may have up to ${limit} templates.`);
  }
  return ok(record(server.add(content)));
}

/** Changes a template; fields that the body does not name stay as they are. */
function change(server: ServerStore, template: StoredTemplate, body: VendorRequest['body']): Reply {
  const wrongBody = checkBody(body);
  if (wrongBody || !isObject(body)) return wrongBody ?? refused('noData', 'No template data received.');
  const content = { ...template, ...given(body) };
  const wrong = checkContent(server, content, template);
  if (wrong) return wrong;
  Object.assign(template, given(body));
  return ok(record(template));
}

type Content = Omit<StoredTemplate, 'TemplateId' | 'Active' | 'AssociatedServerId'>;

const fields = ['Name', 'Alias', 'Subject', 'HtmlBody', 'TextBody', 'LayoutTemplate'] as const;

/** The writable fields that a body gives. */
function given(body: JsonObject): Partial<Content> {
  const named = fields.flatMap((field) => (body[field] === undefined ? [] : [[field, body[field]]]));
  return Object.fromEntries(named) as Partial<Content>;
}

function checkBody(body: VendorRequest['body']): Reply | undefined {
  if (body === 'nonsense') return refused('invalidJson', 'Received invalid JSON input.');
  if (!isObject(body)) return refused('noData', 'No template data received.');
  const wrong = fields.find((field) => !isText(body[field]));
  return wrong === undefined ? undefined : refused('invalidJson', `Received invalid JSON input: '${wrong}'.`);
}

function isText(value: Json | undefined): boolean {
  return value === undefined || value === null || typeof value === 'string';
}

function checkContent(server: ServerStore, content: Content, of: StoredTemplate | undefined): Reply | undefined {
  const { Name, Alias, Subject, HtmlBody, TextBody, TemplateType, LayoutTemplate } = content;
  if (!Name) return refused('missing', "A 'Name' is required.");
  if (!Subject && TemplateType === 'Standard') return refused('missing', "A 'Subject' is required.");
  if (!HtmlBody && !TextBody) return refused('missing', "An 'HtmlBody' or a 'TextBody' is required.");
  const long = tooLarge(content);
  if (long) return refused('tooLarge', `The '${long}' is too large.`);
  if (Alias !== null) {
    if (!/^[A-Za-z][A-Za-z0-9._-]*$/.test(Alias)) {
      return refused('invalid', "An 'Alias' starts with a letter, and has letters, numbers, and '.', '-', '_'.");
    }
    if (server.present().some((one) => one !== of && one.Alias === Alias)) {
      return refused('invalid', 'The specified alias is already in use by another template or layout.');
    }
  }
  if (LayoutTemplate && server.find(LayoutTemplate)?.TemplateType !== 'Layout') {
    return refused('notFound', "The 'LayoutTemplate' is not valid or was not found.");
  }
  return checkSyntax({ Subject, HtmlBody, TextBody });
}

function tooLarge({ Name, Alias, Subject, HtmlBody, TextBody }: Content): string | undefined {
  if (Name.length > most.name) return 'Name';
  if ((Alias?.length ?? 0) > most.alias) return 'Alias';
  if ((Subject?.length ?? 0) > most.subject) return 'Subject';
  if (Buffer.byteLength(HtmlBody ?? '') > most.content) return 'HtmlBody';
  return Buffer.byteLength(TextBody ?? '') > most.content ? 'TextBody' : undefined;
}

function checkSyntax(texts: Readonly<Record<string, string | null>>): Reply | undefined {
  for (const [field, text] of Object.entries(texts)) {
    try {
      // The placeholder for content in a layout, which is Postmark's own and not Mustachio.
      compileMustachio((text ?? '').replaceAll(/\{\{\{\s*@content\s*\}\}\}/g, ''));
    } catch (error) {
      return refused('invalid', `The '${field}' is not valid: ${(error as Error).message}.`);
    }
  }
  return undefined;
}

/** A template as listings and answers to writes show it: without its content. */
function record({ Active, TemplateId, Name, Alias, TemplateType, LayoutTemplate }: StoredTemplate): JsonObject {
  return { Active, TemplateId, Name, Alias, TemplateType, LayoutTemplate };
}
