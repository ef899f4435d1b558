import { escapedPart } from '../digest.ts';
import type { Content } from './ast.ts';
import type { Compiler } from './compiler.ts';
import { type Exec, push } from './env.ts';
import { type HtmlProblem, type HtmlState, scan } from './html-state.ts';
import type { Spot, Text } from './ir.ts';

/** The effect of a literal text in one HTML state; computed once, since neither of the two ever changes. */
interface Step {
  readonly state: HtmlState;
  readonly node: Text;
  readonly next: HtmlState;
  readonly problems: readonly HtmlProblem[];
}

/** Compiles literal text. */
export function compileText(compiler: Compiler, content: Content): Exec {
  const { value, original } = content;
  const start = compiler.spot(content);
  const at = spotAt(start, original, original.startsWith(value) ? 0 : original.indexOf(value));
  return literalText(value, at);
}

/** Returns what prints `text`, which stands at `at` in its source. */
export function literalText(text: string, at: Spot): Exec {
  const steps: Step[] = [];
  return (run) => {
    const step = steps[0]?.state === run.state ? steps[0] : stepFrom(run.state, steps, text, at);
    push(run, step.node, text.length, at);
    run.state = step.next;
    if (step.problems.length === 0) return;
    for (const problem of step.problems) reportProblem(run, problem, spotAt(at, text, problem.offset));
  };
}

function stepFrom(state: HtmlState, known: Step[], text: string, at: Spot): Step {
  const before = known.find((step) => step.state === state);
  if (before !== undefined) return before;
  const { state: next, problems } = scan(state, text);
  const node: Text = { kind: 'text', text, origin: undefined, state, at, json: escapedPart(text) };
  const step: Step = { state, node, next, problems };
  known.push(step);
  return step;
}

function spotAt(start: Spot, text: string, offset: number): Spot {
  if (offset === 0) return start;
  const lines = text.slice(0, offset).split('\n');
  const column = (lines.at(-1) as string).length + (lines.length === 1 ? start.column : 1);
  return { source: start.source, line: start.line + lines.length - 1, column };
}

function reportProblem(run: Parameters<Exec>[0], problem: HtmlProblem, at: Spot): void {
  if (problem.kind === 'script-link') {
    run.report(
      'template-script-link',
      at,
      'This link runs a script; mail programs block such messages, and the script would run with whatever its values contain.',
      'Link to a page: `https://…`.',
    );
    return;
  }
  run.report(
    'template-html-branches',
    at,
    'The branches before this end inside a tag, some of them right after its name or an attribute’s name, so this character would mean something different after each.',
    'Put a space between the branches and what follows them.',
  );
}
