import { assume, type Truth } from './condition.ts';
import { push, type Run } from './env.ts';
import { type HtmlState, join } from './html-state.ts';
import type { Node, Spot } from './ir.ts';

/** Evaluates one of two bodies, or both where only the send decides which is printed. */
export function branch(run: Run, truth: Truth, at: Spot, then: () => void, otherwise: () => void): void {
  if (truth === true) return then();
  if (truth === false) return otherwise();
  const { out, state, guards } = run;
  run.guards = assume(guards, truth, true);
  const thenNodes = collect(run, then);
  const thenState = run.state;
  run.state = state;
  run.guards = assume(guards, truth, false);
  const elseNodes = collect(run, otherwise);
  run.guards = guards;
  run.out = out;
  run.state = join(thenState, run.state) ?? differing(run, at, thenState, run.state);
  if (thenNodes.length === 0 && elseNodes.length === 0) return;
  // biome-ignore lint/suspicious/noThenProperty: the name of a branch
  push(run, { kind: 'if', condition: truth, then: thenNodes, else: elseNodes, at }, 0, at);
}

/** Returns what `body` prints, without adding it to the run's output. */
export function collect(run: Run, body: () => void): Node[] {
  const nodes: Node[] = [];
  const { out } = run;
  run.out = nodes;
  body();
  run.out = out;
  return nodes;
}

function differing(run: Run, at: Spot, then: HtmlState, otherwise: HtmlState): HtmlState {
  run.report(
    'template-html-branches',
    at,
    `The HTML ends ${whereIs(then)} if this is true, and ${whereIs(otherwise)} if it is false; which of them applies is known only when the message is sent, so what follows cannot be escaped for both.`,
    'Close every tag, quote and comment in the branch that opens it.',
  );
  return then;
}

/** Describes a place in an HTML document. */
export function whereIs(state: HtmlState): string {
  switch (state.place) {
    case 'plain':
      return 'in plain text';
    case 'text':
      return 'between tags';
    case 'rawtext':
    case 'style':
    case 'script':
      return `inside <${state.element}>`;
    case 'comment':
      return 'inside a comment';
    case 'tag':
      return `inside the tag <${state.element}>`;
    case 'attribute':
      return `inside an attribute of <${state.element}>`;
  }
}
