import { Option } from 'commander';
import type { ApprovalSource } from '../../action/src/approvals/source.ts';
import { deploy } from '../../action/src/commands/deploy.ts';
import { explain } from '../../action/src/commands/explain.ts';
import { ledgerRebuild } from '../../action/src/commands/ledger-rebuild.ts';
import { newTemplate, newTenant } from '../../action/src/commands/new.ts';
import { pin } from '../../action/src/commands/pin.ts';
import { plan } from '../../action/src/commands/plan.ts';
import { status } from '../../action/src/commands/status.ts';
import { validate } from '../../action/src/commands/validate.ts';
import type { World } from '../../action/src/commands/world.ts';
import { registerCredentials } from './credentials.ts';
import { registerEmulate } from './emulate.ts';
import { folder, lockTimeoutOption } from './options.ts';
import { registerPreview } from './preview.ts';
import type { Register } from './program.ts';

/** Registers every command of the terminal, with examples that teach it. */
export function registerCommands(register: Register): void {
  registerChecking(register);
  registerPreview(register);
  registerAsking(register);
  registerDeploying(register);
  registerWriting(register);
  registerCredentials(register);
  registerEmulate(register);
}

function registerChecking(register: Register): void {
  register(
    'validate',
    {
      summary: 'Check all files and render every message. Needs no network and no credentials.',
      examples: [
        'validate',
        'validate --tenant sunnyside --template welcome',
        'validate --label region=canada      # every tenant with this label',
      ],
    },
    (command) => command,
    (world, common) => validate(world, common),
  );
  register(
    'plan',
    {
      summary: 'Show what a deployment would change, and why. Writes nothing at any vendor.',
      examples: [
        'plan',
        'plan --tenant sunnyside --all          # its unchanged pairs too',
        'plan --out .tenantry/plan              # then: deploy --plan .tenantry/plan',
        'plan --refresh                         # read every workspace, not only new ones',
        'plan --now 2027-12-24                  # as if it were that day',
        'plan --detailed-exitcode               # 2: something would change',
      ],
    },
    (command) =>
      command
        .addOption(new Option('--out <dir>', 'write plan.json there, for `deploy --plan`').argParser(folder))
        .option('--detailed-exitcode', 'exit 2 when something would change')
        .option('--all', 'list unchanged pairs too')
        .option('--refresh', 'read every workspace, not only those that the ledger does not know'),
    (world, common, options) =>
      plan(world, {
        ...common,
        all: options.all === true,
        refresh: options.refresh === true,
        detailedExitcode: options.detailedExitcode === true,
        ...(typeof options.out === 'string' && { out: options.out }),
      }),
  );
}

function registerAsking(register: Register): void {
  register(
    'explain',
    {
      summary: 'Show where every value of a tenant comes from, and why a pair is deployed or not.',
      examples: [
        'explain sunnyside              # each value, with the file and line that set it',
        'explain sunnyside/welcome      # one pair',
      ],
      scope: false,
    },
    (command) => command.argument('<tenant[/template]>', 'a tenant, or one of its pairs'),
    (world, _, __, [subject]) => explain(world, subject!),
  );
  register(
    'status',
    {
      summary: 'Show what is deployed where, and which run is writing now.',
      examples: ['status', 'status --tenant sunnyside'],
    },
    (command) => command,
    (world, common) => status(world, common),
  );
}

function registerDeploying(register: Register): void {
  register(
    'deploy',
    {
      summary: 'Bring every workspace to the state the repository asks for. A second run finds nothing to do.',
      writes: true,
      examples: [
        'deploy',
        'deploy --tenant sunnyside',
        'deploy --plan .tenantry/plan      # exactly what was planned, or nothing',
        'deploy --allow-archives           # carry out archives whose grace time is over',
        'deploy --lock-timeout 0           # fail at once when another run is writing',
      ],
    },
    (command) =>
      command
        .addOption(new Option('--plan <dir>', 'carry out the plan that `plan --out <dir>` wrote').argParser(folder))
        .option('--allow-archives', 'archive what is unwanted and whose grace time is over')
        .addOption(lockTimeoutOption()),
    (world, common, options) =>
      deploy(world, {
        ...common,
        allowArchives: options.allowArchives === true,
        lockTimeout: Number(options.lockTimeout),
        approvals: () => openApprovals(world),
        ...(typeof options.plan === 'string' && { plan: options.plan }),
      }),
  );
  register(
    'ledger rebuild',
    {
      summary: 'Restore a lost ledger from the markers that deployed messages carry.',
      writes: true,
      examples: ['ledger rebuild', 'ledger rebuild --tenant sunnyside'],
    },
    (command) => command.addOption(lockTimeoutOption()),
    (world, common, options) => ledgerRebuild(world, { ...common, lockTimeout: Number(options.lockTimeout) }),
  );
}

/** Imported late: GitHub's client takes a while to load, and is seldom needed here. */
async function openApprovals(world: World): Promise<ApprovalSource | undefined> {
  const { approvalsWith } = await import('../../action/src/github/approval-source.ts');
  return await approvalsWith(world.env.GITHUB_TOKEN ?? '', world)();
}

function registerWriting(register: Register): void {
  register(
    'pin',
    {
      summary: 'Keep a tenant on the current version of a template, by freezing a copy of it.',
      examples: ['pin sunnyside welcome --until 2027-01-31 --reason "legal review"'],
      scope: false,
    },
    (command) =>
      command
        .argument('<tenant>')
        .argument('<template>')
        .option('--until <date>', 'the last day the pin applies, in the tenant’s time zone')
        .option('--reason <text>', 'why, for whoever finds it'),
    (world, _, options, [tenant, template]) =>
      pin(world, {
        tenant: tenant!,
        template: template!,
        ...(typeof options.until === 'string' && { until: options.until }),
        ...(typeof options.reason === 'string' && { reason: options.reason }),
      }),
  );
  register(
    'new tenant',
    {
      summary: 'Create a tenant: a draft that is valid from the start.',
      examples: ['new tenant corner-shop', 'new tenant corner-shop --name "The Corner Shop"'],
      scope: false,
    },
    (command) => command.argument('<id>').option('--name <name>', 'the customer’s name, as its own customers know it'),
    (world, _, options, [id]) =>
      newTenant(world, { id: id!, ...(typeof options.name === 'string' && { name: options.name }) }),
  );
  register(
    'new template',
    {
      summary: 'Create a template that is valid from the start and is deployed to nobody yet.',
      examples: ['new template price-drop', 'new template parcel-here --channel sms'],
      scope: false,
    },
    (command) =>
      command
        .argument('<id>')
        .addOption(
          new Option('--channel <channel>', 'how it is sent').choices(['email', 'push', 'sms']).default('email'),
        ),
    (world, _, options, [id]) => newTemplate(world, { id: id!, channel: options.channel as 'email' | 'push' | 'sms' }),
  );
}
