import { randomBytes } from 'node:crypto';
import { type Emulator, type LoggedRequest, startEmulator } from '../../action/src/emulators/kernel.ts';
import { emulators } from '../../action/src/emulators/registry.ts';

/** The vendors of the demonstration, in the order in which they are shown. */
export const vendors = ['sendgrid', 'postmark', 'iterable', 'braze'] as const;
export type Vendor = (typeof vendors)[number];

/** The vendors' names as they spell them. */
export const vendorNames: Readonly<Record<Vendor, string>> = {
  sendgrid: 'SendGrid',
  postmark: 'Postmark',
  iterable: 'Iterable',
  braze: 'Braze',
};

/** An account at an emulated vendor, named after the vendor. */
export interface DemoAccount {
  readonly vendor: Vendor;
  readonly emulator: Emulator;
  /** The environment variable that holds its keys. */
  readonly variable: string;
  /** The tenants' ids by the ids of their workspaces. */
  readonly tenants: Map<string, string>;
  /** The value of its variable. Only the vendor may see it. */
  keys(): string;
}

/** The requests that a vendor has received since they were last counted. */
export interface Asked {
  readonly requests: number;
  readonly writes: readonly LoggedRequest[];
}

/** Starts the four vendors on this machine, each on a free port, with keys that nobody has seen before. */
export async function openAccounts(): Promise<DemoAccount[]> {
  return await Promise.all(vendors.map(openAccount));
}

async function openAccount(vendor: Vendor): Promise<DemoAccount> {
  const entry = emulators[vendor];
  const key = `SG.demo-key-${randomBytes(12).toString('hex')}`;
  const emulator = await startEmulator(entry.create(key), { rate: entry.rate });
  const tenants = new Map<string, string>();
  const variable = `TENANTRY_DEMO_${vendor.toUpperCase()}`;
  return { vendor, emulator, variable, tenants, keys: () => entry.variable(key, [...tenants.keys()]) };
}

/** Returns the requests that a vendor has received, and starts counting anew. */
export function takeAsked({ emulator: { requests } }: DemoAccount): Asked {
  const asked = requests.splice(0);
  return { requests: asked.length, writes: asked.filter(isWrite) };
}

/** Whether a request is a write that was carried out, which those above a limit are not. */
function isWrite({ method, status }: LoggedRequest): boolean {
  return method !== 'GET' && status !== 429;
}
