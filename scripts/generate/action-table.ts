import { parse } from 'yaml';

interface ActionFile {
  readonly inputs: Readonly<Record<string, { description: string; required?: boolean; default?: string }>>;
  readonly outputs: Readonly<Record<string, { description: string }>>;
}

const markers = /(<!-- action:begin[^>]* -->\n)[\s\S]*?(<!-- action:end -->)/;

/** Puts the tables of the Action's inputs and outputs, made from `action.yml`, between the markers of a README. */
export function withActionTable(readme: string, actionYaml: string): string {
  if (!markers.test(readme)) throw new Error('README.md has lost the markers action:begin and action:end');
  const { inputs, outputs } = parse(actionYaml) as ActionFile;
  const inputRows = Object.entries(inputs).map(([name, { description, required, default: usual }]) => [
    `\`${name}\``,
    description,
    required ? 'required' : `\`${usual ?? ''}\``,
  ]);
  const outputRows = Object.entries(outputs).map(([name, { description }]) => [`\`${name}\``, description]);
  const tables = `${table(['input', 'says', 'default'], inputRows)}\n${table(['output', 'is'], outputRows)}`;
  return readme.replace(markers, (_, begin: string, end: string) => `${begin}\n${tables}\n${end}`);
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
  return [header, header.map(() => '---'), ...rows].map(line).join('');
}
