import { withoutConnections } from './frame.ts';

/** Style sheets for two documents that outline what differs, and scroll to the first difference. */
export interface Outlines {
  readonly before: string;
  readonly after: string;
}

/** The most elements that are outlined; where more differ, outlines would not help. */
const mostOutlined = 60;

/**
 * Finds the smallest elements that differ. Both texts are only parsed, into documents that load and run nothing. What
 * is found is addressed by its position, so that the messages themselves are shown unchanged.
 */
export function outlineStyle(before: string, after: string): Outlines {
  const parser = new DOMParser();
  const [left, right] = [before, after].map(
    (text) => parser.parseFromString(withoutConnections(text), 'text/html').body,
  );
  const found = { before: new Set<Element>(), after: new Set<Element>() };
  compare(left!, right!, found);
  return { before: styleOf(found.before), after: styleOf(found.after) };
}

interface Found {
  readonly before: Set<Element>;
  readonly after: Set<Element>;
}

/** Collects what differs between two elements that are not equal. */
function compare(left: Element, right: Element, found: Found): void {
  const olds = [...left.children];
  const news = [...right.children];
  while (olds[0] && news[0]?.isEqualNode(olds[0])) {
    olds.shift();
    news.shift();
  }
  while (olds.at(-1) && news.at(-1)?.isEqualNode(olds.at(-1)!)) {
    olds.pop();
    news.pop();
  }
  const alike = olds.length === news.length && olds.every((each, index) => each.tagName === news[index]!.tagName);
  if (!sameSelf(left, right) || (alike && olds.length === 0)) {
    found.before.add(left);
    found.after.add(right);
  } else if (alike) {
    olds.forEach((each, index) => {
      if (!each.isEqualNode(news[index]!)) compare(each, news[index]!, found);
    });
  } else {
    for (const each of olds) if (!news.some((other) => other.isEqualNode(each))) found.before.add(each);
    for (const each of news) if (!olds.some((other) => other.isEqualNode(each))) found.after.add(each);
  }
}

/** Whether two elements have the same tag, attributes and text, apart from their children. */
function sameSelf(left: Element, right: Element): boolean {
  return left.cloneNode(false).isEqualNode(right.cloneNode(false)) && ownText(left) === ownText(right);
}

function ownText(element: Element): string {
  const texts = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE);
  return texts
    .map((node) => node.nodeValue)
    .join('')
    .replace(/\s+/g, ' ');
}

/**
 * The style sheet for these elements. `scroll-initial-target` makes a frame begin at the first without a script, in
 * browsers that know it.
 */
function styleOf(elements: ReadonlySet<Element>): string {
  const places = [...elements].filter((element) => element.tagName !== 'BODY').map(placeOf);
  if (places.length === 0 || places.length > mostOutlined) return '';
  const outline = `${places.join(',')}{outline:2px dashed #d6336c!important;outline-offset:3px!important}`;
  return `${outline}${places[0]}{scroll-initial-target:nearest;scroll-margin-block:120px}`;
}

function placeOf(element: Element): string {
  const steps: string[] = [];
  for (let at = element; at.tagName !== 'BODY' && at.parentElement; at = at.parentElement) {
    const place = [...at.parentElement.children].indexOf(at) + 1;
    steps.unshift(`:nth-child(${place})`);
  }
  return `body>${steps.join('>')}`;
}
