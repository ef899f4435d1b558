/**
 * Where in an HTML document a piece of text stands, as far as escaping must know. Interned: equal places are the same
 * object, so states are compared with `===`.
 */
export interface HtmlState {
  readonly place:
    | 'plain' // the field is not HTML
    | 'text' // between tags
    | 'rawtext' // inside <title> or <textarea>: entities count, tags do not
    | 'style' // inside <style>
    | 'script' // inside <script>
    | 'comment'
    | 'tag' // inside a tag, outside attribute values
    | 'attribute'; // inside an attribute's value
}

// A placeholder that the evaluator's author completes: see advance() and contextOf().
export const htmlStates = {
  plain: { place: 'plain' },
  text: { place: 'text' },
} as const satisfies Record<string, HtmlState>;
