import type { JsonObject } from '../../digest.ts';
import { isObject } from '../../json.ts';
import type { Caller, EmulatedVendor, EmulatorClock, Reply, VendorRequest } from '../vendor.ts';
import { codeOf, errorBody, failure, notFound, ok, wrong } from './reply.ts';
import { Numbers, ProjectStore } from './store.ts';
import { templates } from './templates.ts';

export interface IterableOrganisation {
  /** What the keys of its projects are derived from. */
  readonly key: string;
  /** The number of templates that a project can hold; unlimited by default. */
  readonly capacity?: number;
  /** The topics that a new project has message types for, unless others are given. */
  readonly topics?: readonly string[];
}

/** The key of a project. */
export function projectKey(key: string, project: string): string {
  return `${key}-${project}`;
}

/**
 * An emulated organisation at Iterable. A key belongs to one project, and the key alone determines which project is
 * meant. From memory, unverified: the status for a template of another medium (404), and the words of errors.
 */
export function emulatedIterable(organisation: IterableOrganisation): (clock: EmulatorClock) => EmulatedVendor {
  return (clock) => new Iterable(organisation, clock);
}

class Iterable implements EmulatedVendor {
  readonly name = 'iterable';
  /** The vendor documents limits, but no headers that tell them. */
  readonly tellsLimits = false;
  readonly #organisation: IterableOrganisation;
  readonly #clock: EmulatorClock;
  readonly #numbers = new Numbers();
  readonly #projects = new Map<string, ProjectStore>();
  #topics: readonly string[];

  constructor(organisation: IterableOrganisation, clock: EmulatorClock) {
    this.#organisation = organisation;
    this.#clock = clock;
    this.#topics = organisation.topics ?? [];
  }

  addWorkspace(name: string, topics = this.#topics): void {
    if (this.#projects.has(name)) return;
    // Projects that are created later, over the control endpoint, get the same topics.
    this.#topics = topics;
    const key = projectKey(this.#organisation.key, name);
    const project = new ProjectStore(name, key, this.#numbers, this.#clock);
    project.furnish(topics);
    this.#projects.set(name, project);
  }

  workspaces(): readonly string[] {
    return [...this.#projects.keys()];
  }

  contents(workspace: string) {
    const project = this.#projects.get(workspace);
    return project?.present().map(({ content, campaignId, ...one }) => ({
      ...one,
      ...(campaignId !== undefined && { campaignId }),
      ...content,
      topic: project.messageTypes.find(({ id }) => id === one.messageTypeId)?.name ?? null,
    }));
  }

  caller(request: VendorRequest): Caller {
    return { key: keyOf(request), workspace: this.#projectOf(request)?.name };
  }

  tooMany(): Reply {
    return failure(429, 'RateLimitExceeded', 'Exceeded rate limit for endpoint');
  }

  errorBody(this: void, status: number, words: string): JsonObject {
    return errorBody(codeOf(status), words);
  }

  handle(request: VendorRequest): Reply {
    const project = this.#projectOf(request);
    if (!project) return failure(401, 'BadApiKey', 'Invalid API key');
    const { method, path, body } = request;
    if (body === 'nonsense') return failure(400, 'BadJsonBody', 'The request body is not valid JSON');
    if (path === '/api/templates' || path.startsWith('/api/templates/')) {
      return templates(project, request, this.#organisation.capacity ?? Number.POSITIVE_INFINITY);
    }
    if (path === '/api/snippets' || path.startsWith('/api/snippets/')) return snippets(project, request);
    switch (`${method} ${path}`) {
      case 'GET /api/channels':
        return ok({ channels: project.channels.map((one) => ({ ...one })) });
      case 'GET /api/messageTypes':
        return ok({ messageTypes: project.messageTypes.map((one) => ({ ...one })) });
      case 'POST /api/campaigns/create':
        return createCampaign(project, body);
      default:
        return notFound();
    }
  }

  #projectOf(request: VendorRequest): ProjectStore | undefined {
    const key = keyOf(request);
    return key === '' ? undefined : [...this.#projects.values()].find((project) => project.key === key);
  }
}

function snippets(project: ProjectStore, { method, path, body }: VendorRequest): Reply {
  const identifier = decodeURIComponent(path.slice('/api/snippets/'.length));
  const shown = project.snippets.map((one) => ({ ...one, projectId: project.id, variables: [] }));
  if (identifier === '') {
    if (method === 'GET') return ok({ snippets: shown });
    const { name, content } = isObject(body) ? body : {};
    if (typeof name !== 'string' || typeof content !== 'string') return wrong('name and content are required');
    if (project.snippets.some((one) => one.name === name)) return wrong('name must be unique');
    return { status: 201, body: { snippetId: project.addSnippet(name, content).id } };
  }
  // A number is an id; anything else is a name.
  const at = shown.findIndex(({ id, name }) => (/^[0-9]+$/.test(identifier) ? String(id) : name) === identifier);
  const snippet = shown[at];
  if (!snippet) return notFound('Snippet not found');
  if (method === 'GET') return ok({ snippet });
  if (method !== 'DELETE') return notFound();
  project.snippets.splice(at, 1);
  return ok({ snippetId: snippet.id });
}

function createCampaign(project: ProjectStore, body: VendorRequest['body']): Reply {
  const { name, templateId } = isObject(body) ? body : {};
  const template = typeof templateId === 'number' ? project.find(templateId) : undefined;
  if (typeof name !== 'string' || !template) return wrong('name and templateId are required');
  return ok({ campaignId: project.addCampaign(template) });
}

function keyOf({ headers }: VendorRequest): string {
  return headers['api-key'] ?? '';
}
