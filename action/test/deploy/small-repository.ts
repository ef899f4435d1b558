import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Repository files by path. `undefined` removes one. */
export type Files = Readonly<Record<string, string | undefined>>;

export type StoreName = 'directory' | 'branch';

/** Makes a folder of its own, in memory where there is room: syncing to a disk is most of what these tests would do. */
export function temporaryFolder(name: string): string {
  return mkdtempSync(join(roomInMemory() ? '/dev/shm' : tmpdir(), `tenantry-${name}-`));
}

function roomInMemory(): boolean {
  try {
    const { bavail, bsize } = statfsSync('/dev/shm');
    return bavail * bsize > 256 * 1024 * 1024;
  } catch {
    return false;
  }
}

/** Writes, and removes, files of a repository. */
export function edit(root: string, files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    const file = join(root, path);
    if (text === undefined) {
      rmSync(file, { recursive: true });
      continue;
    }
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

/** Three tenants on two dialects, an email and a push message; six messages in three workspaces. */
export function smallRepository(store: StoreName, policies = 'archiveGrace: 30d'): Files {
  return {
    '.github/tenantry.yml': config(store, policies),
    '.gitignore': '.tenantry/\n',
    'tenants/_defaults.yaml': 'timezone: UTC\n',
    'tenants/acme/tenant.yaml': tenant('Acme Market', {
      email: { account: 'demo-sendgrid' },
      push: { account: 'demo-sendgrid' },
    }),
    'tenants/bolt/tenant.yaml': tenant('Bolt & Söhne', { email: { account: 'demo-braze' } }, ['de']),
    'tenants/cafe/tenant.yaml': tenant('Café', { email: { account: 'demo-sendgrid', id: 'cafe-eu' } }),
    ...receipt('1.0.0', 'Your receipt'),
    ...ping('all: true'),
  };
}

/** The email `receipt`: every tenant gets it. `more` are further properties of its runtime data. */
export function receipt(version: string, title: string, more = ''): Files {
  return {
    'templates/receipt/template.yaml': `name: Receipt
version: ${version}
channel: email
category: transactional
topic: orders
targets: { all: true }
variables: { type: object, required: [colour], properties: { colour: { type: string, format: color } } }
runtime: { event: { type: object, required: [total], properties: { total: { type: string }${more} } } }
`,
    'templates/receipt/subject.hbs': `${title} from {{tenant.name}}`,
    'templates/receipt/html.hbs': `<html><body style="color: {{colour}}"><h1>{{t "title"}}</h1><p>${title}: {{event.total}}</p></body></html>\n`,
    'templates/receipt/text.hbs': `${title}: {{event.total}}\n`,
    'templates/receipt/strings/en.yaml': 'title: Thank you\n',
    'templates/receipt/strings/de.yaml': 'title: Danke\n',
  };
}

/** A push message. */
export function ping(targets: string, id = 'ping'): Files {
  return {
    [`templates/${id}/template.yaml`]: `name: Ping
version: 1.0.0
channel: push
category: transactional
topic: orders
targets: { ${targets} }
`,
    [`templates/${id}/title.hbs`]: '{{tenant.name}}',
    [`templates/${id}/body.hbs`]: 'On its way',
  };
}

export function config(store: StoreName, policies: string): string {
  return `repository: small-messaging
ledger: { store: ${store} }
accounts:
  demo-sendgrid: { provider: local, options: { dialect: sendgrid } }
  demo-braze: { provider: local, options: { dialect: braze } }
policies: { ${policies} }
`;
}

/** A `tenant.yaml`; `more` is YAML of its own. */
export function tenant(
  name: string,
  workspaces: Readonly<Record<string, { account: string; id?: string }>>,
  also: readonly string[] = [],
  more = '',
): string {
  return `name: ${name}
status: active
workspaces: ${JSON.stringify(workspaces)}
locales: ${JSON.stringify({ default: 'en', also })}
senders: { transactional: { address: orders@example.com } }
variables: { colour: "#0a7d33" }
${more}`;
}

/** Makes a folder a git repository with one commit, and with a bare origin. */
export function gitRepository(root: string, origin: string): void {
  git(origin, 'init', '-q', '--bare', '-b', 'main', '.');
  git(root, 'init', '-q', '-b', 'main', '.');
  git(root, 'remote', 'add', 'origin', origin);
  commitAll(root);
}

export function commitAll(root: string): void {
  git(root, 'add', '-A');
  git(root, '-c', 'user.name=Test', '-c', 'user.email=test@example.com', 'commit', '-q', '-m', 'Change');
}

function git(folder: string, ...args: string[]): void {
  const { status, stderr } = spawnSync('git', ['-C', folder, ...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
}
