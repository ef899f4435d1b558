/** Where in an HTML document a text stands: the states, and how text moves from one to the next. */
export * from './html-place.ts';
export { advance, type HtmlProblem, type Scanned, scan } from './html-scan.ts';
