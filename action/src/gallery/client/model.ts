import {
  actions,
  type ChangeData,
  type ClassData,
  directions,
  type GalleryData,
  messageWidth,
  type OtherData,
  type RepresentativeData,
  type ShownData,
} from '../data.ts';

export interface Change extends Pick<ChangeData, 'id' | 'kind' | 'title' | 'hunks' | 'moreHunks' | 'tenants'> {
  readonly classes: readonly Class[];
  /** Whether it is a real change; messages that are shown for their own sake cannot be marked. */
  readonly isReviewed: boolean;
}

export interface Class extends Pick<ClassData, 'id' | 'template' | 'channel' | 'dialect' | 'count' | 'content'> {
  readonly change: Change;
  readonly messages: readonly Message[];
  readonly previews: readonly Preview[];
  /** Whether one of its previews speaks for the whole change; where no class has such a preview, all of them lead. */
  readonly leads: boolean;
}

export interface Message {
  readonly tenant: string;
  readonly locale: string;
  readonly place: string;
  readonly reason: string;
  readonly action: string;
  readonly direction: string;
  readonly class: Class;
}

export interface Preview extends Pick<RepresentativeData, 'why' | 'standsFor' | 'forChange' | 'shown'> {
  /** `tenant/template/locale`. */
  readonly id: string;
  readonly message: Message;
  readonly measure: RepresentativeData['measure'] | undefined;
}

export interface Model {
  readonly changes: readonly Change[];
  /** The previews to look at: those that speak for changes, and so for every message that changes. */
  readonly previews: readonly Preview[];
}

export function readModel(data: GalleryData): Model {
  const changes = data.changes.map((change) => readChange(change, data.words));
  const previews = changes.flatMap(speakersOf);
  return { changes: data.others.length > 0 ? [...changes, readOthers(data.others)] : changes, previews };
}

/** The previews that speak for a change. */
export function speakersOf({ classes }: Change): Preview[] {
  return classes.flatMap((each) => each.previews).filter(({ forChange }) => forChange);
}

/** A type whose list is still being filled: its members need to refer to it when they are made. */
type Growing<Type, Key extends keyof Type> = Omit<Type, Key> & {
  -readonly [Name in Key]: Type[Name] extends readonly (infer Item)[] ? Item[] : never;
};

function readChange(data: ChangeData, words: readonly string[]): Change {
  const change: Growing<Change, 'classes'> = { ...data, classes: [], isReviewed: true };
  const some = data.classes.some(speaksForChange);
  change.classes = data.classes.map((each) => readClass(each, change, words, !some || speaksForChange(each)));
  return change;
}

function speaksForChange({ representatives }: ClassData): boolean {
  return representatives.some(({ forChange }) => forChange);
}

function readClass(data: ClassData, change: Change, words: readonly string[], leads: boolean): Class {
  const { id, template, channel, dialect, count, content } = data;
  const own: Growing<Class, 'messages' | 'previews'> = {
    ...{ id, template, channel, dialect, count, content, change, leads, messages: [], previews: [] },
  };
  for (let at = 0; at < data.messages.length; at += messageWidth) {
    const [tenant, locale, place, reason, action, direction] = data.messages.slice(at, at + messageWidth);
    own.messages.push({
      tenant: words[tenant!] ?? '',
      locale: words[locale!] ?? '',
      place: words[place!] ?? '',
      reason: words[reason!] ?? '',
      action: actions[action!] ?? 'update',
      direction: directions[direction!] ?? 'ltr',
      class: own,
    });
  }
  own.previews = data.representatives.map(({ message, ...rest }) => previewOf(own.messages[message]!, rest));
  return own;
}

function previewOf(message: Message, rest: Omit<RepresentativeData, 'message'>): Preview {
  return { ...rest, message, id: messageId(message) };
}

/** The messages that are shown although they do not change, by template. */
function readOthers(others: readonly OtherData[]): Change {
  const change: Growing<Change, 'classes'> = {
    ...{ id: 'others', kind: 'update', hunks: [], moreHunks: 0, tenants: 0, classes: [], isReviewed: false },
    title: 'Messages that do not change',
  };
  for (const [template, members] of Map.groupBy(others, (each) => each.template)) {
    const channel = channelOf(members[0]!.shown);
    const own: Growing<Class, 'messages' | 'previews'> = {
      ...{
        id: `others-${template}`,
        template,
        channel,
        dialect: '',
        count: members.length,
        content: '',
        change,
        leads: true,
        messages: [],
        previews: [],
      },
    };
    for (const { tenant, locale, shown } of members) {
      const message = { tenant, locale, place: '', reason: '', action: 'unchanged', direction: '', class: own };
      own.messages.push(message);
      own.previews.push({
        message,
        id: messageId(message),
        why: [],
        standsFor: 1,
        forChange: true,
        shown,
        measure: undefined,
      });
    }
    change.classes.push(own);
  }
  return change;
}

function channelOf({ before, after }: ShownData): Class['channel'] {
  const [fields = {}] = Object.values((after ?? before)?.samples ?? {});
  return Object.hasOwn(fields, 'html') ? 'email' : Object.hasOwn(fields, 'title') ? 'push' : 'sms';
}

export function messageId({ tenant, locale, class: { template } }: Message): string {
  return `${tenant}/${template}/${locale}`;
}

/** The address of a preview within the page. */
export function hashOf(id: string): string {
  return `#${encodeURI(id.toWellFormed())}`;
}

/**
 * The preview to look at for a message: its own, else the first of its class with the same locale, else with the same
 * direction, else the class's first.
 */
export function speakerOf(message: Message): Preview | undefined {
  const { previews } = message.class;
  return (
    previews.find((preview) => preview.message === message) ??
    previews.find((preview) => preview.message.locale === message.locale) ??
    previews.find((preview) => preview.message.direction === message.direction) ??
    previews[0]
  );
}

export function warningsOf({ shown }: Preview): readonly string[] {
  return shown.after?.warnings ?? shown.before?.warnings ?? [];
}
