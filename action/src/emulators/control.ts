import type { Json, JsonObject } from '../digest.ts';
import { isObject } from '../json.ts';
import { type Fault, faultKinds } from './faults.ts';
import type { Emulator } from './kernel.ts';
import type { RateSetting } from './settings.ts';
import type { Reply, VendorRequest } from './vendor.ts';

/** The path of the control endpoint, for requests that no vendor has an endpoint for. */
export const controlPath = '/_emulator';

/**
 * Answers a request to the control endpoint:
 *
 * - `GET /_emulator`: workspaces, settings, faults in force
 * - `GET /_emulator/requests`, `DELETE`: the request log
 * - `GET /_emulator/contents/<workspace>`: what the workspace holds
 * - `POST /_emulator/workspaces` `{ name }`: creates a workspace
 * - `POST /_emulator/faults` with a Fault, `DELETE`: adds a fault, removes all of them
 * - `PATCH /_emulator/settings` `{ latency?, jitter?, listingDelay?, rate? }`
 */
export function control(emulator: Emulator, { method, path, body }: VendorRequest): Reply {
  const { vendor, faults, settings, requests } = emulator;
  const [what = '', name = ''] = path.slice(controlPath.length + 1).split('/');
  switch (`${method} ${what}`) {
    case 'GET ':
      return ok({
        vendor: vendor.name,
        workspaces: vendor.workspaces(),
        settings: { ...settings },
        faults: faults.list(),
      });
    case 'GET requests':
      return ok(requests);
    case 'DELETE requests':
      requests.length = 0;
      return { status: 204 };
    case 'GET contents': {
      const contents = vendor.contents(decodeURIComponent(name));
      return contents === undefined ? wrong(404, 'There is no such workspace.') : { status: 200, body: contents };
    }
    case 'POST workspaces': {
      const id = isObject(body) ? body.name : undefined;
      if (typeof id !== 'string') return wrong(400, 'Give { "name": … }.');
      vendor.addWorkspace(id);
      return { status: 204 };
    }
    case 'POST faults':
      if (!isFault(body)) return wrong(400, `Give { "kind": one of ${faultKinds.join(', ')}, … }.`);
      faults.add(body);
      return { status: 204 };
    case 'DELETE faults':
      faults.clear();
      return { status: 204 };
    case 'PATCH settings':
      if (!isObject(body)) return wrong(400, 'Give { "latency": …, "jitter": …, "listingDelay": …, "rate": … }.');
      if (typeof body.latency === 'number') settings.latency = body.latency;
      if (typeof body.jitter === 'number') settings.jitter = body.jitter;
      if (typeof body.listingDelay === 'number') settings.listingDelay = body.listingDelay;
      if (body.rate === null || isRate(body.rate)) settings.rate = body.rate;
      return ok({ ...settings });
    default:
      return wrong(404, `There is no ${method} ${path}.`);
  }
}

/** Converts through JSON, because the answer is sent as JSON anyway. */
function ok(value: object): Reply {
  return { status: 200, body: JSON.parse(JSON.stringify(value)) as Json };
}

function wrong(status: number, message: string): Reply {
  return { status, body: { message } };
}

function isFault(value: unknown): value is JsonObject & Fault {
  return isObject(value) && faultKinds.some((kind) => kind === value.kind);
}

function isRate(value: unknown): value is JsonObject & RateSetting {
  if (!isObject(value)) return false;
  const isPer = value.per === 'workspace' || value.per === 'key';
  return isPer && typeof value.limit === 'number' && typeof value.seconds === 'number' && value.seconds > 0;
}
