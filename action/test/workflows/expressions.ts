import { data, Evaluator, Lexer, Parser } from '@actions/expressions';

/** Evaluates an expression of a workflow as GitHub does; an object is true. @param contexts `github`, `steps` … */
export function evaluate(expression: string, contexts: object): string | number | boolean {
  const context = contextOf(contexts);
  const functions = [
    { name: 'cancelled', description: '', minArgs: 0, maxArgs: 0, call: () => new data.BooleanData(false) },
  ];
  const { tokens } = new Lexer(expression).lex();
  const parsed = new Parser(tokens, Object.keys(contexts), functions).parse();
  const known = new Map(functions.map((one) => [one.name, one]));
  const result = new Evaluator(parsed, context, known).evaluate();
  if (result.kind === data.Kind.Null) return '';
  return 'value' in result ? (result.value as string | number | boolean) : true;
}

/** A text with expressions in `${{ }}`. */
export function interpolate(text: string, contexts: object): string {
  return text.replace(/\$\{\{(.*?)\}\}/g, (_, expression: string) => String(evaluate(expression, contexts)));
}

function contextOf(value: object): data.Dictionary {
  return JSON.parse(JSON.stringify(value), data.reviver) as data.Dictionary;
}
